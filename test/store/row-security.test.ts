import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { MikroORM } from '@mikro-orm/postgresql'
import postgres from 'postgres'
import t from 'tap'
import type { PanelMethod } from '../../src/domain/measurement/standard-setting/panel.ts'
import { ormOptions, prepareDatabase } from '../../src/store/database.ts'
import { postgresJsOptions } from '../../src/store/database-address.ts'
import { PanelConclusionEntity } from '../../src/store/entities/panel.ts'
import { PolicyApprovalEntity } from '../../src/store/entities/policy.ts'
import { inScope, read, type Scope, SYSTEM, write } from '../../src/store/scope.ts'
import { approveFrame } from '../../src/workflows/approve-frame.ts'
import { concludePanel, signPanel } from '../../src/workflows/conclude-panel.ts'
import { decideCase } from '../../src/workflows/decide-case.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { endTask } from '../../src/workflows/end-task.ts'
import { evaluateStandings } from '../../src/workflows/evaluate-standings.ts'
import { makeCheckpoint } from '../../src/workflows/make-checkpoint.ts'
import { makeStatement } from '../../src/workflows/make-statement.ts'
import { addPolicyVersion } from '../../src/workflows/manage-policies.ts'
import { addWebhook } from '../../src/workflows/manage-webhooks.ts'
import { placeBookmarks } from '../../src/workflows/place-bookmarks.ts'
import { ratePanel } from '../../src/workflows/rate-panel.ts'
import { returnFrame } from '../../src/workflows/return-frame.ts'
import { createPanel, inviteJudges, turnRound } from '../../src/workflows/run-panel.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { amendKey } from '../support/amend-key.ts'
import { giveAwards } from '../support/awarded.ts'
import { aBank, aPolicy, aText } from '../support/builders.ts'
import { COMPOSED_ACTS, LOGGED_TABLES } from '../support/logged-tables.ts'
import { startTestService } from '../support/test-service.ts'
import {
  type Branch,
  draftFor,
  foundTwoBranches,
  rightAnswers,
  type Signed,
} from '../support/two-branches.ts'

t.setTimeout(240_000)

/** Tables that only grow. */
const HISTORIES = [
  'journal_entry',
  'attempt_contact',
  'settlement',
  'decision',
  'case_assignment',
  'known_case',
  'known_decision',
  'statement',
  'appeal',
  'appeal_decision',
  'award',
  'credit_entry',
  'credit_transaction',
  'credit_posting',
  'certificate',
  'certificate_event',
  'human_task',
  'human_task_event',
  'outbox_message',
  'log_entry',
  'bank_version',
  'bank_version_approval',
  'bank_release',
  'bank_frame',
  'frame_approval',
  'frame_return',
  'item_revision',
  'item_event',
  'policy_version',
  'policy_approval',
  'standing',
  'exam_secret',
  'time_calibration',
  'item_calibration',
  'cohort_screening',
  'cohort_evidence',
  'retest',
  'key_amendment',
  'amendment_verdict',
  'panel',
  'panel_judge',
  'panel_event',
  'panel_rating',
  'panel_bookmark',
  'panel_conclusion',
  'panel_verdict',
  'conduct_act',
  'service_outage',
  'accommodation',
  'exemption',
  'exemption_end',
  'attendance',
  'unit_target',
  'log_checkpoint',
  'log_checkpoint_head',
  'checkpoint_timestamp',
]
/** Tables that show to the service itself alone, whatever the scope. */
const HIDDEN = [
  'credential',
  'invitation',
  'refresh_token',
  'sign_in_failure',
  'signing_key',
  'exam_secret',
  'log_entry',
  'screening_progress',
  'service_outage',
  'service_beat',
  'prepared_form',
  'outbox_message',
  'webhook',
  'webhook_delivery',
  'log_checkpoint',
  'log_checkpoint_head',
  'checkpoint_timestamp',
]
/** Tables about one attempt or person, each with the column that says whose row it is. */
const PERSONAL: Readonly<Record<string, string>> = {
  attempt: 'id',
  journal_entry: 'attempt_id',
  attempt_contact: 'attempt_id',
  conduct_act: 'attempt_id',
  settlement: 'attempt_id',
  statement: 'attempt_id',
  review_case: 'attempt_id',
  retest: 'verified_attempt_id',
  appeal: 'attempt_id',
  award: 'attempt_id',
  credit_entry: 'attempt_id',
  credit_transaction: 'attempt_id',
}

const application = await startTestService(t)
const { deps, database } = application
const { own, foreign, content, founder } = await foundTwoBranches(application)
/** By branch, the panel that is signed and the one whose round is open. */
const panels = new Map<Branch, { readonly panelId: string; readonly open: string }>()
/** By branch, a bookmark panel whose round is open. */
const booklets = new Map<Branch, string>()
await fillEveryTable()

/** As the owner of the tables, who migrates. */
const owner = postgres({ ...postgresJsOptions(database.address), max: 1, onnotice: () => {} })
t.teardown(() => owner.end())

/** Runs a query as the owner who first lifts the table's security, which only an owner can. */
async function asOwner(table: string, query: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = []
  const undo = new Error('undone')
  await owner
    .begin(async (tx) => {
      await tx`alter table ${tx(table)} no force row level security`
      rows.push(...(await tx.unsafe(query)))
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  return rows
}

/** A decision, credits, a statement, a second journal in both branches; rows nothing made yet. */
/** How the candidates stand under a policy that has been in force for long. */
async function stand(): Promise<void> {
  const document = aPolicy({ id: 'standings', subject: 'person' })
  const since = new Date('2020-01-01T00:00:00Z')
  const policyVersionId = await addPolicyVersion(deps, null, { document, effectiveFrom: since })
  await write(deps.orm, async (em) => {
    const approvedBy = founder.personId
    em.create(PolicyApprovalEntity, { policyVersionId, approvedBy, approvedAt: since })
  })
  const year = deps.now().getUTCFullYear()
  for (const { office } of [own, foreign]) {
    const asked = { policy: document.id, year, unitPath: office.path }
    await evaluateStandings(deps, null, asked)
  }
}

async function fillEveryTable(): Promise<void> {
  for (const branch of [own, foreign]) {
    const { auditor, candidate, colleague } = branch.people
    const said = { attemptId: branch.attemptId, text: 'I had read it all before.' }
    await makeStatement(deps, candidate.personId, said)
    const input = { finding: 'cleared', reasonCode: 'base-rate', note: '' } as const
    await decideCase(deps, auditor, { caseId: branch.caseId, input })
    const { administrator, organizer } = branch.people
    const { examId } = branch
    const by = { proposer: administrator.personId, approver: organizer.personId }
    await amendKey(deps, { examId, itemId: 'I-1' }, { ...by, approved: false })
    const attemptId = branch.runningAttemptId
    const entries = await rightAnswers(deps, attemptId)
    await saveEntries(deps, colleague.personId, { attemptId, entries })
    for (const [met, { loginId }] of [
      [branch.attemptId, candidate],
      [attemptId, colleague],
    ] as const) {
      const at = deps.now()
      const browser = { device: 'd', address: '192.0.2.1', userAgent: 'test' }
      await deps.contacts.note({ attemptId: met, loginId, at, ...browser })
    }
  }
  for (const branch of [own, foreign]) await signedPanel(branch)
  for (const branch of [own, foreign]) await awarded(branch)
  await stand()
  const { program } = aBank()
  await takeBank(deps, founder.personId, { document: aBank(), note: '' })
  const approver = own.people.organizer.personId
  await approveFrame(deps, approver, { program, revision: 1, note: '' })
  const document = aBank({ title: aText('改过的名称', 'A new name') })
  await takeBank(deps, founder.personId, { document, note: '' })
  await returnFrame(deps, approver, { program, revision: 2, note: 'the old name was better' })
  await makeCheckpoint(deps)
  await inScope(deps.sql, SYSTEM, async (tx) => {
    await tx`insert into sign_in_failure values (${randomUUID()}, 'x', 'y', now())`
    await tx`insert into bank_release
      values (${content.bankVersionId}, 1, ${approver}, now())`
    await tx`insert into time_calibration values (${own.examId}, 0.3, 60, '{}', now())`
    for (const { attemptId, people } of [own, foreign]) {
      await tx`insert into credit_entry values
        (${attemptId}, 1, ${people.candidate.personId}, 1, 5, null, now())`
    }
    for (const { examId } of [own, foreign]) {
      await tx`insert into item_calibration values (${examId}, 1, 0, '{}', now())`
      await tx`insert into cohort_screening values (${examId}, 1, 0, '{}', now())`
      await tx`insert into screening_progress values (${examId}, 1, 1, 0.5, 'x', '{}', now())`
    }
    for (const { people } of [own, foreign]) {
      const { candidate } = people
      await tx`insert into accommodation values
        (${candidate.personId}, 1, 0.25, false, 'x', ${founder.personId}, now())`
    }
    for (const { examId, people, office } of [own, foreign]) {
      const id = randomUUID()
      await tx`insert into known_case select ${id}, ${examId}, ${people.auditor.personId},
        ${office.path}, ${id}, 'plain', 'clean', '', form, '[]', '[]', '[]', 0, 2, now(), now(),
        now(), now() from attempt where exam_id = ${examId} limit 1`
      await tx`insert into known_decision values (${id}, 'cleared', 'base-rate', '', now())`
    }
    for (const { caseId } of [own, foreign]) {
      const id = randomUUID()
      await tx`insert into appeal select ${id}, id, attempt_id, candidate_id, unit_path, 'x',
        now(), now() + interval '30 days' from review_case where id = ${caseId}`
      await tx`insert into appeal_decision values
        (${id}, ${founder.personId}, 'cleared', 'base-rate', 'x', now())`
    }
    for (const { examId, people, unit } of [own, foreign]) {
      const [id, person] = [randomUUID(), people.candidate.personId]
      await tx`insert into exemption values
        (${id}, ${examId}, ${person}, 'ill', null, ${founder.personId}, now())`
      await tx`insert into exemption_end values (${id}, 'well again', ${founder.personId}, now())`
      await tx`insert into attendance values
        (${person}, '2026-01-05', 'Talk', 1, 2, ${founder.personId}, now())`
      await tx`insert into unit_target values
        (${unit.id}, 2026, 1, 0.9, 0.7, ${founder.personId}, now())`
    }
    await tx`insert into service_outage values (${randomUUID()}, now(), now(), now())`
    await tx`insert into service_beat values (1, now()) on conflict do nothing`
    await tx`insert into checkpoint_timestamp values (1, 'x', 'x', now(), now())`
    for (const { attemptId } of [own, foreign]) {
      await tx`insert into cohort_evidence values (${attemptId}, 1, '[]', '[]')`
      await tx`insert into retest select exam_id, candidate_id, 1, id, null, '{}', now()
        from attempt where id = ${attemptId}`
      await tx`insert into conduct_act select ${randomUUID()}, exam_id, id, 'message', null, 'x',
        null, now() from attempt where id = ${attemptId}`
      await tx`insert into prepared_form select id, exam_id, form, now() from attempt
        where id = ${attemptId}`
    }
  })
}

/** A certificate and a task that has ended, told to a webhook. */
async function awarded({ people, unit }: Branch): Promise<void> {
  const { administrator, candidate, adviser } = people
  const webhook = { url: 'https://example.org/', topics: ['award-changed' as const] }
  await addWebhook(deps, administrator.personId, { ...webhook, unitId: unit.id })
  const { personId, unitPath } = candidate
  const awards = [{ kind: 'certificate' as const }, { kind: 'talk' as const }]
  await giveAwards(deps, { personId, unitPath, awards })
  const [taskId = ''] = await seen({ person: personId, branches: [] }, 'human_task', 'id')
  await endTask(deps, adviser.personId, { taskId, kind: 'done', note: '' })
}

/** A panel with its signature, and one whose round is open; judged by the bare person. */
async function signedPanel(branch: Branch): Promise<void> {
  const { organizer, administrator, bare } = branch.people
  const judge = bare.personId
  const items = ['I-1', 'I-2', 'I-3', 'I-4', 'I-5']
  const name = aText('合格', 'Pass')
  const ratings = items.map((item) => ({ level: 'pass', item, probability: 0.8 }))
  const bookmarks = [{ level: 'pass', page: 3 }]
  const begin = async (method: PanelMethod = 'angoff'): Promise<string> => {
    const by = { actor: organizer.personId, scope: SYSTEM }
    const panelId = await createPanel(deps, by, {
      unitId: branch.unit.id,
      bankVersionId: content.bankVersionId,
      method,
      title: name,
      levels: [{ id: 'pass', name, borderline: name }],
      items,
    })
    await inviteJudges(deps, organizer.personId, { panelId, accounts: [bare.account] })
    await turnRound(deps, organizer.personId, { panelId, round: 1, act: 'opened' })
    if (method === 'angoff') await ratePanel(deps, judge, { panelId, round: 1, ratings })
    else await placeBookmarks(deps, judge, { panelId, round: 1, bookmarks })
    return panelId
  }
  const open = await begin()
  booklets.set(branch, await begin('bookmark'))
  const panelId = await begin()
  await turnRound(deps, organizer.personId, { panelId, round: 1, act: 'closed' })
  const input = { cuts: [{ level: 'pass', cut: 0.5 }], reason: 'the panel advises, we decide' }
  await concludePanel(deps, organizer.personId, { panelId, input })
  const found = await write(deps.orm, (em) => em.findOneOrFail(PanelConclusionEntity, { panelId }))
  const verdict = { panelId, conclusionId: found.id, approved: true, note: '' }
  await signPanel(deps, administrator.personId, verdict)
  panels.set(branch, { panelId, open })
}

const asPerson = ({ personId }: Signed): Scope => ({ person: personId, branches: [] })
const asBranch = (branch: Branch): Scope => ({
  person: branch.people.administrator.personId,
  branches: [branch.unit.path],
})

/** The values of a column that a scope shows, without repetition. */
async function seen(scope: Scope, table: string, column: string): Promise<string[]> {
  const rows = await read(
    deps.sql,
    scope,
    (tx) => tx<{ value: string }[]>`
      select distinct ${tx(column)}::text as value from ${tx(table)}
      where ${tx(column)} is not null order by 1`,
  )
  return rows.map(({ value }) => value)
}

async function tables(): Promise<string[]> {
  const rows = await owner<{ name: string }[]>`
    select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = 'public' and relkind in ('r', 'p') and not relispartition
      and relname not like 'mikro_orm%' order by relname`
  return rows.map(({ name }) => name)
}

async function countAs(scope: Scope | null, table: string): Promise<number> {
  const [row] = scope
    ? await read(deps.sql, scope, (tx) => tx`select count(*)::int as rows from ${tx(table)}`)
    : await deps.sql.begin('', (tx) => tx`select count(*)::int as rows from ${tx(table)}`)
  return row?.rows ?? -1
}

t.test('every table has rows in this test, and row-level security, forced', async (t) => {
  const rows = await owner<{ name: string; enabled: boolean; forced: boolean }[]>`
    select relname as name, relrowsecurity as enabled, relforcerowsecurity as forced
    from pg_class where relname = any(${await tables()})`
  t.ok(rows.length >= 25, `${rows.length} tables`)
  for (const { name, enabled, forced } of rows) {
    t.ok(enabled && forced, name)
    t.ok((await countAs(SYSTEM, name)) > 0, `${name} has rows, for the service itself`)
  }
})

t.test('who states no scope sees no row of any table', async (t) => {
  for (const table of await tables()) t.equal(await countAs(null, table), 0, table)
  const nobody = { person: '', branches: [] }
  for (const table of await tables()) t.equal(await countAs(nobody, table), 0, table)
})

t.test(
  'what comparing attempts found is for auditors of the branch, not for candidates',
  async (t) => {
    t.same(await seen(asPerson(own.people.candidate), 'cohort_evidence', 'attempt_id'), [])
    t.same(await seen(asBranch(own), 'cohort_evidence', 'attempt_id'), [own.attemptId])
    t.same(await seen(asPerson(own.people.candidate), 'cohort_screening', 'exam_id'), [])
    t.same(await seen(asBranch(own), 'cohort_screening', 'exam_id'), [own.examId])
  },
)

t.test('seats are for auditors of the branch, known cases for their one auditor', async (t) => {
  const { candidate, auditor, superior } = own.people
  t.same(await seen(asPerson(candidate), 'case_assignment', 'case_id'), [])
  t.same(await seen(asBranch(own), 'case_assignment', 'case_id'), [own.caseId])
  for (const table of ['known_case', 'known_decision']) {
    t.equal(await countAs(asPerson(candidate), table), 0)
    t.equal(await countAs(asBranch(own), table), 0, 'nor for the whole branch')
    t.equal(await countAs({ ...asBranch(own), person: superior.personId }, table), 0)
    t.equal(await countAs(asPerson(auditor), table), 1)
  }
})

t.test('certificates and tasks are for their person and the branch', async (t) => {
  const mine = asPerson(own.people.candidate)
  const { personId } = own.people.candidate
  for (const table of ['certificate', 'human_task', 'credit_transaction']) {
    t.strictSame(await seen(mine, table, 'person_id'), [personId], table)
    t.strictSame(await seen(asBranch(own), table, 'person_id'), [personId], table)
    t.equal(await countAs(asPerson(own.people.colleague), table), 0, table)
  }
  t.equal(await countAs(mine, 'certificate_event'), 1)
  t.equal(await countAs(mine, 'human_task_event'), 1)
  t.ok((await countAs(mine, 'credit_posting')) > 0)
})

t.test('a scope ends with its transaction', async (t) => {
  const connections = Array.from({ length: 12 }, () =>
    read(deps.sql, SYSTEM, async (tx) => {
      const [row] = await tx`select count(*)::int as rows from person, pg_sleep(0.05)`
      return row?.rows
    }),
  )
  t.ok((await Promise.all(connections)).every((rows) => rows > 0))
  const after = Array.from({ length: 12 }, () => countAs(null, 'person'))
  t.strictSame(new Set(await Promise.all(after)), new Set([0]))
})

t.test('a person sees their own records and nobody else’s', async (t) => {
  const { candidate, colleague } = own.people
  for (const [table, column] of Object.entries(PERSONAL)) {
    const all = await seen(SYSTEM, table, column)
    t.ok(all.includes(own.attemptId) && all.includes(foreign.attemptId), `${table} holds others`)
    t.strictSame(await seen(asPerson(candidate), table, column), [own.attemptId], table)
    t.notOk((await seen(asPerson(colleague), table, column)).includes(own.attemptId), table)
  }
  const mine = asPerson(candidate)
  t.strictSame(await seen(mine, 'person', 'id'), [candidate.personId])
  t.strictSame(await seen(mine, 'login', 'person_id'), [candidate.personId])
  t.strictSame(await seen(mine, 'role_grant', 'person_id'), [candidate.personId])
  t.strictSame(await seen(mine, 'assignment', 'person_id'), [candidate.personId])
  t.strictSame(await seen(mine, 'exam', 'id'), [own.examId])
  t.strictSame(await seen(mine, 'decision', 'case_id'), [own.caseId])
  t.strictSame(await seen(asPerson(colleague), 'decision', 'case_id'), [])
  const hidden = ['bank_version', 'policy_version', 'policy_approval', 'time_calibration']
  const vouched = ['bank_version_approval', 'bank_release', 'frame_approval', 'frame_return']
  const judged = ['key_amendment', 'amendment_verdict', 'item_calibration']
  for (const table of [...hidden, ...vouched, ...judged]) {
    t.equal(await countAs(mine, table), 0, `${table} is not a candidate's`)
  }
})

t.test('a branch is seen as far as it reaches', async (t) => {
  const scope = asBranch(own)
  for (const [table, column] of Object.entries(PERSONAL)) {
    const shown = await seen(scope, table, column)
    t.ok(shown.includes(own.attemptId), `${table} shows its own`)
    t.notOk(shown.includes(foreign.attemptId), `${table} hides another branch's`)
    t.notOk(shown.includes(foreign.runningAttemptId), table)
  }
  const persons = await seen(scope, 'person', 'id')
  const ids = (branch: Branch) => Object.values(branch.people).map(({ personId }) => personId)
  t.strictSame(persons, ids(own).toSorted())
  t.notOk(persons.includes(founder.personId), 'nor is a unit above seen')
  t.strictSame(await seen(scope, 'exam', 'id'), [own.examId])
  t.strictSame(await seen(scope, 'decision', 'case_id'), [own.caseId])
  t.strictSame(await seen(scope, 'key_amendment', 'exam_id'), [own.examId])
  t.strictSame(await seen(scope, 'item_calibration', 'exam_id'), [own.examId])
  t.equal((await seen(scope, 'amendment_verdict', 'amendment_id')).length, 1)
  for (const table of ['assignment', 'role_grant']) {
    const shown = await seen(scope, table, 'person_id')
    t.ok(shown.length > 0 && shown.every((id) => ids(own).includes(id)), table)
  }
  t.equal((await seen(scope, 'login', 'person_id')).length, 1, 'sign-ins stay their owner’s')
  const office = { ...scope, branches: [own.office.path] }
  t.ok((await seen(office, 'person', 'id')).length < persons.length, 'a lower unit sees less')
  const half = { ...scope, branches: [own.unit.path.slice(0, -1)], person: '' }
  t.ok((await seen(half, 'person', 'id')).every((id) => ids(own).includes(id)))
})

t.test('exemptions, attendance and targets are their branch’s', async (t) => {
  const { candidate, colleague } = own.people
  for (const table of ['exemption', 'attendance']) {
    t.strictSame(await seen(asBranch(own), table, 'person_id'), [candidate.personId], table)
    t.strictSame(await seen(asPerson(candidate), table, 'person_id'), [candidate.personId])
    t.strictSame(await seen(asPerson(colleague), table, 'person_id'), [], table)
  }
  t.equal(await countAs(asBranch(own), 'exemption_end'), 1)
  t.equal(await countAs(asPerson(colleague), 'exemption_end'), 0)
  t.strictSame(await seen(asBranch(own), 'unit_target', 'unit_id'), [own.unit.id])
  t.equal(await countAs(asPerson(candidate), 'unit_target'), 0)
  const exempt = (person: string, by: string, reason: string) =>
    inScope(
      deps.sql,
      SYSTEM,
      (tx) => tx`insert into exemption values
        (${randomUUID()}, ${own.examId}, ${person}, ${reason}, null, ${by}, now())`,
    )
  const { personId: by } = founder
  await t.rejects(exempt(colleague.personId, by, ' \n'), /has_a_reason/, 'by the service itself')
  await t.rejects(exempt(own.people.bare.personId, by, 'ill'), /only who is assigned/)
  await t.rejects(exempt(candidate.personId, candidate.personId, 'ill'), /exempts themselves/)
})

t.test('ratings of an open round are their judge’s alone, whoever asks', async (t) => {
  const { panelId, open } = panels.get(own) ?? { panelId: '', open: '' }
  const scope = asBranch(own)
  const booklet = booklets.get(own) ?? ''
  const both = [panelId, open].toSorted()
  const all = [...both, booklet].toSorted()
  t.strictSame(await seen(scope, 'panel', 'id'), all)
  t.strictSame(await seen(scope, 'panel_rating', 'panel_id'), [panelId], 'of closed rounds only')
  t.strictSame(await seen(scope, 'panel_conclusion', 'panel_id'), [panelId])
  t.equal((await seen(scope, 'panel_verdict', 'conclusion_id')).length, 1)
  t.strictSame(await seen(scope, 'panel_judge', 'person_id'), [own.people.bare.personId])
  const judge = asPerson(own.people.bare)
  t.strictSame(await seen(judge, 'panel', 'id'), all)
  t.strictSame(await seen(scope, 'panel_bookmark', 'panel_id'), [], 'the round is open')
  t.strictSame(await seen(judge, 'panel_bookmark', 'panel_id'), [booklet])
  t.strictSame(await seen(judge, 'panel_rating', 'panel_id'), both)
  t.strictSame(await seen(judge, 'panel_conclusion', 'panel_id'), [], 'nor who concludes what')
  for (const table of ['panel', 'panel_judge', 'panel_event', 'panel_rating', 'panel_bookmark']) {
    t.equal(await countAs(asPerson(own.people.candidate), table), 0, `${table} is no candidate's`)
  }
})

t.test('bookmarks of a closed round are their branch’s', async (t) => {
  const booklet = booklets.get(foreign) ?? ''
  const { organizer } = foreign.people
  await turnRound(deps, organizer.personId, { panelId: booklet, round: 1, act: 'closed' })
  t.strictSame(await seen(asBranch(foreign), 'panel_bookmark', 'panel_id'), [booklet])
  t.equal(await countAs(asPerson(own.people.bare), 'panel_bookmark'), 1, 'and nobody else’s')
})

t.test('the database itself holds rounds, judges and the second signature', async (t) => {
  const { panelId, open } = panels.get(own) ?? { panelId: '', open: '' }
  const { bare, organizer, administrator, candidate } = own.people
  const refused = (query: string, why: RegExp) =>
    t.rejects(
      inScope(deps.sql, SYSTEM, (tx) => tx.unsafe(query)),
      why,
      query,
    )
  const rating = (panel: string, round: number, judge: string) =>
    `insert into panel_rating values ('${panel}', ${round}, '${judge}', 'pass', 'I-1', 9, 0.5, now())`
  await refused(rating(panelId, 1, bare.personId), /round is not open/)
  await refused(rating(open, 2, bare.personId), /round is not open/)
  await refused(rating(open, 1, candidate.personId), /only judges of the panel rate/)
  await refused(rating(open, 1, bare.personId).replace('0.5', '1.5'), /is a probability/)
  const booklet = booklets.get(own) ?? ''
  const bookmark = (panel: string, round: number, judge: string, page = 3) =>
    `insert into panel_bookmark values ('${panel}', ${round}, '${judge}', 'pass', 9, ${page}, now())`
  await refused(bookmark(booklet, 2, bare.personId), /round is not open/)
  await refused(bookmark(booklet, 1, candidate.personId), /only judges of the panel place/)
  await refused(bookmark(booklet, 1, bare.personId, 7), /lies in the booklet/)
  await refused(bookmark(booklet, 1, bare.personId, 0), /lies in the booklet/)
  await refused(bookmark(open, 1, bare.personId), /another method/)
  await refused(rating(booklet, 1, bare.personId), /another method/)
  const event = (panel: string, number: number, act: string, round: number) =>
    `insert into panel_event values ('${panel}', ${number}, '${act}', ${round}, '${organizer.personId}', now())`
  await refused(event(open, 3, 'opened', 2), /in turn/)
  await refused(event(open, 2, 'opened', 1), /in turn/)
  await refused(event(panelId, 3, 'opened', 2), /no further rounds/)
  const conclusion = (panel: string, round: number, person: string) =>
    `insert into panel_conclusion values ('${randomUUID()}', '${panel}', 7, ${round}, '[]', '', '${person}', now())`
  await refused(conclusion(open, 1, organizer.personId), /last closed round/)
  await refused(conclusion(panelId, 1, organizer.personId), /is concluded/)
  const closed = await begunAndClosed()
  await refused(conclusion(closed, 1, bare.personId), /judge does not conclude/)
  const id = randomUUID()
  await inScope(deps.sql, SYSTEM, (tx) =>
    tx.unsafe(conclusion(closed, 1, organizer.personId).replace(/'[0-9a-f-]{36}'/, `'${id}'`)),
  )
  const verdict = (person: string) =>
    `insert into panel_verdict values ('${id}', true, '', '${person}', now())`
  await refused(verdict(organizer.personId), /second person/)
  await refused(verdict(bare.personId), /judge does not sign/)
  await inScope(deps.sql, SYSTEM, (tx) => tx.unsafe(verdict(administrator.personId)))
  t.pass('another person signs')
})

/** The panel whose round was open, closed now. */
async function begunAndClosed(): Promise<string> {
  const panelId = panels.get(own)?.open ?? ''
  await turnRound(deps, own.people.organizer.personId, { panelId, round: 1, act: 'closed' })
  return panelId
}

t.test('passwords, tokens, secrets, keys and the log show in no scope', async (t) => {
  const everything = { person: founder.personId, branches: [founder.unitPath] }
  t.ok((await seen(everything, 'person', 'id')).length > 15, 'the root sees all persons')
  for (const table of HIDDEN) {
    for (const scope of [asPerson(own.people.candidate), asBranch(own), everything]) {
      t.equal(await countAs(scope, table), 0, table)
    }
  }
})

t.test('nobody writes but the service itself', async (t) => {
  const { candidate } = own.people
  const scopes = [asPerson(candidate), asBranch(own)]
  for (const scope of scopes) {
    const writing = (query: string) => inScope(deps.sql, scope, (tx) => tx.unsafe(query))
    const changed = await writing("update attempt set deadline_at = deadline_at + interval '1 day'")
    t.equal(changed.count, 0, 'rows that are seen are not thereby changed')
    t.equal((await writing('delete from role_grant')).count, 0)
    const entry = `('${own.attemptId}', 9999, '${randomUUID()}', 'response', 'q1', null, '"1"', 1, now())`
    await t.rejects(writing(`insert into journal_entry values ${entry}`), /row-level security/)
    const grant = `('${randomUUID()}', '${candidate.personId}', 'administrator', '${own.unit.id}', null, now())`
    await t.rejects(writing(`insert into role_grant values ${grant}`), /row-level security/)
  }
})

t.test('the service can not lift its own limits', async (t) => {
  const system = (query: string) => inScope(deps.sql, SYSTEM, (tx) => tx.unsafe(query))
  for (let part = 0; part < 8; part += 1) {
    for (const table of ['attempt', 'journal_entry', 'settlement', 'cohort_evidence']) {
      const query = `select * from ${table}_${part} limit 1`
      await t.rejects(system(query), /permission denied/, 'no partition is read past its table')
    }
  }
  const [partitions] = await owner`
    select count(*)::int as count from pg_class where relispartition and relkind = 'r'`
  t.equal(partitions?.count, 40, 'these are all partitions')
  const forbidden = [
    'alter table attempt disable row level security',
    'alter table journal_entry disable trigger all',
    'drop policy system_writes on credential',
    "set session_replication_role = 'replica'",
    'create table own_table (id int)',
    'delete from attempt',
    'delete from review_case',
    'select * from mikro_orm_migrations',
    'select * from graphile_worker._private_jobs',
    ...HISTORIES.flatMap((table) => [
      `update ${table} set ${table === 'log_entry' ? 'act' : 'attempt_id'} = null`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]),
  ].map((query) => query.replace(/ attempt_id = null/, ' ctid = null'))
  for (const query of forbidden) {
    await t.rejects(system(query), /permission denied|must be owner|system column/, query)
  }
})

t.test('even the owner of the tables sees no row while security is forced', async (t) => {
  for (const table of await tables()) {
    const [row] = await owner`select count(*)::int as rows from ${owner(table)}`
    t.equal(row?.rows, 0, table)
  }
})

t.test('histories refuse every change, even by an owner who lifts their security', async (t) => {
  const refused = /is append-only: (update|delete|truncate) refused/
  for (const table of HISTORIES) {
    const [column] = await owner<{ name: string }[]>`
      select attname as name from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 order by attnum limit 1`
    const change = `update ${table} set ${column?.name} = ${column?.name}`
    await t.rejects(asOwner(table, change), refused, change)
    await t.rejects(asOwner(table, `delete from ${table}`), refused, `delete from ${table}`)
    await t.rejects(asOwner(table, `truncate ${table} cascade`), refused, `truncate ${table}`)
  }
  for (const table of ['journal_entry', 'settlement', 'cohort_evidence']) {
    for (let part = 0; part < 8; part += 1) {
      await t.rejects(owner.unsafe(`truncate ${table}_${part}`), refused, `${table}_${part}`)
    }
    const [found] = await asOwner(table, `select tableoid::regclass::text as part from ${table}`)
    const deleting = owner.unsafe(`delete from ${found?.['part']}`)
    await t.rejects(deleting, refused, 'nor do rows go through their partition')
  }
})

t.test('a published exam is frozen in every column; a draft is not', async (t) => {
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const draftId = await draftExam(deps, own.people.organizer.personId, {
    draft: draftFor(content, units, deps.now()),
    simulated: false,
  })
  const changes: Readonly<Record<string, string>> = {
    id: `'${randomUUID()}'`,
    unit_id: `'${foreign.unit.id}'`,
    bank_version_id: `'${randomUUID()}'`,
    policy_version_id: `'${randomUUID()}'`,
    blueprint: "'{}'",
    opens_at: "opens_at - interval '1 day'",
    closes_at: "closes_at + interval '1 day'",
    audience_unit_ids: "'[]'",
    decisions_needed: 'decisions_needed + 1',
    release_results: "'after-screening'",
    simulated: 'not simulated',
    created_by: `'${founder.personId}'`,
    created_at: "created_at + interval '1 day'",
    published_by: 'null',
    published_at: 'null',
    commitment: "'0'",
    waiver: "'another'",
    panel_id: `'${randomUUID()}'`,
    cut_reason: "'another'",
    requirements: "'{}'",
    review_rules: "'{}'",
    verifies_exam_id: `'${foreign.examId}'`,
    verified_share: '0.5',
  }
  const columns = await owner<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = 'exam'::regclass and attnum > 0 and not attisdropped`
  const conducted = ['final_at', 'extended_seconds', 'paused_until']
  const covered = [...Object.keys(changes), ...conducted].toSorted()
  t.strictSame(columns.map(({ name }) => name).toSorted(), covered, 'no column is forgotten')
  const system = (query: string) => inScope(deps.sql, SYSTEM, (tx) => tx.unsafe(query))
  for (const [column, value] of Object.entries(changes)) {
    const change = `update exam set ${column} = ${value} where id = '${own.examId}'`
    await t.rejects(system(change), /a published exam is frozen/, `${column}, by the service`)
    await t.rejects(
      asOwner('exam', change),
      /a published exam is frozen/,
      `${column}, by the owner`,
    )
  }
  const extend = (by: number) =>
    system(`update exam set extended_seconds = extended_seconds + ${by} where id = '${own.examId}'`)
  t.equal((await extend(60)).count, 1)
  await t.rejects(extend(-1), /an exam is never shortened/)
  const redraft = `update exam set decisions_needed = 3, simulated = true where id = '${draftId}'`
  t.equal((await system(redraft)).count, 1)
  const final = (id: string, at: string) =>
    system(`update exam set final_at = ${at} where id = '${id}'`)
  await t.rejects(final(draftId, 'now()'), /exam_final_only_when_published/)
  t.equal((await final(foreign.examId, 'now()')).count, 1)
  await t.rejects(final(foreign.examId, 'null'), /a final exam stays final/)
})

t.test('a closed attempt stays closed, and a running one keeps its form', async (t) => {
  const refused: readonly (readonly [id: string, change: string, why: RegExp])[] = [
    [own.attemptId, "state = 'running', closed_at = null, receipt = null", /stays closed/],
    [own.attemptId, "deadline_at = deadline_at + interval '1 hour'", /stays closed/],
    [own.attemptId, "receipt = '{}'", /stays closed/],
    [own.attemptId, 'reopened = reopened + 1', /stays closed/],
    [own.runningAttemptId, 'reopened = reopened + 1', /only a closed attempt is reopened/],
    [own.runningAttemptId, 'claim = claim - 1', /counted upwards/],
    [own.runningAttemptId, 'notice_count = notice_count - 1', /counted upwards/],
    [own.runningAttemptId, 'paused_from = now()', /attempt_pause_has_both_ends/],
    [own.runningAttemptId, "form = '{}'", /keeps its form/],
    [own.runningAttemptId, "started_at = started_at - interval '1 day'", /keeps its form/],
    [own.runningAttemptId, `candidate_id = '${founder.personId}'`, /keeps its form/],
    [own.runningAttemptId, "unit_path = '/'", /keeps its form/],
    [own.runningAttemptId, 'ordinal = 2', /keeps its form/],
    [own.runningAttemptId, "state = 'submitted'", /attempt_closed_has_time_and_receipt/],
    [own.runningAttemptId, 'deadline_at = started_at', /attempt_deadline_after_start/],
  ]
  for (const [id, change, why] of refused) {
    const query = `update attempt set ${change} where id = '${id}'`
    await t.rejects(
      inScope(deps.sql, SYSTEM, (tx) => tx.unsafe(query)),
      why,
      change,
    )
    await t.rejects(asOwner('attempt', query), why, `${change}, by the owner`)
  }
})

t.test('what changes in any table is in the log, or it is said why not', async (t) => {
  t.strictSame((await tables()).toSorted(), Object.keys(LOGGED_TABLES).toSorted())
  const folder = new URL('../../src/', import.meta.url)
  const files = await readdir(folder, { recursive: true })
  const rooms = files.filter((file) => /^(workflows|store|domain.delivery).*\.ts$/.test(file))
  const texts = await Promise.all(rooms.map((file) => readFile(new URL(file, folder), 'utf8')))
  const source = texts.join('\n')
  for (const [table, logged] of Object.entries(LOGGED_TABLES)) {
    const acts = 'acts' in logged ? logged.acts : []
    for (const act of acts) {
      const isComposed = COMPOSED_ACTS.some(
        (beginning) => act.startsWith(beginning) && source.includes(`\`${beginning}\${`),
      )
      t.ok(isComposed || source.includes(`'${act}'`), `${table}: ${act} is written somewhere`)
    }
    t.ok('acts' in logged ? acts.length > 0 : logged.why.length > 10, table)
  }
})

t.test('entities and migrations agree, and migrating again changes nothing', async (t) => {
  await prepareDatabase(database.address)
  const orm = await MikroORM.init(ormOptions(database.address))
  t.teardown(() => orm.close())
  t.equal((await orm.schema.getUpdateSchemaSQL({ wrap: false })).trim(), '')
  await owner`alter table statement add column forgotten text`
  t.match(await orm.schema.getUpdateSchemaSQL({ wrap: false }), /forgotten/, 'a difference shows')
  await owner`alter table statement drop column forgotten`
})
