import t, { type Test } from 'tap'
import type { Application } from '../../src/app.ts'
import { ROLES } from '../../src/domain/organization/access.ts'
import type { Access } from '../../src/http/access.ts'
import { read, SYSTEM, write } from '../../src/store/scope.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { addPerson, grantRole } from '../../src/workflows/manage-persons.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { type Ask, type Permission, permissionsOf } from '../support/permissions.ts'
import { startTestService } from '../support/test-service.ts'
import {
  draftFor,
  foundTwoBranches,
  type Signed,
  sit,
  type TwoBranches,
} from '../support/two-branches.ts'
import { watchRoutes } from '../support/watch-routes.ts'

t.setTimeout(240_000)

const watched = watchRoutes(t)
const application = await startTestService(t)
const routes = watched()
const { server, deps } = application

const world = await foundTwoBranches(application)
const { own, foreign, founder } = world
const permissions = permissionsOf(application, world)

t.test('a route that declares no access does not start', async (t) => {
  t.throws(() => server.get('/api/forgotten', async () => ({})), /GET \/api\/forgotten declares no/)
})

/** Everybody who may come along, by what the titles call them; null has not signed in. */
const CALLERS: readonly (readonly [name: string, signed: Signed | null])[] = [
  ['nobody', null],
  ['a person without a role', own.people.bare],
  ...ROLES.map((role) => [`the branch's ${role}`, own.people[role]] as const),
  ['another candidate of the office', own.people.colleague],
  ["an auditor above the candidate's unit", own.people.superior],
  ...ROLES.map((role) => [`another branch's ${role}`, foreign.people[role]] as const),
  ['the administrator of the whole', founder],
]

function call(method: string, ask: Ask, caller: Signed | null) {
  const token = ask.token ?? caller?.token
  return server.inject({
    method: method as 'GET',
    url: ask.url,
    ...(ask.payload ? { payload: ask.payload } : {}),
    headers: token ? { authorization: `Bearer ${token}` } : {},
  })
}

/** The refusal a caller meets; null for those who may. */
function refusalOf(permission: Permission, caller: Signed | null): number | null {
  const { kind } = permission
  if (kind === 'open') return null
  if (caller === null) return 401
  const { people } = own
  if (kind === 'anybody') return null
  if (kind === 'owner') return caller === people[permission.owner] ? null : 404
  if (kind === 'assigned') {
    return caller === people.candidate || caller === people.colleague ? null : 403
  }
  if (kind === 'whole') {
    return caller === founder && permission.roles.includes('administrator') ? null : 403
  }
  const roles: readonly string[] = kind === 'review' ? ['auditor'] : permission.roles
  const holds = (of: TwoBranches['own']) =>
    roles.some((role) => caller === of.people[role as 'auditor'])
  if (holds(own) || (caller === founder && roles.includes('administrator'))) return null
  // What is about no candidate in particular concerns no auditor's own line.
  if (caller === people.superior && roles.includes('auditor')) {
    return kind === 'review' && permission.placed ? 403 : null
  }
  return holds(foreign) && !permission.placed ? null : 403
}

/** What nobody from outside may read. */
const secrets = [
  own.unit.id,
  own.office.id,
  own.examId,
  own.attemptId,
  own.runningAttemptId,
  own.caseId,
  ...Object.values(own.people).flatMap(({ personId, account, name }) => [personId, account, name]),
]

async function countActs(): Promise<number> {
  const [row] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ acts: number }[]>`select count(*)::int as acts from log_entry`,
  )
  return row?.acts ?? -1
}

t.test('every route has its place in the table of permissions, and no other', async (t) => {
  const isOurs = ({ name }: { readonly name: string }) =>
    / \/(api|problems|\.well-known)\//.test(name)
  const known = routes.filter(isOurs)
  t.ok(known.length > 60, 'routes were found')
  const names = known.map(({ name }) => name).filter((name) => !name.startsWith('HEAD '))
  t.strictSame(names.toSorted(), permissions.map(({ route }) => route).toSorted())
  const other = routes.filter((route) => !isOurs(route))
  for (const { name } of other) t.match(name, / \/(reference|assets)(\/|$)/, 'others are files')
})

t.test('every route declares what the table says', async (t) => {
  const declared = new Map(routes.map(({ name, access }) => [name, access]))
  for (const { route, permission } of permissions) {
    t.strictSame(outlineOf(declared.get(route)), wantedOutline(permission), route)
  }
  for (const [name, access] of declared) {
    if (!name.startsWith('HEAD /api')) continue
    t.strictSame(access, declared.get(name.replace('HEAD', 'GET')), `${name} is as guarded`)
  }
})

function outlineOf(access: Access | undefined) {
  if (!access || access.scope === 'open') return { scope: access?.scope }
  if (access.scope === 'self') return { scope: 'self', placed: access.own !== undefined }
  const { scope, roles, targets = [] } = access
  return { scope, roles: [...roles].sort(), placed: targets.length > 0 }
}

function wantedOutline(permission: Permission) {
  switch (permission.kind) {
    case 'open':
      return { scope: 'open' }
    case 'anybody':
    case 'assigned':
      return { scope: 'self', placed: false }
    case 'owner':
      return { scope: 'self', placed: permission.byRoute }
    case 'whole':
      return { scope: 'branch', roles: permission.roles.toSorted(), placed: false }
    case 'review':
      return { scope: 'review', roles: ['auditor'], placed: permission.placed }
    case 'roles':
      return { scope: 'branch', roles: permission.roles.toSorted(), placed: permission.placed }
  }
}

for (const { route, permission, ask } of permissions) {
  t.test(`${route} answers those who may, and refuses everybody else`, async (t) => {
    // Who is refused comes first: what others change must not be what refuses them.
    const [refused, allowed] = [
      CALLERS.filter(([, caller]) => refusalOf(permission, caller) !== null),
      CALLERS.filter(([, caller]) => refusalOf(permission, caller) === null),
    ]
    // What nobody may change needs to be there only once, unless it is the caller's own.
    const shared = ask.length === 0 ? await ask(null) : null
    let before = await countActs()
    for (const [name, caller] of refused) {
      const asked = shared ?? (await ask(caller))
      if (!shared) before = await countActs()
      await beRefused(t, { route, permission }, { name, caller, asked })
      if (!shared) t.equal(await countActs(), before, 'and nothing was done')
    }
    if (shared) t.equal(await countActs(), before, 'where refused nothing was done')
    for (const [name, caller] of allowed) {
      const { statusCode, body } = await call(methodOf(route), await ask(caller), caller)
      t.ok(statusCode >= 200 && statusCode < 300, `${name} may (${body.slice(0, 300)})`)
      const isOutside = Object.values(foreign.people).some((one) => one === caller)
      if (isOutside && permission.kind !== 'open') readsNothing(t, body)
    }
  })
}

const methodOf = (route: string): string => route.split(' ')[0] ?? ''

async function beRefused(
  t: Test,
  { route, permission }: { readonly route: string; readonly permission: Permission },
  {
    name,
    caller,
    asked,
  }: { readonly name: string; readonly caller: Signed | null; readonly asked: Ask },
): Promise<void> {
  const refusal = refusalOf(permission, caller)
  const answer = await call(methodOf(route), asked, caller)
  t.equal(answer.statusCode, refusal, `${name} may not`)
  t.match(answer.headers['content-type'], /^application\/problem\+json/, 'told as a problem')
  t.equal(answer.json().status, refusal)
  if (methodOf(route) === 'GET') {
    const head = await call('HEAD', asked, caller)
    t.equal(head.statusCode, refusal, `nor ask for its header`)
  }
  if (permission.kind !== 'open') readsNothing(t, answer.body)
}

function readsNothing(t: Test, body: string): void {
  t.notOk(
    secrets.find((secret) => body.includes(secret)),
    'and reads nothing of the branch',
  )
}

t.test('whoever may see a list finds the records of their branch there', async (t) => {
  const { administrator, organizer, auditor, adviser, candidate, superior } = own.people
  const lists: readonly (readonly [string, Signed, string, boolean])[] = [
    ['/api/units', administrator, own.office.id, true],
    ['/api/units', adviser, own.office.id, true],
    ['/api/persons?limit=200', adviser, candidate.personId, true],
    ['/api/exams', organizer, own.examId, true],
    ['/api/cases', auditor, own.caseId, true],
    ['/api/cases', superior, own.caseId, false],
    ['/api/my/exams', candidate, own.examId, true],
    ['/api/my/exams', organizer, own.examId, false],
  ]
  for (const [url, caller, id, shown] of lists) {
    const { body } = await call('GET', { url }, caller)
    t.equal(body.includes(id), shown, `${url} for ${caller.account}`)
  }
})

t.test('no record of the own branch opens a way into another one', async (t) => {
  const { administrator, organizer, candidate } = own.people
  const personal = `/api/persons/${candidate.personId}`
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const draft = draftFor(world.content, units, deps.now())
  const person = {
    account: 'new-one',
    name: 'New',
    unitId: foreign.office.id,
    post: null,
    rank: 'clerk',
  }
  const examId = await draftExam(deps, organizer.personId, { draft, simulated: false })
  const { bankVersionId, blueprint } = draft
  const preview = { bankVersionId, blueprint }
  const name = { 'zh-CN': '新', en: 'New' }
  const both = [own.office.id, foreign.office.id]
  const calls: readonly (readonly [string, string, Signed, object])[] = [
    ['POST', '/api/units', administrator, { parentId: foreign.unit.id, name }],
    ['POST', '/api/units', administrator, { parentId: world.rootUnitId, name }],
    ['POST', '/api/persons', administrator, person],
    ['PATCH', personal, administrator, { unitId: foreign.office.id }],
    ['POST', `${personal}/grants`, administrator, { role: 'auditor', unitId: foreign.unit.id }],
    ['POST', `${personal}/grants`, administrator, { role: 'auditor', unitId: world.rootUnitId }],
    ['POST', '/api/exams', organizer, { ...draft, unitId: foreign.unit.id }],
    ['POST', '/api/exams', organizer, { ...draft, audienceUnitIds: both }],
    ['POST', '/api/exams', organizer, { ...draft, audienceUnitIds: [world.rootUnitId] }],
    ['PUT', `/api/exams/${examId}`, organizer, { ...draft, unitId: foreign.unit.id }],
    ['PUT', `/api/exams/${examId}`, organizer, { ...draft, audienceUnitIds: both }],
    ['POST', '/api/exam-previews', organizer, { ...preview, audienceUnitIds: both }],
  ]
  for (const [method, url, caller, payload] of calls) {
    const answer = await call(method, { url, payload }, caller)
    t.equal(answer.statusCode, 403, `${method} ${url} ${JSON.stringify(payload).slice(0, 80)}`)
  }
  const search = await call('GET', { url: `/api/persons?unitId=${foreign.unit.id}` }, administrator)
  t.equal(search.json().total, 0, 'a search in another branch finds nobody')
})

t.test('an administrator of a branch can not become somebody with powers outside it', async (t) => {
  const { administrator } = own.people
  const { personId } = await addPerson(deps, founder.personId, {
    account: 'own-powerful',
    name: 'Sits here, acts everywhere',
    unitId: own.office.id,
    post: null,
    rank: 'clerk',
  })
  const unitId = world.rootUnitId
  await grantRole(deps, founder.personId, { personId, role: 'administrator', unitId })
  const [grant] = await write(deps.orm, (em) =>
    em.execute<{ id: string }[]>('select id from role_grant where person_id = ? and unit_id = ?', [
      personId,
      unitId,
    ]),
  )
  const link = { url: `/api/persons/${personId}/invitation` }
  t.equal((await call('POST', link, administrator)).statusCode, 403, 'no link to their password')
  t.equal((await call('POST', link, founder)).statusCode, 201, 'who covers their powers may')
  const taking = { url: `/api/persons/${personId}/grants/${grant?.id}` }
  t.equal((await call('DELETE', taking, administrator)).statusCode, 403, 'nor takes their role')
  t.equal((await call('DELETE', taking, founder)).statusCode, 200)
})

t.test('nobody ends the sign-in of somebody else', async (t) => {
  const { candidate, colleague } = own.people
  await call('DELETE', { url: `/api/logins/${candidate.loginId}` }, colleague)
  const { logins } = (await call('GET', { url: '/api/logins' }, candidate)).json()
  t.ok(logins.some(({ id }: { readonly id: string }) => id === candidate.loginId))
})

t.test('records that do not exist are not found, whatever their id looks like', async (t) => {
  const { administrator, organizer, auditor, candidate } = own.people
  const missing = '00000000-0000-4000-8000-000000000000'
  const addresses: readonly (readonly [string, Signed])[] = [
    ['/api/exams/', organizer],
    ['/api/cases/', auditor],
    ['/api/attempts/', candidate],
  ]
  for (const [address, caller] of addresses) {
    for (const id of [missing, 'no-id', '%27%20or%201%3D1', '..%2f..']) {
      const answer = await call('GET', { url: `${address}${id}` }, caller)
      t.equal(answer.statusCode, 404, `${address}${id}`)
    }
  }
  const unit = { url: `/api/units/${missing}`, payload: { name: { 'zh-CN': '新', en: 'New' } } }
  t.equal((await call('PATCH', unit, administrator)).statusCode, 404)
})

t.test('an auditor of a branch reviews its cases in exams of a unit above, too', async (t) => {
  const { auditor, candidate } = own.people
  const units = { unitId: world.rootUnitId, audienceUnitIds: [own.office.id] }
  const draft = draftFor(world.content, units, deps.now())
  const examId = await draftExam(deps, founder.personId, { draft, simulated: false })
  await publishExam(deps, founder.personId, { examId, waiver: 'a test needs no notice' })
  const caseId = await caseOf(application, await sit(deps, candidate, examId))
  const queue = await call('GET', { url: '/api/cases?state=open' }, auditor)
  t.match(queue.body, caseId, 'it stands in the queue')
  t.equal((await call('GET', { url: `/api/cases/${caseId}` }, auditor)).statusCode, 200)
  const elsewhere = await call('GET', { url: `/api/cases/${caseId}` }, foreign.people.auditor)
  t.equal(elsewhere.statusCode, 403)
})

t.test(
  'an auditor reviews neither superiors nor subordinates, and sees none of them',
  async (t) => {
    const { auditor, superior, adviser } = own.people
    const units = { unitId: own.unit.id, audienceUnitIds: [own.unit.id] }
    const draft = draftFor(world.content, units, deps.now())
    const examId = await draftExam(deps, founder.personId, { draft, simulated: false })
    await publishExam(deps, founder.personId, { examId, waiver: 'a test needs no notice' })
    // The adviser sits in the unit above the audit office, and takes exams like anybody.
    const above = await caseOf(application, await sit(deps, adviser, examId))
    for (const [caller, caseId] of [
      [auditor, above],
      [superior, own.caseId],
      [superior, above],
    ] as const) {
      const answer = await call('GET', { url: `/api/cases/${caseId}` }, caller)
      t.equal(answer.json().type, '/problems/conflict-of-interest', caller.account)
      const queue = await call('GET', { url: '/api/cases' }, caller)
      t.equal(queue.statusCode, 200)
      t.notOk(queue.body.includes(caseId), 'nor does it stand in their queue')
    }
  },
)

async function caseOf({ deps }: Application, attemptId: string): Promise<string> {
  const [found] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`select id from review_case where attempt_id = ${attemptId}`,
  )
  return found?.id ?? ''
}
