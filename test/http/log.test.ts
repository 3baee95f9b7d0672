import t from 'tap'
import type { AttemptView } from '../../src/domain/delivery/views.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { startLoggedService } from '../support/logged-service.ts'
import {
  FOUNDER_PASSWORD,
  foundTwoBranches,
  rightAnswers,
  type Signed,
} from '../support/two-branches.ts'

const { application, lines } = await startLoggedService(t)
const { server, deps } = application
const { own, founder } = await foundTwoBranches(application)
const { administrator, organizer, auditor, candidate, colleague } = own.people

/** What was sent or told and may stand in no log, with what it is. */
const secrets: [what: string, text: string][] = []
let calls = 0

async function call(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  options: {
    readonly by?: Signed
    readonly payload?: object | string
    readonly cookie?: string
  } = {},
) {
  const { by, payload, cookie } = options
  calls += 1
  return server.inject({
    method,
    url,
    ...(payload ? { payload } : {}),
    headers: {
      'user-agent': 'A browser with a telling name',
      ...(payload ? { 'content-type': 'application/json' } : {}),
      ...(by ? { authorization: `Bearer ${by.token}` } : {}),
      ...(cookie ? { cookie } : {}),
    },
  })
}

function keep(what: string, text: string): string {
  secrets.push([what, text])
  return text
}

async function signInAndOut(): Promise<void> {
  const wrong = keep('a wrong password', 'the wrong password of somebody')
  const account = keep('an unknown account', 'somebody-unknown')
  await call('POST', '/api/login', { payload: { account, password: wrong } })
  const { account: known } = founder
  const credentials = { account: known, password: keep('a password', FOUNDER_PASSWORD) }
  const client = await call('POST', '/api/login', { payload: { ...credentials, tokens: 'body' } })
  keep('an access token', client.json().accessToken)
  keep('a refresh token', client.json().refreshToken)
  await call('POST', '/api/login/refresh', {
    payload: { refreshToken: client.json().refreshToken },
  })
  const page = await call('POST', '/api/login', { payload: credentials })
  for (const { name, value } of page.cookies) keep(`the cookie ${name}`, value)
  const cookie = page.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  await call('POST', '/api/login/refresh', { payload: {}, cookie })
  await call('DELETE', '/api/login', { cookie })
}

async function administer(): Promise<void> {
  const person = {
    account: keep('a new account', 'new-colleague'),
    name: keep('a new name', '欧阳小明'),
    unitId: own.office.id,
    post: null,
    rank: 'clerk',
  }
  const added = await call('POST', '/api/persons', { by: administrator, payload: person })
  const path: string = added.json().invitation.path
  const token = keep('an invitation', path.split('/').at(-1) ?? '')
  await call('GET', `/api/invitations/${token}`)
  await call('POST', `/api/invitations/${token}`, { payload: { password: 'short' } })
  const password = keep('a chosen password', '新同事自己选的密码')
  await call('POST', `/api/invitations/${token}`, { payload: { password } })
  await call('POST', '/api/persons', { by: administrator, payload: person })
  const search = keep('a search', '欧阳')
  await call('GET', `/api/persons?search=${encodeURIComponent(search)}`, { by: administrator })
  keep('a search as sent', encodeURIComponent(search))
}

async function sitAndAnswer(): Promise<void> {
  const running = `/api/attempts/${own.runningAttemptId}`
  const view: AttemptView = (await call('GET', running, { by: colleague })).json()
  for (const { stem, options } of view.form.items) {
    keep('a stem', stem['zh-CN'])
    keep('an option', options[0]?.text['zh-CN'] ?? '')
  }
  const entries = await rightAnswers(deps, own.runningAttemptId)
  const [first, ...others] = entries
  const text = keep('an explanation', '刚才楼道里有人叫我')
  const explained = { ...first, behavior: 'explained', text }
  await call('POST', `${running}/entries`, {
    by: colleague,
    payload: { entries: [explained, ...others] },
  })
  const misfit = { ...entries[1], value: keep('an answer that fits no item', '我不知道选哪个') }
  await call('POST', `${running}/entries`, { by: colleague, payload: { entries: [misfit] } })
  await call('POST', `${running}/entries`, {
    by: colleague,
    payload: `{"entries": [${keep('broken JSON', 'BROKEN-BY-ACCIDENT')}`,
  })
  await call('POST', `${running}/submission`, { by: colleague })
  await call('GET', `${running}/result`, { by: colleague })
}

async function review(): Promise<void> {
  const text = keep('a statement', '我在考前认真复习过全部题目')
  await call('POST', `/api/attempts/${own.attemptId}/statements`, {
    by: candidate,
    payload: { text },
  })
  await call('GET', '/api/cases', { by: auditor })
  const seen = await call('GET', `/api/cases/${own.caseId}`, { by: auditor })
  keep("a case's code", seen.json().code)
  const note = keep('a note of an auditor', '与监考记录一致，解释可信')
  const payload = { finding: 'cleared', reasonCode: 'explained-by-candidate', note }
  await call('POST', `/api/cases/${own.caseId}/decisions`, { by: auditor, payload })
  await call('GET', '/api/my/awards', { by: candidate })
  await call('GET', `/api/exams/${own.examId}/attempts`, { by: organizer })
  await call('GET', `/api/exams/${own.examId}`, { by: administrator })
  await call('GET', `/api/${keep('an unknown address', 'wang-xiaoyun-1990')}`)
}

async function keptSecrets(): Promise<void> {
  const [kept] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ secret: string; key: string; hash: string; stored: string }[]>`
      select (select secret_hex from exam_secret limit 1) as secret,
        (select private_pem from signing_key limit 1) as key,
        (select password_hash from credential limit 1) as hash,
        (select token_digest from refresh_token limit 1) as stored`,
  )
  keep('the secret of an exam', kept?.secret ?? '')
  keep('the signing key', kept?.key.split('\n')[1] ?? '')
  keep('a password hash', kept?.hash ?? '')
  keep("a token's digest", kept?.stored ?? '')
}

t.test('the log holds ids, routes, counts and times, and nothing that was said', async (t) => {
  await signInAndOut()
  await administer()
  await sitAndAnswer()
  await review()
  await keptSecrets()
  for (const { account, name, token } of [founder, ...Object.values(own.people)]) {
    keep('an account', account)
    keep('a name', name)
    keep('a token', token)
  }
  const log = lines()
  t.equal(
    log.filter((line) => line.includes('"msg":"request"')).length,
    calls - 1,
    'one line a call',
  )
  for (const line of log) {
    const { time, level, msg, ...rest } = JSON.parse(line)
    t.ok(time && level && msg, 'a whole line')
    if (msg !== 'request') continue
    t.match(rest, {
      reqId: /^[0-9a-f-]{36}$/,
      method: /^[A-Z]+$/,
      route: /^\/api\//,
      status: Number,
    })
    const known = ['reqId', 'method', 'route', 'status', 'ms', 'personId']
    t.strictSame(
      Object.keys(rest).filter((key) => !known.includes(key)),
      [],
      'and nothing else',
    )
  }
  t.ok(
    log.some((line) => line.includes(candidate.personId)),
    'who called stands there by id',
  )
  const text = log.join('\n')
  for (const [what, secret] of secrets) {
    t.ok(secret.length > 1 && !text.includes(secret), `${what} is not in the log`)
  }
  t.ok(secrets.length > 60, 'and there was much that could have been')
})
