import t from 'tap'
import type { Blueprint } from '../../../src/domain/assembly/blueprint.ts'
import { checkBlueprint } from '../../../src/domain/assembly/check-blueprint.ts'
import { previewExam } from '../../../src/domain/assembly/preview.ts'
import type { Bank } from '../../../src/domain/bank/bank.ts'
import { aBank, aBlueprint, aCompetency, anItem, aText, itemsOf } from '../../support/builders.ts'

const found = (blueprint: Blueprint, bank: Bank = aBank()) =>
  checkBlueprint(blueprint, bank).findings.map(({ pointer, code }) => `${code} ${pointer}`)

t.test('a sound blueprint on a sufficient bank has no findings', async (t) => {
  t.same(found(aBlueprint()), [])
  t.same(found(aBlueprint({ post: 'clerk' })), [])
})

t.test('levels: the lowest without a cut, cuts rise, the passing level has one', async (t) => {
  const level = (id: string, cut: number | null) => ({ id, name: aText('级', 'Level'), cut })
  const cases: readonly (readonly [readonly (number | null)[], string, readonly string[]])[] = [
    [[null, 0, 1], 'L1', []],
    [[-1, 0, 1], 'L1', ['lowest-level-has-cut /levels/0/cut']],
    [[null, 0, 0], 'L1', ['cuts-do-not-rise /levels/2/cut']],
    [[null, null], 'L1', ['cuts-do-not-rise /levels/1/cut', 'no-passing-cut /passingLevel']],
    [[null, 0], 'L0', ['no-passing-cut /passingLevel']],
    [[null, 0], 'L9', ['no-passing-cut /passingLevel']],
  ]
  for (const [cuts, passingLevel, expected] of cases) {
    const levels = cuts.map((cut, index) => level(`L${index}`, cut))
    t.same(found(aBlueprint({ levels, passingLevel })), expected, JSON.stringify(cuts))
  }
  const twice = [level('L0', null), level('L1', 0), level('L1', 1)]
  t.same(found(aBlueprint({ levels: twice, passingLevel: 'L1' })), ['level-twice /levels/2/id'])
})

t.test('cells are named once and ask for competencies and posts the bank has', async (t) => {
  const cell = { competency: 'rules', level: 'know', itemCount: 2 } as const
  t.same(found(aBlueprint({ cells: [cell, cell] })), ['cell-twice /cells/1'])
  t.same(found(aBlueprint({ cells: [{ ...cell, competency: 'law' }] })), [
    'unknown-competency /cells/0/competency',
    'cell-infeasible /cells/0/itemCount',
  ])
  t.same(found(aBlueprint({ post: 'pilot' })), ['unknown-post /post'])
})

t.test('where items are missing the smallest repair is named', async (t) => {
  const bank = aBank({
    items: [
      ...itemsOf('civil-code', 'judge', 5),
      anItem({ id: 'A', competency: 'civil-code', level: 'judge', enemies: ['B'] }),
      anItem({ id: 'B', competency: 'civil-code', level: 'judge', enemies: ['A'] }),
    ],
  })
  const cells = [{ competency: 'civil-code', level: 'judge' as const, itemCount: 8 }]
  const { findings } = checkBlueprint(aBlueprint({ cells }), bank)
  t.match(findings, [{ severity: 'error', code: 'cell-infeasible', pointer: '/cells/0/itemCount' }])
  t.match(findings[0]?.message.en, 'write 2 more for civil-code/judge, or lower the count to 6')
  t.match(findings[0]?.message['zh-CN'], '请再编写 2 题，或把题数减到 6')
})

t.test('a teacher given a legal paper is warned about, with the share', async (t) => {
  const bank = aBank({
    items: [...itemsOf('law', 'know', 12), ...itemsOf('teaching', 'know', 12)],
    posts: [{ id: 'teacher', name: aText('教师', 'Teacher'), profile: { teaching: 1, law: 0 } }],
  })
  const asking = (law: number, teaching: number) =>
    aBlueprint({
      post: 'teacher',
      cells: [
        { competency: 'law', level: 'know', itemCount: law },
        { competency: 'teaching', level: 'know', itemCount: teaching },
      ],
    })
  const { findings } = checkBlueprint(asking(9, 3), bank)
  t.match(findings, [{ severity: 'warning', code: 'job-relevance-low' }])
  t.match(findings[0]?.message.en, 'only 25 %')
  t.same(checkBlueprint(asking(4, 6), bank).findings, [])
  t.equal(previewExam({ bank, blueprint: asking(4, 6) }).jobRelevance, 0.6)
})

t.test('items written for other posts do not count as relevant', async (t) => {
  const clerk = { id: 'clerk', name: aText('办事员', 'Clerk'), profile: { rules: 1 } }
  const bank = aBank({
    items: [
      ...itemsOf('rules', 'know', 6, { posts: ['clerk'] }),
      ...itemsOf('rules', 'know', 6, { posts: ['driver'] }).map((item) => ({
        ...item,
        id: `other-${item.id}`,
      })),
    ],
    posts: [clerk, { ...clerk, id: 'driver' }],
  })
  t.equal(previewExam({ bank, blueprint: aBlueprint({ post: 'clerk' }) }).jobRelevance, 0.5)
  t.equal(previewExam({ bank, blueprint: aBlueprint() }).jobRelevance, null)
})

t.test('a time limit below the expected time is warned about', async (t) => {
  t.same(found(aBlueprint({ timeLimitSeconds: 60 })), ['time-limit-short /timeLimitSeconds'])
})

t.test('the preview tells exposure and overlap', async (t) => {
  const bank = aBank({
    items: [...itemsOf('rules', 'know', 12), ...itemsOf('rules', 'judge', 4)],
    competencies: [aCompetency('rules')],
  })
  const preview = previewExam({
    bank,
    blueprint: aBlueprint({
      cells: [
        { competency: 'rules', level: 'know', itemCount: 6 },
        { competency: 'rules', level: 'judge', itemCount: 3 },
      ],
    }),
  })
  t.equal(preview.verdict, 'feasible')
  t.match(preview.cells, [
    { needed: 6, usable: 12, exposure: 0.5 },
    { needed: 3, usable: 4, exposure: 0.75 },
  ])
  // (6 * 0.5 + 3 * 0.75) of 9 items.
  t.equal(preview.overlap, 5.25 / 9)
  t.equal(preview.itemCount, 9)
})
