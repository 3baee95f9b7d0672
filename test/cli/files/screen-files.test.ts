import { existsSync, readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { screenFiles } from '../../../src/cli/files/screen-files.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { deviate } from '../../domain/forensics/simulated-attempts.ts'
import {
  REFERENCE_ABSENT,
  readReferenceTable,
  referencePath,
  referencePresent,
} from '../../golden/reference.ts'

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
  const responses = times.map(([person = '']) => [person, ...items.map(() => Math.round(random()))])
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
  const { summary, persons } = await screen(t, cohort(400, 0, 1))
  t.equal(persons.length, 1200)
  t.equal(summary.flagged['rapid-guessing'], 0)
  t.ok(summary.flagged['response-speed'] <= 2, `${summary.flagged['response-speed']}`)
  t.ok(summary.flagged['response-time-misfit'] <= 2)
})

t.test('persons who work in a third of the time are found, others are not', async (t) => {
  const { persons } = await screen(t, cohort(400, 8, 0.3))
  const flagged = persons
    .filter(({ indicator, flagged }) => indicator === 'response-speed' && flagged === 'true')
    .map(({ person }) => Number(person?.slice(1)))
  t.ok(flagged.filter((person) => person < 8).length >= 7, `${flagged}`)
  t.ok(flagged.filter((person) => person >= 8).length <= 2)
})

t.test('what does not exist yet is named, not written empty', async (t) => {
  const { summary, out } = await screen(t, cohort(60, 0, 1))
  t.notOk(existsSync(`${out}/pairs.csv`))
  t.notOk(existsSync(`${out}/clusters.csv`))
  t.match(summary.notYet, [/pairs\.csv/, /clusters\.csv/])
  t.same(JSON.parse(readFileSync(`${out}/summary.json`, 'utf8')), summary)
})

t.test('a cohort too small for its own null gets no p', async (t) => {
  const { persons, summary } = await screen(t, cohort(20, 0, 1))
  t.ok(persons.every(({ p, q, flagged }) => p === '' && q === '' && flagged === 'false'))
  t.equal(summary.flagged['response-speed'], 0)
})

t.test('times of unknown persons or items, or none at all, are told', async (t) => {
  const { times, responses } = cohort(30, 0, 1)
  const dir = t.testdir({
    'r.csv': responses,
    'stranger.csv': `${times}\n${['stranger', ...new Array(40).fill('9')].join(',')}`,
    'item.csv': times.replace('I40', 'I99'),
  })
  const given = { responses: `${dir}/r.csv`, out: `${dir}/out` }
  await t.rejects(screenFiles(given), { name: 'InputFault', message: /nothing to screen yet/ })
  await t.rejects(screenFiles({ ...given, times: `${dir}/stranger.csv` }), {
    name: 'InputFault',
    row: 32,
  })
  await t.rejects(screenFiles({ ...given, times: `${dir}/item.csv` }), {
    name: 'InputFault',
    row: 1,
    column: 'I99',
  })
})

t.test('rapid guessing on the licensure data agrees with the reference', async (t) => {
  if (!referencePresent) {
    t.comment(REFERENCE_ABSENT)
    return
  }
  const out = t.testdir({})
  const summary = await screenFiles({
    responses: referencePath('data/credential_form1_scores.csv'),
    times: referencePath('data/credential_form1_rt_seconds.csv'),
    out,
  })
  t.comment(JSON.stringify({ ...summary.flagged, theory: summary.theoreticalFlags }))
  // The reference counts a time of 0 as rapid; here it is missing, since it means "not recorded".
  // So only items and persons without such cells can be compared.
  const times = readReferenceTable('data/credential_form1_rt_seconds.csv')
  const recorded = times.map((row) => !Object.values(row).includes('0'))
  const items = readTable(`${out}/items.csv`)
  const efforts = readTable(`${out}/persons.csv`).filter(
    ({ indicator }) => indicator === 'rapid-guessing',
  )
  const errors = { item: [] as number[], person: [] as number[] }
  for (const [index, expected] of readReferenceTable('expected/rg_cred1_items.csv').entries()) {
    const found = items[index]
    if (Number(found?.n) < times.length) continue
    errors.item.push(
      Number(found?.rapidThreshold) - Number(expected.NT10_cap10),
      1 - Number(found?.rapidShare) - Number(expected.rtf_NT10),
    )
  }
  for (const [index, expected] of readReferenceTable('expected/rg_cred1_persons.csv').entries()) {
    if (!recorded[index]) continue
    errors.person.push(1 - Number(efforts[index]?.statistic) - Number(expected.rte_NT10))
  }
  t.ok(errors.item.length >= 100, `${errors.item.length / 2} items compared`)
  t.ok(errors.person.length > 1600, `${errors.person.length} persons compared`)
  t.ok(errors.item.every((error) => Math.abs(error) < 1e-9))
  t.ok(errors.person.every((error) => Math.abs(error) < 0.5 / 170))
  t.ok(Math.abs(summary.times.logLikelihood + 201356.6) < 0.05)
})
