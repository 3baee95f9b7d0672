import { canonicalJson } from '../digest.ts'
import { compareOutcomes, directionOf } from './compare-outcomes.ts'
import { keyOfPath } from './condition-variables.ts'
import { counterfactualText, nameOfPath } from './counterfactual-text.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { type Alternative, alternativesTo } from './fact-alternatives.ts'
import { type PolicyDocument, type PolicyOutcome, type SubjectFacts, subjectOf } from './policy.ts'
import type { Counterfactual } from './views.ts'
import { withFact } from './with-fact.ts'

/**
 * What would have changed the outcome: for each fact by itself the nearest value, upwards and
 * downwards, with which the same document says something else about what is granted. Every one
 * has been tried. Better outcomes come first.
 */
export function findCounterfactuals(
  document: PolicyDocument,
  facts: SubjectFacts,
): Counterfactual[] {
  const subject = subjectOf(document)
  const before = evaluatePolicy(document, facts)
  const byFact = Map.groupBy(alternativesTo(document, facts), ({ path }) => keyOfPath(path))
  const found = [...byFact.values()].flatMap((alternatives) =>
    nearest(alternatives, (one) => {
      const after = evaluatePolicy(document, applyAlternative(document, facts, one))
      return isOther(before, after) ? after : null
    }),
  )
  return found
    .map(({ alternative, after }) => {
      const { path, now, instead, comparison } = alternative
      return {
        fact: keyOfPath(path),
        name: nameOfPath(path, subject),
        ...{ now, instead, comparison },
        effect: after.effect,
        awards: after.awards,
        direction: directionOf(before, after),
        text: counterfactualText(alternative, { after, subject }),
      }
    })
    .sort((left, right) => ORDER[left.direction] - ORDER[right.direction])
}

const ORDER = { better: 0, other: 1, worse: 2 } as const

/** The facts with the change; a finding goes with the state of the case that has it. */
export function applyAlternative(
  document: PolicyDocument,
  facts: SubjectFacts,
  { path, instead }: Pick<Alternative, 'path' | 'instead'>,
): SubjectFacts {
  const subject = subjectOf(document)
  const changed = withFact(facts, path, { value: instead, subject })
  if (path.fact !== 'finding') return changed
  const caseState = instead === '' ? 'none' : 'decided'
  const statePath = { fact: 'caseState', entry: null, field: null }
  return withFact(changed, statePath, { value: caseState, subject })
}

function isOther(before: PolicyOutcome, after: PolicyOutcome): boolean {
  if (before.effect !== after.effect) return true
  if (before.effect !== 'grant') return false
  const { gained, lost } = compareOutcomes(before, after)
  return gained.length + lost.length > 0
}

interface Found {
  readonly alternative: Alternative
  readonly after: PolicyOutcome
}

/** Of numbers the nearest on either side; of texts and bools one for each outcome. */
function nearest(
  alternatives: readonly Alternative[],
  judge: (alternative: Alternative) => PolicyOutcome | null,
): Found[] {
  const sides = Map.groupBy(alternatives, ({ now, instead }) =>
    typeof now === 'number' ? Math.sign(Number(instead) - now) : 0,
  )
  return [...sides].flatMap(([side, own]) => {
    const ordered =
      side === 0 ? own : own.toSorted((a, b) => side * (Number(a.instead) - Number(b.instead)))
    const found: Found[] = []
    const outcomes = new Set<string>()
    for (const alternative of ordered) {
      if (side !== 0 && found.length > 0) break
      const after = judge(alternative)
      const key = after && canonicalJson({ effect: after.effect, awards: after.awards })
      if (!after || key === null || outcomes.has(key)) continue
      outcomes.add(key)
      found.push({ alternative, after })
    }
    return found
  })
}
