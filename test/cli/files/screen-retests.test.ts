import { existsSync, readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { screen } from '../../../src/cli/file-commands.ts'
import { screenFiles } from '../../../src/cli/files/screen-files.ts'
import { logistic } from '../../../src/domain/measurement/scoring/scoring-item.ts'
import { drawNormal } from '../../../src/domain/measurement/simulation/draw-value.ts'
import { seededRandom } from '../../../src/domain/random.ts'

const PERSONS = 120
/** Of those who sit again, the first had somebody abler sit the attempt. */
const [RETESTED, PROXIES] = [14, 4]
const [OWN, AGAIN] = [40, 20]

/** Attempts and re-tests of other items; parameters of both are in one file. */
function sittings() {
  const random = seededRandom('re-tests in files')
  const items = Array.from({ length: OWN + AGAIN }, (_, at) => ({
    item: `I${at + 1}`,
    a: Math.exp(0.3 * drawNormal(random)),
    b: drawNormal(random),
  }))
  const answers = (theta: number, from: number, to: number) =>
    items.slice(from, to).map(({ a, b }) => Number(random() < logistic(a * (theta - b))))
  const [first, second] = [[] as string[], [] as string[]]
  for (let person = 0; person < PERSONS; person += 1) {
    const theta = person < PROXIES ? -1.5 : drawNormal(random)
    const shown = person < PROXIES ? 1.5 : theta
    first.push([`p${person}`, ...answers(shown, 0, OWN)].join(','))
    const own = answers(theta, OWN, OWN + AGAIN)
    if (person < RETESTED) second.push([`p${person}`, ...own].join(','))
  }
  const names = items.map(({ item }) => item)
  return {
    'r.csv': [['person', ...names.slice(0, OWN)].join(','), ...first].join('\n'),
    't.csv': [['person', ...names.slice(OWN)].join(','), ...second].join('\n'),
    'items.json': JSON.stringify({ model: '2pl', items }),
  }
}

function place(t: Test, more: Readonly<Record<string, string>> = {}) {
  const dir = t.testdir({ ...sittings(), ...more })
  const at = (name: string) => `${dir}/${name}`
  return { at, responses: at('r.csv'), retest: at('t.csv'), items: at('items.json') }
}

t.test('proxies fail the re-test, honest persons do not; all three files say so', async (t) => {
  const { at, ...files } = place(t)
  const summary = await screenFiles({ ...files, out: at('out'), language: 'en' })
  const [header, ...rows] = readFileSync(at('out/retests.csv'), 'utf8').trim().split('\r\n')
  t.equal(header, 'person,n,expected,observed,statistic,p,flagged')
  t.equal(rows.length, RETESTED)
  const flagged = rows.filter((row) => row.endsWith('true')).map((row) => row.split(',')[0])
  t.same(
    flagged,
    ['p0', 'p1', 'p2', 'p3'].filter((name) => flagged.includes(name)),
  )
  t.ok(flagged.length >= PROXIES - 1, `${flagged}`)
  t.match(summary.retests, { retested: RETESTED, tested: RETESTED, flagged: flagged.length })
  t.ok(summary.files.some((file) => file === 'retests.csv'))
  const report = readFileSync(at('out/report.html'), 'utf8')
  t.match(report, /Supervised re-tests/)
  t.match(report, /Innocent explanations/)
})

t.test('without re-tests there is no file, no count and no section', async (t) => {
  const { at, retest: _, ...files } = place(t)
  const summary = await screenFiles({ ...files, out: at('out'), language: 'en' })
  t.equal(summary.retests, null)
  t.notOk(existsSync(at('out/retests.csv')))
  t.notMatch(readFileSync(at('out/report.html'), 'utf8'), /re-test/)
})

t.test(
  'a re-test needs parameters: the command ends with 2, the function names files',
  async (t) => {
    const { at, responses, retest } = place(t)
    const values = { responses, retest, out: at('out') }
    const needs = { name: 'CommandEnd', exitCode: 2, message: /--retest needs --items/ }
    await t.rejects(screen(values), needs)
    await t.rejects(screenFiles(values), { name: 'InputFault', message: /--items/ })
    t.notOk(existsSync(at('out')))
  },
)

t.test('faults of a re-test name file, row and column; unknown items are left out', async (t) => {
  const { 't.csv': again, 'items.json': known } = sittings()
  const part = JSON.parse(known)
  const { at, ...files } = place(t, {
    'stranger.csv': `${again}\nstranger${',1'.repeat(AGAIN)}`,
    'points.csv': again.replace(/\np0,./, '\np0,2'),
    'first.json': JSON.stringify({ ...part, items: part.items.slice(0, OWN) }),
    'most.json': JSON.stringify({ ...part, items: part.items.slice(0, OWN + AGAIN - 1) }),
  })
  const given = { ...files, out: at('out') }
  const faults = [
    [{ retest: at('stranger.csv') }, { row: RETESTED + 2, column: 'person' }],
    [{ retest: at('points.csv') }, { row: 2, column: `I${OWN + 1}`, message: /at most 1/ }],
    [{ items: at('first.json') }, { message: /none of the items of the re-test/ }],
  ] as const
  for (const [other, fault] of faults) {
    await t.rejects(screenFiles({ ...given, ...other }), { name: 'InputFault', ...fault })
  }
  const summary = await screenFiles({ ...given, items: at('most.json') })
  t.ok(summary.findings.some(({ code }) => code === 'retest-without-parameters'))
})
