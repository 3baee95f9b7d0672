import t from 'tap'
import { lateChanges } from '../../../../src/domain/forensics/answer-changes/late-changes.ts'
import { prepared } from '../person-fit/simulated-cohort.ts'

const { cohort } = prepared({ persons: 30, model: '2pl', items: { count: 40 } }, 'late')
const scores = Int8Array.from(cohort.scores).fill(1, 0, 40)

function changesAt(moments: readonly (number | null)[]) {
  return moments.map((seconds, item) => ({ person: 0, item, from: 0, to: 1, seconds }))
}

t.test('the densest two minutes are told, and whether they are the last', async (t) => {
  const times = [new Float64Array(40).fill(50)]
  const changes = changesAt([100, 900, 1900, 1930, 1990, 2015])
  const [line] = lateChanges({ ...cohort, scores, times, changes }, 0)
  t.match(line?.text.en, '4 of 6 changes from wrong to right were made between 31:40 and 33:35')
  t.match(line?.text.en, 'last tenth')
  const [early] = lateChanges(
    { ...cohort, scores, times, changes: changesAt([10, 20, 30, 900]) },
    0,
  )
  t.match(early?.text.en, '3 of 4')
  t.notMatch(early?.text.en, 'last tenth')
})

t.test('spread out or unknown moments are no burst', async (t) => {
  for (const moments of [
    [0, 200, 400, 600],
    [null, null, null],
    [10, 20],
  ]) {
    t.same(lateChanges({ ...cohort, scores, changes: changesAt(moments) }, 0), [])
  }
  t.same(lateChanges({ ...cohort, scores, changes: null }, 0), [])
})

t.test('changes of items during which the page was out of sight are counted', async (t) => {
  const away = [new Float64Array(40)]
  away[0]?.fill(12, 0, 2)
  const [line] = lateChanges({ ...cohort, scores, away, changes: changesAt([0, 500, 1000]) }, 0)
  t.match(line?.text.en, '2 of the 3 changes')
})
