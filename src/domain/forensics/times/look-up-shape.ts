import { say } from '../../bank/finding.ts'
import type { ScoringItem } from '../../measurement/scoring/scoring-item.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import { type CohortTests, noTests, type PersonIndicator } from '../cohort/person-indicator.ts'
import type { Flag } from '../flag.ts'
import { FEWEST_TIMED_ITEMS } from '../timed-items.ts'
import { testAgainstHeavyTail } from './heavy-tail-null.ts'
import { type ContrastCells, chanceAt, contrastCells, scoreContrast } from './score-contrast.ts'
import { NO_PARAMETERS, NO_TIMES, smallCohort, tooFewTimed } from './time-findings.ts'
import { type TimeModel, timeModelOf, timeResiduals } from './time-residuals.ts'

/** One time far out, say a break, must not decide alone. */
const MOST_RESIDUAL = 3
/** Seconds out of sight that weigh as much as a time one SD too long. */
const AWAY_SECONDS = 10
const LINES = 8

interface Rooms {
  readonly model: TimeModel
  readonly residuals: Float64Array
  readonly cells: ContrastCells
}

function isDichotomous(item: ScoringItem | null | undefined): item is ScoringItem {
  return item !== null && item !== undefined && item.locations.length === 1
}

/** How slow, or long out of sight, a response was: 0 is as expected or faster. */
function slownessOf(residual: number, awaySeconds: number): number {
  const slow = Math.min(MOST_RESIDUAL, Math.max(0, residual))
  // Not-a-number is unknown and counts as none.
  const away = awaySeconds > 0 ? Math.min(MOST_RESIDUAL, awaySeconds / AWAY_SECONDS) : 0
  return slow + away
}

/** Fills the cells of a person; the number of timed, scored items with parameters. */
function fillCells(cohort: PreparedCohort, person: number, rooms: Rooms): number {
  const { times, scores, items, parameters, abilities, away } = cohort
  const { residuals, cells, model } = rooms
  timeResiduals(times?.[person] ?? new Float64Array(), model, residuals)
  const theta = abilities?.eap[person] as number
  cells.count = 0
  for (let item = 0; item < items.length; item += 1) {
    const known = parameters[item]
    const score = scores[person * items.length + item] as number
    const residual = residuals[item] as number
    if (score < 0 || Number.isNaN(residual) || !isDichotomous(known)) continue
    const { chance, slope } = chanceAt(theta, known)
    const at = cells.count
    cells.chances[at] = chance
    cells.slopes[at] = slope
    cells.weights[at] = (1 - chance) * slownessOf(residual, away?.[person]?.[item] ?? Number.NaN)
    cells.right[at] = score
    cells.count += 1
  }
  return cells.count
}

interface Telling {
  readonly item: number
  readonly chance: number
  readonly residual: number
  readonly away: number
}

/** Unlikely right answers that were slow or came with time away; most telling first. */
function tellingItems(cohort: PreparedCohort, person: number, rooms: Rooms): Telling[] {
  const { scores, items, parameters, abilities, away } = cohort
  fillCells(cohort, person, rooms)
  const theta = abilities?.eap[person] as number
  const weightOf = (own: Telling) => (1 - own.chance) * slownessOf(own.residual, own.away)
  return items
    .flatMap((_, item): Telling[] => {
      const known = parameters[item]
      const residual = rooms.residuals[item] as number
      if (scores[person * items.length + item] !== 1 || Number.isNaN(residual)) return []
      if (!isDichotomous(known)) return []
      const { chance } = chanceAt(theta, known)
      return [{ item, chance, residual, away: away?.[person]?.[item] ?? Number.NaN }]
    })
    .filter((own) => weightOf(own) > 0)
    .sort((left, right) => weightOf(right) - weightOf(left))
}

function tellingLine(
  cohort: PreparedCohort,
  own: Telling,
  person: number,
): Flag['evidence'][number] {
  const seconds = (cohort.times?.[person]?.[own.item] ?? Number.NaN).toFixed(0)
  const [chance, z] = [Math.round(100 * own.chance), own.residual.toFixed(1)]
  const [zh, en] =
    own.away > 0
      ? [`，离开页面 ${own.away.toFixed(0)} 秒`, `, ${own.away.toFixed(0)} s out of sight`]
      : ['', '']
  return {
    itemId: cohort.items[own.item] ?? null,
    text: say(
      `答对；按其能力答对概率 ${chance} %，用时 ${seconds} 秒（残差 z = ${z}）${zh}`,
      `right; ability gives it a chance of ${chance} %; took ${seconds} s (residual z = ${z})${en}`,
    ),
  }
}

function describe(cohort: PreparedCohort, person: number, rooms: Rooms) {
  const telling = tellingItems(cohort, person, rooms)
  const unlikely = telling.filter(({ chance, residual }) => chance < 0.5 && residual > 1)
  return {
    summary: say(
      `在本应较难答对的题上，越慢（或离开页面越久）越常答对；其中 ${unlikely.length} 题答对概率低于一半且用时明显偏长。`,
      `On items hard for this person, answers were right the more often the slower they were (or the longer the page was out of sight); ${unlikely.length} of them had a chance below one half and took clearly longer than expected.`,
    ),
    evidence: telling.slice(0, LINES).map((own) => tellingLine(cohort, own, person)),
  }
}

function test(cohort: PreparedCohort): CohortTests {
  const { persons, items, timeFit, abilities } = cohort
  if (timeFit === null) return noTests(persons.length, [NO_TIMES])
  if (abilities === null) return noTests(persons.length, [NO_PARAMETERS])
  const rooms: Rooms = {
    model: timeModelOf(timeFit),
    residuals: new Float64Array(items.length),
    cells: contrastCells(items.length),
  }
  const deviates = persons.map((_, person) =>
    fillCells(cohort, person, rooms) < FEWEST_TIMED_ITEMS ? null : scoreContrast(rooms.cells),
  )
  const known = deviates.filter((deviate) => deviate !== null).length
  const tests = testAgainstHeavyTail(deviates, 'bounded')
  if (tests.every((found) => found === null)) {
    return noTests(persons.length, [tooFewTimed(known, FEWEST_TIMED_ITEMS)])
  }
  return {
    tests: tests.map((found) => found && { statistic: found.z, p: found.p }),
    findings: smallCohort(known),
    describe: (person) => describe(cohort, person, rooms),
  }
}

/**
 * The shape of looking answers up: slow and right where the person should be wrong. A score test
 * within the person (see `scoreContrast`): residuals of right and wrong weighted by (1 - P) times
 * how slow the response was (leave-one-out time residual above 0, at most 3, van der Linden & Guo
 * 2008; plus a part for seconds out of sight, where known), the direction of ability taken out,
 * since answers looked up raise it. Standard normal where times and answers are independent given
 * speed and ability (van der Linden 2007); as honest slow answers are rather right in one exam and
 * rather wrong in another, the center is the cohort's own and the spread at least that of theory.
 * At least 10 timed and scored items of two categories, three of which carry the statistic, and 30
 * such persons.
 */
export const lookUpShape: PersonIndicator = {
  id: 'look-up-shape',
  family: 'time',
  name: say('难题慢而答对', 'Slow and right where wrong was likely'),
  source:
    'C(alpha) test (Neyman 1959) of score residuals on time residuals (van der Linden & Guo 2008) ' +
    'under the hierarchical model of speed and accuracy (van der Linden 2007), with the correction ' +
    'for estimated ability of Snijders (2001); centered at the cohort and spread at least as in theory.',
  threshold: null,
  falseFlagRate: {
    value: 0.002,
    basis: say(
      '某真实执业资格考试 1,636 人中 0 人 p < .001（95 % 上限 0.18 %，未剔除任何可疑者）；每种情形至少 13,900 名模拟诚实考生中最多 0.04 %。',
      'Nobody of 1,636 in a real licensure exam has p < .001 (upper 95 % bound 0.18 %, nobody left out); of at least 13,900 simulated honest persons each at most 0.04 % do.',
    ),
  },
  innocentExplanations: [
    say(
      '考生对难题格外认真，反复演算后答对。',
      'The candidate took great care over hard items and worked them out.',
    ),
    say('考试允许查阅资料。', 'Materials were allowed in this exam.'),
    say(
      '阅读速度受语言、视力或辅助技术影响，个别题因此偏慢。',
      'Language, eyesight or assistive technology made some items slow to read.',
    ),
  ],
  test,
}
