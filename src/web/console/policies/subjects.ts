import type { PolicySubject } from '../../../domain/policy/subject.ts'

/** What policies speak of; each has a text `policy.subject.ID`. */
export const SUBJECT_KEYS = [
  'attempt',
  'person',
  'unit',
] as const satisfies readonly PolicySubject[]
