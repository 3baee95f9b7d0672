import { say } from '../../bank/finding.ts'
import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import { isTime } from '../../measurement/lognormal-times.ts'
import { categoryCountOf, categoryProbabilities } from '../../measurement/scoring/scoring-item.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import { noTests, type PersonIndicator, type PersonTest } from '../cohort/person-indicator.ts'
import type { Flag } from '../flag.ts'
import { type CalibratedContrast, calibrateContrasts } from './calibrate-contrasts.ts'
import { signedLikelihoodRatios } from './signed-likelihood-ratio.ts'
import { type SuspectSet, suspectSets } from './suspect-sets.ts'

const LINES = 5

/** What is kept of a person for the description. */
interface Tested extends CalibratedContrast {
  readonly set: SuspectSet
  readonly onSuspect: number
  readonly onOthers: number
}

/**
 * Persons who are better and faster on suspect items than their work on all other items explains:
 * L_ST from answers (Sinharay 2017) and times (Sinharay 2020; joint, Sinharay & Johnson 2020),
 * against the cohort. Suspect are the items named beforehand, else a leak list found on other
 * persons (`suspectSets`). Assumes local independence but for a spread of strength in the suspect
 * area that is alike in both directions. Smallest sample: 30 persons, 10 suspect and 10 other
 * items answered by the person.
 */
function test(cohort: PreparedCohort) {
  const { sets, findings } = suspectSets(cohort)
  if (sets.length === 0) return noTests(cohort.persons.length, findings)
  const tested: (Tested | null)[] = cohort.persons.map(() => null)
  for (const set of sets) {
    const ratios = signedLikelihoodRatios(cohort, set.items)
    calibrateContrasts(ratios, set.rows).forEach((contrast, place) => {
      const row = set.rows[place] as number
      const [onSuspect, onOthers] = [ratios.onSuspect[row], ratios.onOthers[row]] as number[]
      tested[row] = contrast && {
        ...contrast,
        set,
        onSuspect: onSuspect as number,
        onOthers: onOthers as number,
      }
    })
  }
  return {
    tests: tested.map((one): PersonTest | null => one && { statistic: one.statistic, p: one.p }),
    findings,
    describe: (person: number) => describe(cohort, person, tested[person] ?? null),
  }
}

function describe(cohort: PreparedCohort, person: number, tested: Tested | null) {
  if (tested === null) throw new Error(`person ${person} was not tested`)
  const count = tested.set.items.length
  const root = tested.statistic.toFixed(2)
  return {
    summary: say(
      `在 ${count} 道可疑题上的表现（得分与速度）与其余题上的表现不一致，统计上不符合独立作答（L_ST 平方根 = ${root}）。`,
      `Work on ${count} suspect items (scores and speed) does not fit the work on all others: statistically inconsistent with independent work (root of L_ST = ${root}).`,
    ),
    evidence: [
      ...abilityLines(cohort, person, tested),
      ...speedLines(cohort, person, tested),
      ...itemLines(cohort, person, tested.set.items),
    ],
  }
}

function abilityLines(
  { items, parameters, scores }: PreparedCohort,
  person: number,
  { set, answers, onSuspect, onOthers }: Tested,
): Flag['evidence'] {
  if (Number.isNaN(answers)) return []
  let [earned, expected, most] = [0, 0, 0]
  for (const item of set.items) {
    const score = scores[person * items.length + item] as number
    const own = parameters[item]
    if (score === MISSING || !own) continue
    const chances = categoryProbabilities([own], onOthers)[0] ?? new Float64Array()
    earned += score
    expected += chances.reduce((sum, chance, category) => sum + chance * category, 0)
    most += categoryCountOf(own) - 1
  }
  const [usual, abilities] = [expected.toFixed(1), [onSuspect, onOthers].map((x) => x.toFixed(1))]
  return [
    {
      itemId: null,
      text: say(
        `可疑题得 ${earned} 分（满分 ${most}），按其余题的能力估计约得 ${usual} 分；能力估计 ${abilities[0]} 对 ${abilities[1]}（L_s = ${answers.toFixed(2)}）`,
        `${earned} of ${most} points on the suspect items, about ${usual} expected from all others; ability ${abilities[0]} against ${abilities[1]} (L_s = ${answers.toFixed(2)})`,
      ),
    },
  ]
}

/** Time as a share of what this person's items usually take, over a part of the items. */
function timeShare({ times, timeFit }: PreparedCohort, person: number, items: readonly number[]) {
  let [early, count] = [0, 0]
  for (const item of items) {
    const own = timeFit?.items[item]
    const seconds = times?.[person]?.[item] ?? Number.NaN
    if (!own || !isTime(seconds)) continue
    early += Math.log(seconds) - own.timeIntensity
    count += 1
  }
  return Math.round(100 * Math.exp(early / count))
}

function speedLines(
  cohort: PreparedCohort,
  person: number,
  { set, times }: Tested,
): Flag['evidence'] {
  if (Number.isNaN(times)) return []
  const suspect = new Set(set.items)
  const others = cohort.items.flatMap((_, item) => (suspect.has(item) ? [] : [item]))
  const [own, rest] = [timeShare(cohort, person, set.items), timeShare(cohort, person, others)]
  return [
    {
      itemId: null,
      text: say(
        `可疑题用时为一般考生的 ${own} %，其余题为 ${rest} %（Λ_s = ${times.toFixed(2)}）`,
        `${own} % of the usual time on the suspect items, ${rest} % on all others (Lambda_s = ${times.toFixed(2)})`,
      ),
    },
  ]
}

/** The suspect items that were answered fully right, fastest first. */
function itemLines(
  cohort: PreparedCohort,
  person: number,
  suspect: readonly number[],
): Flag['evidence'] {
  const { items, parameters, scores, times } = cohort
  if (!times) return []
  return suspect
    .filter((item) => {
      const own = parameters[item]
      return own && scores[person * items.length + item] === categoryCountOf(own) - 1
    })
    .map((item) => ({ item, share: timeShare(cohort, person, [item]) }))
    .filter(({ share }) => share < 100)
    .sort((left, right) => left.share - right.share)
    .slice(0, LINES)
    .map(({ item, share }) => ({
      itemId: items[item] ?? null,
      text: say(
        `可疑题答对，用时为一般考生的 ${share} %`,
        `suspect item right in ${share} % of the usual time`,
      ),
    }))
}

export const knownItems: PersonIndicator = {
  id: 'item-preknowledge',
  family: 'preknowledge',
  name: say('可疑题与其余题表现不一致', 'Suspect items done unlike all others'),
  source:
    'Signed likelihood ratio of answers (Sinharay 2017) and of times (Sinharay 2020) between ' +
    'suspect and other items, joint statistic L_ST (Sinharay & Johnson 2020), against the ' +
    'cohort (median and lower half). Suspect items as named, else a leak list cross-fitted on ' +
    'other persons.',
  threshold: null,
  falseFlagRate: {
    value: 0.0025,
    basis: say(
      '某真实执业资格考试 1,636 名考生，以随机或连续的题目充当可疑题：94,888 次检验中 110 次 p < .001（0.12 %），最差的一批 19,632 次中 30 次（95 % 上限 0.21 %）；模拟诚实考生 38,787 人次中 27 次（0.07 %）。以该考试自身的泄露题清单检验 818 人，6 人越过，其是否诚实无从得知。',
      'In a real licensure exam of 1,636 candidates, random or contiguous items taken as suspect, 110 of 94,888 tests gave p < .001 (0.12 %), 30 of 19,632 in the worst batch (upper 95 % bound 0.21 %); 27 of 38,787 simulated honest attempts (0.07 %). On the leak list of that exam itself 6 of 818 pass, and whether those were honest is not known.',
    ),
  },
  innocentExplanations: [
    say(
      '可疑题恰好属于考生擅长的领域（同一胜任力、同一教材）。',
      'The suspect items happen to lie in an area the candidate is strong in (one competency, one textbook).',
    ),
    say(
      '考前刚培训或练习过相同内容，或题目曾合法公开。',
      'The same content was trained or practiced shortly before, or the items were published legitimately.',
    ),
    say(
      '可疑题集中在一段，而考生在其余部分疲劳、中断或时间不足。',
      'The suspect items lie together, and the candidate was tired, interrupted or short of time on the rest.',
    ),
    say('可疑题清单本身可能有误。', 'The list of suspect items may itself be wrong.'),
  ],
  test,
}
