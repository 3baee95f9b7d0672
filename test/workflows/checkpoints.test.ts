import { generateKeyPairSync, sign } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import t from 'tap'
import Value from 'typebox/value'
import { isSigned } from '../../src/cli/is-signed.ts'
import { verify } from '../../src/cli/verify.ts'
import { csvRows } from '../../src/domain/bank/formats/csv-rows.ts'
import {
  type Checkpoint,
  CheckpointList,
  ConsistencyProof,
  checkpointRunFaults,
  consistencyFaults,
  LogProof,
  proofFaults,
} from '../../src/domain/log-proof.ts'
import { sealFaults } from '../../src/domain/settlement/bundle-seal.ts'
import { checkBundle } from '../../src/domain/settlement/check-bundle.ts'
import { ExamBundle } from '../../src/domain/settlement/exam-bundle.ts'
import type { OutsideProof } from '../../src/domain/settlement/outside-faults.ts'
import { inScope, SYSTEM } from '../../src/store/scope.ts'
import { decideCase } from '../../src/workflows/decide-case.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { exportBundle } from '../../src/workflows/export-bundle.ts'
import { makeCheckpoint } from '../../src/workflows/make-checkpoint.ts'
import { makeStatement } from '../../src/workflows/make-statement.ts'
import { CHECKPOINT_FILE, publishCheckpoints } from '../../src/workflows/publish-checkpoints.ts'
import { screenExam } from '../../src/workflows/screen-exam.ts'
import { stampCheckpoint } from '../../src/workflows/stamp-checkpoint.ts'
import { amendKey } from '../support/amend-key.ts'
import { LOGGED_TABLES } from '../support/logged-tables.ts'
import { mutantsOf } from '../support/mutants.ts'
import { rehash, sealAnew } from '../support/seal-anew.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { startAuthority } from '../support/time-stamp-authority.ts'
import { foundTwoBranches } from '../support/two-branches.ts'

t.setTimeout(240_000)

const clock = createTestClock(new Date())
const application = await startTestService(t, clock)
const { deps, server } = application
const { own, foreign, founder } = await foundTwoBranches(application)
const { administrator, auditor, candidate, colleague, organizer } = own.people

async function get(url: string, token: string | null = null): Promise<unknown> {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` }
  const response = await server.inject({ url, headers })
  // What is worked out in this process keeps the service from answering for a moment.
  if (response.statusCode === 503) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    return get(url, token)
  }
  if (response.statusCode !== 200) throw new Error(`${url}: ${response.statusCode}`)
  return response.json()
}

async function checkpointNow(): Promise<Checkpoint> {
  const made = await makeCheckpoint(deps)
  if (made === null) throw new Error('there is no log')
  return made
}

const first = await checkpointNow()
const said = { attemptId: own.attemptId, text: '我做过模拟题。' }
await makeStatement(deps, candidate.personId, said)

t.test(
  'a checkpoint is made only when something was added, and names the one before',
  async (t) => {
    const again = await makeCheckpoint(deps, { atLeastApartMs: 60_000 })
    t.same(again, first, 'too soon')
    clock.advance(61)
    const [one, other] = await Promise.all([
      makeCheckpoint(deps, { atLeastApartMs: 60_000 }),
      makeCheckpoint(deps, { atLeastApartMs: 60_000 }),
    ])
    t.same(one, other, 'two who ask at once get the same')
    t.equal(one?.number, 2)
    t.equal(one?.entries, first.entries + 1)
    t.same(await checkpointNow(), one, 'nothing was added since')
    const listed = await get('/api/log/checkpoints')
    if (!Value.Check(CheckpointList, listed)) throw new Error('no list')
    t.same(checkpointRunFaults(listed.checkpoints.toReversed(), isSigned), [])
    t.same(listed.checkpoints, [one, first])
    t.same(await get('/api/log/checkpoints?before=2'), { checkpoints: [first], timeStamps: [] })
  },
)

t.test('checkpoints are written to a folder outside, each once', async (t) => {
  const folder = t.testdir()
  const outside: Deps = { ...deps, outside: { checkpointFolder: folder, timeStampUrl: null } }
  t.same(await publishCheckpoints(outside), { added: 2, mended: null })
  t.same(await publishCheckpoints(outside), { added: 0, mended: null })
  const file = join(folder, CHECKPOINT_FILE)
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  const run = lines.map((line) => JSON.parse(line) as Checkpoint)
  t.same(checkpointRunFaults(run, isSigned), [])
  await writeFile(file, `${lines[0]}\n`)
  t.equal((await publishCheckpoints(outside)).added, 1, 'what was lost comes again')
  t.equal((await readFile(file, 'utf8')).trim(), lines.join('\n'))
  t.same(await publishCheckpoints(deps), { added: 0, mended: null }, 'nowhere unless asked for')
})

t.test('a half-written last line of the file is mended, nothing else of it', async (t) => {
  const folder = t.testdir()
  const outside: Deps = { ...deps, outside: { checkpointFolder: folder, timeStampUrl: null } }
  const file = join(folder, CHECKPOINT_FILE)
  await publishCheckpoints(outside)
  const whole = await readFile(file)
  const [one = '', two = ''] = whole.toString().trimEnd().split('\n')
  // Wherever the process was killed: at the first byte, within, before the last, at the newline.
  const ends = [1, one.length - 1, one.length + 2, one.length + 40, whole.length - 2]
  for (const end of ends) {
    await writeFile(file, whole.subarray(0, end))
    const [told, again] = await Promise.all([
      publishCheckpoints(outside),
      publishCheckpoints(outside),
    ])
    const isSecond = end > one.length
    const line = isSecond ? 2 : 1
    const bytes = isSecond ? end - one.length - 1 : end
    const cut = { added: isSecond ? 1 : 2, mended: { line, mended: 'cut', bytes } }
    t.same([told, again].toSorted((a, b) => b.added - a.added)[0], cut, `cut at ${end}`)
    t.equal(told.added + again.added, cut.added, 'by one of two who ask at once')
    t.ok(whole.equals(await readFile(file)), 'as if nothing had happened')
  }
  await writeFile(file, whole.subarray(0, -1))
  const mended = { line: 2, mended: 'completed', bytes: two.length }
  t.same(await publishCheckpoints(outside), { added: 0, mended })
  t.ok(whole.equals(await readFile(file)))
  for (const torn of [`${one}\n\0\0\0`, `${one}\n${two.slice(0, 40)}\0\0`]) {
    await writeFile(file, torn)
    t.match(await publishCheckpoints(outside), { added: 1, mended: { mended: 'cut' } })
    t.ok(whole.equals(await readFile(file)), JSON.stringify(torn.slice(one.length)))
  }
  for (const [broken, line] of [
    [`${two.slice(0, 40)}\n${one}\n`, 1],
    [`${one}\n${two.slice(0, 40)}\n${two.slice(0, 9)}`, 2],
    [`${one}\n${two.slice(0, 40)}\n`, 2],
    [`${one}\n\n`, 2],
    ['notes of somebody\n', 1],
    ['notes of somebody', 1],
    [`${one}\n{"number":2}`, 2],
  ] as const) {
    await writeFile(file, broken)
    await t.rejects(publishCheckpoints(outside), new RegExp(`^line ${line} .* move the file away`))
    t.equal(await readFile(file, 'utf8'), broken, 'a finished line is told, not written over')
  }
})

t.test('an authority stamps the latest checkpoint once; its failure is told', async (t) => {
  const authority = await startAuthority(() => clock.now())
  t.teardown(() => authority.stop())
  const outside = { checkpointFolder: null, timeStampUrl: authority.url }
  authority.wrong({ refuses: true })
  await t.rejects(stampCheckpoint({ ...deps, outside }), /refused/)
  authority.wrong({})
  await stampCheckpoint({ ...deps, outside })
  await stampCheckpoint({ ...deps, outside })
  t.equal(authority.asked(), 2, 'once it is stamped it is left alone')
  const rows = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ checkpoint: number; token: string }[]>`select * from checkpoint_timestamp`,
  )
  t.match(rows, [{ checkpoint: 2, authority: authority.url }])
  const nobody = { checkpointFolder: null, timeStampUrl: 'http://127.0.0.1:9/' }
  await t.rejects(stampCheckpoint({ ...deps, outside: nobody }), /fetch failed/)
})

t.test('a candidate proves their own log, and reads what is theirs to read', async (t) => {
  const url = `/api/attempts/${own.attemptId}/log-proof`
  const proof = await get(url, candidate.token)
  if (!Value.Check(LogProof, proof)) throw new Error('no proof')
  t.same(proofFaults(proof, isSigned), [])
  const acts = proof.entries.map(({ entry }) => entry?.act ?? null)
  t.same(
    acts.filter((act) => act !== null),
    ['attempt-started', 'attempt-closed', 'attempt-settled', 'statement-made'],
  )
  t.ok(acts.includes(null), 'what auditors do is there by its hash')
  t.same(
    await get(`/api/exams/${own.examId}/attempts/${own.attemptId}/log-proof`, organizer.token),
    proof,
  )
  const foreign = await server.inject({
    url,
    headers: { authorization: `Bearer ${colleague.token}` },
  })
  t.equal(foreign.statusCode, 404)
})

t.test('one checkpoint is shown to add to another', async (t) => {
  const proof = await get('/api/log/checkpoints/2/since/1', founder.token)
  if (!Value.Check(ConsistencyProof, proof)) throw new Error('no proof')
  t.same(consistencyFaults(proof, isSigned), [])
  t.ok(
    proof.chains.some(({ path }) => path.length > 0),
    'a chain has grown',
  )
  await t.rejects(get('/api/log/checkpoints/1/since/2', founder.token), /404/)
  await t.rejects(get('/api/log/checkpoints/x/since/y', founder.token), /422/)
})

/** The exam to its end: a decision, an amended key, the screening. */
async function finishExam(): Promise<ExamBundle> {
  const input = { finding: 'cleared', reasonCode: 'base-rate', note: 'as others do' } as const
  await decideCase(deps, auditor, { caseId: own.caseId, input })
  const { examId } = own
  const by = { proposer: administrator.personId, approver: organizer.personId }
  await amendKey(deps, { examId, itemId: 'I-1' }, by)
  clock.advance(2 * 86_400)
  await screenExam(deps, examId)
  const bundle = await exportBundle(deps, organizer.personId, { examId, scope: SYSTEM })
  return JSON.parse(JSON.stringify(bundle)) as ExamBundle
}

let sound: ExamBundle
let outside: OutsideProof
const findingsOf = (bundle: ExamBundle) => checkBundle(bundle, isSigned, outside).findings

t.test('a whole exam is made again offline: scores, flags, outcomes, awards', async (t) => {
  sound = await finishExam()
  const kept = await get('/api/log/checkpoints?limit=1000')
  if (!Value.Check(CheckpointList, kept)) throw new Error('no list')
  outside = { publicKeyPem: deps.publicKeyPem, checkpoints: kept.checkpoints.toReversed() }
  t.ok(Value.Check(ExamBundle, sound))
  const result = checkBundle(sound, isSigned, outside)
  t.same(result.findings, [])
  t.equal(result.vouchedBy, 'checkpoint')
  const { settlement = [], award = [], decision = [], statement = [] } = sound.records
  t.equal(result.checked.settlements, settlement.length)
  t.ok(settlement.length >= 5, 'submission, decision, amendment and screening')
  t.ok(award.length > 0)
  t.equal(decision.length, 1)
  t.equal(statement.length, 1)
  const told = JSON.stringify(sound)
  for (const { name, account } of [founder, candidate, colleague, auditor, organizer]) {
    const isCandidate = name === candidate.name || name === colleague.name
    if (!isCandidate) t.notMatch(told, name, 'no names but those on receipts')
    t.notMatch(told, new RegExp(`"${account}"`))
  }
  t.notMatch(told, said.text, 'a statement stands in it by its digest')
})

t.test('its records come as CSV too, a row each', async (t) => {
  const headers = { authorization: `Bearer ${organizer.token}` }
  const url = `/api/exams/${own.examId}/bundle?as=csv`
  const response = await server.inject({ url, headers })
  t.equal(response.headers['content-type'], 'application/zip')
  const files = unzipSync(response.rawPayload)
  for (const kind of ['settlement', 'award', 'log'] as const) {
    const rows = kind === 'log' ? sound.log : (sound.records[kind] ?? [])
    const text = new TextDecoder().decode(files[`${kind}.csv`])
    const { records } = csvRows(text)
    // What was exported before stands in the log since.
    t.ok(rows.length > 0 && records.length > rows.length, kind)
    t.match(text, kind === 'log' ? sound.log[0]?.hash : own.attemptId)
  }
})

t.test('whatever was written in all of this stands in the log by one of its acts', async (t) => {
  const acts = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ act: string }[]>`
    select distinct act from log_entry`,
  )
  const logged = new Set(acts.map(({ act }) => act))
  let filled = 0
  for (const [table, how] of Object.entries(LOGGED_TABLES)) {
    if (!('acts' in how)) continue
    const [row] = await inScope(deps.sql, SYSTEM, (tx) =>
      tx.unsafe<{ rows: number }[]>(`select count(*)::int as rows from ${table}`),
    )
    if (row?.rows === 0) continue
    filled += 1
    t.ok(
      how.acts.some((act) => logged.has(act)),
      `${table}: ${how.acts.join(', ')}`,
    )
  }
  t.ok(filled >= 20, `${filled} tables with rows`)
})

/** What somebody with the service's own key might change, everything signed anew. */
type Row = Record<string, unknown>
const row = (bundle: ExamBundle, kind: string, index = 0): Row => {
  const found = bundle.records[kind]?.at(index)
  if (!found) throw new Error(`there is no ${kind}`)
  return found
}
const BENT: readonly (readonly [string, (bundle: ExamBundle) => void, RegExp])[] = [
  [
    'a score',
    (b) => {
      const { overall } = row(b, 'settlement')['scores'] as { overall: { theta: number } }
      overall.theta += 0.5
    },
    /settlement 1: its scores do not follow/,
  ],
  [
    'an outcome',
    (b) => {
      const outcome = row(b, 'settlement')['outcome'] as Row
      outcome['effect'] = outcome['effect'] === 'grant' ? 'hold' : 'grant'
    },
    /settlement 1 is not the one that was logged/,
  ],
  [
    'a flag taken away',
    (b) => {
      const flagged = b.records['settlement']?.find(({ flags }) => (flags as []).length > 0)
      Object.assign(flagged ?? {}, { flags: [] })
    },
    /its flags do not follow/,
  ],
  [
    'what it was made from',
    (b) => {
      ;(row(b, 'settlement')['given'] as Row)['accommodated'] = true
    },
    /made from something else than what is here/,
  ],
  [
    'a settlement taken away',
    (b) => b.records['settlement']?.pop(),
    /the log tells of \d settlements/,
  ],
  [
    'the state of an award',
    (b) => {
      row(b, 'award')['state'] = 'revoked'
    },
    /the awards do not follow from its outcome/,
  ],
  ['an award taken away', (b) => b.records['award']?.pop(), /the awards do not follow/],
  [
    "an auditor's finding",
    (b) => {
      row(b, 'decision')['finding'] = 'invalidated'
    },
    /decision 1: the log does not tell of it/,
  ],
  ['a decision taken away', (b) => b.records['decision']?.pop(), /decision: what .* is missing/],
  ['a statement taken away', (b) => b.records['statement']?.pop(), /statement: what .* is missing/],
  [
    'an amended key',
    (b) => {
      row(b, 'key_amendment')['item_id'] = 'I-2'
    },
    /key_amendment 1: the log does not tell of it/,
  ],
  [
    'a rule of the policy',
    (b) => {
      const document = row(b, 'policy_version')['document'] as { rules: { when: string }[] }
      Object.assign(document.rules[0] ?? {}, { when: 'passed' })
    },
    /policy_version 1: the log does not tell of it/,
  ],
  ['the policy taken away', (b) => b.records['policy_version']?.pop(), /the policy is missing/],
  [
    'an act in the log, every hash made anew',
    (b) => {
      const logged = b.log.find(({ act }) => act === 'case-decision')
      Object.assign(logged?.detail ?? {}, { finding: 'invalidated' })
      Object.assign(b, rehash(b))
    },
    /not the log that checkpoint \d+ signed/,
  ],
  [
    'a checkpoint of its own making',
    (b) => {
      if (b.inclusion) b.inclusion.checkpoint.madeAt = '2026-01-01T00:00:00.000Z'
    },
    /it is not the one that was kept outside/,
  ],
]

for (const [title, bend, finding] of BENT) {
  t.test(`found although the service's own key signed it: ${title}`, async (t) => {
    const bundle = structuredClone(sound)
    bend(bundle)
    const findings = findingsOf(sealAnew(bundle, deps.sign))
    t.ok(
      findings.some((one) => finding.test(one)),
      findings.join('; '),
    )
  })
}

t.test('signed with another key it is nothing, where the right one is known', async (t) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const other = (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64')
  const bundle = sealAnew({ ...structuredClone(sound), publicKeyPem }, other)
  t.match(checkBundle(bundle, isSigned, { publicKeyPem: deps.publicKeyPem }).findings, [/receipt/])
  t.ok(
    findingsOf(bundle).includes('key: the bundle was signed with another key than the one given'),
  )
})

t.test('any change of any record of any kind is found, and where it is', async (t) => {
  const kinds = new Set<string>()
  let tried = 0
  for (const { mutant, what } of mutantsOf(sound)) {
    // Of what stands in the same place of a list's members one of each change is enough.
    const kind = what.replaceAll(/\d+/g, 'N').replace(/: ".*" changed/s, ': changed')
    // Bank and blueprint are one part each.
    if (kinds.has(kind) || /^\/(seal\/|(bank|blueprint)\/\w+\/.)/.test(what)) continue
    kinds.add(kind)
    tried += 1
    const faults = faultsOf(mutant)
    if (faults.length === 0) t.fail(`not found: ${what}`)
    const [, section = '', table = ''] = what.split('/')
    const place = section === 'records' ? table.replace(/:.*/, '') : ''
    const isNamed = faults.some((fault) => fault === SHAPELESS || fault.includes(place))
    if (!isNamed) t.fail(`${what}: ${faults.join('; ')}`)
    // Whoever makes the digests anew still lacks the key.
    if (tried % 20 > 0 || faults.includes(SHAPELESS)) continue
    const renewed = sealAnew(mutant as ExamBundle, () => sound.seal.signature)
    if (faultsOf(renewed).length === 0) t.fail(`renewed: ${what}`)
  }
  t.ok(tried > 500, `${tried} changes`)
  const seals = [...mutantsOf(sound.seal)].filter((_, index) => index % 40 === 0)
  for (const { mutant, what } of seals) {
    if (faultsOf({ ...sound, seal: mutant }).length === 0) t.fail(`not found: seal ${what}`)
  }
})

t.test('what is decided about an open case is in no bundle, and missed by no check', async (t) => {
  const { caseId, examId, people } = foreign
  await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`update review_case set decisions_needed = 2 where id = ${caseId}`,
  )
  const input = { finding: 'invalidated', reasonCode: 'help-confirmed', note: 'seen it' } as const
  const answer = { attemptId: foreign.attemptId, text: '我没有请人帮忙。' }
  await makeStatement(deps, people.candidate.personId, answer)
  await decideCase(deps, people.auditor, { caseId, input })
  const exported = await exportBundle(deps, people.organizer.personId, { examId, scope: SYSTEM })
  const bundle = JSON.parse(JSON.stringify(exported)) as ExamBundle
  t.same(checkBundle(bundle, isSigned).findings, [])
  t.equal(bundle.withheld.length, 1)
  t.same(bundle.records['decision'], [])
  t.notMatch(JSON.stringify(bundle), 'invalidated')
  const bent = structuredClone(bundle)
  bent.withheld.pop()
  t.match(
    checkBundle(sealAnew(bent, deps.sign), isSigned).findings.join('; '),
    /was expected|not the log/,
  )
})

t.test('the command checks each kind of file, and tells what vouches for it', async (t) => {
  const proof = await get(`/api/attempts/${own.attemptId}/log-proof`, candidate.token)
  const consistency = await get('/api/log/checkpoints/2/since/1', founder.token)
  const list = await get('/api/log/checkpoints?limit=1000')
  const run = Value.Check(CheckpointList, list) ? list.checkpoints.toReversed() : []
  const lines = run.map((one) => JSON.stringify(one)).join('\n')
  const { publicKeyPem } = deps
  const folder = t.testdir({
    'bundle.json': JSON.stringify(sound),
    'proof.json': JSON.stringify(proof),
    'consistency.json': JSON.stringify(consistency),
    'list.json': JSON.stringify(list),
    'run.jsonl': lines,
    'gap.jsonl': run
      .toSpliced(1, 1)
      .map((one) => JSON.stringify(one))
      .join('\n'),
    'key.json': JSON.stringify({ publicKeyPem }),
  })
  const file = (name: string) => join(folder, name)
  const outside = { key: file('key.json'), checkpoint: file('run.jsonl') }
  for (const name of ['bundle.json', 'proof.json', 'consistency.json', 'list.json', 'run.jsonl']) {
    await t.resolves(verify([file(name)], outside), name)
  }
  for (const language of ['zh-CN', 'en'] as const) {
    const out = join(folder, language)
    await verify([file('bundle.json')], { ...outside, out, language })
    const page = await readFile(join(out, 'report.html'), 'utf8')
    t.match(page, language === 'en' ? 'Nothing was changed' : '没有发现改动')
    t.match(page, own.attemptId)
    t.notMatch(page, candidate.name)
    const pdf = await readFile(join(out, 'report.pdf'))
    t.match(pdf.toString('latin1'), /^%PDF-1.*\/Count [1-9].*%%EOF\s*$/s, 'to be printed')
    await verify([file('bundle.json')], { ...outside, out, language })
    t.ok(pdf.equals(await readFile(join(out, 'report.pdf'))), 'the same bytes each time')
    const csv = await readFile(join(out, 'settlement.csv'), 'utf8')
    t.equal(csv.trim().split('\r\n').length, 1 + (sound.records['settlement']?.length ?? 0))
  }
  if (!Value.Check(CheckpointList, list)) throw new Error('no list')
  const [stamp] = list.timeStamps ?? []
  t.equal(stamp?.checkpoint, 2, 'the stamp comes with what it is about')
  for (const [what, bent] of [
    ['of another checkpoint', { ...stamp, checkpoint: 1 }],
    ['another time', { ...stamp, stampedAt: first.madeAt }],
    ['no token', { ...stamp, token: 'MAA=' }],
  ] as const) {
    await writeFile(file('bent.json'), JSON.stringify({ ...list, timeStamps: [bent] }))
    await t.rejects(verify([file('bent.json')]), { name: 'CommandEnd', exitCode: 1 }, what)
  }
  await t.rejects(verify([file('gap.jsonl')]), { name: 'CommandEnd', exitCode: 1 })
  const gap = { checkpoint: file('gap.jsonl') }
  await t.rejects(verify([file('consistency.json')], gap), { name: 'CommandEnd', exitCode: 1 })
  await t.rejects(verify([file('proof.json')], { key: file('list.json') }), {
    name: 'CommandEnd',
    exitCode: 2,
  })
  await t.rejects(verify([file('proof.json')], { checkpoint: file('key.json') }), {
    name: 'CommandEnd',
    exitCode: 2,
  })
})

const SHAPELESS = 'it is no bundle any more'

/** What the seal finds; a bundle that has lost its shape is refused before. */
function faultsOf(bundle: unknown): readonly string[] {
  try {
    return sealFaults(bundle as ExamBundle, isSigned)
  } catch (error) {
    if (Value.Check(ExamBundle, bundle)) throw error
    return [SHAPELESS]
  }
}
