import fc from 'fast-check'
import t from 'tap'
import {
  type Calibration,
  type CalibrationOrder,
  calibrate,
} from '../../../../src/domain/measurement/calibration/calibrate.ts'
import { fitModel, runFit } from '../../../../src/domain/measurement/calibration/fit-model.ts'
import type { CalibratedModel } from '../../../../src/domain/measurement/calibration/item-models.ts'
import {
  collapsePatterns,
  responseMatrix,
} from '../../../../src/domain/measurement/calibration/response-matrix.ts'
import { covarianceAt } from '../../../../src/domain/measurement/calibration/standard-errors.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

const logistic = (x: number) => 1 / (1 + Math.exp(-x))

interface Truth {
  readonly a: number
  readonly b: number
  readonly c?: number
}

function normals(random: () => number, count: number): number[] {
  return Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  )
}

/** Responses of persons of known ability; `shown` says which items a person gets. */
function simulate(
  items: readonly Truth[],
  thetas: readonly number[],
  { seed, shown = () => true }: { seed: string; shown?: (person: number, item: number) => boolean },
): (number | null)[][] {
  const random = seededRandom(seed, 'responses')
  return thetas.map((theta, person) =>
    items.map(({ a, b, c = 0 }, item) => {
      const chance = c + (1 - c) * logistic(a * (theta - b))
      const right = random() < chance ? 1 : 0
      return shown(person, item) ? right : null
    }),
  )
}

const spread = (count: number): Truth[] =>
  Array.from({ length: count }, (_, at) => ({
    a: 0.7 + (at % 5) * 0.25,
    b: -2 + (4 * at) / (count - 1),
  }))
const names = (count: number) => Array.from({ length: count }, (_, at) => `I${at + 1}`)

function sound(order: Omit<CalibrationOrder, 'items'>): Calibration {
  const found = calibrate({ ...order, items: names(order.rows[0]?.length ?? 0) })
  if ('refused' in found) throw new Error(found.findings.map(({ code }) => code).join())
  return found
}
const codesOf = ({ findings }: { readonly findings: readonly { readonly code: string }[] }) =>
  findings.map(({ code }) => code)

t.test('own forms: parameters are recovered within their standard errors', async (t) => {
  const items = spread(40)
  const random = seededRandom('own forms')
  const rows = simulate(items, normals(random, 3000), {
    seed: 'own',
    // Every person gets half of the items, another half each.
    shown: (person, item) => seededRandom('form', String(person), String(item))() < 0.5,
  })
  const found = sound({ rows, model: '2pl' })
  const deviates = found.items.flatMap(({ a, b, se }, at) => {
    const truth = items[at]
    return truth && se ? [(a - truth.a) / se.a, (b - truth.b) / se.b] : []
  })
  t.equal(deviates.length, 80)
  const squares = deviates.reduce((sum, z) => sum + z * z, 0)
  // 80 squared deviates sum to a chi-squared; its 0.01 % and 99.99 % points are 42 and 133.
  t.ok(squares > 42 && squares < 133, `chi-squared ${squares}`)
  t.ok(found.items.every(({ n }) => n > 1300 && n < 1700))
})

t.test('Rasch, partial credit and guessing are recovered too', async (t) => {
  const random = seededRandom('models')
  const thetas = normals(random, 4000).map((theta) => theta * 1.3)
  const rasch = sound({
    rows: simulate(
      spread(15).map(({ b }) => ({ a: 1, b })),
      thetas,
      { seed: 'rasch' },
    ),
    model: 'rasch',
  })
  t.ok(Math.abs(rasch.latent.deviation - 1.3) < 0.08, `spread ${rasch.latent.deviation}`)
  for (const [at, { b }] of spread(15).entries()) {
    t.ok(Math.abs((rasch.items[at]?.b ?? 9) - b) < 0.2, `b of item ${at + 1}`)
  }
  const guessed = sound({
    rows: simulate(
      spread(20).map((item) => ({ ...item, c: 0.25 })),
      normals(random, 4000),
      { seed: 'guessing' },
    ),
    model: '3pl',
  })
  const mean = guessed.items.reduce((sum, { c }) => sum + c, 0) / guessed.items.length
  t.ok(Math.abs(mean - 0.25) < 0.04, `mean guessing ${mean}`)
})

t.test('with anchors the group is found on the scale of the bank', async (t) => {
  const items = spread(20)
  const random = seededRandom('anchors')
  const thetas = normals(random, 3000).map((theta) => 0.6 + 0.8 * theta)
  const matrix = responseMatrix(simulate(items, thetas, { seed: 'anchored' }))
  const fixed = new Map(
    items.slice(0, 10).map(({ a, b }, at) => [at, Float64Array.of(a, -a * b)] as const),
  )
  const fitted = fitModel({ matrix, model: '2pl', fixed })
  t.ok(Math.abs(fitted.latent.mean - 0.6) < 0.08, `mean ${fitted.latent.mean}`)
  t.ok(Math.abs(fitted.latent.deviation - 0.8) < 0.08, `spread ${fitted.latent.deviation}`)
  items.forEach(({ a, b }, at) => {
    const [slope = 0, intercept = 0] = fitted.parameters[at] ?? []
    if (at < 10) t.same([slope, intercept], [a, -a * b], 'anchors stay')
    else {
      t.ok(Math.abs(slope - a) < 0.3, `a ${slope} of ${a}`)
      t.ok(Math.abs(-intercept / slope - b) < 0.35, `b ${-intercept / slope} of ${b}`)
    }
  })
})

t.test('the stand-in for observed information is near it where both can be had', async (t) => {
  const random = seededRandom('information')
  const rows = simulate(spread(12), normals(random, 3000), { seed: 'information' })
  const { fit, values } = runFit({ matrix: responseMatrix(rows), model: '2pl' })
  const observed = covarianceAt(fit, values)
  const stand = covarianceAt(fit, values, 'cross-product')
  t.equal(observed?.method, 'observed')
  t.equal(stand?.method, 'cross-product')
  for (let at = 0; at < values.length; at += 1) {
    const ratio = Math.sqrt((stand?.between(at, at) ?? 0) / (observed?.between(at, at) ?? 1))
    t.ok(ratio > 0.85 && ratio < 1.15, `parameter ${at}: ${ratio}`)
  }
})

t.test('few persons on forms of their own: errors are those of the estimates', async (t) => {
  const items = spread(60)
  const deviates: number[] = []
  const errors: number[] = []
  for (const seed of ['one', 'two', 'three']) {
    const random = seededRandom('few', seed)
    // 240 persons, 120 parameters: products of scores would say next to nothing here.
    const rows = simulate(items, normals(random, 240), {
      seed: `few ${seed}`,
      shown: (person, item) => seededRandom('few form', seed, `${person}`, `${item}`)() < 0.5,
    })
    const found = sound({ rows, model: '2pl' })
    t.equal(found.errors, 'observed')
    found.items.forEach(({ b, se }, at) => {
      const truth = items[at]?.b ?? 0
      deviates.push((b - truth) / (se?.b ?? Number.NaN))
      errors.push(b - truth)
    })
  }
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  // Priors pull estimates together, so squared deviates lie a little below 1.
  const square = mean(deviates.map((z) => z * z))
  t.ok(square > 0.5 && square < 1.3, `mean squared deviate ${square}`)
  t.ok(Math.sqrt(mean(errors.map((error) => error ** 2))) < 0.6)
})

t.test('putting equal rows together changes nothing', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1), fc.option(fc.nat(1))), {
        minLength: 30,
        maxLength: 60,
      }),
      (rows) => {
        const varied = [...rows, [0, 1, 0, 1], [1, 0, 1, 0]] as (number | null)[][]
        const matrix = responseMatrix(varied)
        const priors = {
          logSlope: { mean: 0, deviation: 0.5 },
          intercept: { mean: 0, deviation: 3 },
          logitGuessing: null,
        }
        const whole = fitModel({ matrix, model: '2pl', priors })
        const packed = fitModel({ matrix: collapsePatterns(matrix), model: '2pl', priors })
        return Math.abs(whole.logLikelihood - packed.logLikelihood) < 1e-6
      },
    ),
    { numRuns: 40 },
  )
})

t.test('what the sample bears: nothing, one slope, priors, no priors', async (t) => {
  const random = seededRandom('sizes')
  const rowsOf = (persons: number) =>
    simulate(spread(12), normals(random, persons), { seed: `size ${persons}` })
  const refused = calibrate({ items: names(12), rows: rowsOf(29) })
  t.ok('refused' in refused)
  t.same(codesOf(refused).at(-1), 'too-few-persons')
  const sizes: readonly (readonly [number, CalibratedModel, boolean])[] = [
    [30, 'rasch', true],
    [99, 'rasch', true],
    [100, '2pl', true],
    [249, '2pl', true],
    [250, '2pl', false],
  ]
  for (const [persons, model, hasPriors] of sizes) {
    t.match(sound({ rows: rowsOf(persons) }), { model, hasPriors, converged: true })
  }
  t.ok(codesOf(sound({ rows: rowsOf(40), model: '2pl' })).includes('model-too-rich'))
})

t.test('bad input has a clear answer and no figure is ever NaN', async (t) => {
  const random = seededRandom('bad')
  const base = simulate(spread(8), normals(random, 120), { seed: 'bad' })
  const withColumn = (value: (person: number) => number | null) =>
    base.map((row, person) => [...row, value(person)])
  const cases: readonly (readonly [string, (number | null)[][], string])[] = [
    ['an item all got right', withColumn(() => 1), 'constant-item'],
    ['an item nobody answered', withColumn(() => null), 'nobody-answered'],
    ['persons without responses', [...base, base[0]?.map(() => null) ?? []], 'silent-persons'],
    ['gaps between categories', withColumn((person) => (person % 2) * 4), 'categories-closed-up'],
    ['an item against all others', withColumn((at) => 1 - (base[at]?.[3] ?? 0)), 'flat-item'],
  ]
  for (const [what, rows, code] of cases) {
    const found = sound({ rows, model: '2pl' })
    t.ok(codesOf(found).includes(code), what)
    const figures = found.items.flatMap(({ a, b, c, se }) => [a, b, c, se?.a ?? 0, se?.b ?? 0])
    t.ok(figures.every(Number.isFinite), `${what}: finite`)
  }
  const broken: readonly (readonly [string, CalibrationOrder, string])[] = [
    [
      'a value that is no category',
      { items: names(9), rows: withColumn(() => 0.5) },
      'no-category',
    ],
    ['NaN', { items: names(9), rows: withColumn(() => Number.NaN) }, 'no-category'],
    ['one name twice', { items: [...names(7), 'I1'], rows: base }, 'item-twice'],
    [
      'more than two categories under 2PL',
      { items: names(9), rows: withColumn((person) => person % 3), model: '2pl' },
      'not-dichotomous',
    ],
    ['nothing but constants', { items: ['A'], rows: base.map(() => [1]) }, 'no-items'],
    ['nobody', { items: names(3), rows: [] }, 'no-items'],
    ['one person', { items: names(8), rows: base.slice(0, 1) }, 'no-items'],
  ]
  for (const [what, order, code] of broken) {
    const found = calibrate(order)
    t.ok('refused' in found, what)
    t.ok(codesOf(found).includes(code), `${what}: ${codesOf(found).join()}`)
  }
})

t.test('with enough persons a backwards item is called one', async (t) => {
  const random = seededRandom('backwards')
  const base = simulate(spread(10), normals(random, 600), { seed: 'backwards' })
  const rows = base.map((row) => [...row, row[5] === 1 && random() < 0.8 ? 0 : 1])
  const found = sound({ rows })
  t.ok(codesOf(found).includes('negative-slope'))
  t.equal(found.findings.find(({ code }) => code === 'negative-slope')?.item, 'I11')
})

t.test('persons who had all right or all wrong do no harm', async (t) => {
  const random = seededRandom('extremes')
  const rows = simulate(spread(10), normals(random, 400), { seed: 'extremes' })
  const all = (value: number) => rows[0]?.map(() => value) ?? []
  const found = sound({ rows: [...rows, ...Array.from({ length: 50 }, () => all(1)), all(0)] })
  t.ok(found.converged)
  t.ok(found.items.every(({ a, b }) => Number.isFinite(a) && Math.abs(b) < 10))
})

t.test('without errors the estimates are the same, and no error is made up', async (t) => {
  const random = seededRandom('without errors')
  const rows = simulate(spread(8), normals(random, 300), { seed: 'without errors' })
  const [whole, bare] = [sound({ rows }), sound({ rows, withErrors: false })]
  const withoutErrors = whole.items.map((item) => ({ ...item, se: null }))
  t.same(bare.items, withoutErrors)
  t.ok(whole.items.every(({ se }) => se !== null))
  t.equal(bare.errors, null)
  t.equal(bare.logLikelihood, whole.logLikelihood)
})
