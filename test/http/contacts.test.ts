import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { JournalEntry } from '../../src/domain/delivery/journal.ts'
import { clientFamilyOf } from '../../src/store/contacts/contact-writer.ts'
import { networkOf } from '../../src/store/contacts/network-of.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { loadExamIdentity } from '../../src/store/views/exam-identity.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches, rightAnswers, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)
const application = await startTestService(t)
const { deps, server } = application
const { own } = await foundTwoBranches(application)
const { colleague } = own.people
const attemptId = own.runningAttemptId
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

/** As a page calls, by cookie; the device mark is sent where there is one. */
function call(
  url: string,
  from: { readonly person: Signed; readonly address: string; readonly device?: string },
  payload?: object,
) {
  const { person, address, device } = from
  const cookies = { probity_access: person.token, ...(device ? { probity_device: device } : {}) }
  const headers = { 'user-agent': FIREFOX }
  const body = payload ? { payload } : {}
  return server.inject({ method: 'POST', url, cookies, headers, remoteAddress: address, ...body })
}

const start = (from: Parameters<typeof call>[1]) =>
  call(`/api/my/exams/${own.examId}/attempt`, from)

function contacts() {
  return read(
    deps.sql,
    SYSTEM,
    (tx) => tx`select * from attempt_contact where attempt_id = ${attemptId}
      order by first_seen_at, combination`,
  )
}

t.test('who starts gets a device mark no script reads, and is noted once', async (t) => {
  const from = { person: colleague, address: '198.51.100.7' }
  const answer = await start(from)
  t.equal(answer.statusCode, 200, answer.body)
  const [cookie] = answer.cookies
  t.match(cookie, { name: 'probity_device', httpOnly: true, sameSite: 'Strict', path: '/api' })
  t.equal(cookie?.maxAge, 365 * 86_400)
  const [first, ...more] = await contacts()
  t.strictSame(more, [])
  t.match(first, { login_id: colleague.loginId, client: 'firefox-desk' })
  const mark = cookie?.value ?? ''
  for (const clear of ['198.51', mark, mark.split('.')[0] ?? '']) {
    t.notOk(JSON.stringify(first).includes(clear), 'nothing is kept in clear')
  }
  const again = await start({ ...from, device: mark })
  t.strictSame(again.cookies, [], 'the mark stays')
  const [entry] = await rightAnswers(deps, attemptId)
  const saving = `/api/attempts/${attemptId}/entries`
  const saved = await call(saving, { ...from, device: mark }, { entries: [entry] })
  t.equal(saved.statusCode, 200, saved.body)
  t.equal((await contacts()).length, 1, 'the same device, address and login are one contact')
  const moved = { ...from, device: mark, address: '203.0.113.9' }
  t.equal((await call(saving, moved, { entries: [entry] })).statusCode, 200)
  const both = await contacts()
  t.equal(both.length, 2, 'a new address is noted where an answer is saved')
  t.equal(both[0]?.['device'], both[1]?.['device'])
  t.not(both[0]?.['address'], both[1]?.['address'])
})

t.test('a mark that is not ours is nobody’s, and programs get none', async (t) => {
  const before = await contacts()
  const forged = `${before[0]?.['device']}.${'0'.repeat(64)}`
  const answer = await start({ person: colleague, address: '203.0.113.20', device: forged })
  t.not(answer.cookies[0]?.value, forged, 'a forged mark is replaced')
  const added = (await contacts()).filter(
    ({ combination }) => !before.some((known) => known['combination'] === combination),
  )
  t.equal(added.length, 1)
  t.notOk(before.some(({ device }) => device === added[0]?.['device']))
  const reopened = await server.inject({
    url: `/api/attempts/${attemptId}`,
    cookies: { probity_access: colleague.token },
    remoteAddress: '203.0.113.20',
  })
  t.equal(reopened.cookies[0]?.name, 'probity_device', 'nor is going on elsewhere missed')
  const headers = { authorization: `Bearer ${colleague.token}` }
  const url = `/api/my/exams/${own.examId}/attempt`
  const program = await server.inject({ method: 'POST', url, headers })
  t.strictSame(program.cookies, [])
  t.equal((await contacts()).filter(({ device }) => device === null).length, 1)
})

t.test(
  'a stranger’s attempt gets no contact, and one attempt no more than a hundred',
  async (t) => {
    const before = (await contacts()).length
    const saving = `/api/attempts/${attemptId}/entries`
    const stranger = { person: own.people.candidate, address: '203.0.113.30' }
    const entries = (await rightAnswers(deps, attemptId)).slice(0, 1)
    t.equal((await call(saving, stranger, { entries })).statusCode, 404)
    t.equal((await contacts()).length, before)
    for (let host = 0; host < 120; host += 1) {
      const { loginId } = colleague
      const contact = { attemptId, device: null, loginId, userAgent: '', at: deps.now() }
      await deps.contacts.note({ ...contact, address: `192.0.2.${host}` })
    }
    t.equal((await contacts()).length, 100)
  },
)

t.test('the screening gets accounts by number, with contacts and rhythms', async (t) => {
  const detail = {
    keys: { count: 40, holdMs: 90, holdMadMs: 12, gapMs: 180, gapMadMs: 40, composedShare: 0 },
    pointer: null,
  }
  const entry: JournalEntry = {
    sequence: 900,
    entryId: randomUUID(),
    clientMs: 5,
    kind: 'behavior',
    behavior: 'rhythm',
    itemId: null,
    detail,
  }
  const from = { person: colleague, address: '198.51.100.7' }
  const saved = await call(`/api/attempts/${attemptId}/entries`, from, { entries: [entry] })
  t.equal(saved.statusCode, 200, saved.body)
  const { data, attemptIds } = await loadExamIdentity(deps.sql, own.examId)
  const account = attemptIds.indexOf(attemptId)
  t.equal(data.accounts.length, 2)
  t.equal(data.accounts[account]?.id, colleague.personId)
  t.notOk(JSON.stringify(data.accounts.map(({ label }) => label)).includes(colleague.name))
  const sitting = data.sittings.find((one) => one.account === account)
  t.equal(sitting?.contacts.length, 100)
  t.equal(sitting?.input, 'desk')
  t.equal(sitting?.rhythm.length, 1)
  t.equal(sitting?.rhythm[0]?.[0], Math.log(90))
  t.ok(Number.isNaN(sitting?.rhythm[0]?.[5]), 'no pointer, no speed')
})

t.test('addresses are cut where people and networks end', async (t) => {
  const cases = [
    ['198.51.100.7', '198.51.100.7', '198.51.100'],
    ['::ffff:198.51.100.7', '198.51.100.7', '198.51.100'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2', '2001:db8:1'],
    ['2001:0DB8:0001::5', '2001:db8:1:0', '2001:db8:1'],
    ['::1', '0:0:0:0', '0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0', 'fe80:0:0'],
    ['unknown', 'unknown', 'unknown'],
  ] as const
  for (const [text, address, network] of cases) t.strictSame(networkOf(text), { address, network })
  const agents = [
    [FIREFOX, 'firefox-desk'],
    ['Mozilla/5.0 Chrome/140.0 Safari/537.36 Edg/140.0', 'edge-desk'],
    ['Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36', 'chrome-touch'],
    ['Mozilla/5.0 (iPhone) Version/18.0 Mobile/15E148 Safari/604.1', 'safari-touch'],
    ['curl/8.0', 'other-desk'],
  ] as const
  for (const [agent, family] of agents) t.equal(clientFamilyOf(agent), family)
})
