import { say } from '../../bank/finding.ts'
import { isTime } from '../../measurement/lognormal-times.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import { type CohortTests, noTests, type PersonIndicator } from '../cohort/person-indicator.ts'
import { FEWEST_TIMED_ITEMS } from '../timed-items.ts'
import { testAgainstHeavyTail } from './heavy-tail-null.ts'
import { aberrantLine, pText, tellingTimes } from './time-evidence.ts'
import { NO_TIMES, smallCohort, tooFewTimed } from './time-findings.ts'
import { type TimeModel, timeModelOf } from './time-residuals.ts'
import { upperChiSquare } from './upper-chi-square.ts'

interface Misfit {
  readonly statistic: number
  readonly degrees: number
}

/** L_T = sum alpha^2 (log T - beta)^2 - (sum alpha^2 (log T - beta))^2 / sum alpha^2. */
function misfitOf(row: Readonly<Float64Array>, model: TimeModel): Misfit | null {
  const { intensities, precisions } = model
  let [precision, weighted, squares, timed] = [0, 0, 0, 0]
  for (let item = 0; item < row.length; item += 1) {
    const [seconds, own] = [row[item] as number, precisions[item] as number]
    if (!(own > 0) || !isTime(seconds)) continue
    const late = Math.log(seconds) - (intensities[item] as number)
    precision += own
    weighted += own * late
    squares += own * late * late
    timed += 1
  }
  if (timed < FEWEST_TIMED_ITEMS) return null
  return { statistic: Math.max(0, squares - weighted ** 2 / precision), degrees: timed - 1 }
}

/** Wilson & Hilferty (1931): cube root of chi-square, brought to a standard normal. */
function deviateOf({ statistic, degrees }: Misfit): number {
  const spread = 2 / (9 * degrees)
  return (Math.cbrt(statistic / degrees) - 1 + spread) / Math.sqrt(spread)
}

function test(cohort: PreparedCohort): CohortTests {
  const { persons, times, timeFit } = cohort
  if (timeFit === null || times === null) return noTests(persons.length, [NO_TIMES])
  const model = timeModelOf(timeFit)
  const misfits = times.map((row) => misfitOf(row, model))
  const known = misfits.filter((misfit) => misfit !== null).length
  const deviates = misfits.map((misfit) => misfit && deviateOf(misfit))
  const tests = testAgainstHeavyTail(deviates, 'unknown')
  if (tests.every((found) => found === null)) {
    return noTests(persons.length, [tooFewTimed(known, FEWEST_TIMED_ITEMS)])
  }
  return {
    tests: tests.map((found) => found && { statistic: found.z, p: found.p }),
    findings: smallCohort(known),
    describe: (person) => {
      const { statistic, degrees } = misfits[person] ?? { statistic: Number.NaN, degrees: 0 }
      const found = `L_T = ${statistic.toFixed(1)}, df = ${degrees}`
      const theory = pText(upperChiSquare(statistic, degrees))
      return {
        summary: say(
          `各题用时的起伏与题目不符，远甚于本次考试的其他人（${found}）。这只作旁证，不说明原因。`,
          `Times go up and down against the items, far more than those of others in this exam (${found}). It supports other evidence and does not say why.`,
        ),
        evidence: [
          ...tellingTimes(cohort, model, { person, rank: Math.abs }),
          aberrantLine(cohort, model, person),
          {
            itemId: null,
            text: say(
              `按卡方理论 p = ${theory}，仅供参考：真实时间的尾部更重`,
              `p = ${theory} by the chi-square, for reference only: real times have heavier tails`,
            ),
          },
        ],
      }
    },
  }
}

/**
 * Fit of a person's pattern of times: L_T = sum alpha^2 (log T - beta + tau_ML)^2 (Sinharay 2018),
 * chi-square with n - 1 degrees in theory. As that fails on real times, its Wilson-Hilferty deviate
 * is tested against the cohort. Says that times are unusual, not why: a few interruptions do the
 * same, so that it only supports, like fit of answers. Assumes comparable items and
 * a mostly honest cohort. At least 10 timed items a person and 30 such persons.
 */
export const responseTimeMisfit: PersonIndicator = {
  id: 'response-time-misfit',
  family: 'person-fit',
  name: say('作答时间模式', 'Pattern of response times'),
  source:
    'L_T (Sinharay 2018) under the lognormal response-time model (van der Linden 2006), its ' +
    'Wilson-Hilferty deviate against the cohort: empirical null (Efron 2004) with a Student tail ' +
    'estimated from its upper half.',
  threshold: null,
  falseFlagRate: {
    value: 0.004,
    basis: say(
      '某真实执业资格考试 1,636 人中 2 人 p < .001（95 % 上限 0.39 %，未剔除任何可疑者）；每种情形 24,000 名模拟诚实考生中最多 0.17 %（重尾时间）。',
      '2 of 1,636 in a real licensure exam have p < .001 (upper 95 % bound 0.39 %, nobody left out); of 24,000 simulated honest persons each at most 0.17 % do (heavy-tailed times).',
    ),
  },
  innocentExplanations: [
    say(
      '考生曾被打断，或在某些题上反复思考。',
      'The candidate was interrupted, or came back to some items for long.',
    ),
    say(
      '题目顺序、网络延迟或设备使个别题的用时失真。',
      'Item order, network delays or a device distorted single times.',
    ),
    say(
      '考生对各主题的熟悉程度很不均衡。',
      'The candidate knows some topics far better than others.',
    ),
  ],
  test,
}
