import type { CognitiveLevel } from '../../../domain/bank/item.ts'

/** Cognitive levels from the lowest up. */
export const COGNITIVE_LEVEL_KEYS = [
  'know',
  'apply',
  'judge',
] as const satisfies readonly CognitiveLevel[]
