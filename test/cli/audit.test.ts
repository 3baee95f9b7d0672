import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import Value from 'typebox/value'
import { type SatKind, satExam } from '../../src/cli/bench/audit-scenarios.ts'
import type { Bank } from '../../src/domain/bank/bank.ts'
import { Audit } from '../../src/domain/measurement/audit/audit.ts'
import { filesOf, probity } from '../support/run-probity.ts'

t.setTimeout(240_000)

const PROGRAMME = new URL('../../question-banks/grassroots/', import.meta.url).pathname
const BLUEPRINT = join(PROGRAMME, 'blueprint-counter.json')

const csv = (rows: readonly (readonly (string | number | null)[])[]) =>
  rows.map((row) => row.map((cell) => cell ?? '').join(',')).join('\r\n')

/** A simulated exam as files; the one of eight seeds that has all of them. */
function written(t: Parameters<typeof filesOf>[0], kind: SatKind) {
  const exam = ['1', '2', '3', '4', '5', '6', '7', '8', '9']
    .map((seed) => satExam(kind, `files ${seed}`))
    .find(({ readingSeconds, rows }) => readingSeconds && rows.length > 50)
  if (!exam?.seconds || !exam.readingSeconds) throw new Error('no seed gives times')
  const header = ['person', ...exam.items]
  return filesOf(t, {
    'R.csv': csv([header, ...exam.rows.map((row, at) => [`P${at}`, ...row])]),
    'T.csv': csv([
      header,
      ...exam.seconds.map((row, at) => [
        `P${at}`,
        ...Array.from(row, (one) => (Number.isNaN(one) ? null : one)),
      ]),
    ]),
    'W.csv': csv([['item', 'seconds'], ...exam.readingSeconds]),
  })
}

t.test('a sound exam passes, a formality ends with 1, each with its reasons', async (t) => {
  for (const [kind, code] of [
    ['ordinary', 0],
    ['open-book', 1],
  ] as const) {
    const files = written(t, kind)
    const ended = await probity(
      ...['audit', '--responses', files['R.csv'] ?? '', '--cuts', '0'],
      ...['--times', files['T.csv'] ?? '', '--reading', files['W.csv'] ?? ''],
    )
    t.equal(ended.code, code, ended.errors)
    const audit: unknown = JSON.parse(ended.output)
    t.ok(Value.Check(Audit, audit))
    if (!Value.Check(Audit, audit)) continue
    t.equal(audit.verdict === 'formality', code === 1)
    const codes = [...audit.reasons, ...audit.sound].map((one) => one.code)
    t.ok(codes.includes('reading-time') && codes.includes('times-unrelated'))
  }
})

t.test('the shipped exam is no formality; of the same bank made trivial, it is', async (t) => {
  const bank: Bank = JSON.parse(readFileSync(join(PROGRAMME, 'bank.json'), 'utf8'))
  const values = { discrimination: 1, difficulty: -4.5, guessing: 0.2 }
  const items = bank.items.map((item) => ({
    ...item,
    parameters: { values, provenance: 'expert-judgement', note: 'known to all' },
  }))
  const { 'bank.json': easy = '' } = filesOf(t, { 'bank.json': { ...bank, items } })
  const run = (file: string) =>
    probity('audit', '--bank', file, '--blueprint', BLUEPRINT, '--cuts', '-0.8,0')
  const [shipped, trivial] = [await run(join(PROGRAMME, 'bank.json')), await run(easy)]
  t.equal(shipped.code, 0, shipped.errors)
  t.equal(trivial.code, 1, trivial.errors)
  t.equal(JSON.parse(trivial.output).verdict, 'formality')
})

t.test('what cannot be used ends with 2 and names the place', async (t) => {
  const files = filesOf(t, {
    'R.csv': 'person,A,B\r\nP1,1,0\r\nP2,x,1\r\n',
    'good.csv': 'person,A,B\r\nP1,1,0\r\nP2,0,1\r\n',
    'W.csv': 'item,words\r\nA,many\r\n',
  })
  const [bad = '', good = '', words = ''] = ['R.csv', 'good.csv', 'W.csv'].map((f) => files[f])
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['--responses', bad, '--cuts', '0'], /row 3, column A/],
    [['--responses', good, '--cuts', 'high'], /--cuts/],
    [['--responses', good], /--cuts/],
    [['--cuts', '0'], /--responses or --bank/],
    [['--bank', 'x.json', '--cuts', '0'], /--blueprint/],
    [['--responses', good, '--cuts', '0', '--reading', words], /row 2, column words/],
  ]
  for (const [args, message] of cases) {
    const { code, errors } = await probity('audit', ...args)
    t.equal(code, 2, errors)
    t.match(errors, message)
  }
})
