import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { type ScoringMethod, scoreFiles } from '../../../src/cli/files/score-files.ts'
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

t.test('unusable parameters and unknown items are told with their place', async (t) => {
  const responses = 'person,I1,I2,I3\na,1,1,0\n'
  const table: readonly [string, unknown, object][] = [
    [responses, { ...ITEMS, items: ITEMS.items.slice(0, 2) }, { row: 1, column: 'I3' }],
    ['person,I1\na,2\n', ITEMS, { row: 2, column: 'I1' }],
    [responses, { ...ITEMS, items: [...ITEMS.items, ITEMS.items[0]] }, { message: /twice/ }],
    [
      responses,
      { model: 'grm', items: [{ item: 'I1', a: 1, steps: [0, 1] }] },
      { message: /steps/ },
    ],
    [responses, { model: '2pl', items: [{ item: 'I1', a: -1, b: 0 }] }, { message: /above 0/ }],
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
