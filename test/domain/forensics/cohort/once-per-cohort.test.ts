import t from 'tap'
import type { PreparedCohort } from '../../../../src/domain/forensics/cohort/cohort-data.ts'
import { oncePerCohort } from '../../../../src/domain/forensics/cohort/once-per-cohort.ts'

function aCohort(persons: readonly string[]): PreparedCohort {
  return {
    ...{ persons, items: [], scores: new Int8Array(0), options: null, times: null, away: null },
    ...{ places: null, changes: null, groupings: [], suspectItems: [], earlier: null },
    ...{ parameters: [], model: null, abilities: null, timeFit: null },
  }
}

t.test('worked out once for each cohort, also where the result is nothing', async (t) => {
  let calls = 0
  const first = oncePerCohort(({ persons }) => {
    calls += 1
    return persons[0]
  })
  const [one, other, none] = [aCohort(['a']), aCohort(['b']), aCohort([])]
  t.same([first(one), first(other), first(none)], ['a', 'b', undefined])
  t.same([first(none), first(other), first(one)], [undefined, 'b', 'a'])
  t.equal(calls, 3)
})
