import normal from '@stdlib/stats-base-dists-normal'
import { type Finding, say } from '../../bank/finding.ts'
import { type CohortScores, scoreCohort } from '../../measurement/scoring/score-cohort.ts'
import type { ScoringItem } from '../../measurement/scoring/scoring-item.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import {
  type CohortTests,
  noTests,
  type PersonIndicator,
  type PersonTest,
} from '../cohort/person-indicator.ts'
import { testAgainstCohort } from '../empirical-null.ts'
import { FEWEST_PERSONS, type GainedScore, type UsualGain, usualGain } from './usual-gain.ts'

/** An ability known less well than this says nothing of a gain. */
const GREATEST_ERROR = 1.5

/**
 * Whether somebody gained more since an earlier exam than others do: Z = (theta2 - theta1 - g) /
 * sqrt(SE1^2 + SE2^2 + sigma^2) (Guo & Drasgow 2010), theta2 by weighted likelihood (Warm 1989), as
 * shrinkage would give weak candidates a gain. Gain g and its spread sigma are the population's own,
 * by median and quartiles, so that a few impostors don't hide among themselves. p is the greater of
 * the normal tail and the tail in the cohort. Assumes both on one scale, and that whoever learned
 * a lot since is told apart by other means. Smallest: 30 persons with an earlier score.
 */
export const scoreGain: PersonIndicator = {
  id: 'score-gain',
  family: 'identity',
  name: say('成绩提升过大', 'Unusual gain since an earlier exam'),
  source:
    'Z of the gain (Guo & Drasgow 2010) with the gain and its spread from the population, by ' +
    'median and quartiles; empirical null (Efron 2004).',
  threshold: null,
  falseFlagRate: {
    value: 0.0019,
    basis: say(
      'p < .001 的诚实考生占比，取各模拟情形（15 和 40 题，2PL 和 3PL，各 2 万人，真实提升有无离散）中最大者的 95 % 上限。',
      'Share of honest persons with p < .001: the greatest upper 95 % bound over simulations (15 and 40 items, 2PL and 3PL, 20,000 persons each, true gains alike or not).',
    ),
  },
  innocentExplanations: [
    say(
      '期间学习、培训或工作经历使水平确有提高。',
      'Learned a great deal since: courses, training, experience in the post.',
    ),
    say(
      '上一次考试时生病、紧张、时间不足或未认真作答。',
      'Ill, nervous, short of time or not trying at the earlier exam.',
    ),
    say('两次考试的量尺衔接有误。', 'The scales of the two exams are not linked well.'),
  ],
  test: testGain,
}

function testGain(cohort: PreparedCohort): CohortTests {
  const count = cohort.persons.length
  const scores = cohort.earlier === null ? null : weightedLikelihood(cohort)
  if (scores === null) return noTests(count, [withoutEarlier()])
  const gained = cohort.persons.map((_, person) => gainOf(cohort, scores, person))
  const usual = usualGain(gained.filter((gain) => gain !== null))
  if (usual === null) return noTests(count, [withoutEarlier()])
  const statistics = gained.map((gain) =>
    gain === null ? null : (gain.gain - usual.gain) / Math.hypot(gain.error, usual.spread),
  )
  const inCohort = testAgainstCohort(statistics)
  const tests = statistics.map((statistic, person): PersonTest | null => {
    if (statistic === null) return null
    const p = Math.exp(normal.logcdf(-statistic, 0, 1))
    return { statistic, p: Math.max(p, inCohort[person]?.p ?? 0) }
  })
  return {
    tests,
    findings: [],
    describe: (person) => describeGain(gained[person] ?? null, usual),
  }
}

function withoutEarlier(): Finding {
  return {
    pointer: '',
    item: null,
    severity: 'note',
    code: 'score-gain-needs-earlier',
    message: say(
      `同一量尺上有较早成绩的考生不足 ${FEWEST_PERSONS} 人，或没有题目参数，未检验成绩提升。`,
      `Fewer than ${FEWEST_PERSONS} persons with an earlier score on the same scale, or no item parameters; gains were not tested.`,
    ),
  }
}

function weightedLikelihood({ parameters, persons, scores }: PreparedCohort): CohortScores | null {
  const known = parameters.flatMap((item, column) => (item === null ? [] : [column]))
  if (known.length === 0) return null
  const values = new Int8Array(persons.length * known.length)
  for (let person = 0; person < persons.length; person += 1) {
    known.forEach((column, place) => {
      values[person * known.length + place] = scores[person * parameters.length + column] as number
    })
  }
  const items = known.map((column) => parameters[column] as ScoringItem)
  return scoreCohort({ items, values, method: 'wle' })
}

function gainOf(
  { earlier }: PreparedCohort,
  { theta, standardError }: CohortScores,
  person: number,
): GainedScore | null {
  const before = earlier?.[person] ?? null
  const [after, error] = [theta[person] as number, standardError[person] as number]
  if (before === null || error > GREATEST_ERROR || before.standardError > GREATEST_ERROR)
    return null
  return {
    before: before.theta,
    after,
    gain: after - before.theta,
    error: Math.hypot(before.standardError, error),
  }
}

function describeGain(gain: GainedScore | null, usual: UsualGain) {
  if (gain === null) throw new Error('there is no gain to describe')
  const [before, after] = [gain.before.toFixed(2), gain.after.toFixed(2)]
  const [median, spread, error] = [usual.gain, usual.spread, gain.error].map((x) => x.toFixed(2))
  return {
    summary: say(
      `能力估计由 ${before} 升至 ${after}，提升远大于其他考生，与同一人逐步学习的通常情形在统计上不一致。`,
      `The ability rose from ${before} to ${after}, far more than others gained: statistically inconsistent with the usual progress of one person.`,
    ),
    evidence: [
      {
        itemId: null,
        text: say(
          `其他考生提升的中位数为 ${median}（真实离散 ${spread}）；此差值的测量误差为 ${error}`,
          `others gained ${median} at the median (true spread ${spread}); the error of this difference is ${error}`,
        ),
      },
    ],
  }
}
