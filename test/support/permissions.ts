import { randomUUID } from 'node:crypto'
import type { Application } from '../../src/app.ts'
import type { PanelMethod } from '../../src/domain/measurement/standard-setting/panel.ts'
import type { Role } from '../../src/domain/organization/access.ts'
import { creditYear } from '../../src/domain/policy/credit-cycles.ts'
import { examBrowserMark } from '../../src/http/routes/exam-browser-routes.ts'
import { PanelConclusionEntity } from '../../src/store/entities/panel.ts'
import { PolicyApprovalEntity } from '../../src/store/entities/policy.ts'
import { SYSTEM, write } from '../../src/store/scope.ts'
import { listStandings } from '../../src/store/views/standings.ts'
import { addBankVersion } from '../../src/workflows/add-bank-version.ts'
import { proposeAmendment } from '../../src/workflows/amend-key.ts'
import { approveFrame } from '../../src/workflows/approve-frame.ts'
import { concludePanel } from '../../src/workflows/conclude-panel.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { evaluateStandings } from '../../src/workflows/evaluate-standings.ts'
import { endExemption, exempt } from '../../src/workflows/exempt.ts'
import { invite } from '../../src/workflows/invite.ts'
import { judgeItems } from '../../src/workflows/judge-items.ts'
import { makeCheckpoint } from '../../src/workflows/make-checkpoint.ts'
import { addPerson } from '../../src/workflows/manage-persons.ts'
import { addPolicyVersion } from '../../src/workflows/manage-policies.ts'
import { addUnit } from '../../src/workflows/manage-units.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { ratePanel } from '../../src/workflows/rate-panel.ts'
import { releaseBank } from '../../src/workflows/release-bank.ts'
import { createPanel, inviteJudges, turnRound } from '../../src/workflows/run-panel.ts'
import { openLogin } from '../../src/workflows/sign-in.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { appealPermissions } from './appeal-permissions.ts'
import { awardPermissions } from './award-permissions.ts'
import { aBank, anItem, aPolicy, aText, itemsOf } from './builders.ts'
import { draftFor, FOUNDER_PASSWORD, type Signed, type TwoBranches } from './two-branches.ts'

const DAY_MS = 86_400_000

const PANEL_LEVEL = {
  id: 'pass',
  name: aText('合格', 'Pass'),
  borderline: aText('刚好合格的人', 'Somebody who only just passes'),
}
const AMENDMENT = { itemId: 'I-1', change: { kind: 'void' as const } }

/** A call that would succeed, were the caller allowed to make it. */
export interface Ask {
  readonly url: string
  readonly payload?: object
  /** Instead of the caller's own: for calls that end a login. */
  readonly token?: string
}

/**
 * Who may make a call on the records of the branch `own`.
 * - `roles` with `placed`: holders whose branch covers the record; without, every holder, who
 *   then sees their own branch's records only.
 * - `whole`: holders over the root alone.
 * - `review`: as placed, and nobody on the candidate's own line.
 * - `owner`: that person alone; to everybody else there is no such record.
 * - `assigned`: the candidates of the exam.
 */
export type Permission =
  | { readonly kind: 'open' }
  | { readonly kind: 'anybody' }
  | { readonly kind: 'owner'; readonly owner: 'candidate' | 'colleague'; readonly byRoute: boolean }
  | { readonly kind: 'assigned' }
  | { readonly kind: 'roles'; readonly roles: readonly Role[]; readonly placed: boolean }
  | { readonly kind: 'whole'; readonly roles: readonly Role[] }
  | { readonly kind: 'review'; readonly placed: boolean }

export interface RoutePermission {
  readonly route: string
  readonly permission: Permission
  readonly ask: (caller: Signed | null) => Ask | Promise<Ask>
}

const open = { kind: 'open' } as const
const anybody = { kind: 'anybody' } as const
const assigned = { kind: 'assigned' } as const
const owner = { kind: 'owner', owner: 'candidate', byRoute: true } as const
const review = { kind: 'review', placed: true } as const
const by = (...roles: Role[]) => ({ kind: 'roles', roles, placed: true }) as const
const anywhere = (...roles: Role[]) => ({ kind: 'roles', roles, placed: false }) as const

/** Every route of the API with who may call it; a route that is missing here fails the test. */
export function permissionsOf(application: Application, world: TwoBranches): RoutePermission[] {
  const records = createRecords(application, world)
  return [
    ...openPermissions(records, world),
    ...selfPermissions(records),
    ...administratorPermissions(records, world),
    ...contentPermissions(records, world),
    ...workshopPermissions(records),
    ...examPermissions(records, world),
    ...amendmentPermissions(records, world),
    ...panelPermissions(records, world),
    ...calibrationPermissions(records, world),
    screeningPermission(world),
    ...livePermissions(records, world),
    ...casePermissions(world),
    ...candidatePermissions(world),
    ...tierPermissions(records, world),
    ...logPermissions(application, world),
    ...awardPermissions(application, world),
    ...policyPermissions(records, world),
    ...standingPermissions(application, world),
    ...appealPermissions(application, world),
  ]
}

/** Checkpoints of the log, and what stands under them. */
function logPermissions({ deps }: Application, { own }: TwoBranches): RoutePermission[] {
  const latest = async () => (await makeCheckpoint(deps))?.number
  const afterwards = async (url: string) => {
    await latest()
    return { url }
  }
  const proof = `attempts/${own.attemptId}/log-proof`
  return [
    {
      route: 'GET /api/log/checkpoints',
      permission: open,
      ask: () => afterwards('/api/log/checkpoints'),
    },
    {
      route: 'POST /api/log/checkpoints',
      permission: anywhere('administrator'),
      ask: () => ({ url: '/api/log/checkpoints', payload: {} }),
    },
    {
      route: 'GET /api/log/checkpoints/:number/since/:older',
      permission: { kind: 'whole', roles: ['administrator'] },
      ask: async () => ({ url: `/api/log/checkpoints/${await latest()}/since/${await latest()}` }),
    },
    {
      route: 'GET /api/attempts/:attemptId/log-proof',
      permission: owner,
      ask: () => afterwards(`/api/${proof}`),
    },
    {
      route: 'GET /api/exams/:examId/attempts/:attemptId/log-proof',
      permission: by('organizer'),
      ask: () => afterwards(`/api/exams/${own.examId}/${proof}`),
    },
  ]
}

/** Records of the branch `own`, made anew for each call, so that one call can't spoil the next. */
function createRecords({ deps, server }: Application, { own, content, founder }: TwoBranches) {
  const by = own.people.administrator.personId
  const organizer = own.people.organizer.personId
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  let inExamBrowser: Promise<string> | null = null
  let over: Promise<string> | null = null
  const draft = () => draftFor(content, units, deps.now())
  const person = () => ({
    account: `p-${randomUUID().slice(0, 8)}`,
    name: 'Somebody New',
    unitId: own.office.id,
    post: null,
    rank: 'clerk' as const,
  })
  const addedPerson = async () => (await addPerson(deps, by, person())).personId
  return {
    draft,
    person,
    addedPerson,
    unit: () => addUnit(deps, by, { parentId: own.unit.id, name: aText('空', 'Empty') }),
    grant: async () => {
      const personId = await addedPerson()
      const [grant] = await write(deps.orm, (em) =>
        em.execute<{ id: string }[]>('select id from role_grant where person_id = ?', [personId]),
      )
      return { personId, grantId: grant?.id }
    },
    invitation: async () => {
      const personId = await addedPerson()
      const { path } = await write(deps.orm, (em) => invite(deps, em, personId))
      return path.split('/').at(-1)
    },
    refreshToken: async () => {
      const login = await write(deps.orm, (em) => openLogin(deps, em, founder.personId, 'test'))
      return login.refreshToken
    },
    /** Another login of the caller, to be ended. */
    login: async (caller: Signed | null) => {
      const personId = caller?.personId ?? founder.personId
      const { loginId } = await write(deps.orm, (em) => openLogin(deps, em, personId, 'test'))
      const token = server.jwt.sign({ sub: personId, login: loginId }, { expiresIn: 600 })
      return { loginId, token }
    },
    /** What an exam said about its items: nothing; and its bank in the workshop. */
    calibration: async () => {
      const document = await deps.frozen.bank(content.bankVersionId)
      await takeBank(deps, founder.personId, { document, note: '' })
      const found = { n: 0, items: [], link: null, converged: false, findings: [] }
      await write(deps.orm, (em) =>
        em.execute(
          `insert into item_calibration values (?, 1, 0, ?::jsonb, ?)
           on conflict (exam_id, number) do nothing`,
          [own.examId, JSON.stringify(found), deps.now()],
        ),
      )
    },
    /** A bank version that nobody approved yet. */
    bank: () => {
      const program = `bank-${randomUUID().slice(0, 8)}`
      const document = aBank({ items: [anItem()], program })
      return addBankVersion(deps, null, { document, blueprints: [] })
    },
    policy: () => addPolicyVersion(deps, null, { document: aPolicy(), effectiveFrom: deps.now() }),
    /**
     * A program's workshop with one live item, written by somebody else than any caller; its
     * frame is approved, or it is released as well.
     */
    workshop: async (upTo: 'items' | 'frame' | 'release' = 'frame') => {
      const program = `shop-${randomUUID().slice(0, 8)}`
      const { bare, candidate } = own.people
      const document = aBank({ items: [anItem()], program })
      await takeBank(deps, bare.personId, { document, note: '' })
      const items = [{ itemId: 'I-1', revision: 1 }]
      for (const act of ['reviewed', 'made-live'] as const) {
        await judgeItems(deps, candidate.personId, { program, act, items, note: '' })
      }
      if (upTo !== 'items') {
        await approveFrame(deps, candidate.personId, { program, revision: 1, note: '' })
      }
      if (upTo === 'release') await releaseBank(deps, candidate.personId, program)
      return `/api/workshops/${program}`
    },
    drafted: () => draftExam(deps, organizer, { draft: draft(), simulated: false }),
    /** Nobody sat it, and it is final all the same. */
    finished: async () => {
      const examId = await draftExam(deps, organizer, { draft: draft(), simulated: false })
      await publishExam(deps, organizer, { examId, waiver: 'a test needs no notice' })
      await write(deps.orm, (em) =>
        em.execute('update exam set final_at = ? where id = ?', [deps.now(), examId]),
      )
      return examId
    },
    /** Proposed by the branch's administrator, so that its organizer may decide. */
    amendment: () =>
      proposeAmendment(deps, by, { examId: own.examId, ...AMENDMENT, reason: 'it is wrong' }),
    conclusion: async (panelId: string) => {
      const found = await write(deps.orm, (em) =>
        em.findOneOrFail(PanelConclusionEntity, { panelId }),
      )
      return found.id
    },
    /** A panel whose only judge is the candidate; concluded by nobody who asks. */
    panel: (upTo: PanelStage = 'rating', method: PanelMethod = 'angoff') =>
      panelUpTo(deps, own, { upTo, method }),
    /** A draft for Safe Exam Browser: one for all calls, as they only read. */
    inExamBrowser: () => {
      const safeExamBrowser = { configKeys: [], browserExamKeys: [], quitPasswordDigest: null }
      const requirements = { consent: false, safeExamBrowser }
      const input = { draft: { ...draft(), requirements }, simulated: false }
      inExamBrowser ??= draftExam(deps, organizer, input)
      return inExamBrowser
    },
    examBrowserMark: (examId: string) => examBrowserMark(deps, examId),
    /** An exam whose window has closed: one for all calls that only read. */
    over: () => {
      over ??= closedExam(deps, organizer, draft())
      return over
    },
    /** From that exam, whose candidate is exempted from nothing before. */
    exemption: async () => {
      over ??= closedExam(deps, organizer, draft())
      const given = { personId: own.people.candidate.personId, reason: 'on parental leave' }
      const [kept] = await write(deps.orm, (em) =>
        em.execute<{ id: string }[]>(
          'select id from exemption where id not in (select exemption_id from exemption_end)',
        ),
      )
      if (kept) await endExemption(deps, by, { ...given, exemptionId: kept.id })
      const { personId, reason } = given
      const exemption = { examId: await over, reason }
      return { examId: await over, keep: () => exempt(deps, by, { personId, exemption }) }
    },
    /** An exam whose window has closed. */
    closed: () => closedExam(deps, organizer, { ...draft(), audienceUnitIds: [own.office.id] }),
  }
}
type Records = ReturnType<typeof createRecords>

type PanelStage = 'invited' | 'rating' | 'discussing' | 'concluded'
const PANEL_STAGES: readonly PanelStage[] = ['invited', 'rating', 'discussing', 'concluded']

/** On a bank of its own, since judges may be no candidates of an exam on it. */
async function panelUpTo(
  deps: Deps,
  own: TwoBranches['own'],
  { upTo, method }: { readonly upTo: PanelStage; readonly method: PanelMethod },
): Promise<{ readonly panelId: string; readonly url: string }> {
  const has = (stage: PanelStage) => PANEL_STAGES.indexOf(upTo) >= PANEL_STAGES.indexOf(stage)
  const program = `panel-${randomUUID().slice(0, 8)}`
  const items = itemsOf('rules', 'know', 5)
  const bank = { document: aBank({ program, items }), blueprints: [] }
  const bankVersionId = await addBankVersion(deps, null, bank)
  const actor = own.people.auditor.personId
  const judge = own.people.candidate.personId
  const by = { actor, scope: SYSTEM }
  const panelId = await createPanel(deps, by, {
    unitId: own.unit.id,
    bankVersionId,
    method,
    title: aText('合格线', 'The passing cut'),
    levels: [PANEL_LEVEL],
    items: items.map(({ id }) => id),
  })
  await inviteJudges(deps, actor, { panelId, accounts: [own.people.candidate.account] })
  if (has('rating')) await turnRound(deps, actor, { panelId, round: 1, act: 'opened' })
  if (has('discussing')) {
    const ratings = items.map(({ id }) => ({ level: 'pass', item: id, probability: 0.7 }))
    await ratePanel(deps, judge, { panelId, round: 1, ratings })
    await turnRound(deps, actor, { panelId, round: 1, act: 'closed' })
  }
  if (has('concluded')) {
    const input = { cuts: [{ level: 'pass', cut: 0.5 }], reason: 'the panel advises, we decide' }
    await concludePanel(deps, actor, { panelId, input })
  }
  return { panelId, url: `/api/panels/${panelId}` }
}

async function closedExam(
  deps: Deps,
  organizer: string,
  draft: ReturnType<typeof draftFor>,
): Promise<string> {
  const at = (days: number) => new Date(deps.now().getTime() + days * DAY_MS)
  const then = { ...deps, now: () => at(-5) }
  const window = { opensAt: at(-4).toISOString(), closesAt: at(-3).toISOString() }
  const examId = await draftExam(then, organizer, { draft: { ...draft, window }, simulated: false })
  await publishExam(then, organizer, { examId, waiver: 'a test needs no notice' })
  return examId
}

function openPermissions(records: Records, { founder }: TwoBranches): RoutePermission[] {
  const password = 'a password that is long enough'
  return [
    { route: 'GET /api/health', permission: open, ask: () => ({ url: '/api/health' }) },
    { route: 'GET /api/signing-key', permission: open, ask: () => ({ url: '/api/signing-key' }) },
    { route: 'GET /api/openapi.json', permission: open, ask: () => ({ url: '/api/openapi.json' }) },
    {
      route: 'GET /problems/:code',
      permission: open,
      ask: () => ({ url: '/problems/not-allowed' }),
    },
    {
      route: 'POST /api/login',
      permission: open,
      ask: () => ({
        url: '/api/login',
        payload: { account: founder.account, password: FOUNDER_PASSWORD },
      }),
    },
    {
      route: 'POST /api/login/refresh',
      permission: open,
      ask: async () => ({
        url: '/api/login/refresh',
        payload: { refreshToken: await records.refreshToken() },
      }),
    },
    {
      route: 'GET /api/invitations/:token',
      permission: open,
      ask: async () => ({ url: `/api/invitations/${await records.invitation()}` }),
    },
    {
      route: 'POST /api/invitations/:token',
      permission: open,
      ask: async () => ({
        url: `/api/invitations/${await records.invitation()}`,
        payload: { password },
      }),
    },
  ]
}

function selfPermissions(records: Records): RoutePermission[] {
  return [
    { route: 'GET /api/me', permission: anybody, ask: () => ({ url: '/api/me' }) },
    { route: 'GET /api/logins', permission: anybody, ask: () => ({ url: '/api/logins' }) },
    {
      route: 'DELETE /api/login',
      permission: anybody,
      ask: async (caller) => {
        const { token } = await records.login(caller)
        return { url: '/api/login', ...(caller ? { token } : {}) }
      },
    },
    {
      route: 'DELETE /api/logins/:loginId',
      permission: anybody,
      ask: async (caller) => ({ url: `/api/logins/${(await records.login(caller)).loginId}` }),
    },
    { route: 'GET /api/my/exams', permission: anybody, ask: () => ({ url: '/api/my/exams' }) },
    { route: 'GET /api/my/awards', permission: anybody, ask: () => ({ url: '/api/my/awards' }) },
  ]
}

function administratorPermissions(records: Records, { own }: TwoBranches): RoutePermission[] {
  const administrator = by('administrator')
  const name = aText('新', 'New')
  return [
    {
      route: 'GET /api/units',
      permission: anywhere('administrator', 'organizer', 'adviser', 'policy-officer'),
      ask: () => ({ url: '/api/units' }),
    },
    {
      route: 'POST /api/units',
      permission: administrator,
      ask: () => ({ url: '/api/units', payload: { parentId: own.unit.id, name } }),
    },
    {
      route: 'PATCH /api/units/:unitId',
      permission: administrator,
      ask: async () => ({ url: `/api/units/${await records.unit()}`, payload: { name } }),
    },
    {
      route: 'DELETE /api/units/:unitId',
      permission: administrator,
      ask: async () => ({ url: `/api/units/${await records.unit()}` }),
    },
    {
      route: 'GET /api/persons',
      permission: anywhere('administrator', 'adviser'),
      ask: () => ({ url: '/api/persons?limit=200' }),
    },
    {
      route: 'POST /api/persons',
      permission: administrator,
      ask: () => ({ url: '/api/persons', payload: records.person() }),
    },
    {
      route: 'PATCH /api/persons/:personId',
      permission: administrator,
      ask: async () => ({
        url: `/api/persons/${await records.addedPerson()}`,
        payload: { unitId: own.unit.id },
      }),
    },
    {
      route: 'GET /api/persons/:personId/accommodation',
      permission: administrator,
      ask: async () => ({ url: `/api/persons/${await records.addedPerson()}/accommodation` }),
    },
    {
      route: 'PUT /api/persons/:personId/accommodation',
      permission: administrator,
      ask: async () => ({
        url: `/api/persons/${await records.addedPerson()}/accommodation`,
        payload: { extraTimeShare: 0.25, assistiveTechnology: false, reason: 'a broken hand' },
      }),
    },
    {
      route: 'POST /api/persons/:personId/invitation',
      permission: administrator,
      ask: async () => ({ url: `/api/persons/${await records.addedPerson()}/invitation` }),
    },
    {
      route: 'POST /api/persons/:personId/grants',
      permission: administrator,
      ask: async () => ({
        url: `/api/persons/${await records.addedPerson()}/grants`,
        payload: { role: 'adviser', unitId: own.unit.id },
      }),
    },
    {
      route: 'DELETE /api/persons/:personId/grants/:grantId',
      permission: administrator,
      ask: async () => {
        const { personId, grantId } = await records.grant()
        return { url: `/api/persons/${personId}/grants/${grantId}` }
      },
    },
    {
      route: 'DELETE /api/persons/:personId/logins',
      permission: administrator,
      ask: async () => ({ url: `/api/persons/${await records.addedPerson()}/logins` }),
    },
  ]
}

/** Banks and policies belong to the whole installation, not to a branch. */
function contentPermissions(records: Records, { content }: TwoBranches): RoutePermission[] {
  const writers = anywhere('organizer', 'administrator')
  return [
    { route: 'GET /api/banks', permission: writers, ask: () => ({ url: '/api/banks' }) },
    {
      route: 'POST /api/banks',
      permission: writers,
      ask: () => ({ url: '/api/banks', payload: aBank({ items: [anItem()], program: 'other' }) }),
    },
    {
      route: 'POST /api/banks/readings',
      permission: writers,
      ask: () => ({
        url: '/api/banks/readings',
        payload: {
          file: 'questions.txt',
          base64: Buffer.from('Which?\nA. this\nB. that\nANSWER: A\n').toString('base64'),
          format: 'auto',
          program: 'other',
          title: aText('另一题库', 'Another bank'),
        },
      }),
    },
    {
      route: 'GET /api/banks/template',
      permission: writers,
      ask: () => ({ url: '/api/banks/template?format=csv&language=en' }),
    },
    {
      route: 'GET /api/banks/:bankVersionId/items',
      permission: writers,
      ask: () => ({ url: `/api/banks/${content.bankVersionId}/items` }),
    },
    {
      route: 'GET /api/banks/:bankVersionId/changes',
      permission: writers,
      ask: () => ({ url: `/api/banks/${content.bankVersionId}/changes` }),
    },
    {
      route: 'POST /api/banks/:bankVersionId/approval',
      permission: writers,
      ask: async () => ({
        url: `/api/banks/${await records.bank()}/approval`,
        payload: { note: 'read item by item' },
      }),
    },
  ]
}

/** Policies belong to the whole installation; outcomes to their candidates and branches. */
function policyPermissions(records: Records, { own }: TwoBranches): RoutePermission[] {
  const officers = anywhere('policy-officer', 'organizer', 'administrator')
  const document = aPolicy()
  return [
    { route: 'GET /api/policies', permission: officers, ask: () => ({ url: '/api/policies' }) },
    {
      route: 'GET /api/policies/facts',
      permission: officers,
      ask: () => ({ url: '/api/policies/facts' }),
    },
    {
      route: 'POST /api/policies',
      permission: officers,
      ask: () => ({
        url: '/api/policies',
        payload: { document, effectiveFrom: '2030-01-01T00:00:00Z' },
      }),
    },
    {
      route: 'POST /api/policies/check',
      permission: officers,
      ask: () => ({ url: '/api/policies/check', payload: { document } }),
    },
    {
      route: 'POST /api/policies/simulations',
      permission: officers,
      ask: () => ({
        url: '/api/policies/simulations',
        payload: { document, examIds: [randomUUID()] },
      }),
    },
    {
      route: 'POST /api/policies/:policyVersionId/approval',
      permission: officers,
      ask: async () => ({ url: `/api/policies/${await records.policy()}/approval` }),
    },
    {
      route: 'GET /api/attempts/:attemptId/explanation',
      permission: owner,
      ask: () => ({ url: `/api/attempts/${own.attemptId}/explanation` }),
    },
    {
      route: 'GET /api/exams/:examId/outcomes',
      permission: by('policy-officer', 'organizer', 'administrator'),
      ask: () => ({ url: `/api/exams/${own.examId}/outcomes` }),
    },
    {
      route: 'GET /api/results/:attemptId/explanation',
      permission: by('policy-officer', 'organizer', 'administrator'),
      ask: () => ({ url: `/api/results/${own.attemptId}/explanation` }),
    },
  ]
}

/** How the candidate of `own` stands under a policy that has been in force since long ago. */
function standingPermissions(
  { deps }: Application,
  { own, founder }: TwoBranches,
): RoutePermission[] {
  const officers = by('policy-officer', 'organizer', 'administrator')
  const document = aPolicy({ id: 'standings', subject: 'person' })
  const year = creditYear(deps.now().getTime())
  const inForce = async () => {
    const since = new Date('2020-01-01T00:00:00Z')
    const added = { document, effectiveFrom: since }
    const policyVersionId = await addPolicyVersion(deps, null, added)
    await write(deps.orm, async (em) => {
      em.create(PolicyApprovalEntity, {
        policyVersionId,
        approvedBy: founder.personId,
        approvedAt: since,
      })
    })
    const asked = { policy: document.id, year, unitPath: own.office.path }
    await evaluateStandings(deps, null, asked)
    const { personId } = own.people.candidate
    const scope = { person: personId, branches: [] }
    const { standings } = await listStandings(deps.sql, scope, { personId, limit: 1 })
    return standings[0]?.standingId
  }
  let standingId: ReturnType<typeof inForce> | null = null
  const standing = () => {
    standingId ??= inForce()
    return standingId
  }
  return [
    {
      route: 'GET /api/standings',
      permission: anywhere('policy-officer', 'organizer', 'administrator'),
      ask: () => ({ url: '/api/standings' }),
    },
    {
      route: 'POST /api/standings',
      permission: officers,
      ask: async () => {
        await standing()
        const payload = { policy: document.id, year, unitId: own.office.id }
        return { url: '/api/standings', payload }
      },
    },
    {
      route: 'GET /api/standings/:standingId/explanation',
      permission: officers,
      ask: async () => ({ url: `/api/standings/${await standing()}/explanation` }),
    },
    {
      route: 'GET /api/my/standings',
      permission: anybody,
      ask: () => ({ url: '/api/my/standings' }),
    },
    {
      route: 'GET /api/my/standings/:standingId/explanation',
      permission: owner,
      ask: async () => ({ url: `/api/my/standings/${await standing()}/explanation` }),
    },
  ]
}

/** Items belong to the whole installation, as banks do. */
function workshopPermissions(records: Records): RoutePermission[] {
  const permission = anywhere('organizer', 'administrator')
  const note = 'a remark'
  return [
    { route: 'GET /api/workshops', permission, ask: () => ({ url: '/api/workshops' }) },
    {
      route: 'POST /api/workshops',
      permission,
      ask: () => ({ url: '/api/workshops', payload: { document: aBank(), note } }),
    },
    {
      route: 'GET /api/workshops/:program/items',
      permission,
      ask: async () => ({ url: `${await records.workshop()}/items?limit=200` }),
    },
    {
      route: 'GET /api/workshops/:program/items/:itemId',
      permission,
      ask: async () => ({ url: `${await records.workshop()}/items/I-1` }),
    },
    {
      route: 'GET /api/workshops/:program/exposure',
      permission,
      ask: async () => ({ url: `${await records.workshop()}/exposure` }),
    },
    {
      route: 'POST /api/workshops/:program/items',
      permission,
      ask: async () => ({
        url: `${await records.workshop()}/items`,
        payload: { items: [anItem({ id: 'I-2' })], note },
      }),
    },
    {
      route: 'POST /api/workshops/:program/judgements',
      permission,
      ask: async () => ({
        url: `${await records.workshop()}/judgements`,
        payload: { act: 'retired', items: [{ itemId: 'I-1', revision: 1 }], note },
      }),
    },
    {
      route: 'POST /api/workshops/:program/release',
      permission,
      ask: async () => ({ url: `${await records.workshop()}/release` }),
    },
    {
      route: 'GET /api/workshops/:program/frame',
      permission,
      ask: async () => ({ url: `${await records.workshop()}/frame` }),
    },
    {
      route: 'POST /api/workshops/:program/frame/approval',
      permission,
      ask: async () => ({
        url: `${await records.workshop('items')}/frame/approval`,
        payload: { revision: 1, note },
      }),
    },
    {
      route: 'POST /api/workshops/:program/frame/return',
      permission,
      ask: async () => ({
        url: `${await records.workshop('items')}/frame/return`,
        payload: { revision: 1, note },
      }),
    },
    {
      route: 'GET /api/workshops/:program/health',
      permission,
      ask: async () => ({ url: `${await records.workshop('release')}/health?forms=10` }),
    },
    {
      route: 'GET /api/workshops/:program/performance',
      permission,
      ask: async () => ({ url: `${await records.workshop()}/performance` }),
    },
  ]
}

function examPermissions(records: Records, world: TwoBranches): RoutePermission[] {
  const { own, content } = world
  const organizer = by('organizer')
  const exam = `/api/exams/${own.examId}`
  const { blueprint, audienceUnitIds } = records.draft()
  return [
    {
      route: 'GET /api/exams',
      permission: anywhere('organizer'),
      ask: () => ({ url: '/api/exams' }),
    },
    {
      route: 'POST /api/exams',
      permission: organizer,
      ask: () => ({ url: '/api/exams', payload: records.draft() }),
    },
    {
      route: 'PUT /api/exams/:examId',
      permission: organizer,
      ask: async () => ({ url: `/api/exams/${await records.drafted()}`, payload: records.draft() }),
    },
    { route: 'GET /api/exams/:examId', permission: organizer, ask: () => ({ url: exam }) },
    {
      route: 'GET /api/exams/:examId/browser',
      permission: organizer,
      ask: async () => ({ url: `/api/exams/${await records.inExamBrowser()}/browser` }),
    },
    {
      route: 'GET /api/exams/:examId/browser-file/:mark',
      permission: open,
      ask: async () => {
        const examId = await records.inExamBrowser()
        const mark = records.examBrowserMark(examId)
        return { url: `/api/exams/${examId}/browser-file/${mark}` }
      },
    },
    {
      route: 'POST /api/exam-conflicts',
      permission: anywhere('organizer'),
      ask: () => ({
        url: '/api/exam-conflicts',
        payload: { bankVersionId: content.bankVersionId, blueprint },
      }),
    },
    {
      route: 'POST /api/exam-assemblies',
      permission: anywhere('organizer'),
      ask: () => ({
        url: '/api/exam-assemblies',
        payload: { bankVersionId: content.bankVersionId, blueprint, formCount: 1 },
      }),
    },
    {
      route: 'POST /api/exam-previews',
      permission: organizer,
      ask: () => ({
        url: '/api/exam-previews',
        payload: { bankVersionId: content.bankVersionId, blueprint, audienceUnitIds },
      }),
    },
    {
      route: 'POST /api/exams/:examId/publication',
      permission: organizer,
      ask: async () => ({
        url: `/api/exams/${await records.drafted()}/publication`,
        payload: { waiver: 'a test needs no notice' },
      }),
    },
    {
      route: 'POST /api/exams/:examId/re-tests',
      permission: organizer,
      ask: async () => ({
        url: `/api/exams/${await records.finished()}/re-tests`,
        payload: { window: { opensAt: '2027-01-01T08:00:00Z', closesAt: '2027-01-01T16:00:00Z' } },
      }),
    },
    {
      route: 'GET /api/exams/:examId/attempts',
      permission: organizer,
      ask: () => ({ url: `${exam}/attempts` }),
    },
    {
      route: 'GET /api/exams/:examId/attempts/:attemptId/form',
      permission: by('organizer', 'administrator'),
      ask: () => ({ url: `${exam}/attempts/${own.runningAttemptId}/form` }),
    },
    {
      route: 'GET /api/exams/:examId/sample-forms/:sample',
      permission: by('organizer', 'administrator'),
      ask: async () => ({ url: `/api/exams/${await records.drafted()}/sample-forms/1` }),
    },
    {
      route: 'GET /api/exams/:examId/report',
      permission: organizer,
      ask: () => ({ url: `${exam}/report` }),
    },
    {
      route: 'GET /api/exams/:examId/gaps',
      permission: by('organizer', 'adviser'),
      ask: () => ({ url: `${exam}/gaps` }),
    },
    {
      route: 'GET /api/exams/:examId/analysis',
      permission: organizer,
      ask: () => ({ url: `${exam}/analysis` }),
    },
    {
      route: 'GET /api/exams/:examId/items/:itemId',
      permission: organizer,
      ask: () => ({ url: `${exam}/items/I-1` }),
    },
    {
      route: 'GET /api/exams/:examId/bundle',
      permission: organizer,
      ask: async () => ({ url: `/api/exams/${await records.closed()}/bundle` }),
    },
  ]
}

function screeningPermission({ own }: TwoBranches): RoutePermission {
  return {
    route: 'GET /api/exams/:examId/screening',
    permission: by('organizer', 'administrator', 'auditor'),
    ask: () => ({ url: `/api/exams/${own.examId}/screening` }),
  }
}

function livePermissions(records: Records, { own }: TwoBranches): RoutePermission[] {
  const permission = by('organizer')
  return [
    {
      route: 'GET /api/exams/:examId/live-board',
      permission,
      ask: () => ({ url: `/api/exams/${own.examId}/live-board` }),
    },
    {
      route: 'GET /api/exams/:examId/live-board/attempts',
      permission,
      ask: () => ({ url: `/api/exams/${own.examId}/live-board/attempts` }),
    },
    {
      route: 'GET /api/exams/:examId/conduct',
      permission,
      ask: () => ({ url: `/api/exams/${own.examId}/conduct` }),
    },
    {
      route: 'POST /api/exams/:examId/conduct',
      permission,
      ask: () => ({
        url: `/api/exams/${own.examId}/conduct`,
        payload: {
          id: randomUUID(),
          act: { kind: 'message', text: 'The next bus leaves at noon.' },
          to: { attemptIds: [own.runningAttemptId] },
        },
      }),
    },
    {
      route: 'GET /api/exams/:examId/live-board/events',
      permission,
      // Of an exam that is over the events end by themselves.
      ask: async () => ({ url: `/api/exams/${await records.closed()}/live-board/events` }),
    },
  ]
}

function calibrationPermissions(records: Records, { own }: TwoBranches): RoutePermission[] {
  const permission = by('organizer', 'administrator')
  const url = `/api/exams/${own.examId}/calibration`
  return [
    { route: 'GET /api/exams/:examId/calibration', permission, ask: () => ({ url }) },
    {
      route: 'POST /api/exams/:examId/calibration/proposal',
      permission,
      ask: async () => {
        await records.calibration()
        return { url: `${url}/proposal`, payload: { note: 'found in the exam' } }
      },
    },
  ]
}

function amendmentPermissions(records: Records, { own }: TwoBranches): RoutePermission[] {
  const organizer = by('organizer')
  const url = `/api/exams/${own.examId}/amendments`
  const proposed = async () => `${url}/${await records.amendment()}`
  return [
    {
      route: 'GET /api/exams/:examId/amendments',
      permission: organizer,
      ask: () => ({ url }),
    },
    {
      route: 'POST /api/exams/:examId/amendments',
      permission: organizer,
      ask: () => ({ url, payload: { ...AMENDMENT, reason: 'the key was found wrong' } }),
    },
    {
      route: 'GET /api/exams/:examId/amendments/:amendmentId/effect',
      permission: organizer,
      ask: async () => ({ url: `${await proposed()}/effect` }),
    },
    {
      route: 'POST /api/exams/:examId/amendments/:amendmentId/verdict',
      permission: organizer,
      ask: async () => ({
        url: `${await proposed()}/verdict`,
        payload: { approved: false, note: 'the key is right' },
      }),
    },
  ]
}

function panelPermissions(records: Records, { own, content }: TwoBranches): RoutePermission[] {
  const organizer = by('organizer')
  const rating = { level: 'pass', item: 'rules-know-1', probability: 0.6 }
  const judge = { kind: 'owner', owner: 'candidate', byRoute: false } as const
  return [
    {
      route: 'GET /api/panels',
      permission: anywhere('organizer', 'administrator'),
      ask: () => ({ url: '/api/panels' }),
    },
    {
      route: 'POST /api/panels',
      permission: organizer,
      ask: () => ({
        url: '/api/panels',
        payload: {
          unitId: own.unit.id,
          bankVersionId: content.bankVersionId,
          title: aText('合格线', 'The passing cut'),
          levels: [PANEL_LEVEL],
          items: ['I-1', 'I-2', 'I-3', 'I-4', 'I-5'],
        },
      }),
    },
    {
      route: 'GET /api/panels/:panelId',
      permission: by('organizer', 'administrator'),
      ask: async () => ({ url: (await records.panel()).url }),
    },
    {
      route: 'POST /api/panels/:panelId/judges',
      permission: organizer,
      ask: async () => ({
        url: `${(await records.panel()).url}/judges`,
        payload: { accounts: [own.people.colleague.account] },
      }),
    },
    {
      route: 'POST /api/panels/:panelId/rounds',
      permission: organizer,
      ask: async () => ({
        url: `${(await records.panel('invited')).url}/rounds`,
        payload: { act: 'opened', round: 1 },
      }),
    },
    {
      route: 'POST /api/panels/:panelId/conclusions',
      permission: organizer,
      ask: async () => ({
        url: `${(await records.panel('discussing')).url}/conclusions`,
        payload: { cuts: [{ level: 'pass', cut: 0.5 }], reason: 'the panel advises, we decide' },
      }),
    },
    {
      route: 'POST /api/panels/:panelId/conclusions/:conclusionId/verdict',
      permission: by('organizer', 'administrator'),
      ask: async () => {
        const { panelId, url } = await records.panel('concluded')
        const conclusionId = await records.conclusion(panelId)
        const payload = { approved: true, note: '' }
        return { url: `${url}/conclusions/${conclusionId}/verdict`, payload }
      },
    },
    {
      route: 'GET /api/my/panels',
      permission: anybody,
      ask: () => ({ url: '/api/my/panels' }),
    },
    {
      route: 'GET /api/my/panels/:panelId',
      permission: judge,
      ask: async () => ({ url: `/api/my/panels/${(await records.panel()).panelId}` }),
    },
    {
      route: 'POST /api/my/panels/:panelId/ratings',
      permission: judge,
      ask: async () => ({
        url: `/api/my/panels/${(await records.panel()).panelId}/ratings`,
        payload: { round: 1, ratings: [rating] },
      }),
    },
    {
      route: 'POST /api/my/panels/:panelId/bookmarks',
      permission: judge,
      ask: async () => ({
        url: `/api/my/panels/${(await records.panel('rating', 'bookmark')).panelId}/bookmarks`,
        payload: { round: 1, bookmarks: [{ level: 'pass', page: 3 }] },
      }),
    },
  ]
}

function casePermissions({ own }: TwoBranches): RoutePermission[] {
  const url = `/api/cases/${own.caseId}`
  const payload = { finding: 'cleared', reasonCode: 'base-rate', note: '' }
  return [
    {
      route: 'GET /api/cases',
      permission: { ...review, placed: false },
      ask: () => ({ url: '/api/cases' }),
    },
    { route: 'GET /api/cases/:caseId', permission: review, ask: () => ({ url }) },
    {
      route: 'GET /api/review/my-accuracy',
      permission: { ...review, placed: false },
      ask: () => ({ url: '/api/review/my-accuracy' }),
    },
    {
      route: 'GET /api/review/statistics',
      permission: { ...by('auditor', 'administrator'), placed: false },
      ask: () => ({ url: '/api/review/statistics' }),
    },
    {
      route: 'POST /api/cases/:caseId/decisions',
      permission: review,
      ask: () => ({ url: `${url}/decisions`, payload }),
    },
    {
      route: 'POST /api/cases/:caseId/exports',
      permission: review,
      ask: () => ({ url: `${url}/exports`, payload: { what: 'case-answers' } }),
    },
    {
      route: 'POST /api/exams/:examId/exports',
      permission: by('policy-officer', 'organizer', 'administrator'),
      ask: () => ({ url: `/api/exams/${own.examId}/exports`, payload: { what: 'results' } }),
    },
  ]
}

function candidatePermissions({ own }: TwoBranches): RoutePermission[] {
  const exam = `/api/my/exams/${own.examId}`
  const attempt = `/api/attempts/${own.attemptId}`
  const entry = {
    sequence: 1,
    entryId: randomUUID(),
    clientMs: 1,
    kind: 'behavior',
    behavior: 'page-loaded',
    itemId: null,
  }
  return [
    {
      route: 'GET /api/my/exams/:examId/notice',
      permission: assigned,
      ask: () => ({ url: `${exam}/notice` }),
    },
    {
      route: 'POST /api/my/exams/:examId/attempt',
      permission: assigned,
      ask: () => ({ url: `${exam}/attempt` }),
    },
    { route: 'GET /api/attempts/:attemptId', permission: owner, ask: () => ({ url: attempt }) },
    {
      route: 'POST /api/attempts/:attemptId/opening',
      permission: owner,
      ask: () => ({ url: `${attempt}/opening` }),
    },
    {
      route: 'GET /api/attempts/:attemptId/news',
      permission: owner,
      ask: () => ({ url: `${attempt}/news` }),
    },
    {
      route: 'GET /api/attempts/:attemptId/events',
      permission: owner,
      // Of a closed attempt the events end by themselves.
      ask: () => ({ url: `${attempt}/events` }),
    },
    {
      route: 'POST /api/attempts/:attemptId/entries',
      // The hot path: the use case itself holds it to the candidate.
      permission: { kind: 'owner', owner: 'colleague', byRoute: false },
      ask: () => ({
        url: `/api/attempts/${own.runningAttemptId}/entries`,
        payload: { entries: [entry] },
      }),
    },
    {
      route: 'POST /api/attempts/:attemptId/next-item',
      permission: owner,
      ask: () => ({ url: `${attempt}/next-item`, payload: { position: 1 } }),
    },
    {
      route: 'POST /api/attempts/:attemptId/submission',
      permission: owner,
      ask: () => ({ url: `${attempt}/submission` }),
    },
    {
      route: 'GET /api/attempts/:attemptId/result',
      permission: owner,
      ask: () => ({ url: `${attempt}/result` }),
    },
    {
      route: 'POST /api/attempts/:attemptId/statements',
      permission: owner,
      ask: () => ({ url: `${attempt}/statements`, payload: { text: 'I had read it all before.' } }),
    },
  ]
}

/** Bulletins with what they count with. */
function tierPermissions(records: Records, { own }: TwoBranches): RoutePermission[] {
  const tier = by('administrator', 'organizer', 'adviser')
  const administrator = by('administrator')
  const unit = `/api/units/${own.office.id}`
  const year = 2026
  const bulletin = async () => `examId=${await records.over()}`
  return [
    {
      route: 'GET /api/units/:unitId/bulletin-sources',
      permission: tier,
      ask: () => ({ url: `${unit}/bulletin-sources` }),
    },
    {
      route: 'GET /api/units/:unitId/bulletin',
      permission: tier,
      ask: async () => ({ url: `${unit}/bulletin?${await bulletin()}` }),
    },
    {
      route: 'GET /api/units/:unitId/bulletin-file',
      permission: tier,
      ask: async () => ({
        url: `${unit}/bulletin-file?${await bulletin()}&format=csv&language=en`,
      }),
    },
    {
      route: 'GET /api/units/:unitId/advised',
      permission: by('adviser'),
      ask: () => ({ url: `${unit}/advised` }),
    },
    {
      route: 'GET /api/units/:unitId/exemptions',
      permission: by('administrator', 'organizer'),
      ask: () => ({ url: `${unit}/exemptions` }),
    },
    {
      route: 'POST /api/persons/:personId/exemptions',
      permission: administrator,
      ask: async () => ({
        url: `/api/persons/${own.people.candidate.personId}/exemptions`,
        payload: { examId: (await records.exemption()).examId, reason: 'on parental leave' },
      }),
    },
    {
      route: 'POST /api/persons/:personId/exemptions/:exemptionId/end',
      permission: administrator,
      ask: async () => {
        const { keep } = await records.exemption()
        const url = `/api/persons/${own.people.candidate.personId}/exemptions/${await keep()}/end`
        return { url, payload: { reason: 'back at work' } }
      },
    },
    {
      route: 'GET /api/units/:unitId/attendance',
      permission: tier,
      ask: () => ({ url: `${unit}/attendance?year=${year}` }),
    },
    {
      route: 'POST /api/units/:unitId/attendance',
      permission: administrator,
      ask: () => ({
        url: `${unit}/attendance`,
        payload: { csv: 'account,day,hours,what\nown-candidate,2026-01-05,2,Talk', isTrial: false },
      }),
    },
    {
      route: 'GET /api/units/:unitId/targets',
      permission: tier,
      ask: () => ({ url: `${unit}/targets?year=${year}` }),
    },
    {
      route: 'POST /api/units/:unitId/targets',
      permission: administrator,
      ask: () => ({
        url: `${unit}/targets`,
        payload: { year, participation: 0.9, shareAtLevel: 0.7 },
      }),
    },
  ]
}
