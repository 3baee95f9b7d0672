import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Blueprint } from '../../src/domain/assembly/blueprint.ts'
import { drawForm } from '../../src/domain/assembly/draw-form.ts'
import type { Form } from '../../src/domain/assembly/form.ts'
import type { Bank } from '../../src/domain/bank/bank.ts'
import { seedFor } from '../../src/domain/delivery/attempt.ts'
import { digestOf } from '../../src/domain/digest.ts'
import { aSignedBundle } from '../journeys/fixtures/exam-bundle.ts'
import { BANK, BLUEPRINT } from '../journeys/fixtures/open-exam.ts'
import { aBank, aBlueprint, itemsOf } from '../support/builders.ts'
import { filesOf, probity } from '../support/run-probity.ts'

t.setTimeout(240_000)

const PROGRAMME = new URL('../../question-banks/grassroots/', import.meta.url).pathname
const SECRET = '5e'.repeat(32)
const ATTEMPT = '00000000-0000-4000-8000-00000000abcd'

const shipped = (name: string) => join(PROGRAMME, name)
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

t.test('help is no error; what is no command or option is, and says what there is', async (t) => {
  const [bare, help, unknown, inherited, option, half, extra] = await Promise.all([
    probity(),
    probity('bank', 'check', '--help'),
    probity('grade'),
    probity('toString'),
    probity('bank', 'check', '--loud'),
    probity('bank'),
    probity('screen', 'responses.csv'),
  ])
  for (const { code, output } of [bare, help]) {
    t.equal(code, 0)
    t.match(output, /probity bank check FILE/)
  }
  t.equal(extra.code, 2, 'nothing given is dropped without a word')
  t.match(extra.errors, /responses\.csv.*\n?.*usage: probity screen/)
  for (const { code, errors, output } of [unknown, inherited, half]) {
    t.equal(code, 2)
    t.match(errors, /There is no command "(grade|toString|bank)"/)
    t.match(errors, /probity verify BUNDLE/, 'and the usage')
    t.equal(output, '')
  }
  t.equal(option.code, 2)
  t.match(option.errors, /--loud(.|\n)*usage: probity bank check FILE/)
  for (const { errors } of [unknown, inherited, option, half]) t.notMatch(errors, /\n {4}at /)
})

t.test('bank check passes the shipped bank and points at the fault of a broken one', async (t) => {
  const bank = read(shipped('bank.json')) as Bank
  const index = bank.items.findIndex(({ type }) => type === 'single-choice')
  const broken = structuredClone(bank)
  Object.assign(broken.items[index] ?? {}, { key: 'Z' })
  const files = filesOf(t, { 'broken.json': broken, 'half.json': '{"format":' })
  const [sound, bad, asJson, half, absent, none] = await Promise.all([
    probity('bank', 'check', shipped('bank.json')),
    probity('bank', 'check', files['broken.json'] ?? ''),
    probity('bank', 'check', '--json', shipped('bank.json'), files['broken.json'] ?? ''),
    probity('bank', 'check', files['half.json'] ?? ''),
    probity('bank', 'check', join(t.testdirName, 'absent.json')),
    probity('bank', 'check'),
  ])
  t.equal(sound.code, 0)
  t.match(sound.output, new RegExp(`${bank.items.length} items`))
  t.equal(bad.code, 2)
  t.match(bad.output, new RegExp(`error +\\S+ /items/${index}/key`))
  t.equal(asJson.code, 2)
  const [one, other] = JSON.parse(asJson.output) as { findings: { severity: string }[] }[]
  t.notOk(one?.findings.some(({ severity }) => severity === 'error'))
  t.match(other?.findings, [{ severity: 'error', pointer: `/items/${index}/key` }])
  t.equal(half.code, 2)
  t.match(half.errors, files['half.json'])
  t.equal(absent.code, 2)
  t.match(absent.errors, /absent\.json/)
  t.equal(none.code, 2)
})

const drawing = (bank: string, blueprint: string) =>
  ['form', 'draw', '--bank', bank, '--blueprint', blueprint, '--secret', SECRET] as const

t.test('form draw gives the same bytes every time, and those the service draws', async (t) => {
  const args = drawing(shipped('bank.json'), shipped('blueprint.json'))
  const [first, again, upper, other] = await Promise.all([
    probity(...args, '--attempt', ATTEMPT),
    probity(...args, '--attempt', ATTEMPT),
    probity(...args.slice(0, -1), SECRET.toUpperCase(), '--attempt', ATTEMPT),
    probity(...args, '--attempt', '00000000-0000-4000-8000-00000000abce'),
  ])
  t.equal(first.code, 0)
  t.equal(again.output, first.output)
  t.equal(upper.output, first.output, 'the secret is a number, however it is written')
  t.not(other.output, first.output)
  const inProcess = drawForm({
    bank: read(shipped('bank.json')) as Bank,
    blueprint: read(shipped('blueprint.json')) as Blueprint,
    seed: seedFor(SECRET, ATTEMPT),
  })
  const printed = JSON.parse(first.output) as typeof inProcess
  t.same(printed, inProcess)
  t.equal(digestOf(printed.items), printed.digest, 'which anybody can recompute')
})

t.test('form draw prints the order of prompts too, which the digest is over', async (t) => {
  const bank = aBank({ items: itemsOf('rules', 'know', 12, { type: 'matching' }) })
  const files = filesOf(t, { 'bank.json': bank, 'blueprint.json': aBlueprint() })
  const args = drawing(files['bank.json'] ?? '', files['blueprint.json'] ?? '')
  const { code, output } = await probity(...args, '--attempt', ATTEMPT)
  t.equal(code, 0)
  const { items, digest } = JSON.parse(output) as Form
  for (const { prompts } of items) t.same([...prompts].sort(), ['A', 'B', 'C'])
  t.equal(digestOf(items), digest)
})

t.test('form simulate holds exposure and overlap against the blueprint', async (t) => {
  const constraints = { exposureCap: 0.6, overlapLimit: 0.55 }
  const files = filesOf(t, {
    'bank.json': aBank(),
    'blueprint.json': aBlueprint({ constraints }),
    'tight.json': aBlueprint({ constraints: { exposureCap: 0.4 } }),
  })
  const simulate = (blueprint: string) =>
    probity(
      ...['form', 'simulate', '--bank', files['bank.json'] ?? '', '--draws', '300'],
      ...['--blueprint', files[blueprint] ?? '', '--secret', SECRET],
    )
  const [kept, tight] = await Promise.all([simulate('blueprint.json'), simulate('tight.json')])
  t.equal(kept.code, 0)
  t.equal(kept.errors, '', 'no progress where there is no terminal')
  t.match(JSON.parse(kept.output), {
    exposure: { verdict: { limit: 0.6, kept: true } },
    overlapVerdict: { limit: 0.55, kept: true },
    overlapOfPairs: { pairs: 10_000 },
  })
  t.equal(tight.code, 3)
  // 6 / 0.4 = 15 items, 12 are there.
  t.match(tight.errors, 'write 3 more for rules/know')
})

t.test('form simulate tells parity, exposure and overlap', async (t) => {
  const files = filesOf(t, { 'bank.json': BANK, 'blueprint.json': BLUEPRINT })
  const args = ['--bank', files['bank.json'] ?? '', '--blueprint', files['blueprint.json'] ?? '']
  const simulate = ['form', 'simulate', ...args, '--draws', '200', '--secret', SECRET]
  const [first, again, few] = await Promise.all([
    probity(...simulate),
    probity(...simulate),
    probity('form', 'simulate', ...args, '--draws', '1'),
  ])
  t.equal(first.code, 0)
  t.equal(again.output, first.output)
  const told = JSON.parse(first.output) as {
    draws: number
    overlap: number
    exposure: { items: Record<string, number> }
  }
  t.equal(told.draws, 200)
  t.ok(told.overlap > 0 && told.overlap < 1)
  const rates = Object.values(told.exposure.items)
  t.equal(Math.round(200 * rates.reduce((sum, rate) => sum + rate, 0)), 200 * 12)
  t.equal(few.code, 2)
})

t.test('a blueprint the bank cannot fill ends with 3 and the repair in words', async (t) => {
  const [cell] = BLUEPRINT.cells
  const infeasible = { ...BLUEPRINT, cells: [{ ...cell, itemCount: 20 }] }
  const files = filesOf(t, {
    'bank.json': BANK,
    'infeasible.json': infeasible,
    'unsound.json': { ...BLUEPRINT, cells: 'none' },
    'blueprint.json': BLUEPRINT,
  })
  const file = (name: string) => files[name] ?? ''
  const draw = (blueprint: string) => drawing(file('bank.json'), file(blueprint))
  const [drawn, simulated, unsound, badAttempt, noSecret] = await Promise.all([
    probity(...draw('infeasible.json'), '--attempt', ATTEMPT),
    probity('form', 'simulate', ...draw('infeasible.json').slice(2), '--draws', '5'),
    probity(...draw('unsound.json'), '--attempt', ATTEMPT),
    probity(...draw('blueprint.json'), '--attempt', '7'),
    probity(...draw('blueprint.json').slice(0, -2), '--attempt', ATTEMPT),
  ])
  for (const { code, errors, output } of [drawn, simulated]) {
    t.equal(code, 3)
    t.match(errors, '/cells/0/itemCount: rules/know needs 20 items, the bank has 12')
    t.match(errors, 'write 8 more for rules/know, or lower the count to 12')
    t.equal(output, '')
  }
  t.equal(unsound.code, 2)
  t.match(unsound.errors, /is no sound blueprint:\n {2}\/cells/)
  t.equal(badAttempt.code, 2)
  t.match(badAttempt.errors, '--attempt must be a UUID')
  t.equal(noSecret.code, 2)
  t.match(noSecret.errors, '--secret must be hexadecimal')
})

t.test('score writes a row a person and says what it used', async (t) => {
  const files = filesOf(t, {
    'responses.csv': 'person,i1,i2,i3\nada,1,1,1\nben,0,0,0\ncai,1,,0\n',
    'bent.csv': 'person,i1,i2,i3\nada,1,1,2\n',
    'items.json': {
      model: '2pl',
      items: [1, 2, 3].map((number) => ({ item: `i${number}`, a: 1.2, b: number - 2 })),
    },
  })
  const out = join(t.testdirName, 'scores.csv')
  const scoring = (responses: string) =>
    ['score', '--responses', files[responses] ?? '', '--items', files['items.json'] ?? ''] as const
  const [done, bent, method, lacking] = await Promise.all([
    probity(...scoring('responses.csv'), '--out', out),
    probity(...scoring('bent.csv'), '--out', `${out}.bent`),
    probity(...scoring('responses.csv'), '--method', 'guess'),
    probity('score', '--items', files['items.json'] ?? ''),
  ])
  t.equal(done.code, 0)
  t.match(JSON.parse(done.output), { n: 3, persons: 3, items: 3, method: 'eap' })
  const rows = readFileSync(out, 'utf8').trim().split('\r\n')
  t.equal(rows[0], 'person,theta,se,n')
  const theta = (row: number) => Number(rows[row]?.split(',')[1])
  t.equal(rows.length, 4)
  t.ok(theta(1) > theta(3) && theta(3) > theta(2))
  t.match(rows[3], /^cai,.*,2$/)
  t.equal(bent.code, 2)
  t.match(bent.errors, /bent\.csv, row 2, column i3: expects 0 or 1, found 2/)
  t.equal(method.code, 2)
  t.match(method.errors, '--method must be one of eap, map, mle, wle')
  t.equal(lacking.code, 2)
  t.match(lacking.errors, '--responses is missing')
})

t.test(
  'policy simulate and explain say who gains, what decides and what would change it',
  async (t) => {
    const annual = shipped('policies/annual-credits.json')
    const header = 'person,unit,age,rank,cycleComplete,credits,openCases'
    const row = (id: string, credits: string) => `${id},North,33,clerk,true,${credits},0`
    const rows = ['50', '49', '80', '20', '51'].map((credits, index) => row(`p${index}`, credits))
    const policy = read(shipped('policy.json')) as { examples: { facts: object }[] }
    const facts = policy.examples[1]?.facts
    const outcome = { effect: 'withhold', decidedBy: [], awards: [], reasons: [], errors: [] }
    const files = filesOf(t, {
      'results.csv': [header, ...rows].join('\n'),
      'faulty.csv': [header, ...rows, row('p9', 'many')].join('\n'),
      'result.json': facts,
      'tampered.json': { facts, outcome },
    })
    const file = (name: string) => files[name] ?? ''
    const [simulated, faulty, explained, tampered] = await Promise.all([
      probity('policy', 'simulate', annual, '--results', file('results.csv'), '--json'),
      probity('policy', 'simulate', annual, '--results', file('faulty.csv')),
      probity('policy', 'explain', shipped('policy.json'), '--result', file('result.json')),
      probity('policy', 'explain', shipped('policy.json'), '--result', file('tampered.json')),
    ])
    const { persons, summary } = JSON.parse(simulated.output)
    t.same(
      persons.map(({ decidedBy }: { decidedBy: string[] }) => decidedBy.join()),
      ['staff-met', 'staff-talk', 'staff-met', 'staff-talk', 'staff-met'],
    )
    t.match(summary.overall, { n: 5, gaining: { count: 3 }, losing: { count: 2 } })
    t.match(faulty, { code: 2, errors: /faulty\.csv, row 7, column credits/ })
    t.equal(explained.code, 0)
    t.match(explained.output, /at least 0\.80 instead of 0\.64: granted/)
    t.match(explained.output, /合格概率至少为 0\.80（现为 0\.64）/)
    t.match(tampered, { code: 1, errors: /do not give the outcome/ })
  },
)

t.test('policy check runs the examples of a policy and points at what is wrong', async (t) => {
  const policy = read(shipped('policy.json')) as { rules: { when: string }[] }
  const broken = structuredClone(policy)
  Object.assign(broken.rules[0] ?? {}, { when: 'passed && luck > 0.5' })
  const files = filesOf(t, { 'broken.json': broken })
  const [sound, bad, asJson] = await Promise.all([
    probity('policy', 'check', shipped('policy.json')),
    probity('policy', 'check', files['broken.json'] ?? ''),
    probity('policy', 'check', '--json', files['broken.json'] ?? ''),
  ])
  t.equal(sound.code, 0)
  t.match(sound.output, `${policy.rules.length} rules`)
  t.equal(bad.code, 2)
  t.match(bad.output, /error +\/rules\/0\/when: .*luck/)
  t.equal(asJson.code, 2)
  t.match(JSON.parse(asJson.output), {
    findings: [{ severity: 'error', pointer: '/rules/0/when' }],
  })
})

t.test('verify says yes, no, or that this is no bundle', async (t) => {
  const { bundle } = await aSignedBundle(t)
  const bent = structuredClone(bundle)
  Object.assign(bent.attempts[0]?.entries[0] ?? {}, { clientMs: 1 })
  // With a bank that gives no form at all there is still an answer.
  const emptied = { ...bundle, bank: { ...bundle.bank, items: bundle.bank.items.slice(0, 3) } }
  const files = filesOf(t, {
    'good.json': bundle,
    'bent.json': bent,
    'emptied.json': emptied,
    'shapeless.json': { ...bundle, secret: 'short' },
    'text.json': 'not JSON',
  })
  const verify = (name: string) => probity('verify', files[name] ?? '')
  const [good, bad, worse, shapeless, text, none] = await Promise.all([
    verify('good.json'),
    verify('bent.json'),
    verify('emptied.json'),
    verify('shapeless.json'),
    verify('text.json'),
    probity('verify'),
  ])
  t.equal(good.code, 0)
  t.match(JSON.parse(good.output), {
    valid: true,
    checked: { forms: 4, receipts: 3 },
    findings: [],
  })
  for (const { code, output } of [bad, worse]) {
    t.equal(code, 1)
    const told = JSON.parse(output) as { valid: boolean; findings: string[] }
    t.notOk(told.valid)
    t.ok(told.findings.length > 0)
  }
  for (const { code, errors } of [shapeless, text, none]) {
    t.equal(code, 2)
    t.notMatch(errors, /\n {4}at /)
  }
  t.match(shapeless.errors, /is no exam bundle: \/secret/)
})
