import { createHash } from 'node:crypto'
import fastify from 'fastify'
import t from 'tap'
import type { AttemptView } from '../../src/domain/delivery/views.ts'
import type { ExamRequirements } from '../../src/domain/scheduling/requirements.ts'
import type { App } from '../../src/http/http-deps.ts'
import { requireExamBrowser } from '../../src/http/safe-exam-browser.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { startTestService } from '../support/test-service.ts'
import { draftFor, foundTwoBranches, rightAnswers, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)
const application = await startTestService(t)
const { deps, server } = application
const { own, foreign, content } = await foundTwoBranches(application)
const { candidate, colleague, organizer } = own.people
const ORIGIN = 'http://exams.example.org'
const BROWSER_KEY = 'b'.repeat(64)
const PASSWORD = sha256('let me out')
const examId = await openExamWith(asked([]))
const listedId = await openExamWith(asked([BROWSER_KEY]))
const consentId = await openExamWith({ consent: true, safeExamBrowser: null })

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

function rulesWith(browserExamKeys: string[]) {
  return { configKeys: [], browserExamKeys, quitPasswordDigest: PASSWORD }
}

function asked(browserExamKeys: string[]) {
  return { consent: false, safeExamBrowser: rulesWith(browserExamKeys) }
}

async function openExamWith(requirements: ExamRequirements): Promise<string> {
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const draft = { ...draftFor(content, units, deps.now()), requirements }
  const by = organizer.personId
  const id = await draftExam(deps, by, { draft, simulated: false })
  await publishExam(deps, by, { examId: id, waiver: 'a test needs no notice' })
  return id
}

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly person?: Signed
  readonly headers?: Readonly<Record<string, string>>
  readonly payload?: object
}

function call(url: string, { method = 'POST', person = candidate, headers, payload }: Call = {}) {
  return server.inject({
    method,
    url: `${ORIGIN}${url}`,
    headers: { authorization: `Bearer ${person.token}`, ...headers },
    ...(payload ? { payload } : {}),
  })
}

async function browserOf(id: string) {
  const answer = await call(`/api/exams/${id}/browser`, { method: 'GET', person: organizer })
  t.equal(answer.statusCode, 200, answer.body)
  return answer.json<{ configKey: string; file: string; link: string; startUrl: string }>()
}

const { configKey } = await browserOf(examId)
/** As Safe Exam Browser adds it to every request. */
const headersFor = (url: string, key = configKey, origin = ORIGIN) => ({
  'x-safeexambrowser-configkeyhash': sha256(origin + url + key),
})
/** As the page tells what it read from the JavaScript API. */
const pageHeadersFor = (page: string, key = configKey, told = page) => ({
  'x-probity-page': told,
  'x-probity-config-key-hash': sha256(page + key),
})
const startUrl = (id: string) => `/api/my/exams/${id}/attempt`
const noticeOf = async (id: string, headers = {}) =>
  (await call(`/api/my/exams/${id}/notice`, { method: 'GET', headers })).json()

t.test('the configuration is got by its address alone, and by no other', async (t) => {
  const { file, link, startUrl: start } = await browserOf(examId)
  t.equal(start, `${ORIGIN}/exams/${examId}`)
  t.equal(link, `seb://exams.example.org${file}`)
  const answer = await server.inject({ url: `${ORIGIN}${file}` })
  t.equal(answer.statusCode, 200)
  t.match(answer.headers, {
    'content-type': /^application\/seb/,
    'content-disposition': /^attachment; filename="exam-[0-9a-f]{8}\.seb"$/,
  })
  t.match(answer.body, `<key>startURL</key><string>${ORIGIN}/exams/${examId}</string>`)
  t.match(answer.body, `<key>hashedQuitPassword</key><string>${PASSWORD}</string>`)
  const wrong = [
    file.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    file.replace(examId, listedId),
    file.replace(examId, own.examId),
  ]
  for (const url of wrong) t.equal((await server.inject({ url })).statusCode, 404)
  const none = await call(`/api/exams/${own.examId}/browser`, { method: 'GET', person: organizer })
  t.equal(none.statusCode, 404, 'an exam for any browser has no configuration')
})

t.test('the notice says whether this is the browser, and what to do', async (t) => {
  t.match(await noticeOf(examId), {
    browser: { fault: 'no-safe-exam-browser', file: /browser-file/, link: /^seb:/ },
    consent: null,
  })
  const url = `/api/my/exams/${examId}/notice`
  t.match(await noticeOf(examId, headersFor(url)), { browser: { fault: null } })
  const other = headersFor(url, 'a'.repeat(64))
  t.match(await noticeOf(examId, other), { browser: { fault: 'other-configuration' } })
  t.match(await noticeOf(own.examId), { browser: null, consent: null })
})

t.test('no route shows questions without the browser; saving and submitting go on', async (t) => {
  const refused = async (url: string, rest: Call, fault: string) => {
    const answer = await call(url, rest)
    t.equal(answer.statusCode, 403, answer.body)
    const { type, errors } = answer.json()
    t.match(type, /safe-exam-browser-required$/)
    t.strictSame(errors, [
      { pointer: '/browser', detail: fault },
      { pointer: '/exam', detail: examId },
    ])
    t.notMatch(answer.body, 'plus', 'and no question is in the answer')
  }
  const url = startUrl(examId)
  await refused(url, {}, 'no-safe-exam-browser')
  await refused(url, { headers: headersFor('/api/elsewhere') }, 'other-configuration')
  const stray = headersFor(url, configKey, 'https://exams.example.org')
  await refused(url, { headers: stray }, 'other-address')
  const attempts = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx`
    select from attempt where exam_id = ${examId}`,
  )
  t.equal(attempts.length, 0, 'a start that was refused began no time')

  const started = await call(url, { headers: headersFor(url) })
  t.equal(started.statusCode, 200, started.body)
  const { attemptId } = started.json<AttemptView>()
  const shown = [
    { url: `/api/attempts/${attemptId}`, method: 'GET' },
    { url: `/api/attempts/${attemptId}/opening`, method: 'POST' },
  ] as const
  for (const { url, method } of shown) {
    await refused(url, { method }, 'no-safe-exam-browser')
    const answer = await call(url, { method, headers: headersFor(url) })
    t.equal(answer.statusCode, 200, answer.body)
    t.match(answer.body, 'plus')
  }
  const next = `/api/attempts/${attemptId}/next-item`
  await refused(next, { payload: { position: 1 } }, 'no-safe-exam-browser')
  const [, entry] = await rightAnswers(deps, attemptId)
  const saved = await call(`/api/attempts/${attemptId}/entries`, { payload: { entries: [entry] } })
  t.equal(saved.statusCode, 200, saved.body)
  const submitted = await call(`/api/attempts/${attemptId}/submission`)
  t.equal(submitted.statusCode, 200, submitted.body)
})

t.test('addresses are those of the public, as far as the service was told', async (t) => {
  const originOf = async (publicUrl: string | null, trustProxy: boolean) => {
    const app = fastify({ trustProxy })
    t.teardown(() => app.close())
    requireExamBrowser(app as unknown as App, deps.frozen, publicUrl)
    app.get('/', async (request) => ({ origin: app.browserGate.originOf(request) }))
    const headers = {
      host: 'inside:8080',
      'x-forwarded-host': 'exams.example.org',
      'x-forwarded-proto': 'https',
    }
    return (await app.inject({ url: '/', headers })).json().origin
  }
  t.equal(await originOf(null, false), 'http://inside:8080')
  t.equal(await originOf(null, true), 'https://exams.example.org')
  t.equal(await originOf('https://public.example', false), 'https://public.example')
})

t.test('the JavaScript API proves as much, from pages of this service only', async (t) => {
  const page = `${ORIGIN}/exams/${examId}`
  const faultWith = async (headers: object) =>
    (await noticeOf(examId, headers as Record<string, string>)).browser.fault
  t.equal(await faultWith(pageHeadersFor(page)), null)
  t.equal(await faultWith(pageHeadersFor(page, configKey, `${ORIGIN}/x ${page}`)), null)
  t.equal(await faultWith(pageHeadersFor(page, 'a'.repeat(64))), 'other-configuration')
  t.equal(await faultWith(pageHeadersFor(page, configKey, 'no address')), 'other-configuration')
  t.equal(await faultWith(pageHeadersFor('https://exams.example.org/')), 'other-address')
  t.equal(await faultWith(pageHeadersFor('https://evil.example/x')), 'other-address')
})

t.test('where versions are listed, only they may', async (t) => {
  const url = startUrl(listedId)
  const { configKey: key } = await browserOf(listedId)
  const faultOf = async (headers: Record<string, string>) =>
    (await call(url, { person: colleague, headers })).json().errors?.[0].detail ?? null
  const right = headersFor(url, key)
  t.equal(await faultOf(right), 'browser-not-listed')
  const known = sha256(ORIGIN + url + BROWSER_KEY)
  t.equal(
    await faultOf({ ...right, 'x-safeexambrowser-requesthash': sha256('x') }),
    'browser-not-listed',
  )
  t.equal(await faultOf({ 'x-safeexambrowser-requesthash': known }), 'no-safe-exam-browser')
  t.equal(await faultOf({ ...right, 'x-safeexambrowser-requesthash': known }), null)
})

t.test('consent is to the notice as it reads now, and kept in the attempt’s log', async (t) => {
  const { consent } = await noticeOf(consentId)
  t.match(consent, { digest: /^[0-9a-f]{64}$/, statement: { en: /agree/, 'zh-CN': /同意/ } })
  for (const payload of [undefined, {}, { consent: 'f'.repeat(64) }]) {
    const answer = await call(startUrl(consentId), payload ? { payload } : {})
    t.match(answer.json(), { status: 409, type: /consent-required$/ })
  }
  const payload = { consent: consent.digest }
  const started = await call(startUrl(consentId), { payload })
  t.equal(started.statusCode, 200, started.body)
  const { attemptId } = started.json<AttemptView>()
  const log = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx`
    select act, detail ->> 'consent' as consent from log_entry
    where chain = ${`attempt:${attemptId}`} order by number`,
  )
  t.match(log[0], { act: 'attempt-started', consent: consent.digest })
  t.equal((await call(startUrl(consentId))).statusCode, 200, 'going on needs no second consent')
  await call(`/api/attempts/${attemptId}/submission`)
  const recordedOf = async (id: string) =>
    (await call(`/api/attempts/${id}/result`, { method: 'GET' })).json().recorded
  const { startedAt } = started.json<AttemptView>()
  t.match(await recordedOf(attemptId), { consentedAt: startedAt }, 'and is told to who gave it')
  t.match(await recordedOf(own.attemptId), { consentedAt: null })
})

t.test(
  'a draft has its configuration already, as its key is listed before it is out',
  async (t) => {
    const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
    const draft = { ...draftFor(content, units, deps.now()), requirements: asked([]) }
    const id = await draftExam(deps, organizer.personId, { draft, simulated: false })
    const before = await browserOf(id)
    const payload = { ...draft, requirements: asked([BROWSER_KEY]) }
    const url = `/api/exams/${id}`
    const answer = await call(url, { method: 'PUT', person: organizer, payload })
    t.equal(answer.statusCode, 200, answer.body)
    t.equal((await browserOf(id)).configKey, before.configKey, 'listing keys changes no key')
  },
)

t.test('what an exam asks for is the organizer’s to read, and frozen with it', async (t) => {
  const url = `/api/exams/${listedId}`
  const { requirements } = (await call(url, { method: 'GET', person: organizer })).json()
  t.strictSame(requirements, { consent: false, safeExamBrowser: rulesWith([BROWSER_KEY]) })
  for (const person of [candidate, foreign.people.organizer]) {
    const answer = await call(`${url}/browser`, { method: 'GET', person })
    t.equal(answer.statusCode, 403)
  }
})
