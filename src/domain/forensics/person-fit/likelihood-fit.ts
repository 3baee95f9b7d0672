import normal from '@stdlib/stats-base-dists-normal'
import { type Finding, say } from '../../bank/finding.ts'
import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import {
  categoryCountOf,
  categoryTerms,
  evaluateCategories,
  type ScoringItem,
} from '../../measurement/scoring/scoring-item.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import {
  type CohortTests,
  noTests,
  type PersonIndicator,
  type PersonTest,
} from '../cohort/person-indicator.ts'
import { testAgainstCohort } from '../empirical-null.ts'
import type { Flag } from '../flag.ts'
import { MISFIT_EXPLANATIONS } from './misfit-explanations.ts'
import { patternMoments } from './pattern-moments.ts'

/** Shorter patterns say too little about fit. */
const FEWEST_ITEMS = 20
const LINES = 5

/**
 * Fit of a pattern of responses: lz* (Snijders 2001; several categories: Sinharay 2016) at the
 * expected a posteriori ability, corrected for skewness (Gorney, Sinharay & Eckerly 2024); the
 * statistic is -lz*, so that much is misfit. p is the greater of the normal tail and the tail in
 * the cohort itself (median and upper half), as lz* is liberal where the model misfits everybody.
 * Assumes local independence and parameters that hold for everybody. Smallest: 20 answered items;
 * with fewer than 30 persons the model alone sets p.
 */
export const likelihoodFit: PersonIndicator = {
  id: 'likelihood-fit',
  family: 'person-fit',
  name: say('作答模式与能力不符', 'Pattern of responses does not fit the ability'),
  source:
    'Standardized log-likelihood lz* (Drasgow, Levine & Williams 1985; Snijders 2001; Sinharay ' +
    '2016) with skewness correction (Gorney, Sinharay & Eckerly 2024); p the greater of the ' +
    'normal tail and the empirical null (Efron 2004).',
  threshold: null,
  falseFlagRate: {
    value: 0.0015,
    basis: say(
      'p < .001 的诚实作答占比，取各模拟情形（2PL、3PL，20 至 40 题，各 2 万至 10 万人）中最大者的 95 % 上限；真实数据：某执业考试 1,636 人和三项公开测验 3,251 人中共 1 人。',
      'Share of honest attempts with p < .001: the greatest upper 95 % bound over simulations (2PL, 3PL, 20 to 40 items, 20,000 to 100,000 persons each). Real data: 1 person in all of 1,636 in a licensure exam and 3,251 in three published tests.',
    ),
  },
  innocentExplanations: MISFIT_EXPLANATIONS,
  test: testFit,
}

function testFit(cohort: PreparedCohort): CohortTests {
  const { persons, items, abilities } = cohort
  if (abilities === null) return noTests(persons.length, [withoutParameters()])
  const momentsOf = patternMoments(cohort.parameters)
  const statistics = persons.map((_, person) => {
    if ((abilities.answered[person] as number) < FEWEST_ITEMS) return null
    const row = cohort.scores.subarray(person * items.length, (person + 1) * items.length)
    const found = momentsOf(row, abilities.eap[person] as number)
    return found === null ? null : -found.normalized
  })
  const usual = testAgainstCohort(statistics)
  const tests = statistics.map((statistic, person): PersonTest | null => {
    if (statistic === null) return null
    const p = Math.exp(normal.logcdf(-statistic, 0, 1))
    return { statistic, p: Math.max(p, usual[person]?.p ?? 0) }
  })
  const untested = tests.filter((test) => test === null).length
  return {
    tests,
    findings: untested === 0 ? [] : [tooShort(untested)],
    describe: (person) => describePerson(cohort, person, tests[person] ?? null),
  }
}

function withoutParameters(): Finding {
  return {
    pointer: '',
    item: null,
    severity: 'note',
    code: 'person-fit-needs-parameters',
    message: say(
      '没有题目参数（人数太少），无法检验作答模式与能力是否相符。',
      'No item parameters (too few persons), so whether patterns fit abilities was not tested.',
    ),
  }
}

function tooShort(count: number): Finding {
  return {
    pointer: '',
    item: null,
    severity: 'note',
    code: 'person-fit-too-short',
    message: say(
      `${count} 人有参数的作答不足 ${FEWEST_ITEMS} 题，未检验作答模式。`,
      `Persons who answered fewer than ${FEWEST_ITEMS} items with parameters, so that their patterns were not tested: ${count}.`,
    ),
  }
}

/** A response with how improbable it was. */
interface Surprise {
  readonly column: number
  readonly category: number
  readonly chance: number
}

function describePerson(cohort: PreparedCohort, person: number, test: PersonTest | null) {
  const z = (test?.statistic ?? Number.NaN).toFixed(2)
  const count = cohort.abilities?.answered[person] ?? 0
  const surprises = surprisesOf(cohort, person).slice(0, LINES)
  return {
    summary: say(
      `${count} 题的作答模式与其能力估计不相符（-lz* = ${z}）：有的易题答错而难题答对。这只作旁证，不说明原因。`,
      `The pattern of ${count} responses does not fit the estimated ability (-lz* = ${z}): easy items wrong and hard ones right. It supports other evidence and does not say why.`,
    ),
    evidence: surprises.map((surprise) => surpriseLine(cohort, surprise)),
  }
}

/** Responses, the least probable first. */
function surprisesOf({ abilities, items, parameters, scores }: PreparedCohort, person: number) {
  const theta = abilities?.eap[person] ?? 0
  const found: Surprise[] = []
  parameters.forEach((item, column) => {
    const category = scores[person * items.length + column] as number
    if (item === null || category === MISSING) return
    found.push({ column, category, chance: chanceOf(item, category, theta) })
  })
  return found.sort((left, right) => left.chance - right.chance)
}

function chanceOf(item: ScoringItem, category: number, theta: number): number {
  const terms = categoryTerms(categoryCountOf(item))
  evaluateCategories(item, theta, terms)
  return Math.exp(terms.logs[category] as number)
}

function surpriseLine(
  { items }: PreparedCohort,
  { column, category, chance }: Surprise,
): Flag['evidence'][number] {
  const itemId = items[column] as string
  const percent = (100 * chance).toPrecision(2)
  return {
    itemId,
    text: say(
      `题目 ${itemId} 得 ${category} 分，按其能力估计，概率仅 ${percent} %`,
      `item ${itemId} scored ${category}; at the estimated ability the chance of that is ${percent} %`,
    ),
  }
}
