import type { Cycle } from '../domain/policy/cycle.ts'
import { type PolicyDocument, subjectOf } from '../domain/policy/policy.ts'
import type { PersonFacts, UnitFacts } from '../domain/policy/standing-facts.ts'
import { personFactsOf, unitFactsOf } from '../domain/policy/standing-inputs.ts'
import { wilsonInterval } from '../domain/settlement/wilson-interval.ts'
import { read, SYSTEM } from '../store/scope.ts'
import {
  type PlacedSubject,
  readPersonInputs,
  readUnitInputs,
} from '../store/settling/read-standings.ts'
import type { Deps } from './deps.ts'

/** By id, the facts of persons or units in a cycle, as they are now. */
export async function loadStandingFacts(
  deps: Pick<Deps, 'sql' | 'now'>,
  document: PolicyDocument,
  asked: { readonly cycle: Cycle; readonly subjects: readonly PlacedSubject[] },
): Promise<ReadonlyMap<string, PersonFacts | UnitFacts>> {
  const { cycle, subjects } = asked
  const of = { policy: document.id, cycle }
  const time = { cycle, now: deps.now() }
  return read(deps.sql, SYSTEM, async (tx) => {
    if (subjectOf(document) === 'unit') {
      const inputs = await readUnitInputs(tx, subjects, of)
      return new Map(
        [...inputs].map(([id, input]) => [id, unitFactsOf(input, time, wilsonInterval)]),
      )
    }
    const ids = subjects.map(({ id }) => id)
    const inputs = await readPersonInputs(tx, ids, { ...of, now: time.now })
    return new Map([...inputs].map(([id, input]) => [id, personFactsOf(document, input, time)]))
  })
}
