import t from 'tap'
import { exactPair } from '../../src/domain/forensics/similarity/exact-pair.ts'
import { generalizedBinomial } from '../../src/domain/forensics/similarity/generalized-binomial.ts'
import {
  type MatchModel,
  matchModelOfOptions,
  matchModelOfScores,
} from '../../src/domain/forensics/similarity/match-model.ts'
import { omega, weightedOmega } from '../../src/domain/forensics/similarity/omega.ts'
import {
  type Answerer,
  answererOf,
  shareAnswers,
} from '../../src/domain/forensics/similarity/shared-answers.ts'
import {
  expectCounts,
  normalQuadrature,
} from '../../src/domain/measurement/calibration/expectation.ts'
import { nominalAbilities } from '../../src/domain/measurement/calibration/nominal-abilities.ts'
import {
  type NominalItem,
  writeNominalChances,
} from '../../src/domain/measurement/calibration/nominal-item.ts'
import { fitNominalModel } from '../../src/domain/measurement/calibration/nominal-model.ts'
import { packPatterns } from '../../src/domain/measurement/calibration/pattern-blocks.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

const absent = { skip: !referencePresent && REFERENCE_ABSENT }
const OPTIONS = [0, 1, 2, 3]

interface Credential {
  readonly persons: readonly string[]
  readonly itemCount: number
  readonly scores: Int8Array
  /** Options with the key moved to the last place, as the reference has them. */
  readonly options: Int8Array
  readonly abilities: ReadonlyMap<string, Record<string, string>>
}

function readCredential(): Credential {
  const [scored, chosen] = ['scores', 'responses'].map((name) =>
    readReferenceTable(`data/credential_form1_${name}.csv`),
  )
  if (!scored || !chosen) throw new Error('no responses')
  const columns = Object.keys(scored[0] ?? {}).filter((name) => name !== 'person')
  const keys = readReferenceTable('data/credential_form1_key.csv').map(({ key }) => Number(key))
  const readCell = (cell: string | undefined) => (cell ? Number(cell) : -1)
  const keyLast = (option: number, key: number) => {
    if (option < 0) return -1
    if (option === key) return 3
    return option > key ? option - 2 : option - 1
  }
  return {
    persons: scored.map(({ person = '' }) => person),
    itemCount: columns.length,
    scores: Int8Array.from(scored.flatMap((row) => columns.map((name) => readCell(row[name])))),
    options: Int8Array.from(
      chosen.flatMap((row) =>
        columns.map((name, at) => keyLast(readCell(row[name]), keys[at] ?? 0)),
      ),
    ),
    abilities: new Map(
      readReferenceTable('expected/sim_cred1_abilities.csv').map((row) => [row['EID'] ?? '', row]),
    ),
  }
}

/** mirt numbers the options that occur; those that never do are put back in. */
function mirtNominalItems({ options, itemCount }: Credential): NominalItem[] {
  return readReferenceTable('expected/irt_cred1_NRM_items.csv').map((row, item) => {
    const used = new Set<number>()
    for (let cell = item; cell < options.length; cell += itemCount) used.add(options[cell] ?? -1)
    const kept = OPTIONS.filter((option) => used.has(option))
    const read = (name: string, absentValue: number) =>
      Float64Array.from(OPTIONS, (option) =>
        kept.includes(option) ? Number(row[`${name}${kept.indexOf(option) + 1}`]) : absentValue,
      )
    return { slopes: read('lambda', 0), intercepts: read('zeta', Number.NEGATIVE_INFINITY) }
  })
}

function largestDifferences(
  file: string,
  suffix: string,
  { model, persons }: { readonly model: MatchModel; readonly persons: readonly Answerer[] },
) {
  const largest = { omega: 0, weightedOmega: 0, gbt: 0 }
  const names = { omega: 'OMG', weightedOmega: 'WOMG', gbt: 'GBT' } as const
  const rows = readReferenceTable(`expected/${file}`)
  for (const row of rows) {
    const [one = 0, two = 0] = (row['pair'] ?? '').split('-').map(Number)
    const [a, b] = [persons[one - 1], persons[two - 1]]
    if (!a || !b) throw new Error(`there is no pair ${row['pair']}`)
    const shared = shareAnswers(model, a, b)
    const found = {
      omega: omega(shared),
      weightedOmega: weightedOmega(shared),
      gbt: generalizedBinomial(shared),
    }
    for (const name of ['omega', 'weightedOmega', 'gbt'] as const) {
      const expected = Number(row[`${names[name]}_${suffix}`])
      const apart = Math.abs((found[name] ?? Number.NaN) - expected)
      largest[name] = Math.max(apart, largest[name])
    }
  }
  return { ...largest, count: rows.length }
}

const isClose = (largest: ReturnType<typeof largestDifferences>) =>
  largest.count === 1770 &&
  [largest.omega, largest.weightedOmega, largest.gbt].every((apart) => apart < 1e-10)

t.test('omega, weighted omega and GBT agree with aberrance 0.3.0', absent, async (t) => {
  const exam = readCredential()
  const { itemCount, persons } = exam
  const rowOf = (answers: Int8Array, person: number) =>
    answers.subarray(person * itemCount, (person + 1) * itemCount)
  const answerers = (model: MatchModel, answers: Int8Array, column: string) => (person: number) =>
    answererOf(
      model,
      rowOf(answers, person),
      Number(exam.abilities.get(persons[person] ?? '')?.[column]),
    )
  const { items_slope_intercept: given } = readReferenceJson<{
    items_slope_intercept: { a1: number; d: number }[]
  }>('expected/irt_cred1_2PL.json')
  const onScores = matchModelOfScores(
    given.map(({ a1, d }) => ({
      model: 'logistic',
      discrimination: a1,
      locations: [-d / a1],
      guessing: 0,
    })),
  )
  const first = [...Array(60).keys()].map(answerers(onScores, exam.scores, 'theta2pl_ml4'))
  const scores = { model: onScores, persons: first }
  const byScores = largestDifferences('sim_cred1_scores_first60_aberrance.csv', 'S', scores)
  t.ok(isClose(byScores), `scores: ${JSON.stringify(byScores)}`)

  const keys = new Int8Array(itemCount).fill(3)
  const onOptions = matchModelOfOptions(mirtNominalItems(exam), keys)
  const complete = [...persons.keys()]
    .filter((person) => !rowOf(exam.options, person).includes(-1))
    .slice(0, 60)
    .map(answerers(onOptions, exam.options, 'eta_nrm_ml4'))
  const options = { model: onOptions, persons: complete }
  const byOptions = largestDifferences('sim_cred1_resp_first60complete_aberrance.csv', 'R', options)
  t.ok(isClose(byOptions), `options: ${JSON.stringify(byOptions)}`)
})

t.test(
  'GBT and M4 of known pairs are of the order that CopyDetect 1.3 finds',
  absent,
  async (t) => {
    // CopyDetect estimates models of its own, so only orders of magnitude can agree.
    const exam = readCredential()
    const { itemCount, persons, options } = exam
    const model = matchModelOfOptions(mirtNominalItems(exam), new Int8Array(itemCount).fill(3))
    const answerer = (name: string) => {
      const person = persons.indexOf(name)
      const theta = Number(exam.abilities.get(name)?.['eta_nrm_ml4'])
      return answererOf(
        model,
        options.subarray(person * itemCount, (person + 1) * itemCount),
        theta,
      )
    }
    const apart: number[] = []
    const orders: [number, number][] = []
    for (const row of readReferenceTable('expected/sim_cred1_CopyDetect_16pairs.csv')) {
      const found = exactPair(model, answerer(row['EID_i'] ?? ''), answerer(row['EID_j'] ?? ''))
      for (const [name, own] of [
        ['GBT.pvalue', found?.gbt],
        ['M4.pvalue', found?.m4],
      ] as const) {
        const pair: [number, number] = [
          Math.log10(own ?? Number.NaN),
          Math.log10(Number(row[name])),
        ]
        orders.push(pair)
        apart.push(Math.abs(pair[0] - pair[1]))
      }
    }
    const middle = apart.toSorted((left, right) => left - right)[apart.length >> 1] ?? Number.NaN
    t.equal(apart.length, 32)
    t.ok(middle < 1.5, `half of them within ${middle} orders of magnitude`)
    const strong = orders.filter(([, theirs]) => theirs < -7)
    t.ok(strong.length > 0 && strong.every(([own]) => own < -4), JSON.stringify(orders))
  },
)

t.test('the nominal model agrees with mirt 1.45.1, and fits no worse', absent, async (t) => {
  const exam = readCredential()
  const { itemCount, options, persons } = exam
  const items = mirtNominalItems(exam)
  const quadrature = normalQuadrature(61)
  const probabilities = items.map((item) => {
    const table = new Float64Array(4 * quadrature.nodes.length)
    const chances = new Float64Array(4)
    quadrature.nodes.forEach((theta, node) => {
      writeNominalChances(item, theta, chances)
      for (const k of OPTIONS) table[k * quadrature.nodes.length + node] = chances[k] ?? 0
    })
    return table
  })
  const categoryCounts = items.map(() => 4)
  const weights = new Float64Array(persons.length).fill(1)
  const matrix = {
    personCount: persons.length,
    itemCount,
    values: options,
    categoryCounts,
    weights,
  }
  const theirs = expectCounts(packPatterns(matrix), probabilities, { quadrature, weights })
  const apart = Math.abs(theirs.logLikelihood + 202_788.1)
  t.ok(apart < 0.05, `log-likelihood of mirt's parameters: ${apart} apart`)
  const abilities = nominalAbilities({ items, chosen: options, bound: 4 })
  const farthest = persons.reduce((most, name, person) => {
    const expected = Number(exam.abilities.get(name)?.['eta_nrm_ml4'])
    return Math.max(most, Math.abs((abilities[person] ?? Number.NaN) - expected))
  }, 0)
  t.ok(farthest < 1e-4, `abilities at most ${farthest} apart`)

  const keys = new Int8Array(itemCount).fill(3)
  const fit = fitNominalModel({ chosen: options, itemCount, counts: categoryCounts, keys })
  t.ok(fit.converged)
  // mirt stopped short: with its own parameters the same likelihood is 30 lower.
  const gain = fit.logLikelihood - theirs.logLikelihood
  t.ok(gain > 0 && gain < 50, `fits better by ${gain}`)
  const apartSlopes = items
    .map(({ slopes, intercepts }, at) => {
      const own = fit.items[at]
      const used = OPTIONS.filter((k) => Number.isFinite(intercepts[k]))
      const last = used.at(-1) ?? 3
      return Math.max(
        ...used.map((k) => {
          const ours = (own?.slopes[k] ?? Number.NaN) - (own?.slopes[last] ?? Number.NaN)
          return Math.abs(ours - ((slopes[k] ?? 0) - (slopes[last] ?? 0)))
        }),
      )
    })
    .toSorted((left, right) => left - right)
  const median = apartSlopes[apartSlopes.length >> 1] ?? Number.NaN
  t.ok(median < 0.05, `slopes of half the items within ${median}`)
})
