import { say } from '../../bank/finding.ts'
import { isTime } from '../../measurement/lognormal-times.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import {
  type CohortTests,
  noTests,
  type PersonIndicator,
  type PersonTest,
} from '../cohort/person-indicator.ts'
import type { Flag } from '../flag.ts'
import { FLAG_ABOVE_SHARE } from '../rapid-guessing.ts'
import { FEWEST_TIMED_ITEMS } from '../timed-items.ts'
import { type RapidThreshold, rapidThresholds } from './rapid-thresholds.ts'
import { NO_TIMES } from './time-findings.ts'

const LINES = 10

type Thresholds = readonly (RapidThreshold | null)[]

/** Share of a person's timed responses that are rapid; null with fewer than ten. */
function rapidShareOf(row: Readonly<Float64Array>, limits: Float64Array): PersonTest | null {
  let [timed, rapid] = [0, 0]
  for (let item = 0; item < row.length; item += 1) {
    const seconds = row[item] as number
    if (!isTime(seconds)) continue
    timed += 1
    if (seconds < (limits[item] as number)) rapid += 1
  }
  return timed < FEWEST_TIMED_ITEMS ? null : { statistic: rapid / timed, p: null }
}

interface RapidCell {
  readonly item: number
  readonly seconds: number
  readonly threshold: RapidThreshold
}

function rapidCells({ times }: PreparedCohort, thresholds: Thresholds, person: number) {
  return Array.from(times?.[person] ?? [], (seconds, item): RapidCell[] => {
    const threshold = thresholds[item]
    if (!threshold || !isTime(seconds) || seconds >= threshold.seconds) return []
    return [{ item, seconds, threshold }]
  }).flat()
}

function cellLine({ items }: PreparedCohort, cell: RapidCell): Flag['evidence'][number] {
  const { seconds, nt10, cump, basis } = cell.threshold
  const kind = basis === 'mixture' ? ['混合分布', 'mixture'] : ['NT10', 'NT10']
  const chance = cump === null ? '' : `, CUMP ${cump.toFixed(1)} s`
  return {
    itemId: items[cell.item] ?? null,
    text: say(
      `用时 ${cell.seconds.toFixed(1)} 秒，下限 ${seconds.toFixed(1)} 秒（${kind[0]}；NT10 ${nt10.toFixed(1)} s${chance}）`,
      `${cell.seconds.toFixed(1)} s, limit ${seconds.toFixed(1)} s (${kind[1]}; NT10 ${nt10.toFixed(1)} s${chance})`,
    ),
  }
}

function accuracyLine(
  { scores, items }: PreparedCohort,
  person: number,
  cells: readonly RapidCell[],
): Flag['evidence'][number] {
  const scoreOf = ({ item }: RapidCell) => scores[person * items.length + item] as number
  const scored = cells.filter((cell) => scoreOf(cell) >= 0)
  const right = scored.filter((cell) => scoreOf(cell) >= 1).length
  const chance = scored.reduce((sum, { threshold }) => sum + threshold.chance, 0).toFixed(1)
  return {
    itemId: null,
    text: say(
      `有得分的 ${scored.length} 个快速作答中答对 ${right} 个；盲猜约可对 ${chance} 个`,
      `${right} of ${scored.length} scored rapid responses were right; blind guessing would give about ${chance}`,
    ),
  }
}

function test(cohort: PreparedCohort): CohortTests {
  const { persons, times } = cohort
  if (times === null) return noTests(persons.length, [NO_TIMES])
  const thresholds = rapidThresholds(cohort)
  const limits = Float64Array.from(thresholds, (threshold) => threshold?.seconds ?? 0)
  const tests = times.map((row) => rapidShareOf(row, limits))
  return {
    tests,
    findings: [],
    describe: (person) => {
      const cells = rapidCells(cohort, thresholds, person)
      const timed = Array.from(times[person] ?? []).filter(isTime).length
      const fastest = cells.toSorted((left, right) => left.seconds - right.seconds)
      return {
        summary: say(
          `${timed} 题中有 ${cells.length} 题答得过快，不可能读完题目。这反映投入程度，不说明其他问题。`,
          `${cells.length} of ${timed} items were answered too fast to have been read. This is about effort and nothing else.`,
        ),
        evidence: [
          accuracyLine(cohort, person, cells),
          ...fastest.slice(0, LINES).map((cell) => cellLine(cohort, cell)),
        ],
      }
    },
  }
}

/**
 * Share of rapid responses, 1 - RTE (Wise & Kong 2005), with a threshold per item (see
 * `rapidThresholds`); above .10 (RTE < .90) effort was too low for the score to mean ability. No
 * p: a stated threshold. At least 10 timed items a person; any number of persons.
 */
export const rapidResponses: PersonIndicator = {
  id: 'rapid-responses',
  family: 'effort',
  name: say('快速作答', 'Rapid responses'),
  source:
    'Response-time effort below .90 (Wise & Kong 2005); thresholds by a mixture of lognormals ' +
    '(Schnipke & Scrams 1997) checked against chance accuracy, else NT10 (Wise & Ma 2012); CUMP ' +
    '(Guo et al. 2016) beside them.',
  threshold: FLAG_ABOVE_SHARE,
  falseFlagRate: {
    value: 0.006,
    basis: say(
      '某真实执业资格考试 1,636 人中 1 人超过阈值；24,000 名模拟诚实考生中，对数正态时间为 0，极重尾时间为 0.51 %（95 % 上限 0.6 %）。',
      '1 of 1,636 in a real licensure exam is above it; of 24,000 simulated honest persons none with lognormal times, and 0.51 % with times of very heavy tails (upper 95 % bound 0.6 %).',
    ),
  },
  innocentExplanations: [
    say(
      '时间将尽，最后几题来不及细读。',
      'Time was running out and the last items could not be read with care.',
    ),
    say(
      '疲劳、放弃或认为考试无关紧要；这关乎投入程度。',
      'Tired, gave up, or did not take the exam as mattering: a matter of effort.',
    ),
    say(
      '题目很短或考生非常熟悉，一看便知答案。',
      'Short items, or a candidate who knew the answers at sight.',
    ),
  ],
  test,
}
