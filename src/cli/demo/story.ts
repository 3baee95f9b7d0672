import { randomUUID } from 'node:crypto'
import type { Bank } from '../../domain/bank/bank.ts'
import type { JournalEntry } from '../../domain/delivery/journal.ts'
import type { AttemptView, EntriesSaved, MyExam, Receipt } from '../../domain/delivery/views.ts'
import { canonicalJson } from '../../domain/digest.ts'
import type { Unit } from '../../domain/organization/unit.ts'
import type { PolicyVersionView } from '../../domain/policy/views.ts'
import type { CaseRow } from '../../domain/review/queue-views.ts'
import type { CaseView } from '../../domain/review/views.ts'
import type {
  BankVersionRow,
  ExamPreview,
  ExamRow,
  ExamView,
} from '../../domain/scheduling/views.ts'
import { checkBundle } from '../../domain/settlement/check-bundle.ts'
import type { ExamBundle } from '../../domain/settlement/exam-bundle.ts'
import type { ResultView } from '../../domain/settlement/result-views.ts'
import type { ExamReport } from '../../domain/settlement/views.ts'
import { isSigned } from '../is-signed.ts'
import { toPresentedAnswer } from './story-answers.ts'
import { type Client, callOpen, get, signInTo } from './story-client.ts'
import { followAward, readBulletin } from './story-consequences.ts'

export interface Story {
  readonly url: string
  readonly password: (account: string) => string
  readonly say: (text: string) => void
}

/** What the chapters hand on. */
interface Cast {
  readonly url: string
  readonly organizer: Client
  readonly cadre: Client
  readonly auditors: readonly Client[]
  readonly hold: (claim: string, holds: boolean, seen?: unknown) => void
}

/**
 * The main job from blueprint to award over HTTP, each claim checked as it is told.
 * @returns how many claims held @throws Error at the first that does not
 */
export async function tellStory(story: Story): Promise<number> {
  let claims = 0
  const hold = (claim: string, holds: boolean, seen?: unknown) => {
    if (!holds) throw new Error(`does not hold: ${claim} (seen: ${JSON.stringify(seen)})`)
    claims += 1
    story.say(`  ok  ${claim}`)
  }
  const as = (account: string) => signInTo(story.url, account, story.password(account))
  const cast: Cast = {
    url: story.url,
    organizer: await as('organizer'),
    cadre: await as('cadre'),
    auditors: [await as('auditor1'), await as('auditor2')],
    hold,
  }
  const exam = await buildExam(cast)
  const attempt = await sitExam(cast, exam)
  const caseId = await findHeld(cast, attempt)
  await review(cast, { caseId, attemptId: attempt.attemptId })
  const scene = { ...cast, administrator: await as('admin') }
  await followAward(scene, attempt.attemptId)
  await readFinishedExam(cast)
  await readBulletin(scene)
  await tryForbidden(cast, caseId)
  return claims
}

async function buildExam(cast: Cast): Promise<ExamView> {
  const { organizer, hold } = cast
  const { bankVersions } = await get<{ bankVersions: BankVersionRow[] }>(organizer, '/api/banks')
  const bank = bankVersions[0]
  const blueprint = bank?.blueprints[1]
  const { policyVersions } = await get<{ policyVersions: PolicyVersionView[] }>(
    organizer,
    '/api/policies',
  )
  const policy = policyVersions.find(({ subject }) => subject === 'attempt')
  const { units } = await get<{ units: Unit[] }>(organizer, '/api/units')
  const township = units.find(({ name }) => name.en === 'Qingshi Township')
  if (!bank || !blueprint || !policy || !township) throw new Error('the programme is not whole')
  hold('the shipped bank has at least 160 items', bank.itemCount >= 160, bank.itemCount)
  const approver = bank.approval?.by ?? bank.addedBy
  hold('somebody else than who added it approved it', approver !== bank.addedBy, bank.approval)
  const now = Date.now()
  const window = {
    opensAt: new Date(now - 1000).toISOString(),
    closesAt: new Date(now + 7_200_000).toISOString(),
  }
  const { bankVersionId } = bank
  const { policyVersionId } = policy
  const audienceUnitIds = [township.id]
  const draft = {
    unitId: units.find(({ parentId }) => parentId === null)?.id,
    bankVersionId,
    policyVersionId,
    blueprint,
    window,
    audienceUnitIds,
    decisionsNeeded: 2,
    releaseResults: 'at-submission',
  }
  const asked = { bankVersionId, policyVersionId, blueprint, window, audienceUnitIds }
  const preview = (await organizer.call('POST', '/api/exam-previews', asked)).body as ExamPreview
  hold('the blueprint is feasible on the bank', preview.feasible, preview.findings)
  const equivalent = preview.sampleForms.every(({ certificate }) => certificate.equivalent)
  hold('five sample forms are certified equivalent', equivalent && preview.sampleForms.length === 5)
  return publish(cast, draft)
}

async function publish(cast: Cast, draft: unknown): Promise<ExamView> {
  const { organizer, hold } = cast
  const drafted = await organizer.call('POST', '/api/exams', draft)
  hold('the organizer drafts an exam', drafted.status === 201, drafted.body)
  const examId = (drafted.body as ExamView).id
  const path = `/api/exams/${examId}/publication`
  const surprise = await organizer.call('POST', path, { waiver: null })
  hold('a surprise exam is refused', surprise.status === 409, surprise.body)
  const waiver = 'Checked by `probity demo --check`; nobody is surprised.'
  const published = await organizer.call('POST', path, { waiver })
  const exam = published.body as ExamView
  hold('with a recorded waiver it is published', published.status === 200, published.body)
  hold('it commits to its secret', /^[0-9a-f]{64}$/.test(exam.commitment ?? ''))
  hold('and keeps it to itself', exam.revealedSecret === null)
  const again = await organizer.call('PUT', `/api/exams/${examId}`, draft)
  hold('a published exam is frozen', again.status === 409, again.body)
  return exam
}

async function sitExam(cast: Cast, exam: ExamView): Promise<AttemptView> {
  const { cadre, hold } = cast
  const { exams } = await get<{ exams: MyExam[] }>(cadre, '/api/my/exams')
  hold(
    'the cadre sees it open',
    exams.some((one) => one.examId === exam.id && one.stage === 'open'),
  )
  const start = `/api/my/exams/${exam.id}/attempt`
  const [first, second] = await Promise.all([cadre.call('POST', start), cadre.call('POST', start)])
  const attempt = first.body as AttemptView
  hold(
    'a double start gives one attempt',
    attempt.attemptId === (second.body as AttemptView).attemptId,
  )
  const sent = JSON.stringify(attempt)
  hold(
    'no key, parameter or rationale leaves the server',
    !/"(key|rationale|parameters|difficulty)"/.test(sent),
  )
  const entries = await rightAnswers(cast, exam, attempt)
  const path = `/api/attempts/${attempt.attemptId}/entries`
  const saved = (await cadre.call('POST', path, { entries })).body as EntriesSaved
  hold('every answer is acknowledged', saved.durable?.length === entries.length, saved)
  const repeated = (await cadre.call('POST', path, { entries })).body as EntriesSaved
  hold('sending them again changes nothing', repeated.nextSequence === saved.nextSequence, repeated)
  const other = entries.slice(0, 1).map((entry) => ({ ...entry, entryId: randomUUID() }))
  const clash = (await cadre.call('POST', path, { entries: other })).body as EntriesSaved
  hold("another tab's sequence is told, not overwritten", clash.taken?.length === 1, clash)
  const resumed = await get<AttemptView>(cadre, `/api/attempts/${attempt.attemptId}`)
  const answered = Object.keys(resumed.responses).length
  hold('a reload finds every answer', answered === attempt.form.items.length, answered)
  await submit(cast, attempt, { path, entries })
  return attempt
}

async function submit(
  cast: Cast,
  attempt: AttemptView,
  saved: { readonly path: string; readonly entries: readonly JournalEntry[] },
): Promise<void> {
  const { cadre, hold } = cast
  const path = `/api/attempts/${attempt.attemptId}/submission`
  const receipt = (await cadre.call('POST', path)).body as Receipt
  const again = (await cadre.call('POST', path)).body as Receipt
  hold('submitting twice gives the same receipt', receipt.signature === again.signature)
  const { signature, ...content } = receipt
  const key = (await callOpen(cast.url, '/api/signing-key')).body as { publicKeyPem: string }
  hold(
    'the receipt is signed by the service',
    isSigned(canonicalJson(content), signature, key.publicKeyPem),
  )
  const late = saved.entries
    .slice(0, 1)
    .map((entry) => ({ ...entry, sequence: 9999, entryId: randomUUID() }))
  const refused = await cadre.call('POST', saved.path, { entries: late })
  hold('an answer after submission is refused', refused.status === 409, refused.body)
}

/** The organizer knows the keys; the story borrows them to let the cadre do well. */
async function rightAnswers(
  cast: Cast,
  exam: ExamView,
  attempt: AttemptView,
): Promise<JournalEntry[]> {
  const bank = await get<Pick<Bank, 'items'>>(
    cast.organizer,
    `/api/banks/${exam.bank.bankVersionId}/items`,
  )
  return attempt.form.items.flatMap((presented, index): JournalEntry[] => {
    const { itemId } = presented
    const place = (step: number) => ({
      sequence: 2 * index + step,
      entryId: randomUUID(),
      clientMs: (2 * index + step) * 20,
    })
    const value = toPresentedAnswer(presented, bank.items)
    return [
      { ...place(1), kind: 'behavior', behavior: 'item-shown', itemId },
      { ...place(2), kind: 'response', itemId, value },
    ]
  })
}

async function findHeld(cast: Cast, attempt: AttemptView): Promise<string> {
  const { cadre, auditors, hold } = cast
  const path = `/api/attempts/${attempt.attemptId}/result`
  const result = await get<ResultView>(cadre, path)
  hold('all answers right: the cadre passes', result.result?.passed === true, result.result)
  hold('answers within a second raise flags', (result.review?.flags.length ?? 0) > 0, result.review)
  hold('an open case holds the award', result.outcome?.state === 'held', result.outcome)
  const said = await cadre.call('POST', `/api/attempts/${attempt.attemptId}/statements`, {
    text: '我在考前认真复习过全部题目。',
  })
  hold('the candidate can answer', said.status === 201, said.body)
  const { cases } = await get<{ cases: CaseRow[] }>(auditors[0] as Client, '/api/cases?state=open')
  const caseId = result.review?.caseId ?? ''
  hold(
    "the case is in an auditor's queue",
    cases.some(({ id }) => id === caseId),
  )
  return caseId
}

async function review(
  cast: Cast,
  of: { readonly caseId: string; readonly attemptId: string },
): Promise<void> {
  const { cadre, hold } = cast
  const [first, second] = cast.auditors as readonly [Client, Client]
  const path = `/api/cases/${of.caseId}`
  const seen = await get<CaseView>(first, path)
  hold('the case is blinded', !JSON.stringify(seen).includes('王小云'))
  hold(
    'it has a timeline and the statement',
    seen.timeline.bands.length > 0 && seen.statements.length > 0,
  )
  const decision = { finding: 'cleared', reasonCode: 'explained-by-candidate', note: '' }
  const one = await first.call('POST', `${path}/decisions`, decision)
  hold('the first auditor decides', one.status === 201, one.body)
  const twice = await first.call('POST', `${path}/decisions`, decision)
  hold('nobody decides twice', twice.status === 409, twice.body)
  const blind = await get<CaseView>(second, path)
  hold("the second does not see the first's decision", blind.decisionDetails.length === 0)
  const resultPath = `/api/attempts/${of.attemptId}/result`
  const waiting = await get<ResultView>(cadre, resultPath)
  hold('one decision releases nothing', waiting.outcome?.state === 'held', waiting.outcome)
  const two = await second.call('POST', `${path}/decisions`, decision)
  hold('two independent decisions settle the case', (two.body as CaseView).finding === 'cleared')
  const released = await get<ResultView>(cadre, resultPath)
  hold('the award is granted at once', released.outcome?.state === 'granted', released.outcome)
  hold('and says which rules decided', (released.outcome?.decidedBy.length ?? 0) > 0)
}

async function readFinishedExam(cast: Cast): Promise<void> {
  const { organizer, hold } = cast
  const { exams } = await get<{ exams: ExamRow[] }>(organizer, '/api/exams')
  const final = exams.filter(({ simulated, state }) => simulated && state === 'final')
  const views = await Promise.all(
    final.map(({ id }) => get<ExamView>(organizer, `/api/exams/${id}`)),
  )
  const finished = views.find(({ verifies }) => verifies === null)
  if (!finished) throw new Error('there is no finished exam')
  const path = `/api/exams/${finished.id}`
  const retest = views.find(({ id }) => id === finished.retests[0]?.examId)
  const isPart = retest !== undefined && retest.assigned > 0 && retest.assigned < finished.assigned
  hold('some were called to a re-test of it, by lot', isPart, retest?.assigned)
  const report = await get<ExamReport>(organizer, `${path}/report`)
  hold('the finished exam has 200 simulated attempts', report.closed === 200, report.closed)
  hold('its reliability is stated', (report.reliability ?? 0) > 0.5, report.reliability)
  const bundle = await get<ExamBundle>(organizer, `${path}/bundle`)
  const checked = checkBundle(bundle, isSigned)
  hold('offline, every form draws again byte for byte', checked.valid, checked.findings.slice(0, 3))
  const [first, ...others] = bundle.attempts
  if (!first) throw new Error('the bundle has no attempts')
  const items = [...first.form.items].reverse()
  const bent = { ...bundle, attempts: [{ ...first, form: { ...first.form, items } }, ...others] }
  hold('a bent form is found', !checkBundle(bent, isSigned).valid)
}

async function tryForbidden(cast: Cast, caseId: string): Promise<void> {
  const { organizer, cadre, hold } = cast
  const byCadre = await cadre.call('GET', '/api/exams')
  hold('a candidate sees no organizer page', byCadre.status === 403, byCadre.body)
  const byOrganizer = await organizer.call('GET', `/api/cases/${caseId}`)
  hold('an organizer sees no case', byOrganizer.status === 403, byOrganizer.body)
  const byNobody = await callOpen(cast.url, '/api/my/exams')
  hold('nobody sees anything without signing in', byNobody.status === 401, byNobody.body)
}
