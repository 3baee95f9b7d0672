import t from 'tap'
import type { ComparedAttempt } from '../../src/domain/forensics/cohort/compared-attempt.ts'
import type { Role } from '../../src/domain/organization/access.ts'
import type { CaseView } from '../../src/domain/review/views.ts'
import { inScope, read, SYSTEM, write } from '../../src/store/scope.ts'
import { casePartners, findPartners } from '../../src/store/views/case-partners.ts'
import { evidenceViews } from '../../src/store/views/evidence-looks.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { screenExam } from '../../src/workflows/screen-exam.ts'
import { type Ask, permissionsOf, type RoutePermission } from '../support/permissions.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches, rightAnswers, type Signed } from '../support/two-branches.ts'
import { watchRoutes } from '../support/watch-routes.ts'

t.setTimeout(240_000)

const watched = watchRoutes(t)
const application = await startTestService(t)
const { server, deps } = application
const world = await foundTwoBranches(application)
const { own } = world
const { auditor, organizer, candidate, colleague, administrator } = own.people
const routes = watched().filter(({ name }) => / \/api\//.test(name) && !name.startsWith('HEAD '))
const evidenceOf = new Map(routes.map(({ name, route }) => [name, route.config?.evidence]))

function call(method: string, { url, payload }: Ask, caller: Signed) {
  return server.inject({
    method: method as 'GET',
    url,
    ...(payload ? { payload } : {}),
    headers: { authorization: `Bearer ${caller.token}` },
  })
}

interface Logged {
  readonly chain: string
  readonly act: string
  readonly actor: string
  readonly subject: string
  readonly detail: { readonly what?: string; readonly role?: string }
}

function logged(): Promise<Logged[]> {
  return read(
    deps.sql,
    SYSTEM,
    (tx) => tx<Logged[]>`
      select chain, act, actor, subject, detail from log_entry
      where act in ('evidence-viewed', 'evidence-exported', 'form-viewed')
      order by logged_at, chain, number`,
  )
}

/** Who tells of others: their attempts, what was found in them, or why somebody needs more time. */
const EVIDENCE = [
  'GET /api/cases/:caseId',
  'POST /api/cases/:caseId/decisions',
  'GET /api/cases/:caseId/appeal',
  'POST /api/cases/:caseId/appeal/decision',
  'GET /api/exams/:examId/attempts',
  'GET /api/exams/:examId/outcomes',
  'GET /api/exams/:examId/analysis',
  'GET /api/exams/:examId/bundle',
  'GET /api/exams/:examId/attempts/:attemptId/log-proof',
  'GET /api/persons/:personId/accommodation',
  'PUT /api/persons/:personId/accommodation',
  'GET /api/units/:unitId/advised',
  'GET /api/units/:unitId/exemptions',
  'GET /api/units/:unitId/attendance',
  'GET /api/results/:attemptId/explanation',
  'POST /api/policies/simulations',
  'GET /api/standings',
  'POST /api/standings',
  'GET /api/standings/:standingId/explanation',
]
/** These log by themselves, with an act of their own or in the use case. */
const BY_ITSELF = [
  'GET /api/exams/:examId/attempts/:attemptId/form',
  'POST /api/cases/:caseId/exports',
  'POST /api/exams/:examId/exports',
]

/**
 * All others for a role, and what they are about instead: content, aggregates, the organization,
 * rules, who is where right now, tasks to be done; queues, which say of blinded codes what kind of
 * evidence there is and not what was seen.
 */
const NO_EVIDENCE = [
  /^\w+ \/api\/(banks|workshops|panels|webhooks|award-times|log)\b/,
  /^\w+ \/api\/policies(?!\/simulations)\b/,
  /^\w+ \/api\/units(\/:unitId)?$/,
  /^\w+ \/api\/units\/:unitId\/(bulletin|bulletin-file|bulletin-sources|targets)$/,
  /^POST \/api\/units\/:unitId\/attendance$/,
  /^\w+ \/api\/persons(\/:personId)?$/,
  /^\w+ \/api\/persons\/:personId\/(invitation|grants|logins|exemptions)(\/|$)/,
  /^\w+ \/api\/exams(\/:examId)?$/,
  /^POST \/api\/exam-(conflicts|previews|assemblies)$/,
  /^POST \/api\/exams\/:examId\/(publication|re-tests)$/,
  /^GET \/api\/exams\/:examId\/(report|gaps|screening|browser|sample-forms\/:sample)$/,
  /^GET \/api\/exams\/:examId\/items\/:itemId$/,
  /^\w+ \/api\/exams\/:examId\/(amendments|calibration|live-board|conduct)\b/,
  /^GET \/api\/(cases|appeals|review\/my-accuracy|review\/statistics)$/,
  /^\w+ \/api\/tasks\b/,
]

const permissions = permissionsOf(application, world)
const personOf = { ...own.people } as Readonly<Record<string, Signed>>

function callerOf({ permission }: RoutePermission): Signed {
  const roles: readonly Role[] = permission.kind === 'roles' ? permission.roles : ['auditor']
  const role = roles.includes('organizer') ? 'organizer' : (roles[0] ?? 'auditor')
  return personOf[role] ?? auditor
}

t.test('every route with personal evidence says so, and the list of them is whole', async (t) => {
  for (const name of EVIDENCE) t.ok(evidenceOf.get(name), `${name} declares what it shows`)
  for (const { name, access } of routes) {
    const isForRoles = access?.scope === 'branch' || access?.scope === 'review'
    const isListed = [EVIDENCE, BY_ITSELF].some((list) => list.includes(name))
    const isOther = NO_EVIDENCE.some((pattern) => pattern.test(name))
    if (isForRoles) t.equal(Number(isListed) + Number(isOther), 1, `${name} is placed once`)
    const evidence = evidenceOf.get(name)
    if (!evidence) continue
    t.ok(isForRoles, `${name} is about others`)
    const isFound = evidence.of === 'listing' || name.includes(`:${evidence.name}`)
    t.ok(isFound, `${name} has ${evidence.name}`)
  }
})

for (const one of permissions) {
  const { route, ask } = one
  if (!evidenceOf.get(route) && !BY_ITSELF.includes(route)) continue
  if (/appeal|decisions$/.test(route)) continue
  t.test(`${route} leaves a trace of who looked`, async (t) => {
    const caller = callerOf(one)
    const [method = ''] = route.split(' ')
    const asked = await ask(caller)
    const before = await logged()
    const answer = await call(method, asked, caller)
    t.ok(answer.statusCode < 300, answer.body.slice(0, 200))
    const acts = (await logged()).slice(before.length)
    t.ok(acts.length > 0, 'logged')
    t.ok(acts.every(({ actor }) => actor === caller.personId))
    const ids = asked.url.split('/')
    t.ok(
      acts.some(
        ({ subject }) => ids.includes(subject) || ['standings', 'simulations'].includes(subject),
      ),
      'about what was asked for',
    )
    if (method !== 'GET') return
    const after = await logged()
    await server.inject({
      method: 'HEAD',
      url: asked.url,
      headers: { authorization: `Bearer ${caller.token}` },
    })
    if (!BY_ITSELF.includes(route))
      t.equal((await logged()).length, after.length, 'not of a header')
  })
}

t.test('a refusal shows nothing, and nothing is said to have been seen', async (t) => {
  const before = await logged()
  const { statusCode } = await call('GET', { url: `/api/cases/${own.caseId}` }, own.people.superior)
  t.equal(statusCode, 403)
  t.equal((await logged()).length, before.length)
})

t.test('attempts side by side: by letters, with what each answered, logged for both', async (t) => {
  const entries = await rightAnswers(deps, own.runningAttemptId)
  await saveEntries(deps, colleague.personId, { attemptId: own.runningAttemptId, entries })
  const compared = await comparedWith(own.runningAttemptId)
  await write(deps.orm, (em) =>
    em.execute(`insert into cohort_evidence values (?, 9, '[]', '[]', ?::jsonb)`, [
      own.attemptId,
      JSON.stringify(compared),
    ]),
  )
  const before = await logged()
  const answer = await call('GET', { url: `/api/cases/${own.caseId}` }, auditor)
  t.equal(answer.statusCode, 200, answer.body.slice(0, 300))
  const view: CaseView = answer.json()
  const [partner] = view.partners
  t.match(partner, { code: 'A', number: 2, expectedMatches: 0.5, link: { p: 0.01 } })
  t.ok((partner?.answers?.length ?? 0) > 0)
  t.ok(partner?.answers?.every(({ likeness }) => likeness === 'alike-right'))
  t.equal(partner?.answers?.find(({ chance }) => chance !== null)?.chance, 0.5)
  for (const { personId, name, account } of [colleague, candidate]) {
    for (const secret of [personId, name, account]) t.notOk(answer.body.includes(secret))
  }
  t.notOk(answer.body.includes(own.runningAttemptId), 'nor which attempt it is')
  t.notOk(answer.body.includes(own.attemptId))
  const acts = (await logged()).slice(before.length)
  t.same(
    new Set(acts.map(({ chain, detail }) => `${chain} ${detail.what} ${detail.role}`)),
    new Set([
      `attempt:${own.attemptId} case auditor`,
      `attempt:${own.runningAttemptId} compared-answers auditor`,
    ]),
  )
})

async function comparedWith(attemptId: string): Promise<ComparedAttempt> {
  const frame = await deps.frozen.frame(own.attemptId)
  const other = await deps.frozen.frame(attemptId)
  const shared = frame?.form.items.find(({ item }) =>
    other?.form.items.some((one) => one.item === item),
  )
  const answers = {
    ...{ basis: 'options' as const, shared: 20, matches: 20, identicalWrong: 0 },
    ...{ omega: 5, p: 1e-6, q: 1e-3, flagged: true, copier: 'this' as const, copierChance: 0.8 },
    chances: [{ itemId: shared?.item ?? '', chance: 0.5 }],
  }
  const link = {
    evidence: [{ kind: 'device' as const, bits: 8, p: null }],
    ...{ gapMinutes: 4, superiorLine: false, p: 0.01, q: 0.02 },
  }
  return { partners: [{ attemptId, number: 2, answers, link }], rhythm: null }
}

t.test(
  'a real comparison keeps what it found between attempts, or that it was nothing',
  async (t) => {
    const { examId, attemptId } = world.foreign
    const closed = { ...deps, now: () => new Date(Date.now() + 400 * 86_400_000) }
    await screenExam(closed, examId)
    const kept = await read(
      deps.sql,
      SYSTEM,
      (tx) => tx<{ compared: ComparedAttempt }[]>`
      select compared from cohort_evidence where attempt_id = ${attemptId}`,
    )
    t.same(kept, [{ compared: { partners: [], rhythm: null } }])
  },
)

t.test('what somebody on the own line answered is nothing for this auditor', async (t) => {
  const found = await findPartners(deps.sql, own.attemptId)
  const frame = await deps.frozen.frame(own.attemptId)
  if (!frame) throw new Error('there is no such attempt')
  const mine = { bank: frame.bank, form: frame.form, entries: [], amendments: [] }
  const as = (unitPath: string) =>
    casePartners(found, mine, { personId: auditor.personId, unitPath })
  t.ok(as(auditor.unitPath)[0]?.answers, 'from beside')
  for (const path of [own.office.path, own.unit.path, `${own.office.path}${own.unit.id}/`]) {
    const [partner] = as(path)
    t.equal(partner?.answers, null, path)
    t.match(partner?.likeness, { matches: 20 }, 'the figures stay')
  }
})

t.test('candidates can be told who looked, in role and never in name', async (t) => {
  const looks = await evidenceViews(deps.sql, own.attemptId)
  const kinds = new Set(looks.map(({ act, what, role }) => `${act} ${what} ${role}`))
  for (const wanted of [
    'evidence-viewed case auditor',
    'evidence-exported case-answers auditor',
    'evidence-viewed results organizer',
    'evidence-exported results organizer',
    'evidence-viewed analysis organizer',
  ]) {
    t.ok(kinds.has(wanted), wanted)
  }
  const times = looks.map(({ at }) => at)
  t.same(times, times.toSorted(), 'in order of time')
  const told = JSON.stringify(looks)
  for (const { personId, name } of [auditor, organizer, administrator]) {
    t.notOk(told.includes(personId) || told.includes(name))
  }
  const others = await evidenceViews(deps.sql, own.runningAttemptId)
  t.match(
    others.find(({ what }) => what === 'compared-answers'),
    { act: 'evidence-viewed', role: 'auditor' },
  )
  t.notOk(
    others.some(({ what }) => what === 'case'),
    'of another case nothing',
  )
})

t.test('they are found by the key of the log, however long it is', async (t) => {
  await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`
      insert into log_entry
      select 'attempt:' || gen_random_uuid(), 1, now(), null, 'x', 'y', '{}', '', n::text
      from generate_series(1, 100000) as n`,
  )
  const scans = async () => {
    const [row] = await inScope(
      deps.sql,
      SYSTEM,
      (tx) => tx<{ byKey: number; readWhole: number }[]>`
        select idx_scan::int as "byKey", seq_tup_read::int as "readWhole"
        from pg_stat_user_tables where relname = 'log_entry'`,
    )
    if (!row) throw new Error('nothing is counted of log_entry')
    return row
  }
  const before = await scans()
  let after = before
  // What was read is counted when its connection gets round to it.
  for (let tries = 0; tries < 200 && after.byKey < before.byKey + 3; tries += 1) {
    await evidenceViews(deps.sql, own.attemptId)
    await new Promise((resolve) => setTimeout(resolve, 100))
    after = await scans()
  }
  t.ok(after.byKey >= before.byKey + 3, 'by the key')
  t.ok(after.readWhole < before.readWhole + 100_000, 'and never whole')
})
