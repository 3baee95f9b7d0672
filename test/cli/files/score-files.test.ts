import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { scoreFiles } from '../../../src/cli/files/score-files.ts'
import type { ScoringMethod } from '../../../src/domain/measurement/scoring/score-cohort.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { deviate } from '../../domain/forensics/simulated-attempts.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePath,
  referencePresent,
} from '../../golden/reference.ts'

interface ReferenceModel {
  readonly marginal_rxx: number
  readonly empirical_rxx_EAP: number
  readonly items_irt: readonly { item: string; a: number; b: number; g: number }[]
}

function itemsJson(model: ReferenceModel, D: number): string {
  const items = model.items_irt.map(({ item, a, b, g }) => ({ item, a: a / D, b, c: g }))
  return JSON.stringify({ model: '3pl', D, items })
}

function readScores(file: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\r\n')
  const names = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
  })
}

const CASES: readonly [string, string, ScoringMethod, number, number][] = [
  ['lsat7_2PL', 'lsat7', 'eap', 1, 1e-9],
  ['lsat7_3PL_prior', 'lsat7', 'eap', 1.7, 1e-9],
  ['lsat7_2PL', 'lsat7', 'map', 1, 1e-4],
  ['lsat6_2PL', 'lsat6', 'wle', 1.702, 1e-3],
  ['sapa_missing_2PL', 'sapa_ability_1525x16', 'eap', 1, 1e-9],
]

for (const [model, data, method, D, tolerance] of CASES) {
  t.test(`${method} of ${data} by ${model} with D = ${D} agrees with mirt`, async (t) => {
    if (!referencePresent) {
      t.comment(REFERENCE_ABSENT)
      return
    }
    const reference = readReferenceJson<ReferenceModel>(`expected/irt_${model}.json`)
    const dir = t.testdir({ 'items.json': itemsJson(reference, D) })
    const out = `${dir}/scores.csv`
    const responses = referencePath(`data/${data}.csv`)
    const summary = await scoreFiles({ responses, items: `${dir}/items.json`, method, out })
    const expected = readReferenceTable(`expected/irt_${model}_scores.csv`)
    const found = readScores(out)
    t.equal(found.length, expected.length)
    let worst = 0
    for (const [index, { theta, se, n }] of found.entries()) {
      if (n === '0') continue
      const row = expected[index] ?? {}
      worst = Math.max(
        worst,
        Math.abs(Number(theta) - Number(row[method])),
        Math.abs(Number(se) - Number(row[`${method}_se`])),
      )
    }
    t.ok(worst <= tolerance, `off by ${worst.toExponential(1)}`)
    t.ok(Math.abs(summary.marginalReliability - reference.marginal_rxx) < 1e-6)
    if (method !== 'eap' || data !== 'lsat7') return
    const empirical = (summary.empiricalReliability ?? 0) - reference.empirical_rxx_EAP
    t.ok(Math.abs(empirical) < 1e-6, `empirical reliability off by ${empirical}`)
  })
}

const ITEMS = {
  model: '2pl',
  D: 1,
  items: [
    { item: 'I1', a: 1.1, b: -0.3, c: 0, competency: 'law' },
    { item: 'I2', a: 0.9, b: 0.4, se: { a: 0.1 }, competency: 'law' },
    { item: 'I3', b: 0, competency: 'ethics' },
  ],
}

t.test('each competency gets its own pair; nobody without responses gets a score', async (t) => {
  const dir = t.testdir({
    'items.json': JSON.stringify(ITEMS),
    'r.csv': 'person,I1,I2,I3\na,1,1,0\nb,,,\nc,1,,NA\n',
  })
  const out = `${dir}/scores.csv`
  const given = { responses: `${dir}/r.csv`, items: `${dir}/items.json`, out }
  const summary = await scoreFiles({ ...given, method: 'eap' })
  const [a, b, c] = readScores(out)
  t.match(summary, { n: 2, persons: 3, items: 3, method: 'eap' })
  t.same(Object.keys(a ?? {}).slice(0, 4), ['person', 'theta', 'se', 'n'])
  t.ok(Number(a?.theta_law) > 0 && Number(a?.theta_ethics) < 0)
  t.match(b, { theta: '', se: '', n: '0', theta_law: '' })
  t.match(c, { n: '1', theta_ethics: '' })
})

function withSteps(model: string, steps: readonly number[], c = 0) {
  return { model, items: [{ item: 'I1', a: 1, c, steps }] }
}

t.test('unusable parameters and unknown items are told with their place', async (t) => {
  const responses = 'person,I1,I2,I3\na,1,1,0\n'
  const table: readonly [string, unknown, object][] = [
    [responses, { ...ITEMS, items: ITEMS.items.slice(0, 2) }, { row: 1, column: 'I3' }],
    ['person,I1\na,2\n', ITEMS, { row: 2, column: 'I1' }],
    [responses, { ...ITEMS, items: [...ITEMS.items, ITEMS.items[0]] }, { message: /twice/ }],
    [responses, withSteps('2pl', [0, 1]), { message: /steps, which model 2pl has no place for/ }],
    [responses, withSteps('grm', [1, 0]), { message: /steps that do not rise/ }],
    [responses, withSteps('gpcm', Array(21).fill(0)), { message: /more than 20 steps/ }],
    [responses, withSteps('gpcm', [0, 1], 0.2), { message: /steps and c/ }],
    ['person,I1\na,3\n', withSteps('grm', [0, 1]), { row: 2, message: /expects 0 to 2, found 3/ }],
    [responses, { ...ITEMS, latent: { mean: 0, deviation: 0 } }, { column: '/latent/deviation' }],
    [responses, { model: '2pl', items: [{ item: 'I1', a: 0, b: 0 }] }, { message: /other than 0/ }],
    [responses, { model: '2pl', items: [{ item: 'I1', a: 1 }] }, { message: /no difficulty/ }],
    [responses, { model: '2pl', items: [{ item: 'I1', a: 'x', b: 1 }] }, { column: '/items/0/a' }],
    [responses, 'no json', { message: /not JSON/ }],
  ]
  for (const [csv, items, expected] of table) {
    const dir = t.testdir({})
    writeFileSync(`${dir}/r.csv`, csv)
    writeFileSync(`${dir}/items.json`, typeof items === 'string' ? items : JSON.stringify(items))
    const given = { responses: `${dir}/r.csv`, items: `${dir}/items.json`, out: `${dir}/s.csv` }
    await t.rejects(scoreFiles({ ...given, method: 'eap' }), { name: 'InputFault', ...expected })
  }
})

/** A cohort of two competencies with eight items each, the second half guessed by the first ten. */
function aCohort(persons: number) {
  const random = seededRandom('score files', 'cohort')
  const names = Array.from({ length: 16 }, (_, at) => `I${at + 1}`)
  const items = names.map((item, at) => ({
    item,
    a: 1.2,
    b: -1.75 + at * 0.25,
    competency: at % 2 === 0 ? 'law' : 'ethics',
  }))
  const rows = Array.from({ length: persons }, (_, person) => {
    const theta = deviate(random)
    const isGuesser = person < 10
    const cells = items.map(({ b }, at) => {
      const isRapid = isGuesser && at < person
      const right = isRapid ? 0.25 : 1 / (1 + Math.exp(-1.2 * (theta - b)))
      return { value: Number(random() < right), seconds: isRapid ? 1 : 40 + 20 * random() }
    })
    return { person: `p${person + 1}`, cells }
  })
  const csv = (cell: (of: { value: number; seconds: number }) => number) =>
    [
      ['person', ...names].join(','),
      ...rows.map(({ person, cells }) => [person, ...cells.map(cell)].join(',')),
    ].join('\n')
  return {
    'items.json': JSON.stringify({ model: '2pl', items }),
    'r.csv': csv(({ value }) => value),
    't.csv': csv(({ seconds }) => seconds),
  }
}

t.test('what is asked for besides stands after the columns of the contract', async (t) => {
  const dir = t.testdir(aCohort(300))
  const out = `${dir}/scores.csv`
  const summary = await scoreFiles({
    responses: `${dir}/r.csv`,
    items: `${dir}/items.json`,
    method: 'eap',
    out,
    times: `${dir}/t.csv`,
    scale: { mean: 500, deviation: 100 },
    cuts: [0.5, -0.5],
  })
  const found = readScores(out)
  const [first = {}] = found
  t.equal(
    Object.keys(first).join(),
    'person,theta,se,n,theta_law,se_law,theta_ethics,se_ethics,scale,scale_se,' +
      'augmented_law,augmented_se_law,augmented_ethics,augmented_se_ethics,' +
      'theta_effort,se_effort,n_effort,effort,effort_evidence',
  )
  for (const row of found) {
    t.equal(Number(row['scale']), Math.round(500 + 100 * Number(row['theta'])))
    t.ok(Number(row['augmented_se_law']) < Number(row['se_law']))
    t.not(row['theta'], '', 'the plain score stays')
  }
  const guesser = found[9] ?? {}
  t.match(guesser, { n: '16', n_effort: '7', effort: '0.4375', effort_evidence: 'not-enough' })
  t.equal(guesser['theta_effort'], '', 'no score on too few responses')
  t.match(found[20], { n_effort: '16', effort: '1', effort_evidence: 'enough' })
  t.ok(Math.abs(Number(found[20]?.['theta_effort']) - Number(found[20]?.['theta'])) < 1e-9)
  t.match(summary.effort, { rapid: 45, notEnoughEvidence: 1, unmotivated: 8 })
  t.strictSame(summary.classification?.cuts, [-0.5, 0.5])
  for (const said of [summary.classification?.byAbility, summary.classification?.byScore]) {
    t.ok((said?.accuracy ?? 0) > (said?.consistency ?? 1), 'accuracy above consistency')
    t.ok((said?.accuracy ?? 9) < 1)
  }
  // One ability made both competencies: the total says all.
  for (const { competency, items, prmse, report } of summary.competencies) {
    t.ok(['law', 'ethics'].includes(competency))
    t.equal(items, 8)
    t.equal(report, false)
    t.ok((prmse?.total ?? 0) > (prmse?.subscore ?? 1))
  }
})

t.test('an item with a slope below 0 is scored as it is, and named', async (t) => {
  const dir = t.testdir({
    'items.json': JSON.stringify({ model: '2pl', items: [{ item: 'I1', a: -1, b: 0 }] }),
    'r.csv': 'person,I1\na,1\nb,0\n',
  })
  const given = { responses: `${dir}/r.csv`, items: `${dir}/items.json`, out: `${dir}/s.csv` }
  const { notes } = await scoreFiles({ ...given, method: 'eap' })
  const [right, wrong] = readScores(given.out).map(({ theta }) => Number(theta))
  t.ok((right ?? 9) < 0 && (wrong ?? -9) > 0)
  t.match(notes, [/check the key: I1/])
})

t.test('the distribution the items were calibrated with is the prior', async (t) => {
  const dir = t.testdir({ 'r.csv': 'person,I1,I2,I3\na,1,1,1\n' })
  const latents = [undefined, { mean: 0, deviation: 0.5 }, { mean: 1, deviation: 1 }]
  const thetas: number[] = []
  for (const latent of latents) {
    writeFileSync(`${dir}/items.json`, JSON.stringify({ ...ITEMS, latent }))
    const given = { responses: `${dir}/r.csv`, items: `${dir}/items.json`, out: `${dir}/s.csv` }
    const { prior } = await scoreFiles({ ...given, method: 'eap' })
    t.strictSame(prior, latent ?? { mean: 0, deviation: 1 })
    thetas.push(Number(readScores(given.out)[0]?.['theta']))
  }
  const [plain = 0, narrow = 0, high = 0] = thetas
  t.ok(narrow < plain && plain < high)
})

t.test(
  'items with steps are scored; extreme, single and empty rows get a clear answer',
  async (t) => {
    const steps = [-1, 0, 1]
    const items = [1, 2, 3].map((number) => ({ item: `I${number}`, a: 1.5, b: 0, steps }))
    const csv = 'person,I1,I2,I3\nlow,0,0,\nmid,1,2,\nhigh,3,3,\nnone,,,\n'
    for (const model of ['grm', 'gpcm']) {
      const dir = t.testdir({ 'items.json': JSON.stringify({ model, items }), 'r.csv': csv })
      const given = { responses: `${dir}/r.csv`, items: `${dir}/items.json`, out: `${dir}/s.csv` }
      for (const method of ['eap', 'map', 'mle', 'wle'] as const) {
        const summary = await scoreFiles({ ...given, method })
        const thetas = readScores(given.out).map(({ theta }) => theta)
        t.equal(thetas[3], '')
        t.ok(Number(thetas[0]) < Number(thetas[1]) && Number(thetas[1]) < Number(thetas[2]))
        t.match(summary.notes, [
          'persons without any response, who get no score: 1',
          'nobody answered I3',
        ])
        t.notMatch(JSON.stringify(summary), /NaN/)
        if (method === 'mle') t.match(summary.notes[2], /all or nothing right: 2/)
      }
      writeFileSync(`${dir}/r.csv`, 'person,I1,I2,I3\none,1,2,3\n')
      const { empiricalReliability, n } = await scoreFiles({ ...given, method: 'eap' })
      t.match({ empiricalReliability, n }, { empiricalReliability: null, n: 1 })
    }
  },
)

t.test(
  'a table of raw scores, and their equivalents on another form, comes with a warning',
  async (t) => {
    const harder = { ...ITEMS, items: ITEMS.items.map((item) => ({ ...item, b: item.b + 1 })) }
    const dir = t.testdir({
      'items.json': JSON.stringify(ITEMS),
      'harder.json': JSON.stringify(harder),
      'r.csv': 'person,I1,I2,I3\na,1,1,0\n',
    })
    const { notes } = await scoreFiles({
      responses: `${dir}/r.csv`,
      items: `${dir}/items.json`,
      method: 'eap',
      out: `${dir}/s.csv`,
      rawTable: `${dir}/raw.csv`,
      equateTo: `${dir}/harder.json`,
    })
    t.match(notes.at(-1), /Decide by the ability/)
    const table = readScores(`${dir}/raw.csv`)
    t.strictSame(
      table.map(({ raw }) => raw),
      ['0', '1', '2', '3'],
    )
    t.ok(Number(table[1]?.['equivalent']) < 1 && Number(table[2]?.['equivalent']) < 2)
    t.match(table[0], { theta_at_score: '' })
  },
)
