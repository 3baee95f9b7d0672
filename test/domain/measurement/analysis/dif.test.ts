import t from 'tap'
import { analyseDif, smallGroups } from '../../../../src/domain/measurement/analysis/dif.ts'
import { logisticDif } from '../../../../src/domain/measurement/analysis/logistic-dif.ts'
import { mantelHaenszel } from '../../../../src/domain/measurement/analysis/mantel-haenszel.ts'
import { drawThetas, simulateResponses, spreadItems } from './simulated-responses.ts'

const ITEMS = spreadItems(20)
const NAMES = ITEMS.map((_, at) => `I${at + 1}`)

/** Two groups of so many persons; the focal one is abler or weaker by `impact`. */
function cohort(given: {
  readonly seed: string
  readonly persons: number
  readonly impact: number
  readonly shift: (isFocal: boolean, item: number) => number
}) {
  const { seed, persons, impact, shift } = given
  const isFocal = (person: number) => person >= persons
  const thetas = drawThetas(2 * persons, seed).map(
    (theta, at) => theta + (isFocal(at) ? impact : 0),
  )
  const rows = simulateResponses({
    seed,
    thetas,
    items: ITEMS,
    shift: (person, item) => shift(isFocal(person), item),
  })
  // One more in the reference group would decide which is larger; equal sizes go by name.
  const groups = thetas.map((_, person) => (isFocal(person) ? 'z-focal' : 'a-reference'))
  return { table: { items: NAMES, rows }, grouping: { name: 'unit', groups } }
}

function flagged({ table, grouping }: ReturnType<typeof cohort>): string[] {
  const [found] = analyseDif(table, grouping)
  return (found?.items ?? []).flatMap(({ item, verdict }) =>
    verdict === 'none' || verdict === 'no-verdict' ? [] : [item],
  )
}

t.test(
  'items that treat all alike are left alone, also where groups differ in ability',
  async (t) => {
    let found = 0
    const runs = 20
    for (let run = 0; run < runs; run += 1) {
      const impact = run % 2 === 0 ? 0 : -0.7
      found += flagged(cohort({ seed: `fair ${run}`, persons: 300, impact, shift: () => 0 })).length
    }
    t.comment(`${found} of ${runs * ITEMS.length} fair items flagged`)
    t.ok(found / (runs * ITEMS.length) < 0.02, `${found}`)
  },
)

t.test('planted DIF is found, with its direction', async (t) => {
  let [hits, alarms] = [0, 0]
  const runs = 8
  for (let run = 0; run < runs; run += 1) {
    const given = cohort({
      seed: `planted ${run}`,
      persons: 500,
      impact: -0.4,
      shift: (isFocal, item) => (isFocal && (item === 5 || item === 12) ? 0.9 : 0),
    })
    const [comparison] = analyseDif(given.table, given.grouping)
    for (const { item, verdict, purified } of comparison?.items ?? []) {
      const isPlanted = item === 'I6' || item === 'I13'
      const isFound = verdict === 'moderate' || verdict === 'large'
      if (isPlanted && isFound) hits += 1
      if (isPlanted && isFound) t.ok((purified?.delta ?? 0) < 0, 'harder for the focal group')
      if (!isPlanted && isFound) alarms += 1
    }
    t.match(comparison?.impactMessage.en, /difference in ability, not unfair items/)
  }
  t.comment(`${hits} of ${2 * runs} planted, ${alarms} of ${18 * runs} others`)
  t.ok(hits >= 0.9 * 2 * runs, `${hits}`)
  // No more than a single test would give without any correction.
  t.ok(alarms <= 0.05 * 18 * runs, `${alarms}`)
})

t.test('exchanging the groups turns the sign and nothing else', async (t) => {
  const { table, grouping } = cohort({
    seed: 'exchange',
    persons: 200,
    impact: 0,
    shift: (isFocal, item) => (isFocal && item === 3 ? 1 : 0),
  })
  const scores = Float64Array.from(table.rows, (row) => row.reduce((sum, value) => sum + value, 0))
  const values = Uint8Array.from(table.rows, (row) => row[3] ?? 0)
  const focal = Uint8Array.from(grouping.groups, (group) => (group === 'z-focal' ? 1 : 0))
  const exchanged = focal.map((value) => 1 - value)
  const [one, other] = [
    mantelHaenszel({ values, scores, focal }),
    mantelHaenszel({ values, scores, focal: exchanged }),
  ]
  t.ok(Math.abs((one?.delta ?? 0) + (other?.delta ?? 1)) < 1e-10)
  t.ok(Math.abs((one?.chiSquare ?? 0) - (other?.chiSquare ?? 1)) < 1e-9)
  const [first, second] = [
    logisticDif({ values, scores, focal }),
    logisticDif({ values, scores, focal: exchanged }),
  ]
  t.ok(Math.abs((first?.chiSquare ?? 0) - (second?.chiSquare ?? 1)) < 1e-7)
})

t.test('small groups get no verdict and are told why', async (t) => {
  for (const [persons, grounds] of [
    [20, null],
    [50, 'shrunken'],
    [150, 'mantel-haenszel'],
    [250, 'both'],
  ] as const) {
    const given = cohort({ seed: `small ${persons}`, persons, impact: 0, shift: () => 0 })
    const [found] = analyseDif(given.table, given.grouping)
    t.equal(found?.items[0]?.grounds ?? null, grounds, `${persons}`)
    if (persons === 20) t.same(smallGroups(given.grouping), ['z-focal'])
    if (persons !== 50) continue
    t.ok(found?.items.every(({ verdict, q }) => verdict === 'no-verdict' && q === null))
    t.match(found?.items[0]?.message.en, /no verdict, since the smaller group has \d+ persons/)
    const raw = found?.items.map(({ purified }) => purified?.delta ?? 0) ?? []
    const shrunken = found?.items.map(({ shrunkenDelta }) => shrunkenDelta ?? 9) ?? []
    const spread = (list: number[]) => Math.max(...list) - Math.min(...list)
    t.ok(spread(shrunken) < spread(raw), 'small samples are pulled together')
  }
})

t.test('what can’t be told is null, never NaN', async (t) => {
  const scores = Float64Array.of(1, 1, 2, 2)
  const focal = Uint8Array.of(0, 1, 0, 1)
  t.equal(mantelHaenszel({ values: Uint8Array.of(1, 1, 1, 1), scores, focal }), null)
  t.equal(logisticDif({ values: Uint8Array.of(1, 1, 1, 1), scores, focal }), null)
  t.equal(logisticDif({ values: Uint8Array.of(0, 0, 1, 1), scores, focal }), null, 'separated')
})
