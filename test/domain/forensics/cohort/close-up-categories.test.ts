import t from 'tap'
import {
  closeUpCategories,
  dropStrayCategories,
} from '../../../../src/domain/forensics/cohort/close-up-categories.ts'
import type { CohortData } from '../../../../src/domain/forensics/cohort/cohort-data.ts'

function recorded(scores: readonly number[], width: number): CohortData {
  return {
    persons: Array.from({ length: scores.length / width }, (_, person) => `p${person}`),
    items: Array.from({ length: width }, (_, item) => `i${item}`),
    scores: Int8Array.from(scores),
    ...{ options: null, times: null, away: null, places: null, changes: null, earlier: null },
    ...{ groupings: [], suspectItems: [] },
  }
}

t.test('categories nobody reached are closed up, whole items and constant ones stay', async (t) => {
  const data = recorded([0, 0, 3, 2, 1, 3, 3, -1, 3], 3)
  t.same([...closeUpCategories(data).scores], [0, 0, 3, 1, 1, 3, 2, -1, 3])
})

t.test('changes are numbered alike; a score nobody kept counts as the one below', async (t) => {
  const change = { person: 0, item: 0, seconds: null }
  const changes = [
    { ...change, from: 1, to: 3 },
    { ...change, from: null, to: 2 },
  ]
  const closed = closeUpCategories({ ...recorded([0, 2, 3], 1), changes })
  t.same(
    closed.changes?.map(({ from, to }) => [from, to]),
    [
      [0, 2],
      [null, 1],
    ],
  )
})

t.test('with nothing to close up the data are the same', async (t) => {
  const data = recorded([0, 1, 1, 0], 2)
  t.equal(closeUpCategories(data), data)
})

t.test('scores that given parameters do not know are left out, and it is said', async (t) => {
  const item = { model: 'logistic', discrimination: 1, locations: [0], guessing: 0 } as const
  const { data, findings } = dropStrayCategories(recorded([0, 2, 1, 2, -1, 0], 2), [item, null])
  t.same([...data.scores], [0, 2, 1, 2, -1, 0])
  t.same(findings, [])
  const stray = dropStrayCategories(recorded([0, 2, 3, 2, -1, 0], 2), [item, null])
  t.same([...stray.data.scores], [0, 2, -1, 2, -1, 0])
  t.same(
    stray.findings.map(({ code, item }) => [code, item]),
    [['stray-category', 'i0']],
  )
})
