import { strFromU8, unzipSync } from 'fflate'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import type { MyCredits } from '../../src/domain/policy/award-views.ts'
import type { AppealRow, AppealView } from '../../src/domain/review/appeal-views.ts'
import type { Matter } from '../../src/domain/review/my-review.ts'
import type { ResultView } from '../../src/domain/settlement/result-views.ts'
import { write } from '../../src/store/scope.ts'
import { announceOverdueAppeals } from '../../src/workflows/announce-overdue-appeals.ts'
import { decideCase } from '../../src/workflows/decide-case.ts'
import { invite } from '../../src/workflows/invite.ts'
import { grantRole } from '../../src/workflows/manage-persons.ts'
import { addWebhook } from '../../src/workflows/manage-webhooks.ts'
import { openBrowser } from '../support/browser.ts'
import { startTestService } from '../support/test-service.ts'
import { addSigned, foundTwoBranches, type Signed } from '../support/two-branches.ts'
import { checkPage } from './check-page.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { server, deps } = application
const { own, foreign, founder } = await foundTwoBranches(application)
const { candidate, auditor, superior, administrator, organizer } = own.people
const { attemptId, caseId } = own
const resultUrl = `/api/attempts/${attemptId}/result`
const appealUrl = `/api/cases/${caseId}/appeal`

/** An auditor of the same branch who has had nothing to do with the case. */
const other = await addSigned(application, {
  account: 'own-other-auditor',
  unit: { id: auditor.unitPath.split('/').at(-2) ?? '', path: auditor.unitPath },
  by: founder.personId,
})
await grantRole(deps, founder.personId, {
  ...{ personId: other.personId, role: 'auditor' },
  unitId: own.unit.id,
})

async function call(method: 'GET' | 'POST', url: string, caller: Signed, payload?: object) {
  const headers = { authorization: `Bearer ${caller.token}` }
  return server.inject({ method, url, headers, ...(payload ? { payload } : {}) })
}
async function get<T>(url: string, caller: Signed): Promise<T> {
  const answer = await call('GET', url, caller)
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.body.slice(0, 300)}`)
  return answer.json()
}
const refusal = (answer: Awaited<ReturnType<typeof call>>) => answer.json()?.type as string
const result = () => get<ResultView>(resultUrl, candidate)
const credits = () => get<MyCredits>('/api/my/credits', candidate)
const matters = async () =>
  (await get<{ matters: Matter[] }>('/api/my/matters', candidate)).matters.map(({ kind }) => kind)
const appealsOf = async (caller: Signed) =>
  (await get<{ appeals: AppealRow[] }>('/api/appeals', caller)).appeals.map((one) => one.caseId)
const appeal = (caller: Signed) =>
  call('POST', `/api/attempts/${attemptId}/appeal`, caller, {
    grounds: 'I had practised these very sums for weeks, and was glad to be quick.',
  })
const decideAppeal = (caller: Signed, finding = 'cleared', reasonCode = 'fast-but-competent') =>
  call('POST', `${appealUrl}/decision`, caller, {
    ...{ finding, reasonCode },
    explanation: 'The practice book shows the same sums, solved as fast.',
  })

/** The candidate's page on a phone, signed in as they would be. */
const page = await openPhone()
async function openPhone(): Promise<Page> {
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const link = await write(deps.orm, (em) => invite(deps, em, candidate.personId))
  const phone = await openBrowser(t, { locale: 'zh-CN', width: 390, height: 844 })
  const opened = await phone.newPage()
  opened.setDefaultTimeout(15_000)
  await opened.goto(`${url}/api/health`)
  const password = 'four words that stand alone'
  const data = { password }
  const reply = await opened.request.post(`${url}/api/invitations/${link.path.slice(12)}`, { data })
  if (!reply.ok()) throw new Error(`the candidate could not sign in: ${await reply.text()}`)
  return opened
}
async function look(t: Test, path: string, there: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href)
  await page.getByText(there).first().waitFor()
  await checkPage(t, page, path)
}
const resultPage = `/attempts/${attemptId}/result`

t.test('an open case holds the award, and its candidate is told of both', async (t) => {
  const { outcome, review } = await result()
  t.match(outcome, { state: 'held', decidedBy: [{ id: 'probity:case-open' }] })
  t.match(review, { state: 'open', origin: 'evidence', mayState: true, finding: null })
  t.ok(review?.dueAt, 'until when people have to decide')
  t.same(await matters(), ['open'])
  t.match(await credits(), { available: 0, held: 5 })
  t.equal(refusal(await appeal(candidate)), '/problems/nothing-to-appeal', 'nothing is found yet')
  await look(t, '/', '需要您处理')
  await page.getByRole('link', { name: /^查看并说明/ }).click()
  await page.getByText('接下来会怎样').waitFor()
  await checkPage(t, page, 'the result with an open case')
})

t.test('an invalidated result earns nothing, and can be appealed against', async (t) => {
  const input = { finding: 'invalidated', reasonCode: 'help-confirmed', note: 'seen' } as const
  await t.rejects(decideCase(deps, auditor, { caseId, input }), { code: 'not-heard' })
  const said = { text: 'I knew these sums.' }
  const stated = await call('POST', `/api/attempts/${attemptId}/statements`, candidate, said)
  t.equal(stated.statusCode, 201, 'who has answered is heard')
  await decideCase(deps, auditor, { caseId, input })
  const { outcome, review } = await result()
  t.match(outcome, { state: 'withheld', decidedBy: [{ id: 'probity:invalidated' }] })
  t.match(review, { state: 'decided', finding: { code: 'invalidated' }, appeal: null })
  const days = (Date.parse(review?.appealUntil ?? '') - deps.now().getTime()) / 86_400_000
  t.ok(days >= 15 && days < 16, 'fifteen days, the last one whole')
  t.same(await matters(), ['may-appeal'])
  t.match(await credits(), { available: 0, held: 0 })
})

t.test('an appeal takes the finding its effect until somebody else has decided', async (t) => {
  t.equal(refusal(await appeal(own.people.colleague)), '/problems/not-found', 'of nobody else')
  await look(t, resultPage, '结论：成绩无效')
  await page.getByRole('button', { name: '提出申诉' }).click()
  await page.getByLabel('为什么原结论不应成立').fill('I had practised these very sums for weeks.')
  await page.getByRole('button', { name: '提交申诉' }).click()
  await page.getByRole('button', { name: '确定提交' }).click()
  await page.getByText('申诉已提交').waitFor()
  t.equal(
    await page.evaluate('document.activeElement.textContent'),
    '申诉',
    'reading goes on there',
  )
  await checkPage(t, page, 'the result with an appeal')
  t.equal(refusal(await appeal(candidate)), '/problems/already-appealed')
  const { outcome, review } = await result()
  t.match(outcome, { state: 'held', decidedBy: [{ id: 'probity:appeal-open' }] })
  t.match(review, {
    finding: { code: 'invalidated' },
    appealUntil: null,
    appeal: { decision: null },
  })
  t.same(await matters(), ['appealed'])
  t.match(await credits(), { available: 0, held: 5 })
})

t.test('an appeal is heard by somebody who did not decide and stands on no line', async (t) => {
  t.same(await appealsOf(other), [caseId])
  t.same(await appealsOf(auditor), [], 'whoever decided the case does not even see it')
  t.same(await appealsOf(superior), [], 'nor does who stands above the candidate')
  t.same(await appealsOf(foreign.people.auditor), [], 'nor another branch')
  t.equal(refusal(await decideAppeal(auditor)), '/problems/already-decided')
  t.equal(refusal(await decideAppeal(superior)), '/problems/conflict-of-interest')
  t.equal(refusal(await decideAppeal(foreign.people.auditor)), '/problems/not-allowed')
  const seen = await call('GET', appealUrl, other)
  const view: AppealView = seen.json()
  t.match(view, { finding: { code: 'invalidated' }, mayDecide: true, decision: null })
  t.equal(view.decisions.length, 1)
  for (const { personId, name } of [candidate, auditor]) {
    t.notOk(seen.body.includes(personId), 'blinded both ways')
    t.notOk(seen.body.includes(name))
  }
  t.notOk(seen.body.includes(attemptId))
})

/** Announces as if so many days had gone by; gives what other systems are told of since. */
async function overdueAfter(days: number) {
  const later = new Date(Date.now() + days * 86_400_000)
  const overdue = await announceOverdueAppeals({ ...deps, now: () => later })
  const messages = await write(deps.orm, (em) =>
    em.execute<{ unit_path: string; payload: object }[]>(
      `select unit_path, payload from outbox_message where topic = 'appeal-overdue'`,
    ),
  )
  return { overdue, messages }
}

t.test(
  'an appeal that nobody decides by its date is told of once, and of whom is not',
  async (t) => {
    await addWebhook(deps, founder.personId, {
      url: 'https://other-system.example/hook',
      topics: ['appeal-overdue'],
      unitId: own.unit.id,
    })
    const [appeal] = (await get<{ appeals: AppealRow[] }>('/api/appeals', other)).appeals
    const dueAt = appeal?.dueAt ?? ''
    const days = Math.round((Date.parse(dueAt) - Date.now()) / 86_400_000)
    t.same(await overdueAfter(days - 1), { overdue: 0, messages: [] })
    const told = { overdue: 1, messages: [{ payload: { appealId: appeal?.id, caseId, dueAt } }] }
    t.match(await overdueAfter(days + 1), told)
    const again = await overdueAfter(days + 2)
    t.equal(again.messages.length, 1, 'once')
    t.match(again, told)
    t.notOk(JSON.stringify(again).includes(candidate.personId))
  },
)

t.test('after the appeal the award is restored by entries, none is erased', async (t) => {
  const before = await credits()
  t.equal((await decideAppeal(other)).statusCode, 201)
  t.equal(refusal(await decideAppeal(other)), '/problems/case-closed', 'decided once')
  t.equal((await overdueAfter(400)).overdue, 0, 'what is decided is not overdue')
  const { outcome, review } = await result()
  t.match(outcome, { state: 'granted' })
  t.match(review?.appeal?.decision, { upheld: false, finding: { en: 'Cleared' } })
  t.equal(review?.finding?.code, 'invalidated', 'what the auditors found stays on record')
  const after = await credits()
  t.match(after, { available: 5, held: 0 })
  t.same(after.lines.map(({ kind, counters }) => [kind, counters]).reverse(), [
    ['hold', null],
    ['revoke', 1],
    ['hold', null],
    ['release', 3],
  ])
  t.same(after.lines.slice(after.lines.length - before.lines.length), before.lines)
  const sums = await write(deps.orm, (em) =>
    em.execute<{ sum: number }[]>(
      'select sum(amount)::int as sum from credit_posting group by origin, sequence',
    ),
  )
  t.ok(sums.length >= after.lines.length && sums.every(({ sum }) => sum === 0), 'it balances')
  t.same(await matters(), ['heard'])
  await look(t, resultPage, '结论已变更：排除疑点')
  await page.getByText('怎样会有不同结果').click()
  await page.getByText('规则所依据的事实').waitFor()
  await checkPage(t, page, 'the result after the appeal, with what would have changed it')
  await look(t, '/awards', '解除暂缓')
})

t.test('every step is logged and settled by its cause', async (t) => {
  const acts = await write(deps.orm, (em) =>
    em.execute<{ act: string }[]>(
      `select act from log_entry where chain = ? and act like 'appeal-%' order by number`,
      [`attempt:${attemptId}`],
    ),
  )
  t.same(
    acts.map(({ act }) => act),
    ['appeal-filed', 'appeal-decided'],
  )
  const causes = await write(deps.orm, (em) =>
    em.execute<{ cause: string }[]>(
      'select cause from settlement where attempt_id = ? order by number',
      [attemptId],
    ),
  )
  t.same(
    causes.map(({ cause }) => cause),
    ['submission', 'decision', 'appeal', 'appeal'],
  )
  const { looks } = await result()
  t.match(looks[0], { what: 'appeal', role: 'auditor' }, 'and the candidate sees who looked')
})

t.test('everything kept about a person is theirs, and nothing of anybody else', async (t) => {
  const answer = await call('GET', '/api/my/data', candidate)
  t.equal(answer.headers['content-type'], 'application/zip')
  const files = unzipSync(new Uint8Array(answer.rawPayload))
  const all = Object.values(files)
    .map((bytes) => strFromU8(bytes))
    .join('\n')
  const data = JSON.parse(strFromU8(files['data.json'] ?? new Uint8Array()))
  const rows = (id: string): Record<string, unknown>[] => data.sections[id].rows
  t.match(rows('person'), [{ account: candidate.account, name: candidate.name }])
  t.equal(rows('responses').length, 20, 'every answer')
  t.match(rows('cases'), [{ attempt: attemptId, finding: { en: 'Invalidated' } }])
  t.match(rows('appeals'), [{ grounds: /practised/, explanation: /practice book/ }])
  t.ok(rows('flags').length > 0 && rows('credits').length > 0 && rows('looks').length > 0)
  t.equal(rows('results').length, 4)
  for (const [id, section] of Object.entries<{ rows: unknown[] }>(data.sections)) {
    const csv = strFromU8(files[`csv/${id}.csv`] ?? new Uint8Array())
    t.ok(csv.split('\r\n').length >= section.rows.length + 2, `${id} is a table too`)
  }
  t.match(strFromU8(files['阅读.html'] ?? new Uint8Array()), /lang="zh-CN"/)

  const others = [own, foreign].flatMap(({ people, runningAttemptId, examId }) => [
    ...[runningAttemptId, ...(examId === foreign.examId ? [foreign.attemptId, examId] : [])],
    ...Object.values(people).flatMap(({ personId, name, account }) => [personId, name, account]),
  ])
  const mine = [candidate.personId, candidate.name, candidate.account]
  for (const text of [...others, other.personId, founder.personId]) {
    if (!mine.includes(text)) t.notOk(all.includes(text), `not ${text}`)
  }
  t.notOk(/\bI-\d+\b/.test(all), 'no item of the bank')
  t.notMatch(all, /discrimination|difficulty|"key"|timeIntensity|password_?hash/i)
})

t.test('nobody else gets it, and that it was made is logged', async (t) => {
  for (const caller of [administrator, organizer]) {
    const files = unzipSync(new Uint8Array((await call('GET', '/api/my/data', caller)).rawPayload))
    t.notMatch(strFromU8(files['data.json'] ?? new Uint8Array()), candidate.personId)
    t.notMatch(strFromU8(files['data.json'] ?? new Uint8Array()), attemptId)
  }
  const acts = await write(deps.orm, (em) =>
    em.execute<{ act: string }[]>(
      `select act from log_entry where chain = ? and act = 'own-data-exported'`,
      [`person:${candidate.personId}`],
    ),
  )
  t.equal(acts.length, 1)
})
