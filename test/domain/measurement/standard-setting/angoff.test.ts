import fc from 'fast-check'
import t from 'tap'
import {
  expectedScoreAt,
  slopeAt,
  thetaOfScore,
} from '../../../../src/domain/measurement/standard-setting/characteristic-curve.ts'
import { feedbackFor } from '../../../../src/domain/measurement/standard-setting/judge-feedback.ts'
import {
  type AngoffRating,
  type RatedItem,
  summarizeAngoff,
} from '../../../../src/domain/measurement/standard-setting/summarize-angoff.ts'
import { twoWayComponents } from '../../../../src/domain/measurement/standard-setting/two-way-components.ts'

const near = (t: Tap, found: number | null | undefined, wanted: number, tolerance: number) =>
  t.ok(
    found !== null && found !== undefined && Math.abs(found - wanted) <= tolerance,
    `${found} is ${wanted} within ${tolerance}`,
  )
type Tap = Pick<typeof t, 'ok'>

const rasch = (item: string, difficulty: number, observed: number | null = null): RatedItem => ({
  item,
  parameters: { discrimination: 1, difficulty, guessing: 0 },
  observed,
})

/** Ratings by judge from rows of numbers, one per item. */
function ratingsOf(rows: Readonly<Record<string, readonly number[]>>, items: readonly RatedItem[]) {
  return Object.entries(rows).flatMap(([judge, values]) =>
    values.map((probability, index): AngoffRating => {
      return { judge, item: items[index]?.item ?? '', probability }
    }),
  )
}

t.test('the table of Shrout and Fleiss (1979): 6 targets, 4 judges', (t) => {
  const table = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
  ]
  const found = twoWayComponents(table)
  // Their table 3: BMS 11.24, JMS 32.49, EMS 1.02; table 4: ICC(2,1) = .29, ICC(2,4) = .62.
  near(t, found?.meanSquares.items, 11.24, 0.005)
  near(t, found?.meanSquares.judges, 32.49, 0.005)
  near(t, found?.meanSquares.residual, 1.02, 0.005)
  near(t, found?.singleJudge, 0.29, 0.005)
  near(t, found?.panelMean, 0.62, 0.005)
  t.equal(twoWayComponents([[1, 2, 3]]), null, 'one item has no variance')
  t.equal(twoWayComponents([[1], [2]]), null, 'nor has one judge')
  const flat = twoWayComponents([
    [0.5, 0.5],
    [0.5, 0.5],
  ])
  t.match(flat, { singleJudge: null, panelMean: null }, 'no variance: no share of it, no NaN')
  t.end()
})

t.test('a panel by hand: two judges, two items', (t) => {
  const items = [rasch('easy', -1, 0.8), rasch('hard', 1, 0.3)]
  const ratings = ratingsOf({ ann: [0.8, 0.4], ben: [0.6, 0.2] }, items)
  const { cut, judges, agreement, findings, items: judged } = summarizeAngoff(items, ratings)
  near(t, cut?.raw, 1, 1e-12)
  // P(-1) + P(1) = 1 at theta 0, by symmetry.
  near(t, cut?.theta, 0, 1e-9)
  near(t, agreement.standardDeviation, Math.SQRT2 * 0.2, 1e-12)
  near(t, cut?.rawStandardError, 0.2, 1e-12)
  // Slope at 0: twice P (1 - P) at a distance of 1.
  const p = 1 / (1 + Math.exp(-1))
  near(t, cut?.thetaStandardError, 0.2 / (2 * p * (1 - p)), 1e-9)
  // Items 0.7 and 0.3, judges 0.6 and 0.4, no residual: MS items 0.16, MS judges 0.04.
  near(t, cut?.rawStandardErrorOverItems, 2 * Math.sqrt((0.16 + 0.04) / 4), 1e-12)
  near(t, judges[0]?.distance, 0.2, 1e-12)
  near(t, judged[0]?.mean, 0.7, 1e-12)
  const codes = findings.map(({ code }) => code)
  t.strictSame(codes, ['few-judges', 'judges-disagree'])
  const feedback = feedbackFor('ann', { summary: summarizeAngoff(items, ratings), ratings })
  near(t, feedback?.distance, 0.2, 1e-12)
  t.match(feedback?.fromObserved, [{ item: 'hard', own: 0.4, observed: 0.3 }])
  t.equal(feedback?.fromPanel.length, 2)
  t.end()
})

t.test('what can not be told is said in words, never NaN', (t) => {
  const items = [rasch('a', 0), rasch('b', 1)]
  const none = summarizeAngoff(items, [])
  t.match(none, { cut: null, judges: [], items: [] })
  t.strictSame(
    none.findings.map(({ code, severity }) => [code, severity]),
    [['no-complete-judge', 'error']],
  )
  const one = summarizeAngoff(items, ratingsOf({ ann: [0.5, 0.5] }, items))
  t.match(one, { cut: { rawStandardError: null, thetaStandardError: null } })
  t.strictSame(
    one.findings.map(({ code }) => code),
    ['one-judge'],
  )
  const half = ratingsOf({ ann: [0.5, 0.5], ben: [0.9] }, items)
  const incomplete = summarizeAngoff(items, half)
  t.strictSame(incomplete.incomplete, ['ben'])
  t.equal(incomplete.cut?.raw, 1, 'half a judge counts nowhere')
  t.equal(feedbackFor('ben', { summary: incomplete, ratings: half }), null)
  const sure = summarizeAngoff(items, ratingsOf({ ann: [1, 1], ben: [1, 1] }, items))
  t.equal(sure.cut?.theta, null)
  t.ok(sure.findings.some(({ code }) => code === 'cut-off-scale'))
  const guessed = [{ ...items[0], parameters: { discrimination: 1, difficulty: 0, guessing: 0.5 } }]
  const low = summarizeAngoff(guessed as RatedItem[], ratingsOf({ ann: [0.4] }, items))
  t.equal(low.cut?.theta, null, 'a cut below the guessing level is no ability')
  t.throws(() => summarizeAngoff(items, [{ judge: 'ann', item: 'a', probability: 1.2 }]))
  t.throws(() => summarizeAngoff(items, [{ judge: 'ann', item: 'a', probability: Number.NaN }]))
  t.throws(() => summarizeAngoff(items, [{ judge: 'ann', item: 'z', probability: 0.5 }]))
  t.end()
})

const parameters = fc.record({
  discrimination: fc.double({ min: 0.3, max: 2.5, noNaN: true }),
  difficulty: fc.double({ min: -3, max: 3, noNaN: true }),
  guessing: fc.double({ min: 0, max: 0.35, noNaN: true }),
})
const form = fc.array(parameters, { minLength: 1, maxLength: 40 })

t.test('the curve is inverted: the ability of a score expects that score', (t) => {
  fc.assert(
    fc.property(form, fc.double({ min: -5, max: 5, noNaN: true }), (items, theta) => {
      const score = expectedScoreAt(theta, items)
      const found = thetaOfScore(score, items)
      // On flat ends of the curve many abilities expect almost the same score.
      return found !== null && Math.abs(expectedScoreAt(found, items) - score) < 1e-9
    }),
  )
  fc.assert(
    fc.property(form, fc.double({ min: -4, max: 4, noNaN: true }), (items, theta) => {
      const rise = expectedScoreAt(theta + 1e-5, items) - expectedScoreAt(theta - 1e-5, items)
      return Math.abs(rise / 2e-5 - slopeAt(theta, items)) < 1e-5 * items.length
    }),
  )
  t.equal(thetaOfScore(0, []), null)
  t.equal(thetaOfScore(Number.NaN, [{ discrimination: 1, difficulty: 0, guessing: 0 }]), null)
  t.end()
})

const panel = fc
  .tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 2, max: 15 }))
  .chain(([judges, items]) =>
    fc.tuple(
      fc.array(
        fc.array(fc.double({ min: 0.05, max: 0.95, noNaN: true }), {
          minLength: items,
          maxLength: items,
        }),
        { minLength: judges, maxLength: judges },
      ),
      fc.array(parameters, { minLength: items, maxLength: items }),
    ),
  )

t.test(
  'the order of judges and of items changes nothing; a doubled judge narrows the error',
  (t) => {
    fc.assert(
      fc.property(panel, ([rows, list]) => {
        const items = list.map((one, index) => ({
          item: `i${index}`,
          parameters: one,
          observed: null,
        }))
        const byName = Object.fromEntries(rows.map((row, index) => [`j${index}`, row]))
        const ratings = ratingsOf(byName, items)
        const found = summarizeAngoff(items, ratings)
        const turned = summarizeAngoff(items.toReversed(), ratings.toReversed())
        const same = (one: number | null | undefined, other: number | null | undefined) =>
          Math.abs((one ?? -1) - (other ?? -1)) < 1e-7
        const twice = { ...byName, ...Object.fromEntries(rows.map((row, i) => [`k${i}`, row])) }
        const doubled = summarizeAngoff(items, ratingsOf(twice, items))
        return (
          same(found.cut?.raw, turned.cut?.raw) &&
          same(found.cut?.rawStandardError, turned.cut?.rawStandardError) &&
          same(found.agreement.singleJudge, turned.agreement.singleJudge) &&
          same(found.cut?.raw, doubled.cut?.raw) &&
          (doubled.cut?.rawStandardError ?? 1) <= (found.cut?.rawStandardError ?? 0) + 1e-12
        )
      }),
      { numRuns: 60 },
    )
    t.end()
  },
)

t.test('judges who know the truth find it, and their error is as large as said', (t) => {
  // A linear congruential generator: the test needs numbers, not chance.
  let state = 12345
  const uniform = () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
  }
  const noise = () => Array.from({ length: 12 }, uniform).reduce((sum, u) => sum + u, -6)
  const items = Array.from({ length: 40 }, (_, index) => rasch(`i${index}`, (index - 20) / 10))
  const truth = 0.4
  const raw = expectedScoreAt(
    truth,
    items.map((item) => item.parameters),
  )
  let covered = 0
  const panels = 400
  for (let panel = 0; panel < panels; panel += 1) {
    const rows: Record<string, number[]> = {}
    for (let judge = 0; judge < 10; judge += 1) {
      const severity = 0.4 * noise()
      rows[`j${judge}`] = items.map(({ parameters: { difficulty } }) => {
        const logit = truth + severity - difficulty + 0.3 * noise()
        return 1 / (1 + Math.exp(-logit))
      })
    }
    const { cut } = summarizeAngoff(items, ratingsOf(rows, items))
    const reach = 2.262 * (cut?.rawStandardError ?? 0)
    if (Math.abs((cut?.raw ?? 0) - raw) <= reach) covered += 1
  }
  const share = covered / panels
  t.ok(share > 0.91 && share < 0.985, `95 % intervals (t, 9 df) hold the truth in ${share}`)
  t.end()
})
