import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { analyseFiles } from '../../src/cli/files/analyse-files.ts'
import { InputFault } from '../../src/cli/files/input-fault.ts'
import {
  drawThetas,
  simulateResponses,
  spreadItems,
} from '../domain/measurement/analysis/simulated-responses.ts'
import { filesOf, probity } from '../support/run-probity.ts'

const ITEMS = spreadItems(15)

function lines(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.join(',')).join('\n')
}

/** Responses of so many persons to fifteen items, as a file has them. */
function responsesFile(persons: number, names = ITEMS.map((_, at) => `I${at + 1}`)): string {
  const thetas = drawThetas(persons, 'cli')
  const rows = simulateResponses({ seed: 'cli', thetas, items: ITEMS })
  return lines([['person', ...names], ...rows.map((row, at) => [`p${at}`, ...row])])
}

function optionsOf(responses: string): { readonly options: string; readonly key: string } {
  const [head = '', ...body] = responses.split('\n')
  const options = body.map((line) => {
    const [person = '', ...cells] = line.split(',')
    return [
      person,
      ...cells.map((cell, at) => (cell === '1' ? 'A' : 'BCD'[(at + body.length) % 3])),
    ]
  })
  const names = head.split(',').slice(1)
  return {
    options: [head, ...options.map((row) => row.join(','))].join('\n'),
    key: lines([['item', 'key'], ...names.map((name) => [name, 'A'])]),
  }
}

function groupsOf(persons: number): string {
  const rows = Array.from({ length: persons }, (_, at) => [
    `p${at}`,
    at % 2 === 0 ? 'north' : 'south',
  ])
  return lines([['person', 'unit'], ...rows])
}

function timesOf(responses: string): string {
  const [head = '', ...body] = responses.split('\n')
  const rows = body.map((line, person) => {
    const [name = '', ...cells] = line.split(',')
    return [name, ...cells.map((_, at) => (20 + ((person * 7 + at * 3) % 40)).toFixed(1))].join(',')
  })
  return [head, ...rows].join('\n')
}

t.test('the command writes report, table and JSON, and prints a summary', async (t) => {
  const responses = responsesFile(420)
  const files = filesOf(t, {
    'r.csv': responses,
    'o.csv': optionsOf(responses).options,
    'k.csv': optionsOf(responses).key,
    't.csv': timesOf(responses),
    'g.csv': groupsOf(420),
  })
  const out = join(dirname(files['r.csv'] ?? ''), 'out')
  const ended = await probity(
    ...['analyse', '--responses', files['r.csv'] ?? '', '--options', files['o.csv'] ?? ''],
    ...['--key', files['k.csv'] ?? '', '--times', files['t.csv'] ?? ''],
    ...['--groups', files['g.csv'] ?? '', '--cuts=-0.5,0.5', '--language', 'en', '--out', out],
  )
  t.equal(ended.code, 0, ended.errors)
  t.equal(ended.errors, '', 'no progress where there is no terminal')
  const summary = JSON.parse(ended.output)
  t.equal(summary.persons, 420)
  t.equal(summary.model, '2pl')
  t.equal(summary.cuts.length, 2)
  t.same(summary.dif[0].counts, [210, 210])
  const report = readFileSync(join(out, 'report.html'), 'utf8')
  t.match(report, '<html lang="en">')
  for (const title of [
    'Verdict',
    'Scores and their errors',
    'Test information and the cuts',
    'Persons and items on one scale',
    'Item characteristic curves',
    'Item information curves',
    'Fairness between groups',
    'cut -0.5',
  ]) {
    t.ok(report.includes(title), title)
  }
  t.notMatch(report, /<script|src=|href=|url\(|@import|NaN|undefined|Infinity/)
  t.equal(report.split('<figure>').length, report.split('As a table').length, 'a table each')
  const table = readFileSync(join(out, 'items.csv'), 'utf8').trim().split('\r\n')
  t.equal(table.length, 16)
  t.match(table[0], /^item,n,p,/)
  const analysis = JSON.parse(readFileSync(join(out, 'analysis.json'), 'utf8'))
  t.equal(analysis.irt.abilities[0].person, 'p0')
  t.equal(analysis.items[0].times.n, 420)
})

const LANGUAGE = { language: 'zh-CN', cuts: [] } as const

t.test(
  'the report is Chinese unless told, and names can’t become markup or formulas',
  async (t) => {
    const names = ITEMS.map((_, at) => `I${at + 1}`)
    names[0] = '<img src=x onerror=alert(1)>'
    names[1] = '=HYPERLINK("http://x")'.replaceAll('"', "'")
    const files = filesOf(t, { 'r.csv': responsesFile(120, names) })
    const responses = files['r.csv'] ?? ''
    const out = join(dirname(responses), 'out')
    await analyseFiles({ ...LANGUAGE, responses, out })
    const report = readFileSync(join(out, 'report.html'), 'utf8')
    t.match(report, '<html lang="zh-CN">')
    t.notOk(report.includes('<img'), 'escaped')
    t.ok(report.includes('&lt;img src=x onerror=alert(1)&gt;'))
    const table = readFileSync(join(out, 'items.csv'), 'utf8').split('\r\n')
    t.match(table[2], /^'=HYPERLINK/)
  },
)

t.test('few persons get classical statistics and no pretence', async (t) => {
  const files = filesOf(t, { 'r.csv': responsesFile(20) })
  const responses = files['r.csv'] ?? ''
  const out = join(dirname(responses), 'out')
  const summary = await analyseFiles({ ...LANGUAGE, responses, out })
  t.equal(summary.model, null)
  t.ok(summary.findings.some(({ code }) => code === 'too-few-persons'))
  t.same(summary.itemsToReview, [], 'nothing is said of single items')
  t.notMatch(readFileSync(join(out, 'report.html'), 'utf8'), /NaN|undefined|Infinity/)
})

t.test('odd but usable data are analysed, with words instead of NaN', async (t) => {
  const base = responsesFile(60)
  const add = (name: string, value: (at: number) => string | number) =>
    base
      .split('\n')
      .map((line, at) => `${line},${at === 0 ? name : value(at)}`)
      .join('\n')
  const cases: readonly (readonly [string, string, string])[] = [
    ['a constant item', add('C', () => 1), 'constant-item'],
    ['an empty column', add('E', () => ''), 'nobody-answered'],
    ['categories with gaps', add('G', (at) => [0, 2, 5][at % 3] ?? 0), 'categories-closed-up'],
  ]
  for (const [what, content, code] of cases) {
    const files = filesOf(t, { 'r.csv': content })
    const responses = files['r.csv'] ?? ''
    const out = join(dirname(responses), 'out')
    await analyseFiles({ ...LANGUAGE, responses, out })
    const report = readFileSync(join(out, 'report.html'), 'utf8')
    t.notMatch(report, /NaN|undefined|Infinity/, what)
    const { items } = JSON.parse(readFileSync(join(out, 'analysis.json'), 'utf8'))
    const codes = items.at(-1).findings.map((finding: { code: string }) => finding.code)
    t.ok(codes.includes(code), `${what}: ${codes}`)
  }
  for (const [what, content] of [
    ['one person', 'person,A,B\np1,1,0'],
    ['everybody all right', lines([['A', 'B'], ...Array.from({ length: 40 }, () => [1, 1])])],
    ['one item', lines([['A'], ...Array.from({ length: 40 }, (_, at) => [at % 2])])],
  ] as const) {
    const files = filesOf(t, { 'r.csv': content })
    const responses = files['r.csv'] ?? ''
    const out = join(dirname(responses), 'out')
    await analyseFiles({ ...LANGUAGE, responses, out })
    t.notMatch(readFileSync(join(out, 'report.html'), 'utf8'), /NaN|undefined|Infinity/, what)
    t.notMatch(readFileSync(join(out, 'items.csv'), 'utf8'), /NaN|undefined|Infinity/, what)
  }
})

t.test('unusable files are told by file, row and column, and nothing is written', async (t) => {
  const good = responsesFile(40)
  const { options, key } = optionsOf(good)
  const cases: readonly {
    readonly what: string
    readonly files: Readonly<Record<string, string>>
    readonly message: RegExp
    readonly row?: number
    readonly column?: string
  }[] = [
    { what: 'no response', files: { r: 'person,A\np1,\np2,NA' }, message: /no response at all/ },
    { what: 'a letter', files: { r: 'person,A\np1,x' }, message: /category/, row: 2, column: 'A' },
    { what: 'a person twice', files: { r: 'person,A\np1,1\np1,0' }, message: /twice/, row: 3 },
    { what: 'an item twice', files: { r: 'person,A,A\np1,1,0' }, message: /twice/, row: 1 },
    { what: 'a short row', files: { r: 'person,A,B\np1,1' }, message: /2 cells/, row: 2 },
    {
      what: 'an unknown item in the options',
      files: { r: good, o: options.replace('I1,', 'Z,'), k: key },
      message: /item Z is not among/,
      column: 'Z',
    },
    {
      what: 'an unknown person in the options',
      files: { r: good, o: options.replace('p3,', 'zz,'), k: key },
      message: /person zz is not among/,
      row: 5,
    },
    {
      what: 'a key without its column',
      files: { r: good, o: options, k: 'item,x\nI1,A' },
      message: /no column key/,
    },
    {
      what: 'a key twice',
      files: { r: good, o: options, k: `${key}\nI1,B` },
      message: /I1 appears twice/,
      row: 17,
    },
    {
      what: 'a key of no item',
      files: { r: good, o: options, k: `${key}\nQ,B` },
      message: /item Q is not/,
      row: 17,
    },
    {
      what: 'groups without persons',
      files: { r: good, g: 'unit\nnorth' },
      message: /no column person/,
    },
    {
      what: 'groups without groups',
      files: { r: good, g: 'person\np1' },
      message: /no column of groups/,
    },
    {
      what: 'a group twice',
      files: { r: good, g: 'person,u\np1,a\np1,b' },
      message: /twice/,
      row: 3,
    },
    {
      what: 'a time in words',
      files: { r: good, t: 'person,I1\np1,soon' },
      message: /seconds/,
      row: 2,
    },
  ]
  for (const { what, files, message, row, column } of cases) {
    const paths = filesOf(t, files)
    const out = join(dirname(paths['r'] ?? ''), 'out')
    const given = {
      ...{ options: paths['o'], key: paths['k'], times: paths['t'], groups: paths['g'] },
      responses: paths['r'] ?? '',
    }
    const fault = await analyseFiles({ ...LANGUAGE, ...given, out }).catch((error) => error)
    t.ok(fault instanceof InputFault, what)
    t.match(fault.message, message, what)
    if (row !== undefined) t.equal(fault.row, row, `${what}: row`)
    if (column !== undefined) t.equal(fault.column, column, `${what}: column`)
    t.notOk(existsSync(out), `${what}: nothing is written`)
  }
})

t.test('options that make no sense end with exit code 2', async (t) => {
  const files = filesOf(t, { 'r.csv': responsesFile(40) })
  const responses = files['r.csv'] ?? ''
  for (const [args, message] of [
    [['--out', 'x'], /--responses is missing/],
    [['--responses', responses], /--out is missing/],
    [['--responses', responses, '--out', 'x', '--options', responses], /belong together/],
    [['--responses', responses, '--out', 'x', '--cuts', '0,high'], /--cuts are abilities/],
    [['--responses', responses, '--out', 'x', '--cuts', '0,'], /--cuts are abilities/],
    [['--responses', responses, '--out', 'x', '--language', 'de'], /--language must be/],
    [['--responses', responses, '--out', 'x', '--model', '4pl'], /--model must be/],
    [['--responses', 'absent.csv', '--out', 'x'], /no such file/],
  ] as const) {
    const ended = await probity('analyse', ...args)
    t.equal(ended.code, 2)
    t.match(ended.errors, message)
    t.equal(ended.output, '')
  }
})
