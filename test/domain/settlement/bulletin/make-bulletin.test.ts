import { read, utils } from '@e965/xlsx'
import fc from 'fast-check'
import t from 'tap'
import { seededRandom } from '../../../../src/domain/random.ts'
import { isExemptAt } from '../../../../src/domain/settlement/bulletin/exemption.ts'
import { judgeTargets } from '../../../../src/domain/settlement/bulletin/judge-targets.ts'
import { makeBulletin } from '../../../../src/domain/settlement/bulletin/make-bulletin.ts'
import { combineSeats, type Seat } from '../../../../src/domain/settlement/bulletin/seat.ts'
import { writeBulletin } from '../../../../src/domain/settlement/bulletin/write-bulletin.ts'
import { aText } from '../../../support/builders.ts'
import { estimateOf, simulateUnits } from './simulated-units.ts'

const placed = (path: string) => ({ id: path, path, name: aText(`=${path}`, `=${path}`) })
const root = placed('/county/')
const source = {
  ...{ kind: 'exam' as const, examId: '', title: aText('考试', 'Exam'), closedAt: '' },
  ...{ isFinal: true, simulated: false },
}

/** The bulletin of the root over units of these sizes. */
function bulletinOf(seats: readonly Seat[], unit = root, children = 3) {
  const units = Array.from({ length: children }, (_, at) => placed(`/county/${at}/`))
  return makeBulletin({
    ...{ source, required: aText('合格', 'Pass'), unit, seats, persons: seats },
    ...{ children: unit === root ? units : [], postNames: new Map(), earlier: null },
  })
}

const planOf = (sizes: readonly number[]) => sizes.map((size) => ({ size, mean: 0 }))

t.test(
  'a unit of less than five, and one more that would give it away, are left out',
  async (t) => {
    const random = seededRandom('hidden')
    const { seats } = simulateUnits(random, planOf([12, 9, 3]), { absence: 0 })
    const { whole, units } = bulletinOf(seats)
    t.equal(whole.participation?.assigned, 24)
    t.strictSame(
      units.map(({ id }) => id),
      ['/county/0/'],
      'of 12, 9 and 3 only the first: the rest are twelve',
    )
    const alone = bulletinOf(seats, placed('/county/1/'))
    t.equal(alone.whole.participation, null, 'nor by asking for the unit itself')
    t.equal(alone.whole.ability, null)
  },
)

t.test('no bulletin of any tier tells of one to four persons by subtraction', async () => {
  const sizes = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(sizes, (counts) => {
      const random = seededRandom(`sizes ${counts.join()}`)
      const { seats } = simulateUnits(random, planOf(counts), { absence: 0 })
      const { whole, units } = bulletinOf(seats, root, counts.length)
      const assigned = (unit: (typeof units)[number]) => unit.participation?.assigned ?? 0
      const shown = units.map(assigned)
      if (shown.some((count) => count < 5)) return false
      const rest = assigned(whole) - shown.reduce((sum, count) => sum + count, 0)
      return whole.participation === null || rest === 0 || rest >= 5
    }),
    { numRuns: 60 },
  )
})

t.test('exempted persons are not missing, unless they sat or it ran out', async (t) => {
  const random = seededRandom('exempt')
  const { seats } = simulateUnits(random, planOf([10]), { absence: 0 })
  const [first, second, third, ...rest] = seats as [Seat, Seat, Seat, ...Seat[]]
  const changed = [
    { ...first, sat: false, estimate: null, isExempt: true },
    { ...second, sat: false, estimate: null, isExempt: false },
    { ...third, isExempt: true },
    ...rest,
  ]
  t.strictSame(bulletinOf(changed, root, 1).whole.participation, {
    ...{ assigned: 10, exempt: 1, sat: 8, missing: 1, share: 8 / 9 },
  })
  const end = new Date('2026-03-31T10:00:00Z')
  const before = new Date('2026-03-31T09:00:00Z')
  t.ok(isExemptAt({ until: null, endedAt: null }, end))
  t.ok(isExemptAt({ until: end, endedAt: null }, end))
  t.notOk(isExemptAt({ until: before, endedAt: null }, end))
  t.notOk(isExemptAt({ until: null, endedAt: before }, end))
})

t.test('several exams of a person are one result, as if it had been one longer exam', async (t) => {
  const random = seededRandom('combine')
  const { seats } = simulateUnits(random, planOf([1]), { absence: 0 })
  const [seat] = seats as [Seat]
  // By hand: two normal likelihoods N(x1, 1/8) and N(x2, 1/8) under N(0, 1).
  const [one, two] = [estimateOf(random, 0.4), estimateOf(random, 0.4)]
  const [result] = combineSeats([
    { ...seat, estimate: one, cut: 2 },
    { ...seat, examId: 'later', estimate: two, cut: 0.5 },
  ])
  const [x1, x2] = [one, two].map(({ theta }) => (theta * 9) / 8) as [number, number]
  t.ok(Math.abs((result?.estimate.theta ?? 9) - (8 * x1 + 8 * x2) / 17) < 1e-12)
  t.ok(Math.abs((result?.estimate.standardError ?? 9) - 17 ** -0.5) < 1e-12)
  t.ok(Math.abs((result?.toCut?.theta ?? 9) - (8 * (x2 - 0.5)) / 9) < 1e-12, 'the newest cut')
})

t.test('rates count whom they say, and hide what is small', async (t) => {
  const random = seededRandom('rates')
  const { seats } = simulateUnits(random, planOf([40]), { absence: 0 })
  const ranked = seats.map((seat, at) => ({
    ...seat,
    rank: at < 22 ? 'clerk' : at < 37 ? 'section-head' : 'division-head',
    sat: at !== 0,
    estimate: at === 0 ? null : seat.estimate,
    isExempt: false,
    flagged: at > 0 && at <= 7,
    post: at < 2 ? 'rare' : null,
  }))
  const { groups } = bulletinOf(ranked, root, 1)
  const groupOf = (id: string) => groups.find((group) => group.id === id)
  t.match(groupOf('clerk')?.rates.sat, { count: 21, of: 22 })
  t.match(groupOf('clerk')?.rates.flagged, { count: 7, of: 21 })
  // 7 of 21 against 0 of 18: by hand from the Wilson intervals (.172, .546) and (0, .176).
  const gap = groupOf('clerk')?.rates.flagged?.gap
  t.ok(
    Math.abs((gap?.low ?? 0) - (7 / 21 - Math.hypot(7 / 21 - 0.1719, 0.1759))) < 5e-4,
    `${gap?.low}`,
  )
  t.equal(groupOf('division-head'), undefined, 'three persons')
  t.equal(groupOf('section-head'), undefined, 'who would give them away')
  t.equal(groupOf('rare'), undefined)
})

t.test('a target is missed only where all of the interval lies below it', async (t) => {
  const random = seededRandom('targets')
  const { seats } = simulateUnits(random, planOf([30]), { absence: 0 })
  const standing = (participation: number, shareAtLevel: number) => {
    const target = { unitId: '/county/', participation, shareAtLevel, by: 'x', at: new Date(0) }
    return judgeTargets({ units: [root], seats, targets: [target] })[0]
  }
  const share = standing(1, 0)?.share
  t.equal(standing(1, 0)?.standing, 'met')
  t.equal(standing(1, share?.value ?? 0)?.standing, 'open')
  t.equal(standing(1, (share?.high ?? 1) + 0.01)?.standing, 'missed')
  const absent = seats.map((seat, at) =>
    at === 0 ? { ...seat, sat: false, estimate: null, isExempt: false } : seat,
  )
  const target = { unitId: '/county/', participation: 1, shareAtLevel: 0, by: 'x', at: new Date(0) }
  t.equal(
    judgeTargets({ units: [root], seats: absent, targets: [target] })[0]?.standing,
    'missed',
    'one is missing',
  )
  t.equal(judgeTargets({ units: [root], seats, targets: [] })[0]?.standing, 'none')
})

t.test('the files say what the bulletin says, and hold no formula', async (t) => {
  const random = seededRandom('files')
  const { seats } = simulateUnits(random, planOf([20, 20]), { absence: 0 })
  const bulletin = bulletinOf(seats, root, 2)
  const book = read(writeBulletin(bulletin, 'xlsx', 'en'), { type: 'array' })
  t.strictSame(book.SheetNames, ['Units', 'Groups'])
  const sheet = book.Sheets['Units'] ?? {}
  const rows = utils.sheet_to_json<unknown[]>(sheet, { header: 1 })
  t.strictSame(rows[1]?.slice(0, 6), ['=/county/', 40, 0, 40, 0, 1])
  t.ok(Math.abs(Number(rows[1]?.[7]) - (bulletin.whole.ability?.mean.value ?? 9)) < 1e-4)
  t.notOk(Object.values(sheet).some((cell) => typeof cell === 'object' && 'f' in cell))
  const csv = new TextDecoder().decode(writeBulletin(bulletin, 'csv', 'zh-CN'))
  t.match(csv, /"单位","应参加"/)
  t.match(csv, /\r\n"'=\/county\/","40"/)
})
