import { type FactPath, factOf } from './condition-variables.ts'
import { FACTS, RECORD_TYPES } from './fact-catalogue.ts'
import type { SubjectFacts } from './policy.ts'
import type { PolicySubject } from './subject.ts'

export type FactValue = string | number | boolean
type Bag = Readonly<Record<string, unknown>>

/**
 * The facts with one value changed. Of a map the entry is made where it is missing; null puts a
 * typical entry there, or a text into a list.
 */
export function withFact(
  facts: SubjectFacts,
  path: FactPath,
  { value, subject }: { readonly value: FactValue | null; readonly subject: PolicySubject },
): SubjectFacts {
  const { fact, entry, field } = path
  const bag = facts as Bag
  if (entry === null) return { ...bag, [fact]: value } as unknown as SubjectFacts
  if (FACTS[subject][fact]?.type === 'list<string>') {
    const list = (bag[fact] ?? []) as readonly string[]
    const isThere = list.includes(entry)
    return { ...bag, [fact]: isThere ? list : [...list, entry] } as unknown as SubjectFacts
  }
  const map = (bag[fact] ?? {}) as Bag
  const put = (it: unknown) => ({ ...bag, [fact]: { ...map, [entry]: it } })
  if (field === null) {
    const typical = value ?? map[entry] ?? typicalEntry(path, subject)
    return put(typical) as unknown as SubjectFacts
  }
  const record = (map[entry] ?? typicalEntry(path, subject)) as Bag
  return put({ ...record, [field]: value }) as unknown as SubjectFacts
}

/** What a path reads; undefined where the map has no such entry. */
export function factAt(facts: SubjectFacts, { fact, entry, field }: FactPath): unknown {
  const bag = facts as Bag
  if (entry === null) return bag[fact]
  const found = (bag[fact] as Bag | undefined)?.[entry]
  return field === null ? found : (found as Bag | undefined)?.[field]
}

const TYPICAL_FIELDS = {
  CompetencyFacts: { theta: 0, standardError: 0.4, level: '', enoughEvidence: true },
  EarlierPasses: { count: 1, monthsSince: 12 },
} as const satisfies Readonly<Record<keyof typeof RECORD_TYPES, object>>

function typicalEntry({ fact, entry }: FactPath, subject: PolicySubject): unknown {
  const name = /^map<string, (\w+)>$/.exec(FACTS[subject][fact]?.type ?? '')?.[1] ?? ''
  if (Object.hasOwn(RECORD_TYPES, name)) return TYPICAL_FIELDS[name as keyof typeof RECORD_TYPES]
  const type = factOf({ fact, entry, field: null }, subject)?.type
  return type === 'string' ? '' : type === 'bool' ? false : 0
}
