import { existsSync, readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { readCohort } from '../../../src/cli/files/read-cohort.ts'
import { screenFiles } from '../../../src/cli/files/screen-files.ts'
import {
  cohortTables,
  itemsDocument,
} from '../../../src/domain/measurement/simulation/cohort-tables.ts'
import type { Scenario } from '../../../src/domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../../src/domain/measurement/simulation/simulate-cohort.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { deviate } from '../../domain/forensics/simulated-attempts.ts'
import { REFERENCE_ABSENT, referencePath, referencePresent } from '../../golden/reference.ts'

function readTable(file: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\r\n')
  const names = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
  })
}

function csv(rows: readonly (readonly (string | number)[])[], items: number): string {
  const header = ['person', ...Array.from({ length: items }, (_, index) => `I${index + 1}`)]
  return [header, ...rows].map((row) => row.join(',')).join('\n')
}

/** A cohort of lognormal times; persons p0, p1, ... below `fast` work at `factor` of their time. */
function cohort(persons: number, fast: number, factor: number) {
  const random = seededRandom('screen', String(fast))
  const items = Array.from({ length: 40 }, () => [3 + random(), 1.5 + random()] as const)
  const times = Array.from({ length: persons }, (_, person) => {
    const tau = 0.2 * deviate(random)
    const seconds = items.map(([beta, alpha]) => Math.exp(beta - tau + deviate(random) / alpha))
    return [`p${person}`, ...seconds.map((s) => (s * (person < fast ? factor : 1)).toFixed(2))]
  })
  const responses = times.map(([person = '']) => {
    const theta = deviate(random)
    return [
      person,
      ...items.map(([beta]) => Number(random() < 1 / (1 + Math.exp(3.5 - beta - theta)))),
    ]
  })
  return { times: csv(times, items.length), responses: csv(responses, items.length) }
}

async function screen(t: Test, files: { readonly times: string; readonly responses: string }) {
  const dir = t.testdir({ 't.csv': files.times, 'r.csv': files.responses })
  const out = `${dir}/out`
  const given = { responses: `${dir}/r.csv`, times: `${dir}/t.csv`, out }
  const summary = await screenFiles(given)
  return { summary, out, persons: readTable(`${out}/persons.csv`) }
}

t.test('a cohort of honest workers is left alone', async (t) => {
  const { summary, persons, out } = await screen(t, cohort(150, 0, 1))
  t.equal(persons.length, 150 * summary.indicators.length)
  t.equal(summary.tiers.strong, 0)
  t.ok(summary.tiers.review <= 1, `${summary.tiers.review}`)
  t.same(
    JSON.parse(readFileSync(`${out}/summary.json`, 'utf8')),
    JSON.parse(JSON.stringify(summary)),
  )
})

t.test('persons who work in a third of the time stand out by speed, others do not', async (t) => {
  const { persons } = await screen(t, cohort(200, 4, 0.3))
  const out = persons
    .filter(({ indicator, p }) => indicator === 'response-speed' && Number(p) < 0.002)
    .map(({ person }) => Number(person?.slice(1)))
  t.ok(out.filter((person) => person < 4).length >= 3, `${out}`)
  t.ok(out.filter((person) => person >= 4).length <= 1)
})

t.test('a cohort too small for anything gets no p, and is told why', async (t) => {
  const { persons, summary } = await screen(t, cohort(20, 0, 1))
  t.ok(persons.every(({ p, q, flagged }) => p === '' && q === '' && flagged === 'false'))
  t.equal(summary.pairs, null)
  t.ok(summary.findings.some(({ code }) => code === 'no-pair-model'))
  t.ok(summary.findings.some(({ code }) => code === 'too-few-timed-persons'))
})

t.test('responses alone are enough; what they cannot tell is said', async (t) => {
  const { responses } = cohort(120, 0, 1)
  const dir = t.testdir({ 'r.csv': responses })
  const summary = await screenFiles({ responses: `${dir}/r.csv`, out: `${dir}/out` })
  const codes = summary.findings.map(({ code }) => code)
  t.ok(codes.includes('no-times'))
  t.ok(codes.includes('changes-not-recorded'))
  t.equal(summary.pairs?.basis, 'scores')
  for (const file of summary.files)
    t.ok(readFileSync(`${dir}/out/${file}`, 'utf8').length > 0, file)
})

t.test('faults name file, row and column', async (t) => {
  const { times, responses } = cohort(30, 0, 1)
  const dir = t.testdir({
    'r.csv': responses,
    'stranger.csv': `${times}\n${['stranger', ...new Array(40).fill('9')].join(',')}`,
    'item.csv': times.replace('I40', 'I99'),
    'changes.csv': 'person,item,from,to,seconds\np1,I1,0,1,3\np1,I77,0,1,4',
    'letters.csv': 'person,item,from,to\np1,I1,A,B',
    'suspects.csv': 'item\nI1\nI99',
    'earlier.csv': 'person,theta,se\np1,zero,1',
    'twice.csv': 'person,theta,se\np1,1,.3\np1,2,.3',
    'error.csv': 'person,theta,se\np1,1,-.3',
    file: 'no directory',
    'items.json': JSON.stringify({ model: '2pl', items: [{ item: 'X', a: 1, b: 0 }] }),
    'empty.csv': 'person,I1\np1,\np2,NA',
  })
  const given = { responses: `${dir}/r.csv`, out: `${dir}/out` }
  const faults = [
    [{ times: `${dir}/stranger.csv` }, { row: 32, column: 'person' }],
    [{ times: `${dir}/item.csv` }, { row: 1, column: 'I99' }],
    [{ changes: `${dir}/changes.csv` }, { row: 3, column: 'item' }],
    [{ changes: `${dir}/letters.csv` }, { row: 2, column: 'from', message: /--key/ }],
    [{ suspectItems: `${dir}/suspects.csv` }, { row: 3, column: 'item' }],
    [{ earlier: `${dir}/earlier.csv` }, { row: 2, column: 'theta' }],
    [{ earlier: `${dir}/twice.csv` }, { row: 3, column: 'person' }],
    [{ earlier: `${dir}/error.csv` }, { row: 2, column: 'se' }],
    [{ out: `${dir}/file` }, { file: `${dir}/file`, message: /no directory/ }],
    [{ out: `${dir}/file/below` }, { message: /below a file/ }],
    [{ items: `${dir}/items.json` }, { message: /none of the items/ }],
    [{ responses: `${dir}/empty.csv` }, { message: /no response at all/ }],
  ] as const
  for (const [files, fault] of faults) {
    await t.rejects(screenFiles({ ...given, ...files }), { name: 'InputFault', ...fault })
  }
})

t.test('options that contradict the responses are told, and whose key may be wrong', async (t) => {
  const read = async (key: string) => {
    const dir = t.testdir({
      'r.csv': 'person,I1,I2,I3\np1,1,0,2\np2,0,1,0\np3,,1,1',
      'o.csv': 'person,I1,I2,I3\np1,A,B,C\np2,B,A,C\np3,A,A,C',
      'k.csv': key,
    })
    const files = { responses: `${dir}/r.csv`, options: `${dir}/o.csv`, key: `${dir}/k.csv` }
    return (await readCohort(files)).findings
  }
  t.same(await read('item,key\nI1,A\nI2,A\nI3,A'), [], 'graded items may credit any option')
  const [found, ...others] = await read('item,key\nI1,A\nI2,B\nI3,A')
  t.same(others, [])
  t.match(found, { severity: 'warning', code: 'options-contradict-responses' })
  t.match(found?.message.en, /3 answers to 1 items .* I2 \(3\)/)
})

t.test('a screening without re-tests leaves none of an earlier one behind', async (t) => {
  const { responses } = cohort(30, 0, 1)
  const dir = t.testdir({ 'r.csv': responses, out: { 'retests.csv': 'of an earlier screening' } })
  await screenFiles({ responses: `${dir}/r.csv`, out: `${dir}/out` })
  t.notOk(existsSync(`${dir}/out/retests.csv`))
})

/** What the simulate command writes: rings of copies, leaked items, answers made right. */
const SCENARIO: Scenario = {
  persons: 220,
  model: '2pl',
  items: { count: 40, a: { kind: 'lognormal', mean: 0, sd: 0.3 } },
  options: { count: 4 },
  times: { tauSd: 0.2, correlation: 0.4 },
  changes: { share: 0.04 },
  planted: [{ kind: 'copying-rings', rings: 2, size: 4, items: 0.8 }],
}

t.test('planted rings are found, with nobody else, in both languages', async (t) => {
  const simulated = simulateCohort(SCENARIO, 'rings')
  const text = ({
    header,
    rows,
  }: {
    header: readonly string[]
    rows: Iterable<readonly unknown[]>
  }) => [header, ...rows].map((row) => row.map((cell) => cell ?? '').join(',')).join('\n')
  const tables = Object.fromEntries(cohortTables(simulated).map((one) => [one.file, text(one)]))
  const dir = t.testdir({ ...tables, 'items.json': JSON.stringify(itemsDocument(simulated)) })
  const at = (name: string) => `${dir}/${name}`
  const files = {
    ...{ responses: at('responses.csv'), options: at('options.csv'), key: at('key.csv') },
    ...{ times: at('times.csv'), changes: at('changes.csv'), groups: at('groups.csv') },
    items: at('items.json'),
  }
  const summary = await screenFiles({ ...files, out: at('en'), language: 'en' })
  const involved = new Set(
    simulated.planted.flatMap(({ person, source }) => (source === null ? [] : [person, source])),
  )
  const rows = readTable(at('en/clusters.csv'))
  const members = new Set(rows.map(({ person }) => person))
  const names = [...involved].map((person) => simulated.persons.names[person] ?? '')
  t.ok(names.filter((name) => members.has(name)).length >= 7, `${names} in ${[...members]}`)
  t.ok([...members].filter((name) => !names.includes(name ?? '')).length <= 1)
  t.ok(summary.cases >= 6, `${summary.cases} cases`)
  const pairs = readTable(at('en/pairs.csv'))
  t.same(Object.keys(pairs[0] ?? {}), ['a', 'b', 'indicator', 'statistic', 'p', 'q', 'flagged'])
  const report = readFileSync(at('en/report.html'), 'utf8')
  t.match(report, /Similar answers/)
  t.notMatch(report, /<script|https?:\/\/(?!www\.w3)/)
  t.notMatch(report, /cheat/i)
  await screenFiles({ ...files, out: at('zh'), language: 'zh-CN' })
  t.match(readFileSync(at('zh/report.html'), 'utf8'), /答案雷同/)
})

t.test('of the licensure data hardly anybody is called', async (t) => {
  if (!referencePresent) {
    t.comment(REFERENCE_ABSENT)
    return
  }
  // A part of the data, so that the test is quick: 300 persons, 60 items.
  const head = (name: string) =>
    readFileSync(referencePath(`data/${name}`), 'utf8')
      .split(/\r?\n/)
      .slice(0, 301)
      .map((line) => line.split(',').slice(0, 61).join(','))
      .join('\n')
  const dir = t.testdir({
    'r.csv': head('credential_form1_scores.csv'),
    'o.csv': head('credential_form1_responses.csv'),
    't.csv': head('credential_form1_rt_seconds.csv'),
    'k.csv': head('credential_form1_key.csv').split('\n').slice(0, 61).join('\n'),
  })
  const summary = await screenFiles({
    ...{ responses: `${dir}/r.csv`, options: `${dir}/o.csv`, times: `${dir}/t.csv` },
    key: `${dir}/k.csv`,
    out: `${dir}/out`,
  })
  t.comment(JSON.stringify({ ...summary.flagged, ...summary.tiers, pairs: summary.pairs }))
  const codes = summary.findings.map(({ code }) => code)
  t.ok(codes.includes('key-by-number'))
  t.equal(summary.pairs?.basis, 'options')
  t.equal(summary.pairs?.tested, (300 * 299) / 2)
  t.equal(summary.tiers.strong, 0)
  t.ok(summary.tiers.review < 0.02 * summary.persons, `${summary.tiers.review} for review`)
})
