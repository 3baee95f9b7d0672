import type { Flag } from '../forensics/flag.ts'
import { weightOfEvidence } from '../forensics/weigh.ts'
import type { PolicyFacts } from './facts.ts'
import type { PolicyDocument } from './policy.ts'
import { factsRead } from './rule-language.ts'

/** What had been before an attempt began, as far as rules ask. */
export type AttemptHistory = Required<
  Pick<PolicyFacts, 'competenceCredits' | 'attendanceCredits' | 'earlierPasses'>
>

const HISTORY: readonly string[] = ['competenceCredits', 'attendanceCredits', 'earlierPasses']
const WEIGHTS: readonly string[] = ['flagWeight', 'flagWeights']
/** A published document never changes: what it reads is found once. */
const known = new WeakMap<PolicyDocument, ReadonlySet<string>>()

function readBy(document: PolicyDocument): ReadonlySet<string> {
  const names =
    known.get(document) ?? new Set(document.rules.flatMap(({ when }) => factsRead(when)))
  known.set(document, names)
  return names
}

/** Whether a document asks what had been before; others are settled without looking. */
export function readsHistory(document: PolicyDocument): boolean {
  return HISTORY.some((name) => readBy(document).has(name))
}

/** The history as facts, and the weight of the flags, of a document that asks for them. */
export function furtherFacts(
  document: PolicyDocument,
  flags: readonly Flag[],
  history: AttemptHistory | undefined,
): Partial<PolicyFacts> {
  const names = readBy(document)
  if (!WEIGHTS.some((name) => names.has(name))) return { ...history }
  return { ...history, ...flagFacts(flags) }
}

/** How much the flags weigh, in all and by kind of evidence. */
export function flagFacts(
  flags: readonly Flag[],
): Required<Pick<PolicyFacts, 'flagWeight' | 'flagWeights'>> {
  const families = Map.groupBy(flags, ({ family }) => family)
  return {
    flagWeight: weightOfEvidence(flags),
    flagWeights: Object.fromEntries(
      [...families].map(([family, own]) => [family, weightOfEvidence(own)]),
    ),
  }
}
