import t from 'tap'
import { groupChanges } from '../../../../src/domain/forensics/answer-changes/group-changes.ts'
import { prepareCohort } from '../../../../src/domain/forensics/cohort/prepare-cohort.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { chanceBound, prepared, recorded } from '../person-fit/simulated-cohort.ts'
import { withThoughtfulChanges } from './thoughtful-changes.ts'

const FORM: Scenario = { persons: 1000, model: '2pl', items: { count: 40 } }

for (const advantage of [0, 0.8]) {
  t.test(`honest rooms, advantage ${advantage}: flagged no more often than p says`, async (t) => {
    const { data, known } = recorded({ ...FORM, persons: 3000 }, 'rooms')
    const changed = withThoughtfulChanges(data, { share: 0.1, advantage, spread: advantage })
    // Fewer than 30 groups a grouping, so that p comes from the model of changes alone.
    const groupings = Array.from({ length: 10 }, (_, part) => ({
      name: `building ${part}`,
      groups: data.persons.map((_person, at) => (at % 10 === part ? `room ${at % 200}` : null)),
    }))
    const { groups } = groupChanges(prepareCohort({ ...changed, groupings }, known).cohort)
    t.equal(groups.length, 200)
    for (const level of [0.05, 0.01, 0.001]) {
      const share = groups.filter(({ p }) => p < level).length / groups.length
      t.ok(share <= chanceBound(level, groups.length), `p < ${level}: ${share}`)
    }
  })
}

t.test('a room in which answers were made right stands out alone', async (t) => {
  const { cohort, planted } = prepared(
    {
      ...FORM,
      options: { count: 4 },
      changes: { share: 0.06 },
      planted: [{ kind: 'tampered-answers', persons: 0.025, items: 0.2 }],
    },
    'bad room',
  )
  const groups = cohort.persons.map((_, person) =>
    planted.includes(person) ? 'bad' : `room ${person % 40}`,
  )
  const found = groupChanges({ ...cohort, groupings: [{ name: 'room', groups }] }).groups
  const [first] = found
  t.equal(first?.group, 'bad')
  t.ok((first?.pHolm ?? 1) < 0.01, `p ${first?.p}`)
  t.equal(found.filter(({ pHolm }) => pHolm < 0.05).length, 1)
  t.ok(found.every(({ p, pHolm }) => pHolm >= p && pHolm <= 1))
})

t.test('rooms of fewer than ten changers are left out; too few changes are told of', async (t) => {
  const { data, known } = recorded({ ...FORM, persons: 100 }, 'tiny rooms')
  const changed = withThoughtfulChanges(data, { share: 0.3, advantage: 0, spread: 0 })
  const groups = data.persons.map((_, person) => (person < 9 ? 'nine' : 'others'))
  const { cohort } = prepareCohort({ ...changed, groupings: [{ name: 'room', groups }] }, known)
  t.same(
    groupChanges(cohort).groups.map(({ group }) => group),
    ['others'],
  )
  const few = groupChanges({ ...cohort, changes: (cohort.changes ?? []).slice(0, 20) })
  t.match(few.findings[0]?.code, 'group-changes-too-few')
  t.same(groupChanges({ ...cohort, changes: null }).groups, [])
  const all = [{ name: 'exam', groups: data.persons.map(() => 'all') }]
  t.same(groupChanges({ ...cohort, groupings: all }).groups, [], 'everybody is no group')
})
