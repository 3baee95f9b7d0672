import { readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { Migration } from '@mikro-orm/migrations'
import { decodeProtectedHeader, importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose'
import postgres from 'postgres'
import { Webhook } from 'standardwebhooks'
import t from 'tap'
import { faultsOfChain, type LogEntry } from '../../src/domain/log-chain.ts'
import type { MyCertificate, MyCredits, TaskView } from '../../src/domain/policy/award-views.ts'
import { postgresJsOptions } from '../../src/store/database-address.ts'
import { inScope, read, SYSTEM, write } from '../../src/store/scope.ts'
import { submitAttempt } from '../../src/workflows/close-attempt.ts'
import { creditAttendance } from '../../src/workflows/credit-attendance.ts'
import { deliverMessages } from '../../src/workflows/deliver-messages.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { expireCredits } from '../../src/workflows/expire-credits.ts'
import { addWebhook, endWebhook, redeliver } from '../../src/workflows/manage-webhooks.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { openLogin } from '../../src/workflows/sign-in.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { createWebhookPoster } from '../../src/workflows/webhook-poster.ts'
import {
  anOpenExam,
  aResponse,
  BANK,
  type Candidate,
  presentedFormOf,
} from '../journeys/fixtures/open-exam.ts'
import { amendKey } from '../support/amend-key.ts'
import { giveAwards } from '../support/awarded.ts'
import { aPolicy, aRule, aText } from '../support/builders.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

t.setTimeout(240_000)

/** Who counts money right by the keys gets credits and a certificate; who does not, retraining. */
const COUNTS = '"money" in competencies && competencies["money"].theta > 0.0'
const POLICY = aPolicy({
  rules: [
    aRule({ id: 'credits', when: COUNTS, award: { kind: 'credits', amount: 10 } }),
    aRule({ id: 'certificate', when: COUNTS, award: { kind: 'certificate', validMonths: 36 } }),
    aRule({
      id: 'retraining',
      when: `!(${COUNTS})`,
      award: { kind: 'retraining', competency: 'money' },
      reason: aText('计算能力不足。', 'Counting is not strong enough.'),
    }),
  ],
})

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const application = await startTestService(t, clock)
const { server } = application
/** Sends inside, so that a server of this test can be told. */
const deps: Deps = { ...application.deps, webhooks: createWebhookPoster(true) }
const exam = await anOpenExam(deps, { candidates: 3, policy: POLICY })
const [right, wrong, bystander] = exam.candidates as [Candidate, Candidate, Candidate]

async function personOf(account: string) {
  const [row] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string; unitId: string }[]>`
      select id, unit_id as "unitId" from person where account = ${account}`,
  )
  if (!row) throw new Error(`there is no ${account}`)
  return row
}
const organizer = await personOf('organizer')
const administrator = await personOf('administrator')

async function tokenOf(personId: string): Promise<string> {
  const { loginId } = await write(deps.orm, (em) => openLogin(deps, em, personId, 'test'))
  return server.jwt.sign({ sub: personId, login: loginId })
}
const tokens = new Map<string, string>()
for (const { personId } of exam.candidates) tokens.set(personId, await tokenOf(personId))
tokens.set(administrator.id, await tokenOf(administrator.id))

async function get(url: string, personId?: string) {
  const token = personId === undefined ? undefined : tokens.get(personId)
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return server.inject({ method: 'GET', url, headers })
}
const creditsOfMine = async ({ personId }: Candidate) =>
  (await get('/api/my/credits', personId)).json() as MyCredits
const certificatesOf = async ({ personId }: Candidate) =>
  ((await get('/api/my/certificates', personId)).json() as { certificates: MyCertificate[] })
    .certificates
const tasksOf = async ({ personId }: Candidate) =>
  ((await get('/api/my/tasks', personId)).json() as { tasks: TaskView[] }).tasks

/** Answers every sum with a number and hands in a second later than the clock stands. */
async function sit(candidate: Candidate, sum: number): Promise<string> {
  const { attemptId } = await startAttempt(deps, candidate, exam.examId)
  const { items } = await presentedFormOf(deps, attemptId)
  const numeric = items.filter(({ type }) => type === 'numeric')
  const entries = numeric.map(({ itemId }, index) => aResponse(index + 1, itemId, sum))
  await saveEntries(deps, candidate.personId, { attemptId, entries })
  clock.advance(900)
  await submitAttempt(deps, candidate.personId, attemptId)
  return attemptId
}

interface Received {
  readonly headers: Record<string, string>
  readonly body: string
}
/** Another system: fails as long as told to, and keeps what it is sent. */
const received: Received[] = []
let answers = 500
const receiver = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const headers = request.headers as Record<string, string>
    received.push({ headers, body: Buffer.concat(parts).toString('utf8') })
    response.writeHead(answers).end()
  })
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
t.teardown(() => receiver.close())
const { port } = receiver.address() as AddressInfo
const webhook = await addWebhook(deps, administrator.id, {
  url: `http://127.0.0.1:${port}/hook`,
  topics: ['award-changed', 'result-final'],
  unitId: administrator.unitId,
})
const rightAttempt = await sit(right, 15)
const wrongAttempt = await sit(wrong, 16)

t.test('issued the moment the result is final, and the time is recorded', async (t) => {
  t.match(await creditsOfMine(right), {
    available: 10,
    held: 0,
    years: [{ from: 2026, to: 2026, competence: { available: 10 }, attendance: { available: 0 } }],
    cycles: [{ from: 2023, to: 2027, competence: { available: 10 } }],
    lines: [{ kind: 'grant', amount: 10, counters: null, attemptId: rightAttempt }],
  })
  t.match(await certificatesOf(right), [{ state: 'valid', attemptId: rightAttempt }])
  t.match(await creditsOfMine(wrong), { available: 0, held: 0, lines: [] })
  t.same(await certificatesOf(wrong), [])
  t.match(await tasksOf(wrong), [
    { kind: 'retraining', state: 'open', person: { id: wrong.personId }, overdue: false },
  ])
  const { exams } = (await get('/api/award-times', administrator.id)).json()
  t.match(exams, [{ examId: exam.examId, awarded: 3, held: 0, longestSeconds: 0 }])
})

/** A credential as a verifier outside gets it: by the key at the well-known address. */
async function verified(jwt: string) {
  const { keys } = (await get('/.well-known/jwks.json')).json() as { keys: JWK[] }
  const { kid, alg } = decodeProtectedHeader(jwt)
  const key = keys.find((one) => one.kid === kid)
  t.equal(alg, 'EdDSA')
  if (!key) throw new Error('no such key')
  t.notOk('d' in key, 'the private part stays inside')
  const { payload } = await jwtVerify(jwt, await importJWK(key, 'EdDSA'), {
    currentDate: clock.now(),
  })
  return payload
}

interface Badge extends JWTPayload {
  readonly credentialSubject: {
    readonly achievement: Record<string, unknown>
    readonly result: readonly Record<string, unknown>[]
    readonly identifier: readonly Record<string, unknown>[]
  }
  readonly credentialStatus: {
    readonly statusListCredential: string
    readonly statusListIndex: string
  }
}

async function badgeOf(candidate: Candidate, id: string): Promise<Badge> {
  const reply = await get(`/api/certificates/${id}/credential`, candidate.personId)
  t.equal(reply.statusCode, 200)
  return (await verified(reply.body)) as Badge
}

/** What the published list says of a badge now. */
async function bitOf({ credentialStatus }: Badge, purpose?: string): Promise<number> {
  const list = new URL(credentialStatus.statusListCredential).pathname
  const path = purpose === undefined ? list : list.replace(/suspension/, purpose)
  const payload = (await verified((await get(path)).body)) as {
    credentialSubject?: { encodedList: string }
  }
  const { encodedList = '' } = payload.credentialSubject ?? {}
  t.equal(encodedList[0], 'u', 'multibase: base64url')
  const bits = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'))
  t.equal(bits.length, 16 * 1024, 'no shorter than hides whom one asks about')
  const place = Number(credentialStatus.statusListIndex)
  return ((bits[place >> 3] ?? 0) >> (7 - (place & 7))) & 1
}

t.test('the certificate is an Open Badge that anybody can verify', async (t) => {
  const [certificate] = await certificatesOf(right)
  const badge = await badgeOf(right, certificate?.id ?? '')
  // Members that must be there by Open Badges 3.0 (1EdTech, final), appendix B.1.
  const needs = (of: object, ...names: string[]) => {
    for (const name of names) t.ok(name in of, name)
  }
  needs(badge, '@context', 'id', 'type', 'credentialSubject', 'issuer', 'validFrom')
  t.same(badge['@context'], [
    'https://www.w3.org/ns/credentials/v2',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  ])
  t.same(badge['type'], ['VerifiableCredential', 'OpenBadgeCredential'])
  needs(badge['issuer'] as object, 'id', 'type')
  const { credentialSubject, credentialStatus } = badge
  needs(credentialSubject, 'type', 'achievement', 'identifier')
  needs(credentialSubject.achievement, 'id', 'type', 'criteria', 'description', 'name')
  const [identity] = credentialSubject.identifier
  needs(identity ?? {}, 'type', 'hashed', 'identityHash', 'identityType')
  const described = credentialSubject.achievement['resultDescription'] as { id: string }[]
  for (const one of described) needs(one, 'id', 'type', 'name', 'resultType')
  for (const result of credentialSubject.result) {
    needs(result, 'type', 'resultDescription', 'value')
    t.ok(described.some(({ id }) => id === result['resultDescription']))
  }
  needs(credentialStatus, 'id', 'type')
  // And how a JWT says the same (8.2.3).
  t.equal(badge.iss, (badge['issuer'] as { id: string }).id)
  t.equal(badge.jti, badge['id'])
  t.equal((badge.nbf ?? 0) * 1000, Date.parse(String(badge['validFrom'])))
  t.equal((badge.exp ?? 0) * 1000, Date.parse(String(badge['validUntil'])))
  t.equal(await bitOf(badge), 0)
  const bent = (await get(certificate?.credentialPath ?? '', right.personId)).body.split('.')
  const other = Buffer.from(JSON.stringify({ ...badge, name: 'x' })).toString('base64url')
  await t.rejects(verified([bent[0], other, bent[2]].join('.')), /signature/)
  t.equal((await get(certificate?.credentialPath ?? '', wrong.personId)).statusCode, 404)
  const { json } = await get(new URL(String(badge.iss)).pathname)
  t.match(json(), { id: badge.iss, type: ['Profile'], name: 'Probity' })
})

t.test('as PDF it is the same bytes each time; by its link anybody sees it holds', async (t) => {
  const [certificate] = await certificatesOf(right)
  const pdf = await get(certificate?.pdfPath ?? '', right.personId)
  t.equal(pdf.headers['content-type'], 'application/pdf')
  t.equal(pdf.rawPayload.subarray(0, 5).toString('latin1'), '%PDF-')
  const again = await get(certificate?.pdfPath ?? '', right.personId)
  t.ok(pdf.rawPayload.equals(again.rawPayload))
  t.equal((await get(certificate?.pdfPath ?? '', bystander.personId)).statusCode, 404)
  const code = certificate?.verifyPath.split('/').at(-1) ?? ''
  const check = await get(`/api/certificates/check/${code}`)
  t.match(check.json(), {
    holder: `Name of ${right.account}`,
    state: 'valid',
    validUntil: '2029-03-02T08:15:00.000Z',
    simulated: false,
  })
  const turned = code.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
  t.equal((await get(`/api/certificates/check/${turned}`)).statusCode, 404)
})

t.test('other systems are told, again and again until they take it', async (t) => {
  t.equal(await deliverMessages(deps), 4, 'two results and two awards')
  t.equal(await deliverMessages(deps), 0, 'nothing again before its time')
  clock.advance(61)
  answers = 204
  t.equal(await deliverMessages(deps), 4)
  clock.advance(3600)
  t.equal(await deliverMessages(deps), 0, 'what arrived is done')
  t.equal(received.length, 8)
  const ids = received.map(({ headers }) => headers['webhook-id'] ?? '')
  t.equal(new Set(ids).size, 4, 'a message keeps its id')
  const told = received.slice(4).map(({ body, headers }) => {
    const age = clock.now().getTime() - Number(headers['webhook-timestamp']) * 1000
    t.equal(age, 3_600_000, 'the time of sending is signed')
    const verifier = new Webhook(webhook.secret)
    const signature = verifier.sign(
      headers['webhook-id'] ?? '',
      new Date(Number(headers['webhook-timestamp']) * 1000),
      body,
    )
    t.equal(headers['webhook-signature'], signature)
    return JSON.parse(body) as { type: string; data: Record<string, unknown> }
  })
  const award = told.find(({ type, data }) => type === 'award-changed' && data['credits'] !== null)
  t.ok(award)
  t.match(
    told.find(({ data }) => data['attemptId'] === rightAttempt && data['awards'] !== undefined),
    { data: { credits: [{ kind: 'grant', amount: 10 }], certificates: [{ state: 'valid' }] } },
  )
  t.notMatch(JSON.stringify(told), /Name of/, 'ids, no names')
  const deliveries = await get(`/api/webhooks/${webhook.id}/deliveries`, administrator.id)
  t.match(deliveries.json().deliveries[0], { state: 'delivered', attempts: 2, lastStatus: 204 })
  t.notMatch(deliveries.body + (await get('/api/webhooks', administrator.id)).body, /whsec_/)
  await redeliver(deps, administrator.id, { webhookId: webhook.id, messageId: ids[0] ?? '' })
  t.equal(await deliverMessages(deps), 1)
  t.equal(received.at(-1)?.headers['webhook-id'], ids[0])
})

t.test('what nobody takes for three days is given up, and shown', async (t) => {
  answers = 503
  await redeliver(deps, administrator.id, {
    webhookId: webhook.id,
    messageId: received[0]?.headers['webhook-id'] ?? '',
  })
  let tries = 0
  const start = clock.now().getTime()
  for (let hours = 0; hours < 24 * 4; hours += 1) {
    tries += await deliverMessages(deps)
    clock.advance(3600)
  }
  t.equal(tries, 10)
  const { deliveries } = (
    await get(`/api/webhooks/${webhook.id}/deliveries`, administrator.id)
  ).json()
  t.match(deliveries[0], { state: 'dead', attempts: 10, lastStatus: 503, nextAt: null })
  t.ok(Date.parse(deliveries[0].lastAt) - start < 3.5 * 86_400_000)
  clock.set(new Date(start))
  answers = 204
})

t.test('a system that is told no more gets nothing more, also of what is under way', async (t) => {
  const { id } = await addWebhook(deps, administrator.id, {
    url: `http://127.0.0.1:${port}/ended`,
    topics: ['award-changed'],
    unitId: administrator.unitId,
  })
  await giveAwards(deps, {
    personId: bystander.personId,
    unitPath: bystander.unitPath,
    awards: [{ kind: 'talk' }],
    effect: 'hold',
  })
  const endedMeanwhile: Deps = {
    ...deps,
    webhooks: {
      refusalOf: () => null,
      post: async (url) => {
        if (!url.endsWith('/ended')) return 204
        await endWebhook(deps, administrator.id, id)
        return 503
      },
    },
  }
  t.equal(await deliverMessages(endedMeanwhile), 2)
  const { deliveries } = (await get(`/api/webhooks/${id}/deliveries`, administrator.id)).json()
  t.match(deliveries, [{ state: 'dead', attempts: 1, lastStatus: 503 }])
})

t.test('no webhook reaches what stands inside', async (t) => {
  const outside = { ...deps, webhooks: createWebhookPoster(false) }
  const add = (url: string) =>
    addWebhook(outside, administrator.id, {
      url,
      topics: ['award-changed'],
      unitId: administrator.unitId,
    })
  for (const url of [
    'http://example.org/',
    'ftp://example.org/',
    'https://localhost/',
    'https://printer/',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://user:secret@example.org/',
    'nonsense',
  ]) {
    await t.rejects(add(url), { code: 'invalid-input' }, url)
  }
  // A name that stands for an address inside is found out as it is connected to.
  const poster = createWebhookPoster(false)
  const named = new URL(`https://localhost:${port}/`)
  await t.rejects(poster.post(named.href, {}, '{}'), /inside the own network/)
  await t.rejects(poster.post('https://127.0.0.1/', {}, '{}'), /inside the own network/)
  await t.rejects(poster.post('https://[::ffff:127.0.0.1]/', {}, '{}'), /inside the own network/)
})

t.test('a wrong key is replaced: regraded, and awards change by counter-entry', async (t) => {
  const [certificate] = await certificatesOf(right)
  const badge = await badgeOf(right, certificate?.id ?? '')
  for (const { id } of BANK.items.filter(({ type }) => type === 'numeric')) {
    const change = { kind: 'replace', response: 16 } as const
    const by = { proposer: organizer.id, approver: administrator.id }
    await amendKey(deps, { examId: exam.examId, itemId: id, change }, by)
  }
  t.match(await creditsOfMine(wrong), { available: 10, lines: [{ kind: 'grant' }] })
  t.match(await certificatesOf(wrong), [{ state: 'valid' }])
  t.match(await tasksOf(wrong), [{ kind: 'retraining', state: 'withdrawn' }])
  t.match(await creditsOfMine(right), {
    available: 0,
    years: [{ competence: { available: 0, revoked: 10 } }],
    lines: [
      { kind: 'revoke', amount: 10, counters: 1 },
      { kind: 'grant', amount: 10, counters: null },
    ],
  })
  const states = (await certificatesOf(right)).map(({ state }) => state)
  t.ok(states.length > 0 && states.every((state) => state === 'revoked'), states.join())
  t.equal(await bitOf(badge), 1, 'the published bit has turned')
  t.equal(await bitOf(badge, 'revocation'), 1, 'for good')
  const code = certificate?.verifyPath.split('/').at(-1)
  t.match((await get(`/api/certificates/check/${code}`)).json(), { state: 'revoked' })
  for (const attemptId of [rightAttempt, wrongAttempt]) await isLogged(attemptId)
})

/** The log of an attempt is whole, and tells every transaction of its ledger. */
async function isLogged(attemptId: string): Promise<void> {
  const chain = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<LogEntry[]>`
      select chain, number, to_char(logged_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        as "loggedAt", actor, act, subject, detail, previous_hash as "previousHash", hash
      from log_entry where chain = ${`attempt:${attemptId}`} order by number`,
  )
  t.same(faultsOfChain(chain), [])
  const logged = chain.flatMap(({ act, detail }) =>
    act === 'awards-changed' ? (detail as { credits: { sequence: number }[] }).credits : [],
  )
  const kept = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ sequence: number }[]>`
      select sequence from credit_transaction where attempt_id = ${attemptId} order by sequence`,
  )
  t.same(
    logged.map(({ sequence }) => sequence),
    kept.map(({ sequence }) => sequence),
  )
}

t.test('attendance is a source of its own, and never becomes competence', async (t) => {
  const attend = (hours: number) =>
    write(deps.orm, (em) => {
      const { personId } = bystander
      return creditAttendance(
        em,
        [{ personId, day: '2026-02-03', what: '培训', hours }],
        clock.now(),
      )
    })
  await attend(6.5)
  await attend(6.5)
  const year = async () => (await creditsOfMine(bystander)).years[0]
  t.match(await year(), { from: 2026, competence: { available: 0 }, attendance: { available: 6 } })
  await attend(2)
  t.match(await year(), { attendance: { available: 2, revoked: 6 } })
  await attend(0)
  t.match(await year(), { competence: { available: 0 }, attendance: { available: 0, revoked: 8 } })
})

t.test('tasks are done or declined by somebody else, with a reason, and once', async (t) => {
  const { personId, unitPath } = bystander
  const key = await giveAwards(deps, { personId, unitPath, awards: [{ kind: 'talk', dueDays: 5 }] })
  const [task] = await tasksOf(bystander)
  t.match(task, {
    kind: 'talk',
    state: 'open',
    reasons: [aText('达到年度要求。', 'The yearly requirement is met.')],
  })
  const end = (payload: object, who: string) =>
    server.inject({
      method: 'POST',
      url: `/api/tasks/${task?.id}/end`,
      headers: { authorization: `Bearer ${tokens.get(who)}` },
      payload,
    })
  t.equal((await end({ kind: 'done', note: '' }, personId)).statusCode, 403)
  t.equal((await end({ kind: 'declined', note: ' ' }, administrator.id)).statusCode, 422)
  t.equal((await end({ kind: 'declined', note: '已调离' }, administrator.id)).statusCode, 204)
  t.equal((await end({ kind: 'done', note: '' }, administrator.id)).statusCode, 409)
  t.match((await tasksOf(bystander))[0], { state: 'declined', ended: { note: '已调离', by: null } })
  await giveAwards(deps, { key, number: 2, personId, unitPath, awards: [{ kind: 'talk' }] })
  t.equal((await tasksOf(bystander)).length, 1, 'what was declined does not come back')
  const { tasks } = (await get('/api/tasks', administrator.id)).json() as { tasks: TaskView[] }
  t.match(
    tasks.find(({ id }) => id === task?.id),
    { ended: { by: 'Name of administrator' } },
  )
  await giveAwards(deps, { personId: null, unitPath, awards: [{ kind: 'talk' }] })
  const listed = (await get('/api/tasks', administrator.id)).json() as { tasks: TaskView[] }
  t.match(
    listed.tasks.find(({ person }) => person === null),
    { kind: 'talk', state: 'open' },
  )
})

t.test('unused credits expire with their cycle, by a transaction of their own', async (t) => {
  const now = clock.now()
  clock.set(new Date('2027-12-31T15:59:59Z'))
  t.equal(await expireCredits(deps), 0)
  clock.set(new Date('2027-12-31T16:00:00Z'))
  t.equal(await expireCredits(deps), 1)
  t.equal(await expireCredits(deps), 0, 'once')
  clock.set(now)
  t.match(await creditsOfMine(wrong), {
    available: 0,
    years: [{ competence: { expired: 10 } }],
    lines: [{ kind: 'expire', amount: 10, counters: 1 }, { kind: 'grant' }],
  })
})

t.test('the database refuses what does not balance, and what would overdraw', async (t) => {
  const attempt = (amounts: readonly [string, number][], kind = 'grant') =>
    inScope(deps.sql, SYSTEM, async (tx) => {
      await tx`insert into credit_transaction values ('attempt:x', 1, ${right.personId}, null,
        ${kind}, 'competence', 5, null, '{}', now(), now(), now())`
      for (const [account, amount] of amounts) {
        await tx`insert into credit_posting values ('attempt:x', 1, ${account}, ${amount})`
      }
    })
  const refused = /do not balance/
  await t.rejects(attempt([]), refused)
  await t.rejects(
    attempt([
      ['issued', -5],
      ['available', 4],
    ]),
    refused,
  )
  await t.rejects(
    attempt([
      ['issued', -4],
      ['available', 4],
    ]),
    refused,
    'another amount',
  )
  await t.rejects(
    attempt([
      ['held', -5],
      ['available', 5],
    ]),
    /overdrawn/,
  )
  await t.rejects(
    attempt(
      [
        ['issued', -5],
        ['available', 5],
      ],
      'release',
    ),
    /names_what_it_counters/,
  )
})

t.test(
  'what the old ledger says is carried over: grants, counter-entries, what is held',
  async (t) => {
    const { address, orm } = application.database
    // Beside the tables of the other tests: a schema is all that an account of its own may make.
    const sql = postgres({
      ...postgresJsOptions(address),
      max: 1,
      onnotice: () => {},
      connection: { search_path: 'before_awards' },
    })
    t.teardown(() => sql.end())
    await sql`create schema before_awards`
    const files = await readdir(MIGRATIONS)
    const names = files.filter((name) => /^\d+-.*\.ts$/.test(name)).toSorted()
    const migrate = async (name: string) => {
      const classes = (await import(new URL(name, MIGRATIONS).href)) as Record<string, MigrationOf>
      for (const MigrationClass of Object.values(classes)) {
        const migration = new MigrationClass(orm.em.getDriver(), orm.config)
        migration.up()
        const queries = migration.getQueries().map(String)
        await sql.begin(async (tx) => {
          for (const query of queries) await tx.unsafe(query)
        })
      }
    }
    for (const name of names.filter((one) => one < AWARDS)) await migrate(name)
    await fillOldLedger(sql)
    await migrate(AWARDS)
    for (const table of ['credit_transaction', 'credit_posting']) {
      await sql`alter table ${sql(table)} no force row level security`
    }
    const transactions = await sql`
    select origin, sequence, kind, source, amount, counters, title, expires_at as "expiresAt",
      (select string_agg(account || ' ' || posting.amount, ', ' order by posting.amount)
        from credit_posting as posting where posting.origin = credit_transaction.origin
          and posting.sequence = credit_transaction.sequence) as postings
    from credit_transaction order by origin, sequence`
    const expiresAt = new Date('2027-12-31T16:00:00Z')
    const of = (attempt: string) => ({ origin: `attempt:${attempt}`, source: 'competence' })
    t.match(transactions, [
      { ...of(GRANTED), sequence: 1, kind: 'grant', postings: 'issued -5, available 5' },
      {
        ...of(GRANTED),
        sequence: 2,
        kind: 'revoke',
        counters: 1,
        postings: 'available -5, revoked 5',
      },
      { ...of(GRANTED), sequence: 3, kind: 'grant', amount: 7, postings: 'issued -7, available 7' },
      {
        ...of(HELD),
        sequence: 1,
        kind: 'hold',
        amount: 9,
        postings: 'issued -9, held 9',
        expiresAt,
      },
    ])
    await sql`alter table award no force row level security`
    const [award] = await sql`select origin, final_at as "finalAt" from award`
    t.match(award, { origin: `attempt:${HELD}`, finalAt: null })
  },
)

const MIGRATIONS = new URL('../../migrations/', import.meta.url)
const AWARDS = '20261122180000-issue-awards.ts'
type MigrationOf = new (...given: ConstructorParameters<typeof Migration>) => Migration
const [GRANTED, HELD] = ['0', '1'].map(
  (digit) => `${digit.repeat(8)}-aaaa-4aaa-8aaa-aaaaaaaaaaaa`,
) as [string, string]

/** A ledger as it was kept before, on records that hold only what they must. */
async function fillOldLedger(sql: postgres.Sql): Promise<void> {
  const [exam, person] = ['e', 'd'].map((digit) => `${digit.repeat(8)}-aaaa-4aaa-8aaa-aaaaaaaaaaaa`)
  const at = '2026-12-31T15:00:00Z'
  const records: readonly (readonly [string, object])[] = [
    ['person', { id: person, account: 'p', name: 'P', unit_id: person, rank: 'clerk' }],
    ['exam', { id: exam, unit_id: exam, bank_version_id: exam, policy_version_id: exam }],
    ...[GRANTED, HELD].map(
      (id) => ['attempt', { id, exam_id: exam, candidate_id: person }] as const,
    ),
    ['credit_entry', { attempt_id: GRANTED, sequence: 1, amount: 5, counters: null }],
    ['credit_entry', { attempt_id: GRANTED, sequence: 2, amount: -5, counters: 1 }],
    ['credit_entry', { attempt_id: GRANTED, sequence: 3, amount: 7, counters: null }],
    ['award', { id: exam, attempt_id: HELD, award: { kind: 'credits', amount: 9 }, state: 'held' }],
  ]
  const rest = {
    ...{ person_id: person, settlement_number: 1, position: 0, awarded_at: at, entered_at: at },
    ...{ created_at: at, created_by: person, opens_at: at, closes_at: at, audience_unit_ids: [] },
    ...{ blueprint: { title: aText('考试', 'Exam') }, decisions_needed: 1, simulated: false },
    ...{ release_results: 'at-submission', extended_seconds: 0, form: {}, receipt: {} },
    ...{ ordinal: 1, unit_path: '/', state: 'submitted', started_at: '2026-12-31T14:00:00Z' },
    ...{
      review_rules: {},
      deadline_at: at,
      closed_at: at,
      claim: 0,
      reopened: 0,
      notice_count: 0,
      pauses: [],
    },
  }
  await sql.begin(async (tx) => {
    // The records these refer to are not of interest here.
    const references = await tx`
      select conrelid::regclass::text as table, conname as name from pg_constraint
      where contype in ('f', 'c') and connamespace = 'before_awards'::regnamespace
        and conparentid = 0 and coninhcount = 0`
    for (const { table, name } of references) {
      await tx`alter table ${tx(table)} drop constraint ${tx(name)}`
    }
    for (const [table, record] of records) {
      const row = JSON.stringify({ ...rest, ...record })
      await tx`alter table ${tx(table)} no force row level security`
      await tx`insert into ${tx(table)}
        select * from jsonb_populate_record(null::${tx(table)}, ${row}::text::jsonb)`
      await tx`alter table ${tx(table)} force row level security`
    }
  })
}
