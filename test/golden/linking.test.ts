import t, { type Test } from 'tap'
import type { LinkWeights } from '../../src/domain/measurement/linking/link-by-curves.ts'
import { type LinkMethod, linkScales } from '../../src/domain/measurement/linking/link-scales.ts'
import type { AnchorPair, ScaledItem } from '../../src/domain/measurement/linking/scaled-item.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

const absent = { skip: !referencePresent && REFERENCE_ABSENT }

interface Constants {
  readonly A: number
  readonly B: number
}

function agree(
  t: Test,
  given: {
    readonly pairs: readonly AnchorPair[]
    readonly method: LinkMethod
    readonly weights: LinkWeights
    readonly expected: Constants | undefined
  },
): void {
  const { pairs, method, weights, expected } = given
  const { link } = linkScales(pairs, method, weights)
  const told = `${method}: ${JSON.stringify(link)} for ${JSON.stringify(expected)}`
  const apart = Math.max(
    Math.abs((link?.slope ?? Number.NaN) - (expected?.A ?? Number.NaN)),
    Math.abs((link?.shift ?? Number.NaN) - (expected?.B ?? Number.NaN)),
  )
  t.ok(apart < 2e-6, told)
}

/** The file is in the metric D = 1.7. */
function threeParameters(row: Readonly<Record<string, string>>): ScaledItem {
  const a = 1.7 * Number(row['a'])
  const c = Number(row['c'])
  const logit = Math.log(c / (1 - c))
  return { model: '3pl', parameters: Float64Array.of(a, -a * Number(row['b']), logit) }
}

t.test('the constants of Kolen & Brennan (2004) agree with plink', absent, async (t) => {
  const { nonsymmetric } = readReferenceJson<{ nonsymmetric: Record<string, Constants> }>(
    'expected/link_kb04.json',
  )
  const formOf = (name: string) =>
    readReferenceTable(`data/kb04_form_${name}.csv`).map(threeParameters)
  const [x, y] = [formOf('x'), formOf('y')]
  const pairs = readReferenceTable('data/kb04_common.csv').map((row): AnchorPair => {
    const [from, onto] = [x[Number(row['col1']) - 1], y[Number(row['col2']) - 1]]
    if (!from || !onto) throw new Error('a common item is in neither form')
    return { from, onto }
  })
  t.equal(pairs.length, 12)
  const names = { MM: 'mean-mean', MS: 'mean-sigma', HB: 'haebara', SL: 'stocking-lord' } as const
  for (const [name, method] of Object.entries(names)) {
    agree(t, { pairs, method, weights: 'uniform', expected: nonsymmetric[name] })
  }
})

function twoParameters(file: string): ReadonlyMap<string, ScaledItem> {
  const values = new Map<string, number[]>()
  for (const { par = '', est } of readReferenceTable(file)) {
    values.set(par, [...(values.get(par) ?? []), Number(est)])
  }
  // The file has all intercepts, then all slopes.
  return new Map(
    [...values].map(([item, [d = Number.NaN, a = Number.NaN]]) => [
      item,
      { model: '2pl', parameters: Float64Array.of(a, d) },
    ]),
  )
}

t.test('the constants of est2pl agree with equateIRT', absent, async (t) => {
  const { results } = readReferenceJson<{ results: Record<string, Constants> }>(
    'expected/link_equateIRT_est2pl.json',
  )
  const [one, two] = [1, 2].map((form) => twoParameters(`data/equateIRT_est2pl_test${form}.csv`))
  const pairs = [...(one ?? [])].flatMap(([item, from]): AnchorPair[] => {
    const onto = two?.get(item)
    return onto ? [{ from, onto }] : []
  })
  t.equal(pairs.length, 10)
  const names = {
    'mean-mean': 'mean-mean',
    'mean-sigma': 'mean-sigma',
    Haebara: 'haebara',
    'Stocking-Lord': 'stocking-lord',
  } as const
  for (const [name, method] of Object.entries(names)) {
    agree(t, { pairs, method, weights: 'normal', expected: results[name] })
  }
})
