import { type Static, Type } from 'typebox'

/** Personal evidence that somebody may look at or take away, by what it shows. */
export const EVIDENCE_KINDS = [
  'case',
  'appeal',
  'results',
  'analysis',
  'bundle',
  'log-proof',
  'accommodation',
  'form',
  'compared-answers',
  'case-answers',
  'case-timeline',
  'case-partners',
  'explanation',
  'register',
] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** Acts by which looking and taking away stand in the log. */
export const EVIDENCE_ACTS = ['evidence-viewed', 'evidence-exported'] as const
export type EvidenceAct = (typeof EVIDENCE_ACTS)[number]

/** One look at somebody's evidence as that person is told of it: by whom in role, never in name. */
export const EvidenceLook = Type.Object(
  {
    at: Type.String({ format: 'date-time' }),
    act: Type.Enum([...EVIDENCE_ACTS]),
    what: Type.Enum([...EVIDENCE_KINDS]),
    /** Null where the act was logged before roles were. */
    role: Type.Union([Type.String(), Type.Null()]),
  },
  { additionalProperties: false },
)
export type EvidenceLook = Static<typeof EvidenceLook>
