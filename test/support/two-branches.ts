import { randomUUID } from 'node:crypto'
import type { Application } from '../../src/app.ts'
import { presentedItemId, toPresentedValue } from '../../src/domain/assembly/present-form.ts'
import type { ResponseValue } from '../../src/domain/bank/response-value.ts'
import type { JournalEntry } from '../../src/domain/delivery/journal.ts'
import type { Role } from '../../src/domain/organization/access.ts'
import type { ExamDraft } from '../../src/domain/scheduling/exam.ts'
import { CaseEntity } from '../../src/store/entities/review.ts'
import { write } from '../../src/store/scope.ts'
import { addBankVersion } from '../../src/workflows/add-bank-version.ts'
import { approveBank } from '../../src/workflows/approve-bank.ts'
import { submitAttempt } from '../../src/workflows/close-attempt.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { acceptInvitation, firstStartInvitation } from '../../src/workflows/invite.ts'
import { addPerson, grantRole } from '../../src/workflows/manage-persons.ts'
import { addPolicyVersion, approvePolicy } from '../../src/workflows/manage-policies.ts'
import { addUnit } from '../../src/workflows/manage-units.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { openLogin } from '../../src/workflows/sign-in.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { aBank, aBlueprint, anItem, aPolicy, aRule, aText } from './builders.ts'

const DAY_MS = 86_400_000
export const FOUNDER_PASSWORD = 'a password of the founder'

/** Somebody who is signed in. */
export interface Signed {
  readonly personId: string
  readonly loginId: string
  readonly account: string
  readonly name: string
  readonly unitPath: string
  /** For `Authorization: Bearer`. */
  readonly token: string
}

export interface PlacedUnit {
  readonly id: string
  readonly path: string
}

/** `superior` is an auditor of the branch who stands above its candidates. */
export type BranchPerson = Role | 'colleague' | 'superior' | 'bare'

/**
 * One branch: an office where the candidates work, an audit office beside it, one person of
 * each role over the branch, an exam that is open, the candidate's closed attempt with its case.
 */
export interface Branch {
  readonly unit: PlacedUnit
  readonly office: PlacedUnit
  readonly people: Readonly<Record<BranchPerson, Signed>>
  readonly examId: string
  /** The candidate's, submitted within seconds and so under review. */
  readonly attemptId: string
  readonly caseId: string
  /** The colleague's, still running. */
  readonly runningAttemptId: string
}

export interface TwoBranches {
  readonly rootUnitId: string
  readonly founder: Signed
  readonly content: Content
  readonly own: Branch
  readonly foreign: Branch
}

interface Content {
  readonly bankVersionId: string
  readonly policyVersionId: string
}

/** Two branches under one root, alike to the last record, that have nothing to do with each other. */
export async function foundTwoBranches(application: Application): Promise<TwoBranches> {
  const { deps } = application
  const founder = await found(application)
  const content = await addContent(deps, founder.personId)
  const rootUnitId = founder.unitPath.slice(1, -1)
  const branch = async (name: string) =>
    addBranch(application, {
      name,
      root: { id: rootUnitId, path: founder.unitPath },
      founder,
      content,
    })
  return {
    rootUnitId,
    founder,
    content,
    own: await branch('own'),
    foreign: await branch('foreign'),
  }
}

/** The first administrator by the link of the first start, and the root unit with them. */
async function found({ deps, server }: Application): Promise<Signed> {
  const invitation = await firstStartInvitation(deps)
  const token = invitation?.path.split('/').at(-1)
  if (!token) throw new Error('somebody is there already')
  const founder = { account: 'founder', name: 'Founder Person' }
  const { personId, loginId } = await acceptInvitation(deps, {
    ...founder,
    token,
    password: FOUNDER_PASSWORD,
    client: 'test',
  })
  const [place] = await write(deps.orm, (em) =>
    em.execute<{ path: string }[]>('select path from unit where parent_id is null'),
  )
  const unitPath = place?.path ?? ''
  return { ...founder, personId, loginId, unitPath, token: tokenFor(server, personId, loginId) }
}

function tokenFor(server: Application['server'], personId: string, loginId: string): string {
  return server.jwt.sign({ sub: personId, login: loginId }, { expiresIn: 600 })
}

/** A person of a unit who is signed in; a candidate of the unit unless told otherwise. */
export async function addSigned(
  { deps, server }: Application,
  person: { readonly account: string; readonly unit: PlacedUnit; readonly by: string },
): Promise<Signed> {
  const { account, unit, by } = person
  const name = `Name Of ${account}`
  const { personId } = await addPerson(deps, by, {
    account,
    name,
    unitId: unit.id,
    post: null,
    rank: 'clerk',
  })
  const { loginId } = await write(deps.orm, (em) => openLogin(deps, em, personId, 'test'))
  const token = tokenFor(server, personId, loginId)
  return { personId, loginId, account, name, unitPath: unit.path, token }
}

/** A bank of easy arithmetic, and a policy that gives five credits to who seems able. */
async function addContent(deps: Deps, by: string): Promise<Content> {
  const bankVersionId = await addBankVersion(deps, null, { document: sampleBank(), blueprints: [] })
  await approveBank(deps, by, { bankVersionId, note: 'read item by item' })
  const yesterday = new Date(deps.now().getTime() - 30 * DAY_MS)
  const rule = aRule({ when: 'passProbability > 0.9', award: { kind: 'credits', amount: 5 } })
  const policyVersionId = await addPolicyVersion(deps, null, {
    document: aPolicy({ rules: [rule] }),
    effectiveFrom: yesterday,
  })
  await approvePolicy(deps, by, policyVersionId)
  return { bankVersionId, policyVersionId }
}

function sampleBank() {
  const items = Array.from({ length: 40 }, (_, index) =>
    anItem({
      id: `I-${index + 1}`,
      stem: aText(
        `${index + 1} 加 ${index * 3} 等于多少？`,
        `What is ${index + 1} plus ${index * 3}?`,
      ),
    }),
  )
  return aBank({ items })
}

/** A draft for a branch's office, open since an hour. */
export function draftFor(
  content: Content,
  units: { readonly unitId: string; readonly audienceUnitIds: readonly string[] },
  now: Date,
): ExamDraft {
  return {
    unitId: units.unitId,
    ...content,
    blueprint: aBlueprint({ cells: [{ competency: 'rules', level: 'know', itemCount: 20 }] }),
    window: {
      opensAt: new Date(now.getTime() - DAY_MS / 24).toISOString(),
      closesAt: new Date(now.getTime() + DAY_MS).toISOString(),
    },
    audienceUnitIds: [...units.audienceUnitIds],
    decisionsNeeded: 1,
    // Of a lot that draws anybody now and then no test would know.
    reviewRules: { opensAt: 1, sampleShare: 0 },
    releaseResults: 'at-submission',
  }
}

async function addBranch(
  application: Application,
  planned: {
    readonly name: string
    readonly root: PlacedUnit
    readonly founder: Signed
    readonly content: Content
  },
): Promise<Branch> {
  const { deps } = application
  const { name, root, founder, content } = planned
  const by = founder.personId
  const place = async (parent: PlacedUnit, key: string): Promise<PlacedUnit> => {
    const id = await addUnit(deps, by, { parentId: parent.id, name: aText(key, `${name} ${key}`) })
    return { id, path: `${parent.path}${id}/` }
  }
  const unit = await place(root, 'branch')
  const office = await place(unit, 'office')
  const audit = await place(unit, 'audit')
  const person = async (key: BranchPerson, where: PlacedUnit, role: Role | null = null) => {
    const signed = await addSigned(application, { account: `${name}-${key}`, unit: where, by })
    if (role) await grantRole(deps, by, { personId: signed.personId, role, unitId: unit.id })
    return signed
  }
  const people = {
    administrator: await person('administrator', unit, 'administrator'),
    organizer: await person('organizer', unit, 'organizer'),
    auditor: await person('auditor', audit, 'auditor'),
    superior: await person('superior', unit, 'auditor'),
    'policy-officer': await person('policy-officer', unit, 'policy-officer'),
    adviser: await person('adviser', unit, 'adviser'),
    candidate: await person('candidate', office),
    colleague: await person('colleague', office),
    bare: await person('bare', audit),
  }
  await takeEveryRole(deps, people.bare.personId)
  const examId = await openExam(deps, people.organizer.personId, { content, unit, office })
  const attemptId = await sit(deps, people.candidate, examId)
  const { attemptId: runningAttemptId } = await startAttempt(deps, people.colleague, examId)
  const found = await write(deps.orm, (em) => em.findOneOrFail(CaseEntity, { attemptId }))
  return { unit, office, people, examId, attemptId, caseId: found.id, runningAttemptId }
}

async function takeEveryRole(deps: Deps, personId: string): Promise<void> {
  await write(deps.orm, (em) =>
    em.execute('delete from role_grant where person_id = ?', [personId]),
  )
}

async function openExam(
  deps: Deps,
  organizer: string,
  where: { readonly content: Content; readonly unit: PlacedUnit; readonly office: PlacedUnit },
): Promise<string> {
  const { content, unit, office } = where
  const units = { unitId: unit.id, audienceUnitIds: [office.id] }
  const draft = draftFor(content, units, deps.now())
  const examId = await draftExam(deps, organizer, { draft, simulated: false })
  await publishExam(deps, organizer, { examId, waiver: 'a test needs no notice' })
  return examId
}

/** Sits an exam within a second, every answer right: evidence enough for a case. */
export async function sit(deps: Deps, candidate: Signed, examId: string): Promise<string> {
  const { attemptId } = await startAttempt(deps, candidate, examId)
  const entries = await rightAnswers(deps, attemptId)
  await saveEntries(deps, candidate.personId, { attemptId, entries })
  await submitAttempt(deps, candidate.personId, attemptId)
  return attemptId
}

/** The right answer to every item of an attempt's form, 20 ms apart. */
export async function rightAnswers(deps: Deps, attemptId: string): Promise<JournalEntry[]> {
  const frame = await deps.frozen.frame(attemptId)
  if (!frame) throw new Error('there is no such attempt')
  const { form, bank } = frame
  return form.items.flatMap(({ item }, index): JournalEntry[] => {
    const itemId = presentedItemId(index + 1)
    const key = (bank.items.find(({ id }) => id === item) as { key?: ResponseValue }).key ?? null
    const place = (step: number) => ({
      sequence: 2 * index + step,
      entryId: randomUUID(),
      clientMs: (2 * index + step) * 20,
    })
    return [
      { ...place(1), kind: 'behavior', behavior: 'item-shown', itemId },
      { ...place(2), kind: 'response', itemId, value: toPresentedValue(form, bank, item, key) },
    ]
  })
}
