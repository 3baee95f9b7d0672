import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { acceptInvitation, firstStartInvitation } from '../../src/workflows/invite.ts'
import { addPerson, inviteAgain } from '../../src/workflows/manage-persons.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const PASSWORD = '一个足够长的密码 2026'
const DAY_SECONDS = 86_400
/** How long a revoked login may still be believed, and a little more. */
const BELIEVED_MS = 2200

t.setTimeout(240_000)

const clock = createTestClock(new Date())
const { server, deps } = await startTestService(t, clock)

interface Call {
  readonly payload?: object
  readonly headers?: Readonly<Record<string, string>>
  readonly from?: string
}

function call(method: 'GET' | 'POST' | 'DELETE', url: string, options: Call = {}) {
  const { payload, headers, from } = options
  return server.inject({
    method,
    url,
    headers: { host: 'exams.example', ...headers },
    ...(payload ? { payload } : {}),
    ...(from ? { remoteAddress: from } : {}),
  })
}
type Answer = Awaited<ReturnType<typeof call>>

const signIn = (account: string, password: string, options: Omit<Call, 'payload'> = {}) =>
  call('POST', '/api/login', { ...options, payload: { account, password, tokens: 'body' } })
const signInByCookie = (account: string) =>
  call('POST', '/api/login', { payload: { account, password: PASSWORD, tokens: 'cookie' } })
const refresh = (refreshToken: string) =>
  call('POST', '/api/login/refresh', { payload: { refreshToken } })
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const me = (token: string) => call('GET', '/api/me', bearer(token))
const refused = (answer: Answer) => [answer.statusCode, answer.json().type]
const tokenOf = (path: string | undefined) => path?.split('/').at(-1) ?? ''
const cookieHeader = (answer: Answer) =>
  answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')

/** What the link of the first start answers, step by step; later tests need its administrator. */
const lost = await firstStartInvitation(deps)
const link = await firstStartInvitation(deps)
const first = `/api/invitations/${tokenOf(link?.path)}`
const accept = (payload: object) => call('POST', first, { payload })
const administrator = { account: 'founder', name: '第一位管理员' }
const firstStart = {
  lost: await call('GET', `/api/invitations/${tokenOf(lost?.path)}`),
  read: await call('GET', first),
  incomplete: await accept({ password: PASSWORD }),
  weak: await accept({ ...administrator, password: 'too short' }),
  made: await accept({ ...administrator, password: PASSWORD }),
  again: await accept({ ...administrator, account: 'second', password: PASSWORD }),
  laterLink: await firstStartInvitation(deps),
}
const founder: { readonly personId: string; readonly unit: { readonly id: string } } =
  firstStart.made.json().me

let persons = 0
/** A person who has been invited but has no password. */
async function anInvited() {
  persons += 1
  const account = `person-${persons}`
  const added = await addPerson(deps, founder.personId, {
    account,
    name: `Person ${persons}`,
    unitId: founder.unit.id,
    post: null,
    rank: 'clerk',
  })
  return { account, personId: added.personId, token: tokenOf(added.invitation.path) }
}

/** A person with a password. */
async function aPerson() {
  const invited = await anInvited()
  await acceptInvitation(deps, { token: invited.token, password: PASSWORD, client: 'test' })
  return invited
}

async function tokens(account: string) {
  const answer = await signIn(account, PASSWORD)
  return answer.json() as { readonly accessToken: string; readonly refreshToken: string }
}

t.test('the link of the first start makes one administrator, once', async (t) => {
  t.equal(firstStart.lost.statusCode, 410, "an earlier start's link is void")
  t.strictSame(firstStart.read.json(), { name: '', account: '', administrator: true })
  t.strictSame(refused(firstStart.incomplete), [422, '/problems/invalid-input'])
  const pointers = firstStart.incomplete
    .json()
    .errors.map((one: { pointer: string }) => one.pointer)
  t.strictSame(pointers, ['/account', '/name'])
  t.strictSame(refused(firstStart.weak), [422, '/problems/password-too-weak'])
  t.equal(firstStart.made.statusCode, 200, 'neither attempt spent the link')
  t.match(firstStart.made.json().me, {
    account: 'founder',
    grants: [{ role: 'administrator', unitId: founder.unit.id }],
  })
  t.equal(firstStart.made.cookies.length, 2, 'who chose the password is signed in')
  t.strictSame(refused(firstStart.again), [410, '/problems/invitation-invalid'])
  t.equal(firstStart.laterLink, null, 'a later start makes no link')
})

t.test('a page gets its tokens as cookies no script and no other site can use', async (t) => {
  const { account } = await aPerson()
  const answer = await signInByCookie(account)
  t.equal(answer.statusCode, 200)
  t.strictSame(Object.keys(answer.json()).sort(), ['accessExpiresAt', 'me'], 'no token in the body')
  const [access, refreshing] = answer.cookies
  for (const cookie of answer.cookies) {
    t.match(cookie, { httpOnly: true, sameSite: 'Strict' })
    t.notOk(answer.body.includes(cookie.value))
  }
  t.match(access, { name: 'probity_access', path: '/api', maxAge: 600 })
  t.match(refreshing, { name: 'probity_refresh', path: '/api/login', maxAge: 7 * DAY_SECONDS })
  const headers = { cookie: cookieHeader(answer) }
  t.equal((await call('GET', '/api/me', { headers })).json().account, account)
  const refreshed = await call('POST', '/api/login/refresh', { headers, payload: {} })
  t.equal(refreshed.statusCode, 200)
  t.not(cookieHeader(refreshed), cookieHeader(answer), 'a refresh sets them anew')
  const gone = await call('DELETE', '/api/login', { headers })
  t.equal(gone.statusCode, 204)
  t.ok(
    gone.cookies.every(({ value }) => value === ''),
    'signing out clears them',
  )
})

t.test('an API client gets its tokens in the body, and no cookie', async (t) => {
  const { account } = await aPerson()
  const answer = await signIn(account, PASSWORD)
  t.equal(answer.statusCode, 200)
  t.equal(answer.headers['set-cookie'], undefined)
  const { accessToken, accessExpiresAt } = answer.json()
  t.equal((await me(accessToken)).json().account, account)
  t.equal(Date.parse(accessExpiresAt) - clock.now().getTime(), 600_000, 'for ten minutes')
})

t.test(
  'an account is found however it is typed, and a password however it is composed',
  async (t) => {
    const { account } = await aPerson()
    const wide = PASSWORD.replace('2026', '２０２６')
    t.equal((await signIn(`  ${account.toUpperCase()} `, PASSWORD)).statusCode, 200)
    t.equal((await signIn(account, wide)).statusCode, 200)
  },
)

t.test('a wrong password and an unknown account answer alike', async (t) => {
  const { account } = await aPerson()
  const invited = await anInvited()
  const answers = [
    await signIn(account, 'not the password'),
    await signIn('nobody-has-this', 'not the password'),
    await signIn(invited.account, 'not the password'),
  ]
  const told = answers.map((answer) => {
    const { requestId, ...problem } = answer.json()
    return { status: answer.statusCode, headers: Object.keys(answer.headers), problem }
  })
  t.strictSame(refused(answers[0] as Answer), [401, '/problems/sign-in-failed'])
  t.strictSame(told[1], told[0])
  t.strictSame(told[2], told[0], 'nor does it tell who has not chosen a password')
})

t.test('the sixth try of an account has to wait, whatever its password', async (t) => {
  const { account } = await aPerson()
  for (let failure = 1; failure <= 5; failure += 1) {
    t.equal((await signIn(account, `wrong ${failure}`)).statusCode, 401, `failure ${failure}`)
    clock.advance(60)
  }
  const sixth = await signIn(account, PASSWORD)
  t.strictSame(refused(sixth), [429, '/problems/too-many-sign-ins'])
  t.equal(sixth.headers['retry-after'], '600', 'until the first of the five is 15 minutes old')
  const unknown = await signIn('nobody-has-this', 'x', { from: '192.0.2.9' })
  t.equal(unknown.statusCode, 401, 'other accounts have not to wait')
  clock.advance(599)
  t.equal((await signIn(account, PASSWORD)).statusCode, 429)
  clock.advance(2)
  t.equal((await signIn(account, PASSWORD)).statusCode, 200)
})

t.test('a success forgets the failures before it', async (t) => {
  const { account } = await aPerson()
  for (let round = 0; round < 2; round += 1) {
    for (let failure = 0; failure < 4; failure += 1) await signIn(account, 'wrong')
    t.equal((await signIn(account, PASSWORD)).statusCode, 200, `round ${round}`)
  }
})

t.test('an office behind one address is not locked out by a forgetful colleague', async (t) => {
  const office = { from: '198.51.100.7' }
  const forgetful = await aPerson()
  const colleague = await aPerson()
  for (let tries = 0; tries < 60; tries += 1) await signIn(forgetful.account, 'wrong', office)
  t.equal((await signIn(forgetful.account, PASSWORD, office)).statusCode, 429)
  t.equal((await signIn(colleague.account, PASSWORD, office)).statusCode, 200)
})

t.test(
  'an address that fails with fifty accounts has to wait, and only that address',
  async (t) => {
    const attacker = { from: '203.0.113.66' }
    const { account } = await aPerson()
    for (let tries = 0; tries < 50; tries += 1) await signIn(`guessed-${tries}`, 'wrong', attacker)
    const next = await signIn(account, PASSWORD, attacker)
    t.strictSame(refused(next), [429, '/problems/too-many-sign-ins'])
    t.match(next.headers['retry-after'], /^\d+$/)
    t.equal(
      (await signIn(account, PASSWORD)).statusCode,
      200,
      'from elsewhere the account signs in',
    )
  },
)

t.test('no address asks the open routes more often than 1200 times a minute', async (t) => {
  const from = '203.0.113.99'
  const statuses = new Map<number, number>()
  let last: Answer | null = null
  for (let tries = 0; tries < 1201; tries += 1) {
    last = await call('GET', `/api/invitations/${'x'.repeat(48)}`, { from })
    statuses.set(last.statusCode, (statuses.get(last.statusCode) ?? 0) + 1)
  }
  t.strictSame(
    [...statuses],
    [
      [410, 1200],
      [429, 1],
    ],
  )
  t.match(last?.headers, { 'content-type': /^application\/problem\+json/, 'retry-after': /^\d+$/ })
})

t.test('a refresh gives a new refresh token each time', async (t) => {
  const { account } = await aPerson()
  const given = new Set<string>()
  let { refreshToken } = await tokens(account)
  for (let round = 0; round < 4; round += 1) {
    given.add(refreshToken)
    const answer = await refresh(refreshToken)
    t.equal((await me(answer.json().accessToken)).statusCode, 200)
    refreshToken = answer.json().refreshToken
    clock.advance(3600)
  }
  t.equal(given.size, 4)
})

t.test('who never got the reply to a refresh may ask again, however late', async (t) => {
  const { account } = await aPerson()
  const { refreshToken } = await tokens(account)
  t.equal((await refresh(refreshToken)).statusCode, 200, 'this reply gets lost')
  clock.advance(3 * 3600)
  const second = await refresh(refreshToken)
  t.equal(second.statusCode, 200)
  t.equal((await refresh(second.json().refreshToken)).statusCode, 200)
})

t.test('two tabs that refresh with one token both go on, for a minute', async (t) => {
  const { account } = await aPerson()
  const { refreshToken } = await tokens(account)
  const both = await Promise.all([refresh(refreshToken), refresh(refreshToken)])
  t.strictSame(
    both.map(({ statusCode }) => statusCode),
    [200, 200],
  )
  const [left, right] = both.map((answer) => answer.json().refreshToken)
  t.equal((await refresh(left)).statusCode, 200, 'the first to use its token spends the others')
  clock.advance(59)
  t.equal((await refresh(right)).statusCode, 200, 'yet a twin is honoured for a minute')
  t.equal((await refresh(refreshToken)).statusCode, 200, 'and so is what both came from')
})

t.test('a spent token that turns up later ends the login, for whoever holds it', async (t) => {
  const { account } = await aPerson()
  const stolen = (await tokens(account)).refreshToken
  const bystander = await tokens(account)
  const second = (await refresh(stolen)).json().refreshToken
  const third = (await refresh(second)).json()
  clock.advance(61)
  t.strictSame(refused(await refresh(stolen)), [401, '/problems/refresh-token-reused'])
  t.strictSame(refused(await refresh(third.refreshToken)), [401, '/problems/sign-in-required'])
  t.strictSame(refused(await refresh(stolen)), [401, '/problems/sign-in-required'])
  await sleep(BELIEVED_MS)
  t.equal((await me(third.accessToken)).statusCode, 401, 'its access token stops, too')
  t.equal((await me(bystander.accessToken)).statusCode, 200, 'other logins of the person go on')
})

t.test('a refresh token lives for seven days, and only what was issued is one', async (t) => {
  const { account } = await aPerson()
  const { refreshToken } = await tokens(account)
  const required = [401, '/problems/sign-in-required']
  clock.advance(7 * DAY_SECONDS + 1)
  t.strictSame(refused(await refresh(refreshToken)), required)
  t.strictSame(refused(await refresh('0'.repeat(64))), required)
  t.strictSame(refused(await call('POST', '/api/login/refresh', { payload: {} })), required)
})

t.test('an access token that expired, or that is not ours, asks for a sign-in', async (t) => {
  const { account, personId } = await aPerson()
  const { accessToken } = await tokens(account)
  const [, claims = ''] = accessToken.split('.')
  const { login } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  const content = { sub: personId, login }
  const past = { ...content, iat: Math.floor(Date.now() / 1000) - 601 }
  const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
  const notOurs = [
    server.jwt.sign(past, { expiresIn: 600 }),
    server.jwt.sign({ sub: personId, login: randomUUID() }, { expiresIn: 600 }),
    server.jwt.sign(content, { expiresIn: 600, key: 'some other secret' }),
    `${unsigned}.${claims}.`,
    `${accessToken.slice(0, -4)}AAAA`,
    'nonsense',
  ]
  t.equal((await me(server.jwt.sign(content, { expiresIn: 600 }))).statusCode, 200, 'but this is')
  for (const token of notOurs) {
    t.strictSame(refused(await me(token)), [401, '/problems/sign-in-required'], token.slice(0, 30))
  }
})

t.test('what ends a login, or takes a role, stops access within two seconds', async (t) => {
  const person = await aPerson()
  const signedOut = await tokens(person.account)
  const elsewhere = await tokens(person.account)
  const onPage = await signInByCookie((await aPerson()).account)
  const byAdministrator = await aPerson()
  const theirs = await tokens(byAdministrator.account)
  const founding = await tokens('founder')
  const ours = bearer(founding.accessToken)
  const admin = await aPerson()
  const granted = await call('POST', `/api/persons/${admin.personId}/grants`, {
    ...ours,
    payload: { role: 'administrator', unitId: founder.unit.id },
  })
  const adminToken = (await tokens(admin.account)).accessToken
  const cookies = { headers: { cookie: cookieHeader(onPage) } }

  const list = (await call('GET', '/api/logins', bearer(elsewhere.accessToken))).json().logins
  t.equal(list.length, 3, 'the login of the invitation and two more')
  t.equal(list.filter((one: { current: boolean }) => one.current).length, 1)
  for (const token of [signedOut.accessToken, theirs.accessToken]) {
    t.equal((await me(token)).statusCode, 200, 'believed so far')
  }
  t.equal((await call('GET', '/api/me', cookies)).statusCode, 200)
  t.equal((await call('GET', '/api/units', bearer(adminToken))).statusCode, 200)

  const others = list.filter((one: { current: boolean }) => !one.current)
  for (const { id } of others)
    await call('DELETE', `/api/logins/${id}`, bearer(elsewhere.accessToken))
  await call('DELETE', '/api/login', cookies)
  await call('DELETE', `/api/persons/${byAdministrator.personId}/logins`, ours)
  const grant = granted
    .json()
    .grants.find(({ role }: { readonly role: string }) => role === 'administrator')
  await call('DELETE', `/api/persons/${admin.personId}/grants/${grant.id}`, ours)
  await sleep(BELIEVED_MS)

  t.equal((await me(signedOut.accessToken)).statusCode, 401, 'ended by its owner from elsewhere')
  t.equal((await me(elsewhere.accessToken)).statusCode, 200, 'the login that ended it goes on')
  t.equal((await call('GET', '/api/me', cookies)).statusCode, 401, 'signed out')
  t.equal((await me(theirs.accessToken)).statusCode, 401, 'ended by the administrator')
  t.equal((await refresh(theirs.refreshToken)).statusCode, 401, 'for good')
  t.equal((await call('GET', '/api/units', bearer(adminToken))).statusCode, 403, 'role taken away')
})

t.test('another site can not use the cookies of a page', async (t) => {
  const { account } = await aPerson()
  const signedIn = await signInByCookie(account)
  const cookie = cookieHeader(signedIn)
  const refuse = async (
    method: 'POST' | 'DELETE',
    url: string,
    origin: string,
    payload?: object,
  ) => {
    const headers = { cookie, origin }
    const answer = await call(method, url, { headers, ...(payload ? { payload } : {}) })
    t.strictSame(refused(answer), [403, '/problems/not-allowed'], `${method} ${url} from ${origin}`)
  }
  const credentials = { account, password: PASSWORD }
  const invited = await anInvited()
  for (const origin of ['https://evil.example', 'http://exams.example.evil.example', 'null']) {
    await refuse('DELETE', '/api/login', origin)
    await refuse('POST', '/api/login/refresh', origin, {})
    await refuse('POST', '/api/login', origin, credentials)
    await refuse('POST', `/api/invitations/${invited.token}`, origin, { password: PASSWORD })
  }
  const origin = 'https://evil.example'
  const reading = await call('GET', '/api/me', { headers: { cookie, origin } })
  t.equal(reading.statusCode, 200, 'browsers keep replies to reads from other sites')
  t.equal(reading.headers['access-control-allow-origin'], undefined, 'and are not told otherwise')
  const { accessToken } = await tokens(account)
  const client = { headers: { authorization: `Bearer ${accessToken}`, origin } }
  t.equal(
    (await call('DELETE', '/api/login', client)).statusCode,
    204,
    'a token is sent on purpose',
  )
  const own = { headers: { cookie, origin: 'http://exams.example' } }
  t.equal((await call('DELETE', '/api/login', own)).statusCode, 204, 'the own page may')
})

t.test('an invitation works once, also when used twice at the same moment', async (t) => {
  const { token, account } = await anInvited()
  const url = `/api/invitations/${token}`
  t.match((await call('GET', url)).json(), { account, administrator: false })
  const weak = await call('POST', url, { payload: { password: 'short' } })
  t.strictSame(refused(weak), [422, '/problems/password-too-weak'])
  const both = await Promise.all(
    ['first password of two', 'second password of two'].map((password) =>
      call('POST', url, { payload: { password } }),
    ),
  )
  t.strictSame(both.map(({ statusCode }) => statusCode).sort(), [200, 410], 'one of two wins')
  t.strictSame(refused(await call('GET', url)), [410, '/problems/invitation-invalid'])
  const [row] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx`select count(*)::int as kept from invitation where token_digest = ${token}`,
  )
  t.equal(row?.kept, 0, 'the token itself is kept nowhere')
})

t.test('an invitation runs out after 14 days, and a newer one replaces it', async (t) => {
  const gone = [410, '/problems/invitation-invalid']
  const late = await anInvited()
  clock.advance(14 * DAY_SECONDS + 1)
  t.strictSame(refused(await call('GET', `/api/invitations/${late.token}`)), gone)
  const payload = { password: PASSWORD }
  t.strictSame(refused(await call('POST', `/api/invitations/${late.token}`, { payload })), gone)
  const older = await anInvited()
  const newer = await inviteAgain(deps, founder.personId, older.personId)
  t.strictSame(refused(await call('GET', `/api/invitations/${older.token}`)), gone)
  const accepted = await call('POST', `/api/invitations/${tokenOf(newer.path)}`, { payload })
  t.equal(accepted.statusCode, 200)
})
