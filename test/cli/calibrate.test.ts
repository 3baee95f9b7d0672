import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { seededRandom } from '../../src/domain/random.ts'
import { filesOf, probity } from '../support/run-probity.ts'

t.setTimeout(240_000)

const random = seededRandom('calibrate files')
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const difficulties = [-1.5, -1, -0.5, 0, 0, 0.5, 1, 1.5]
const answers = Array.from({ length: 400 }, () => {
  const theta = normal()
  return difficulties.map((b) => (random() < 1 / (1 + Math.exp(b - theta)) ? 1 : 0))
})
const csv = (rows: readonly (readonly (number | string)[])[]) =>
  [
    `person,${difficulties.map((_, at) => `I${at + 1}`).join()}`,
    ...rows.map((row, at) => `P${at + 1},${row.join()}`),
  ].join('\n')

interface Told {
  readonly model: string
  readonly n: number
  readonly converged: boolean
  readonly out: string
  readonly findings: readonly { readonly code: string }[]
}
interface ItemsFile {
  readonly D: number
  readonly items: readonly { item: string; a: number; b: number; se: { b: number } }[]
}

t.test('calibrate writes items.json, which score reads', async (t) => {
  const files = filesOf(t, { 'r.csv': csv(answers) })
  const responses = files['r.csv'] ?? ''
  const out = join(responses, '..', 'items.json')
  const { code, output, errors } = await probity(
    'calibrate',
    '--responses',
    responses,
    '--out',
    out,
  )
  t.equal(code, 0, errors)
  t.equal(errors, '', 'no progress where nobody watches')
  t.match(JSON.parse(output) as Told, { model: '2pl', n: 400, converged: true, findings: [] })
  const { D, items } = JSON.parse(readFileSync(out, 'utf8')) as ItemsFile
  t.equal(D, 1)
  t.same(
    items.map(({ item }) => item),
    ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8'],
  )
  items.forEach(({ item, b, se }, at) => {
    t.ok(Math.abs(b - (difficulties[at] ?? 0)) < 4 * se.b, `${item}: ${b} ± ${se.b}`)
  })
  const scores = join(responses, '..', 'scores.csv')
  const scored = await probity(
    ...['score', '--responses', responses, '--items', out, '--out', scores],
  )
  t.equal(scored.code, 0, scored.errors)
})

t.test('anchors keep their parameters', async (t) => {
  const anchors = {
    model: '2pl',
    D: 1,
    items: [
      { item: 'I1', a: 1, b: 0 },
      { item: 'I2', a: 1, b: 0.5 },
    ],
  }
  const files = filesOf(t, { 'r.csv': csv(answers), 'anchors.json': anchors })
  const responses = files['r.csv'] ?? ''
  const out = join(responses, '..', 'items.json')
  const { code, errors } = await probity(
    ...['calibrate', '--responses', responses, '--anchors', files['anchors.json'] ?? ''],
    ...['--out', out, '--model', '2pl'],
  )
  t.equal(code, 0, errors)
  const { items } = JSON.parse(readFileSync(out, 'utf8')) as ItemsFile
  t.match(items.slice(0, 2), anchors.items)
  // Both anchors were moved up by 1.5: so are all the others.
  const shifts = items.slice(2).map(({ b }, at) => b - (difficulties[at + 2] ?? 0))
  const shift = shifts.reduce((sum, value) => sum + value, 0) / shifts.length
  t.ok(shift > 1 && shift < 2, `the scale moved by ${shift}`)
})

t.test('too few persons are a finding, broken files are unusable', async (t) => {
  const files = filesOf(t, {
    'few.csv': csv(answers.slice(0, 20)),
    'text.csv': csv([...answers.slice(0, 40), [1, 0, 'x', 0, 1, 0, 1, 0]]),
    'graded.csv': csv(answers.map((row, at) => (at === 0 ? row.map(() => 2) : row))),
    'alike.csv': csv(answers.map((row) => row.map(() => 1))),
  })
  const run = (name: string, ...more: readonly string[]) =>
    probity(
      'calibrate',
      '--responses',
      files[name] ?? '',
      '--out',
      join(t.testdirName, 'o'),
      ...more,
    )
  const [few, text, graded, alike, model, none] = await Promise.all([
    run('few.csv'),
    run('text.csv'),
    run('graded.csv', '--model', '2pl'),
    run('alike.csv'),
    run('few.csv', '--model', '4pl'),
    probity('calibrate'),
  ])
  t.equal(few.code, 1)
  t.match(few.errors, /only 20 persons/)
  t.equal(text.code, 2)
  t.match(text.errors, /row 42, column I3.*"x"/)
  t.equal(graded.code, 2)
  t.match(graded.errors, /grm or gpcm/)
  t.equal(alike.code, 2)
  t.match(alike.errors, /no item is left/)
  t.equal(model.code, 2)
  t.equal(none.code, 2)
  for (const { output } of [few, text, graded, alike]) t.equal(output, '')
})
