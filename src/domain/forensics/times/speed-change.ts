import { say } from '../../bank/finding.ts'
import { isTime } from '../../measurement/lognormal-times.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import { type CohortTests, noTests, type PersonIndicator } from '../cohort/person-indicator.ts'
import { type ChangePoint, changePoint, type TimeSeries } from './change-point.ts'
import { testAgainstHeavyTail } from './heavy-tail-null.ts'
import { NO_TIMES, smallCohort, tooFewTimed } from './time-findings.ts'
import { type TimeModel, timeModelOf } from './time-residuals.ts'

const FEWEST_ITEMS = 20
/** Fewer times at a place in the order tell no trend. */
const FEWEST_FOR_TREND = 30

interface Room {
  /** Column met at each place, -1 none. */
  readonly order: Int16Array
  readonly series: TimeSeries
  /** Place of each time of the series. */
  readonly places: Int32Array
}

function roomFor({ items, places }: PreparedCohort): Room {
  let last = items.length - 1
  for (const row of places ?? []) for (const place of row) last = Math.max(last, place)
  return {
    order: new Int16Array(last + 1),
    series: {
      count: 0,
      late: new Float64Array(items.length),
      precisions: new Float64Array(items.length),
    },
    places: new Int32Array(items.length),
  }
}

/** Writes a person's log times less those expected, in the order of work. */
function fillSeries(
  { items, places, times, timeFit }: PreparedCohort,
  { intensities, precisions }: TimeModel,
  { person, room }: { readonly person: number; readonly room: Room },
): TimeSeries {
  const { order, series } = room
  const [row, own] = [times?.[person] as Float64Array, places?.[person]]
  const tau = timeFit?.persons[person]?.tauMl ?? 0
  order.fill(-1)
  for (let item = 0; item < items.length; item += 1) {
    const place = own ? (own[item] as number) : item
    if (place >= 0 && isTime(row[item] as number)) order[place] = item
  }
  series.count = 0
  for (let place = 0; place < order.length; place += 1) {
    const item = order[place] as number
    const precision = item < 0 ? 0 : (precisions[item] as number)
    if (!(precision > 0)) continue
    series.late[series.count] = Math.log(row[item] as number) - (intensities[item] as number) + tau
    series.precisions[series.count] = precision
    room.places[series.count] = place
    series.count += 1
  }
  return series
}

/** What everybody's times depart by at each place: warming up, hurrying at the end. */
function trendOf(cohort: PreparedCohort, model: TimeModel, room: Room): Float64Array {
  const sums = new Float64Array(room.order.length)
  const weights = new Float64Array(room.order.length)
  const counts = new Int32Array(room.order.length)
  for (let person = 0; person < cohort.persons.length; person += 1) {
    const { count, late, precisions } = fillSeries(cohort, model, { person, room })
    for (let at = 0; at < count; at += 1) {
      const place = room.places[at] as number
      const own = precisions[at] as number
      sums[place] = (sums[place] as number) + own * (late[at] as number)
      weights[place] = (weights[place] as number) + own
      counts[place] = (counts[place] as number) + 1
    }
  }
  return sums.map((sum, place) =>
    (counts[place] as number) < FEWEST_FOR_TREND ? 0 : sum / (weights[place] as number),
  )
}

function changesOf(cohort: PreparedCohort, model: TimeModel): (ChangePoint | null)[] {
  const room = roomFor(cohort)
  const trend = trendOf(cohort, model, room)
  return cohort.persons.map((_, person) => {
    const series = fillSeries(cohort, model, { person, room })
    if (series.count < FEWEST_ITEMS) return null
    for (let at = 0; at < series.count; at += 1) {
      series.late[at] = (series.late[at] as number) - (trend[room.places[at] as number] as number)
    }
    return changePoint(series)
  })
}

function describe(found: ChangePoint) {
  const { before, difference, logRatio } = found
  const share = Math.round(100 * Math.exp(logRatio))
  const size = Math.abs(difference).toFixed(1)
  const [zh, en] = logRatio < 0 ? ['变快', 'faster'] : ['变慢', 'slower']
  return {
    summary: say(
      `在第 ${before} 道有用时记录的题之后速度突然${zh}：扣除题目差异与全体趋势后，用时约为此前的 ${share} %。这只作旁证，不说明原因。`,
      `Suddenly ${en} after timed item no. ${before}: beyond items and the common trend, answers took about ${share} % of the time before. It supports other evidence and does not say why.`,
    ),
    evidence: [
      {
        itemId: null,
        text: say(
          `前后差异为标准误的 ${size} 倍，已计入在所有位置上寻找的机会`,
          `the difference is ${size} standard errors; that all places were looked at is allowed for`,
        ),
      },
    ],
  }
}

function test(cohort: PreparedCohort): CohortTests {
  const { persons, timeFit, times } = cohort
  if (timeFit === null || times === null) return noTests(persons.length, [NO_TIMES])
  const changes = changesOf(cohort, timeModelOf(timeFit))
  const known = changes.filter((change) => change !== null).length
  const deviates = changes.map((change) => change?.deviate ?? null)
  const tests = testAgainstHeavyTail(deviates, 'standard')
  if (tests.every((found) => found === null)) {
    return noTests(persons.length, [tooFewTimed(known, FEWEST_ITEMS)])
  }
  return {
    tests: tests.map((found) => found && { statistic: found.z, p: found.p }),
    findings: smallCohort(known),
    describe: (person) => {
      const found = changes[person]
      if (!found) throw new Error(`person ${person} was not tested for a change of speed`)
      return describe(found)
    },
  }
}

/**
 * A change of speed within the attempt, either way: see `changePoint` (Shao, Li & Cheng 2016; Cheng
 * & Shao 2022). The cohort's mean at each place in the order is taken off first, as everybody
 * warms up and hurries at the end; then the cohort may make p greater, never smaller, since people
 * drift more than the model says. At least 20 timed items a person and 30 such persons. Hurry at
 * the end, fatigue and breaks do the same, so that it only supports.
 */
export const speedChange: PersonIndicator = {
  id: 'speed-change',
  family: 'person-fit',
  name: say('作答中途变速', 'Change of speed within the attempt'),
  source:
    'Change point of speed in the lognormal response-time model (Shao, Li & Cheng 2016; Cheng & ' +
    'Shao 2022); p of the maximum over splits by Siegmund & Yakir (2007), against the cohort where ' +
    'that is more careful.',
  threshold: null,
  falseFlagRate: {
    value: 0.003,
    basis: say(
      '某真实执业资格考试 1,636 人中 0 人 p < .001（95 % 上限 0.18 %，未剔除任何可疑者）；每种情形 16,000 至 24,000 名模拟诚实考生中最多 0.17 %（重尾时间，95 % 上限 0.22 %），其余最多 0.03 %。',
      'Nobody of 1,636 in a real licensure exam has p < .001 (upper 95 % bound 0.18 %, nobody left out); of 16,000 to 24,000 simulated honest persons each at most 0.17 % do (heavy-tailed times, upper bound 0.22 %), else at most 0.03 %.',
    ),
  },
  innocentExplanations: [
    say(
      '时间将尽而加快，或发现时间充裕而放慢。',
      'Hurried as time ran out, or slowed down on seeing how much was left.',
    ),
    say('疲劳、身体不适或中途休息。', 'Tired, unwell, or a break in between.'),
    say('后一部分主题更熟悉或更生疏。', 'The later part was on topics known better, or less well.'),
  ],
  test,
}
