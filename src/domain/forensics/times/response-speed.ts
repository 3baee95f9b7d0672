import normal from '@stdlib/stats-base-dists-normal'
import { say } from '../../bank/finding.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import { type CohortTests, noTests, type PersonIndicator } from '../cohort/person-indicator.ts'
import { FEWEST_TIMED_ITEMS } from '../timed-items.ts'
import { testAgainstHeavyTail } from './heavy-tail-null.ts'
import { aberrantLine, pText, tellingTimes } from './time-evidence.ts'
import { NO_TIMES, smallCohort, tooFewTimed } from './time-findings.ts'
import { timeModelOf } from './time-residuals.ts'

/** tau_ML over the SD it has among honest persons: between persons and of the estimate. */
function speedsOf({ timeFit }: PreparedCohort): (number | null)[] {
  if (timeFit === null) return []
  return timeFit.persons.map(({ tauMl, standardError, itemCount }) =>
    itemCount < FEWEST_TIMED_ITEMS
      ? null
      : tauMl / Math.hypot(standardError, timeFit.speedDeviation),
  )
}

function test(cohort: PreparedCohort): CohortTests {
  const { persons, timeFit } = cohort
  if (timeFit === null) return noTests(persons.length, [NO_TIMES])
  const speeds = speedsOf(cohort)
  const known = speeds.filter((speed) => speed !== null).length
  const tests = testAgainstHeavyTail(speeds, 'unknown')
  if (tests.every((found) => found === null)) {
    return noTests(persons.length, [tooFewTimed(known, FEWEST_TIMED_ITEMS)])
  }
  const model = timeModelOf(timeFit)
  return {
    tests: tests.map((found) => found && { statistic: found.z, p: found.p }),
    findings: smallCohort(known),
    describe: (person) => {
      const z = tests[person]?.z ?? Number.NaN
      const share = Math.round(100 * Math.exp(-(timeFit.persons[person]?.tauMl ?? Number.NaN)))
      const theory = pText(Math.exp(normal.logcdf(-(speeds[person] ?? Number.NaN), 0, 1)))
      return {
        summary: say(
          `作答速度远高于本次考试的其他人（稳健 z = ${z.toFixed(2)}）：各题用时约为一般考生的 ${share} %。`,
          `Far faster than others in this exam (robust z = ${z.toFixed(2)}): items took about ${share} % of the average candidate's time.`,
        ),
        evidence: [
          ...tellingTimes(cohort, model, { person, rank: (residual) => -residual }),
          aberrantLine(cohort, model, person),
          {
            itemId: null,
            text: say(
              `按正态理论 p = ${theory}，仅供参考：真实速度的尾部更重`,
              `p = ${theory} by normal theory, for reference only: real speed has heavier tails`,
            ),
          },
        ],
      }
    },
  }
}

/**
 * Speed against the cohort. tau_ML of the lognormal model (van der Linden 2006) divided by
 * sqrt(SE^2 + sigma_tau^2), so that forms of different length compare; one-sided, fast only, since
 * slow is innocent. A screening leaves rapid guesses out first (see `withoutGuesses`). Assumes that
 * item times are comparable over persons and most are honest. At least 10 timed items a person and
 * 30 such persons.
 */
export const responseSpeed: PersonIndicator = {
  id: 'response-speed',
  family: 'time',
  name: say('作答速度', 'Speed of answers'),
  source:
    'Speed in the lognormal response-time model (van der Linden 2006), tau_ML / sqrt(SE^2 + ' +
    'sigma_tau^2), against the cohort: empirical null (Efron 2004) with a Student tail estimated ' +
    'from its upper half.',
  threshold: null,
  falseFlagRate: {
    value: 0.002,
    basis: say(
      '某真实执业资格考试 1,636 人中 0 人 p < .001（95 % 上限 0.18 %，未剔除任何可疑者）；144,000 名模拟诚实考生（完整、小样本、分卷、3PL、重尾）各情形最多 0.04 %。',
      'Nobody of 1,636 in a real licensure exam has p < .001 (upper 95 % bound 0.18 %, nobody left out); of 24,000 simulated honest persons each (complete, small, differing forms, 3PL, heavy tails) at most 0.04 % do.',
    ),
  },
  innocentExplanations: [
    say(
      '考生每天从事该领域工作，阅读和判断都快。',
      'The candidate works in this field every day and reads fast.',
    ),
    say(
      '考生赶时间或中途放弃（正确率随之偏低）。',
      'The candidate hurried or gave up (accuracy is then low).',
    ),
    say(
      '题目曾在培训或往年考试中合法公开。',
      'Items had been seen legitimately, in training or in an earlier published exam.',
    ),
  ],
  test,
}
