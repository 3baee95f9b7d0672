import { type Finding, say } from '../../bank/finding.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import {
  type CohortTests,
  noTests,
  type PersonIndicator,
  type PersonTest,
} from '../cohort/person-indicator.ts'
import { testAgainstCohort } from '../empirical-null.ts'
import { MISFIT_EXPLANATIONS } from './misfit-explanations.ts'
import { honestReference, type OrderedRow } from './order-reference.ts'
import {
  type BinaryMatrix,
  type ItemOrder,
  orderItems,
  orderStatistics,
  transposedScalability,
} from './order-statistics.ts'

/** Shorter patterns have too few orders. */
const FEWEST_ITEMS = 20

/**
 * Whether a person finds hard what others find easy, without a model of how answers come about:
 * U3 (van der Flier 1980), standardized given the number right (van der Flier 1982). No table says
 * how much is too much: p is the share of patterns drawn from the fitted model, for persons and
 * forms as they are, that are as far from the order (a parametric bootstrap, as the cut-offs of
 * PerFit), and never less than the tail in the cohort itself. Only items scored right or wrong.
 * Smallest: 20 answered of these; item parameters, hence 30 persons.
 */
export const orderFit: PersonIndicator = {
  id: 'order-fit',
  family: 'person-fit',
  name: say('难易颠倒的作答模式', 'Hard items right and easy ones wrong'),
  source:
    'Standardized U3 (van der Flier 1980, 1982) with a parametric bootstrap from the fitted model; ' +
    'normed Guttman errors (Meijer 1994), C* (Harnisch & Linn 1981) and HT (Sijtsma & Meijer ' +
    '1992) beside it.',
  threshold: null,
  falseFlagRate: {
    value: 0.0019,
    basis: say(
      'p < .001 的诚实作答占比，取各模拟情形（2PL、3PL，20 至 40 题，各 2 万人）中最大者的 95 % 上限；真实数据：某执业考试 1,636 人中 0 人，三项公开测验 3,233 人中 2 人。',
      'Share of honest attempts with p < .001: the greatest upper 95 % bound over simulations (2PL, 3PL, 20 to 40 items, 20,000 persons each). Real data: 0 of 1,636 persons in a licensure exam, 2 of 3,233 in three published tests.',
    ),
  },
  innocentExplanations: MISFIT_EXPLANATIONS,
  test: testOrder,
}

function testOrder(cohort: PreparedCohort): CohortTests {
  const { persons, items, scores, abilities, parameters } = cohort
  if (abilities === null) return noTests(persons.length, [withoutOrder()])
  const columns = parameters.flatMap((item, column) =>
    item?.locations.length === 1 ? [column] : [],
  )
  const matrix = { personCount: persons.length, itemCount: items.length, scores }
  const order = orderItems(matrix, columns)
  const rows = persons.map((_, person): OrderedRow | null => {
    const row = scores.subarray(person * items.length, (person + 1) * items.length)
    const found = orderStatistics(order, row)
    return found === null || found.answered < FEWEST_ITEMS ? null : found
  })
  if (rows.every((row) => row === null)) {
    return noTests(persons.length, [untestedOrder(persons.length)])
  }
  const { standardize, tail } = honestReference(cohort, order, FEWEST_ITEMS)
  const statistics = rows.map((row) => (row === null ? null : standardize(row)))
  const usual = testAgainstCohort(statistics)
  const tests = statistics.map((statistic, person): PersonTest | null =>
    statistic === null ? null : { statistic, p: Math.max(tail(statistic), usual[person]?.p ?? 0) },
  )
  const untested = tests.filter((test) => test === null).length
  const scalability = columns.length === items.length ? transposedScalability(matrix) : null
  return {
    tests,
    findings: untested === 0 ? [] : [untestedOrder(untested)],
    describe: (person) => describeOrder({ matrix, order }, person, scalability?.(person) ?? null),
  }
}

function withoutOrder(): Finding {
  return {
    pointer: '',
    item: null,
    severity: 'note',
    code: 'order-fit-needs-parameters',
    message: say(
      '没有题目参数（人数太少），无法得知诚实作答的难易颠倒程度，未作检验。',
      'No item parameters (too few persons), so how far honest patterns are out of order is not known; not tested.',
    ),
  }
}

function untestedOrder(count: number): Finding {
  return {
    pointer: '',
    item: null,
    severity: 'note',
    code: 'order-fit-too-short',
    message: say(
      `${count} 人对错计分的作答不足 ${FEWEST_ITEMS} 题，或全对全错，未检验难易顺序。`,
      `Persons who answered fewer than ${FEWEST_ITEMS} items scored right or wrong, or all alike, so that their order was not tested: ${count}.`,
    ),
  }
}

function describeOrder(
  { matrix, order }: { readonly matrix: BinaryMatrix; readonly order: ItemOrder },
  person: number,
  scalability: number | null,
) {
  const { itemCount, scores } = matrix
  const row = scores.subarray(person * itemCount, (person + 1) * itemCount)
  const found = orderStatistics(order, row)
  if (found === null) throw new Error(`person ${person} has no order to describe`)
  const share = Math.round(100 * found.guttman)
  const [u3, caution] = [found.u3.toFixed(2), found.cStar.toFixed(2)]
  const covariance = scalability === null ? '' : `, HT = ${scalability.toFixed(2)}`
  return {
    summary: say(
      `${found.answered} 题答对 ${found.right} 题，但难易颠倒的程度（U3 = ${u3}）在诚实作答中罕见。这只作旁证，不说明原因。`,
      `${found.right} of ${found.answered} right, but which ones is out of order to a degree rare in honest work (U3 = ${u3}). It supports other evidence and does not say why.`,
    ),
    evidence: [
      {
        itemId: null,
        text: say(
          `“易题错而难题对”的题对占可能的 ${share} %；C* = ${caution}${covariance}（U3 和 C*：0 为完全顺序，1 为完全颠倒；HT 越低越异常）`,
          `${share} % of the possible pairs have the easier item wrong and the harder right; C* = ${caution}${covariance} (U3 and C*: 0 in perfect order, 1 reversed; HT: low is unusual)`,
        ),
      },
    ],
  }
}
