import { randomUUID } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import t, { type Test } from 'tap'
import { Value } from 'typebox/value'
import { REFUSAL_CODES, type RefusalCode } from '../../src/domain/refusal.ts'
import { PROBLEMS, Problem } from '../../src/http/problem.ts'
import { postgresJsOptions } from '../../src/store/database-address.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { addPolicyVersion } from '../../src/workflows/manage-policies.ts'
import { aBlueprint, aPolicy, aRule } from '../support/builders.ts'
import { startLoggedService } from '../support/logged-service.ts'
import { draftFor, foundTwoBranches, rightAnswers, type Signed } from '../support/two-branches.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const { application, lines } = await startLoggedService(t)
const { server, deps, database } = application
const { own, content } = await foundTwoBranches(application)
const owner = postgres({ ...postgresJsOptions(database.address), max: 1, onnotice: () => {} })
t.teardown(() => owner.end())

interface Call {
  readonly payload?: object | string
  readonly type?: string
  readonly by?: Signed
}

function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, options: Call = {}) {
  const { payload, type, by } = options
  return server.inject({
    method,
    url,
    ...(payload === undefined ? {} : { payload }),
    headers: {
      ...(type ? { 'content-type': type } : {}),
      ...(by ? { authorization: `Bearer ${by.token}` } : {}),
    },
  })
}
type Answer = Awaited<ReturnType<typeof call>>

/** The problem an answer tells, after checking that it is one in every respect. */
function problemOf(test: Test, answer: Answer): Problem {
  test.match(answer.headers['content-type'], /^application\/problem\+json/)
  const problem: unknown = answer.json()
  test.ok(Value.Check(Problem, problem), `a whole problem: ${answer.body}`)
  const told = problem as Problem
  test.equal(told.status, answer.statusCode, 'the status in the body is the answer’s')
  return told
}

async function textsOf(pattern: string): Promise<string[]> {
  const texts: string[] = []
  for await (const file of glob(pattern, { cwd: ROOT })) {
    texts.push(await readFile(`${ROOT}${file}`, 'utf8'))
  }
  return texts
}

t.test('every refusal is thrown somewhere, told, written down and tested', async (t) => {
  const sources = (await textsOf('src/**/*.ts')).join('\n')
  const tests = (await textsOf('test/**/*.test.ts')).join('\n')
  const readme = await readFile(`${ROOT}README.md`, 'utf8')
  const thrown = [...sources.matchAll(/new Refusal\(\s*'([a-z-]+)'/g)].map(([, code]) => code)
  t.ok(thrown.length > 50, 'refusals were found')
  for (const code of REFUSAL_CODES) {
    t.ok(thrown.includes(code), `${code} is thrown`)
    t.ok(readme.includes(`\`${code}\``), `${code} stands in README.md`)
    t.ok(new RegExp(`['/]${code}['"\`]`).test(tests), `${code} is expected by a test`)
  }
  const [list = ''] = /\n`invalid-input`[^#]+/.exec(readme) ?? []
  const listed = [...list.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code)
  t.strictSame(listed, [...REFUSAL_CODES], 'the list in README.md has no others')
})

/** The statuses clients can rely on. */
const CODES_BY_STATUS: Readonly<Record<number, readonly RefusalCode[]>> = {
  401: ['sign-in-failed', 'sign-in-required', 'refresh-token-reused'],
  403: ['not-allowed', 'not-assigned', 'conflict-of-interest', 'safe-exam-browser-required'],
  404: ['not-found'],
  409: [
    'account-taken',
    'unit-not-empty',
    'blueprint-infeasible',
    'exam-not-draft',
    'exam-not-open',
    'publication-rule-broken',
    'attempt-not-running',
    'page-superseded',
    'attempt-not-closed',
    'time-limit-passed',
    'item-left',
    'case-closed',
    'already-decided',
    'seat-taken',
    'rest-needed',
    'not-heard',
    'nothing-to-appeal',
    'already-appealed',
    'appeal-too-late',
    'changed-meanwhile',
    'second-person-required',
    'window-still-open',
    'exam-paused',
    'results-known',
    'consent-required',
  ],
  410: ['invitation-invalid'],
  422: [
    'invalid-input',
    'password-too-weak',
    'bank-invalid',
    'item-not-on-form',
    'value-not-for-item',
    'policy-invalid',
    'policy-retroactive',
  ],
  429: ['too-many-sign-ins', 'too-many-assemblies'],
  503: ['took-too-long', 'service-recovering', 'service-busy'],
}

t.test('every refusal keeps its status', async (t) => {
  const wanted = Object.entries(CODES_BY_STATUS).flatMap(([status, codes]) =>
    codes.map((code) => [code, Number(status)]),
  )
  const found = REFUSAL_CODES.map((code) => [code, PROBLEMS[code].status])
  t.strictSame(found.toSorted(), wanted.toSorted())
})

t.test('a problem’s type is an address that explains it', async (t) => {
  for (const code of REFUSAL_CODES) {
    const answer = await call('GET', `/problems/${code}`)
    t.strictSame(answer.json(), { type: `/problems/${code}`, ...PROBLEMS[code] })
    t.match(PROBLEMS[code].title, /^[A-Z][A-Za-z -]+$/)
  }
  t.equal(problemOf(t, await call('GET', '/problems/no-such')).status, 404)
})

t.test('malformed JSON stays a 400, and an empty one', async (t) => {
  for (const payload of ['{"account": ', '{,}', 'nonsense', '']) {
    const problem = problemOf(
      t,
      await call('POST', '/api/login', { payload, type: 'application/json' }),
    )
    t.match(problem, { status: 400, type: 'about:blank', title: 'Bad Request' })
  }
  const poisoned = '{"account": "a", "password": "b", "__proto__": {"x": 1}}'
  const answer = await call('POST', '/api/login', { payload: poisoned, type: 'application/json' })
  t.equal(problemOf(t, answer).status, 400, 'a prototype is not taken from outside')
})

t.test('a body of another type is a 415, a body too large a 413', async (t) => {
  const xml = await call('POST', '/api/login', { payload: '<login/>', type: 'text/xml' })
  t.match(problemOf(t, xml), { status: 415, type: 'about:blank', title: 'Unsupported Media Type' })
  const text = 'x'.repeat(1024 * 1024)
  const url = `/api/attempts/${own.attemptId}/statements`
  const large = await call('POST', url, { payload: { text }, by: own.people.candidate })
  t.match(problemOf(t, large), { status: 413, type: 'about:blank', title: 'Payload Too Large' })
})

t.test('bad input is a 422 that points at each fault', async (t) => {
  const { administrator, candidate } = own.people
  const login = { account: 'a', password: 'b' }
  const entries = `/api/attempts/${own.runningAttemptId}/entries`
  const cases: readonly (readonly [string, Call, string[]])[] = [
    ['/api/login', { payload: { ...login, extra: 1 } }, ['/extra']],
    ['/api/login', { payload: { ...login, 'a/b~c': 1 } }, ['/a~1b~0c']],
    ['/api/login', { payload: { account: 'a' } }, ['/password']],
    ['/api/login', { payload: { account: 1, password: true } }, ['/account', '/password']],
    ['/api/login', { payload: [] }, ['']],
    [
      '/api/units',
      { payload: { parentId: own.unit.id, name: { en: 'x' } }, by: administrator },
      ['/name/zh-CN'],
    ],
    [entries, { payload: { entries: [{}] }, by: candidate }, ['/entries/0/sequence']],
  ]
  for (const [url, options, pointers] of cases) {
    const problem = problemOf(t, await call('POST', url, options))
    t.match(problem, { status: 422, type: '/problems/invalid-input' })
    const found = (problem.errors ?? []).map(({ pointer }) => pointer)
    for (const pointer of pointers) t.ok(found.includes(pointer), `${pointer} in ${found}`)
    t.ok(problem.detail.length > 0)
  }
  const query = await call('GET', '/api/persons?limit=0&other=1', { by: administrator })
  const pointers = problemOf(t, query).errors?.map(({ pointer }) => pointer)
  t.strictSame(pointers?.toSorted(), ['/querystring/limit', '/querystring/other'])
})

t.test('each expected no of the API comes with its own status and type', async (t) => {
  const { administrator, organizer, candidate, colleague, bare } = own.people
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const draft = draftFor(content, units, deps.now())
  const examId = await draftExam(deps, organizer.personId, { draft, simulated: false })
  const policyVersionId = await addPolicyVersion(deps, organizer.personId, {
    document: aPolicy(),
    effectiveFrom: deps.now(),
  })
  const unitId = own.office.id
  const person = { account: candidate.account, name: 'Other', unitId, post: null, rank: 'clerk' }
  const unknownCompetency = { competency: 'unknown', level: 'know', itemCount: 1 } as const
  const misfit = { ...draft, blueprint: aBlueprint({ cells: [unknownCompetency] }) }
  const policy = {
    document: aPolicy({ rules: [aRule({ when: 'pased' })] }),
    effectiveFrom: draft.window.opensAt,
  }
  const old = { document: aPolicy(), effectiveFrom: '2020-01-01T00:00:00Z' }
  const statements = `/api/attempts/${own.runningAttemptId}/statements`
  const later = { sequence: 99, entryId: randomUUID(), clientMs: 1 }
  const entry = { ...later, kind: 'behavior', behavior: 'page-loaded', itemId: null }
  const cases: readonly (readonly [
    RefusalCode,
    'GET' | 'POST' | 'PUT' | 'DELETE',
    string,
    Signed,
    object?,
  ])[] = [
    ['account-taken', 'POST', '/api/persons', administrator, person],
    ['unit-not-empty', 'DELETE', `/api/units/${own.office.id}`, administrator],
    ['bank-invalid', 'POST', '/api/banks', organizer, { format: 'probity-bank/1' }],
    ['invalid-input', 'POST', '/api/exams', organizer, misfit],
    ['policy-invalid', 'POST', '/api/policies', organizer, policy],
    ['policy-retroactive', 'POST', '/api/policies', organizer, old],
    ['second-person-required', 'POST', `/api/policies/${policyVersionId}/approval`, organizer],
    [
      'publication-rule-broken',
      'POST',
      `/api/exams/${examId}/publication`,
      organizer,
      { waiver: ' ' },
    ],
    ['exam-not-draft', 'PUT', `/api/exams/${own.examId}`, organizer, draft],
    ['exam-not-draft', 'POST', `/api/exams/${own.examId}/publication`, organizer, { waiver: null }],
    ['window-still-open', 'GET', `/api/exams/${own.examId}/bundle`, organizer],
    ['not-assigned', 'POST', `/api/my/exams/${own.examId}/attempt`, bare],
    ['attempt-not-closed', 'POST', statements, colleague, { text: 'too early' }],
    ['attempt-not-closed', 'GET', `/api/attempts/${own.runningAttemptId}/result`, colleague],
    [
      'attempt-not-running',
      'POST',
      `/api/attempts/${own.attemptId}/entries`,
      candidate,
      { entries: [entry] },
    ],
  ]
  for (const [code, method, url, by, payload] of cases) {
    const answer = await call(method, url, payload ? { payload, by } : { by })
    const { status, title } = PROBLEMS[code]
    const problem = problemOf(t, answer)
    t.match(problem, { type: `/problems/${code}`, status, title }, `${method} ${url}`)
    const pointers = problem.errors?.map(({ pointer }) => pointer) ?? []
    t.ok(
      pointers.every((pointer) => pointer === '' || pointer.startsWith('/')),
      `${pointers}`,
    )
  }
})

t.test('what is not there is a 404 problem under the API, and a page elsewhere', async (t) => {
  for (const [method, url] of [
    ['GET', '/api/nothing'],
    ['POST', '/api/me'],
    ['POST', '/'],
  ] as const) {
    t.equal(problemOf(t, await call(method, url)).status, 404, `${method} ${url}`)
  }
  t.match((await call('GET', '/my/exams')).headers['content-type'], /^text\/html/)
})

t.test(
  'an unexpected error is told without detail, and logged without what it quotes',
  async (t) => {
    const { candidate, colleague } = own.people
    // Every row breaks these rules: PostgreSQL quotes the whole row in its errors.
    await owner`alter table statement add constraint broken_for_test check (false) not valid`
    await owner`alter table journal_entry add constraint broken_for_test check (false) not valid`
    const words = '我当时只是头疼，并没有看手机'
    const [shown, answered] = await rightAnswers(deps, own.runningAttemptId)
    const value = `答案是${words}`
    const before = lines().length
    const answers = [
      await call('POST', `/api/attempts/${own.attemptId}/statements`, {
        payload: { text: words },
        by: candidate,
      }),
      await call('POST', `/api/attempts/${own.runningAttemptId}/entries`, {
        payload: { entries: [{ ...shown, behavior: 'explained', text: value }, answered] },
        by: colleague,
      }),
    ]
    await owner`alter table statement drop constraint broken_for_test`
    await owner`alter table journal_entry drop constraint broken_for_test`
    const logged = lines().slice(before)
    for (const answer of answers) {
      const problem = problemOf(t, answer)
      t.match(problem, { status: 500, type: 'about:blank', title: 'Internal error' })
      t.notMatch(answer.body, /constraint|insert|statement|journal_entry|postgres|select/i)
      const line = logged.find((one) => one.includes(problem.requestId) && one.includes('"err"'))
      t.ok(line, 'logged with the request id that was told')
      const { level, err } = JSON.parse(line ?? '{}')
      t.equal(level, 50)
      t.match(err, { code: '23514', constraint: 'broken_for_test', message: null })
      t.ok(err.calls.length > 0, 'and the place')
    }
    const log = logged.join('\n')
    for (const quoted of [words, value, candidate.name, '没有看手机', candidate.token]) {
      t.notOk(log.includes(quoted), `"${quoted.slice(0, 20)}" is not in the log`)
    }
    const again = await call('POST', `/api/attempts/${own.attemptId}/statements`, {
      payload: { text: words },
      by: candidate,
    })
    t.equal(again.statusCode, 201, 'nothing had been half done')
  },
)
