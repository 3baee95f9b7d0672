import type { Case, Domain } from './condition-cases.ts'
import { leastInteger } from './condition-cases.ts'
import type { SubjectFacts } from './policy.ts'
import type { PolicySubject } from './subject.ts'
import { TYPICAL_FACTS } from './typical-facts.ts'
import { withFact } from './with-fact.ts'

/**
 * Facts that lie in a case, as far as its variables are simply facts; the caller tries them. What
 * isn't understood keeps its typical value, so the case need not hold.
 */
export function factsOfCase(one: Case, subject: PolicySubject): SubjectFacts {
  let facts = TYPICAL_FACTS[subject]
  for (const domain of one.values()) {
    const { path } = domain.variable
    const value = valueIn(domain)
    if (path && value !== null) facts = withFact(facts, path, { value, subject })
    facts = withPresence(facts, domain, subject)
  }
  return facts
}

/** `"id" in map`: an entry with typical values. */
function withPresence(facts: SubjectFacts, domain: Domain, subject: PolicySubject): SubjectFacts {
  const found = /^bool \(in string (.+) (\w+)\)$/.exec(domain.variable.key)
  if (!found || domain.bool !== true) return facts
  const [, entry = '', fact = ''] = found
  return withFact(facts, { fact, entry, field: null }, { value: null, subject })
}

function valueIn(domain: Domain): string | number | boolean | null {
  switch (domain.variable.kind) {
    case 'bool':
      return domain.bool
    case 'text':
      return textIn(domain)
    case 'number':
      return numberIn(domain)
  }
}

function textIn({ among, excluded }: Domain): string {
  if (among) return among.find((one) => !excluded.includes(one)) ?? ''
  let text = 'other'
  while (excluded.includes(text)) text += '-x'
  return text
}

function numberIn({ variable, low, lowOpen, high, highOpen }: Domain): number {
  if (variable.integer) {
    if (Number.isFinite(low)) return leastInteger(low, lowOpen)
    return Number.isFinite(high) ? -leastInteger(-high, highOpen) : 0
  }
  if (Number.isFinite(low) && Number.isFinite(high)) return (low + high) / 2
  if (Number.isFinite(low)) return lowOpen ? low + 1 : low
  if (Number.isFinite(high)) return highOpen ? high - 1 : high
  return 0
}
