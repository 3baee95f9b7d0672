import type { EntityManager } from '@mikro-orm/postgresql'
import { canonicalJson, sha256Hex } from '../domain/digest.ts'
import type { CohortData } from '../domain/forensics/cohort/cohort-data.ts'
import { comparedAttempts } from '../domain/forensics/cohort/compared-attempt.ts'
import type { CohortIdentity } from '../domain/forensics/cohort/link-accounts.ts'
import type { CohortScreening } from '../domain/forensics/cohort/screening.ts'
import type { Flag } from '../domain/forensics/flag.ts'
import { type CohortTest, supersededBy } from '../domain/forensics/supersede-flags.ts'
import { cohortOfAttempts } from '../domain/settlement/cohort-of-attempts.ts'
import { screeningSummary } from '../domain/settlement/screening-summary.ts'
import { ExamEntity, type ExamRecord } from '../store/entities/exam.ts'
import {
  CohortEvidenceEntity,
  CohortScreeningEntity,
  ScreeningProgressEntity,
} from '../store/entities/screening.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { GRACE_SECONDS } from '../store/journal/save.ts'
import { write } from '../store/scope.ts'
import { loadExamIdentity } from '../store/views/exam-identity.ts'
import type { PairProgress, ScreeningProgress } from './cohort-screener-thread.ts'
import type { Deps } from './deps.ts'
import { lockKeys, lockProgress } from './exam-keys.ts'
import { loadAmendments } from './load-amendments.ts'
import { loadCohort, measuredParameters } from './load-cohort.ts'
import { packProgress, unpackProgress } from './pack-progress.ts'
import { lockAndSettle } from './settle.ts'

/** Share of false ones tolerated among the flagged. */
const FALSE_DISCOVERIES = 0.05
/** So often what was found is kept, for a crash not to cost more. */
const KEPT_EVERY_MS = 15_000
/** Evidence written at a time: all of a large exam at once would keep answers waiting. */
const ATTEMPTS_A_BATCH = 500

/**
 * Compares all attempts of a closed exam with each other and keeps what was found about each; by
 * the same amended keys it is done once, and again where an attempt was reopened meanwhile. After
 * a crash it goes on where it was. Attempts about which something else is found than before are
 * settled again in the same transaction, once the exam is final; before, all of them still will
 * be. No flag decides anything.
 */
export async function screenCohortOf(deps: Deps, exam: ExamRecord): Promise<void> {
  const examId = exam.id
  // What closes from now on is not in what is read below.
  const readAt = deps.now()
  const amendments = await write(deps.orm, (em) => loadAmendments(em, examId))
  const last = await write(deps.orm, (em) => latestOf(em, examId))
  const isDone = () => write(deps.orm, (em) => isComparedAsIs(em, examId))
  if (last?.amendmentCount === amendments.length && (await isDone())) return
  const bank = await deps.frozen.bank(exam.bankVersionId)
  const { attemptIds, data: identity } = await loadExamIdentity(deps.sql, examId)
  if (attemptIds.length === 0) return
  const attempts = await loadCohort(deps, exam, { attemptIds, amendments })
  const cohort = cohortOfAttempts(bank, attempts)
  const known = measuredParameters(bank, cohort.items)
  // Parameters estimated anew have a scale of their own, on which no earlier score lies.
  const data = known ? cohort : { ...cohort, earlier: null }
  const number = (last?.number ?? 0) + 1
  const about = { examId, number, data, known, identity: { ...identity, seed: examId } }
  const found = await screen(deps, about)
  await keep(deps, { examId, readAt, amendmentCount: amendments.length, attemptIds, found })
}

/**
 * Whether the last comparison tells of the attempts as they are now: an attempt that was reopened,
 * or begun, since its journal was read must not be judged by what was found in the old one.
 */
export async function isComparedAsIs(em: EntityManager, examId: string): Promise<boolean> {
  const last = await latestOf(em, examId)
  return areClosedSince(em, examId, last?.screenedAt ?? new Date(0))
}

/** Whether all attempts took their last answer before a moment. */
async function areClosedSince(em: EntityManager, examId: string, at: Date): Promise<boolean> {
  const [row] = await em.execute<{ differs: boolean }[]>(
    `select exists (select 1 from attempt where exam_id = ? and (state = 'running'
       or closed_at + make_interval(secs => case state when 'expired' then ? else 0 end) > ?)
     ) as differs`,
    [examId, GRACE_SECONDS, at],
  )
  return row?.differs === false
}

interface Screening {
  readonly examId: string
  readonly number: number
  readonly data: CohortData
  readonly known: ReturnType<typeof measuredParameters>
  readonly identity: CohortIdentity
}

async function screen(deps: Deps, screening: Screening): Promise<CohortScreening> {
  const { examId, number, data, known, identity } = screening
  const orderDigest = digestOfData(data)
  const done = await write(deps.orm, (em) => findProgress(em, { examId, orderDigest }))
  let keeping: Promise<void> = Promise.resolve()
  let lastKept = deps.now().getTime()
  let step = 0
  const found = await deps.cohortScreener.screen(
    { data, known, identity, fdr: FALSE_DISCOVERIES, done },
    (progress) => {
      const now = deps.now()
      if (progress.share < 1 && now.getTime() - lastKept < KEPT_EVERY_MS) return
      lastKept = now.getTime()
      step += 1
      const own = { examId, number, step, orderDigest, keptAt: now }
      keeping = keeping.then(() => keepProgress(deps, own, progress))
      // Awaited at the end; a failure before must not end the process.
      keeping.catch(() => {})
    },
  )
  await keeping
  return found
}

/** To be raised when pairs are compared in another way: what was found before is then not taken. */
const COMPARISON = 1

/** Answers, persons and items alone decide about pairs; all else is worked out anew. */
function digestOfData({ persons, items, scores, options }: CohortData): string {
  const bytes = (values: Int8Array | undefined) =>
    values === undefined ? '' : Buffer.from(values.buffer).toString('base64')
  return sha256Hex(
    JSON.stringify([COMPARISON, persons, items, bytes(scores), bytes(options?.chosen)]),
  )
}

async function findProgress(
  em: EntityManager,
  { examId, orderDigest }: { readonly examId: string; readonly orderDigest: string },
): Promise<PairProgress | null> {
  const kept = await em.findOne(
    ScreeningProgressEntity,
    { examId, orderDigest },
    { orderBy: { number: 'desc', step: 'desc' } },
  )
  return kept ? unpackProgress(kept.content) : null
}

interface Step {
  readonly examId: string
  readonly number: number
  readonly step: number
  readonly orderDigest: string
  readonly keptAt: Date
}

/** The newest step holds all before it; of two processes at work either's will do. */
async function keepProgress(
  deps: Deps,
  own: Step,
  { share, done }: ScreeningProgress,
): Promise<void> {
  await write(deps.orm, async (em) => {
    await lockProgress(em, own.examId)
    const { examId } = own
    // Where another process was faster, this one's progress leads to nothing that will be kept.
    const last = await latestOf(em, examId)
    if (last && last.number >= own.number) return
    await em.nativeDelete(ScreeningProgressEntity, { examId })
    em.create(ScreeningProgressEntity, { ...own, share, content: packProgress(done) })
  })
}

interface Kept {
  readonly examId: string
  readonly readAt: Date
  readonly amendmentCount: number
  readonly attemptIds: readonly string[]
  readonly found: CohortScreening
}

/**
 * Keeps what was found, unless another process was faster, or attempts are not those any more that
 * were compared. Where keys were amended meanwhile, it stands until the attempts are compared again
 * by the new ones.
 */
async function keep(deps: Deps, kept: Kept): Promise<void> {
  const { examId, readAt, amendmentCount, attemptIds, found } = kept
  await write(deps.orm, async (em) => {
    await lockKeys(em, examId)
    await lockProgress(em, examId)
    await em.nativeDelete(ScreeningProgressEntity, { examId })
    if (!(await areClosedSince(em, examId, readAt))) return
    const last = await latestOf(em, examId)
    const isNewer = last !== null && (await areClosedSince(em, examId, last.screenedAt))
    if (isNewer && last.amendmentCount >= amendmentCount) return
    const number = (last?.number ?? 0) + 1
    const content = screeningSummary(found)
    const about = { examId, number, amendmentCount, content, screenedAt: readAt }
    em.create(CohortScreeningEntity, about)
    const touched = await keepEvidence(em, number, kept)
    await appendLog(em, {
      chain: `exam:${examId}`,
      actor: null,
      act: 'attempts-compared',
      subject: examId,
      detail: { number, attempts: attemptIds.length, flagged: flaggedIn(found) },
      at: deps.now(),
    })
    // As it is now: another process may have made it final since this screening began.
    const exam = await em.findOneOrFail(ExamEntity, { id: examId })
    if (exam.finalAt === null) return
    await lockAndSettle(deps, em, { attemptIds: touched, cause: 'screening' })
  })
}

/** Keeps what is new about each attempt; of which attempts something else is said than before. */
async function keepEvidence(
  em: EntityManager,
  number: number,
  { attemptIds, found }: Kept,
): Promise<string[]> {
  const touched: string[] = []
  const comparedOf = comparedAttempts(found)
  for (let from = 0; from < attemptIds.length; from += ATTEMPTS_A_BATCH) {
    const batch = attemptIds.slice(from, from + ATTEMPTS_A_BATCH)
    const before = await evidenceBefore(em, batch)
    for (const [place, attemptId] of batch.entries()) {
      const row = from + place
      const own = { flags: [...(found.attempts[row]?.flags ?? [])], tests: testsOf(found, row) }
      const known = before.get(attemptId)
      const isSame = isSameEvidence(known ?? { flags: [], tests: [] }, own)
      if (known !== undefined && isSame) continue
      if (!isSame) touched.push(attemptId)
      em.create(CohortEvidenceEntity, { attemptId, number, ...own, compared: comparedOf(row) })
    }
    await em.flush()
    em.clear()
  }
  return touched
}

interface Evidence {
  readonly flags: readonly Flag[]
  readonly tests: readonly CohortTest[]
}

/** Alike in all that a settlement makes of it. */
function isSameEvidence(one: Evidence, other: Evidence): boolean {
  const said = ({ flags, tests }: Evidence) => canonicalJson([flags, supersededBy(tests)])
  return said(one) === said(other)
}

function latestOf(em: EntityManager, examId: string) {
  return em.findOne(CohortScreeningEntity, { examId }, { orderBy: { number: 'desc' } })
}

/** By attempt, what the newest screening that said anything of it found. */
async function evidenceBefore(em: EntityManager, attemptIds: readonly string[]) {
  const rows = await em.find(
    CohortEvidenceEntity,
    { attemptId: [...attemptIds] },
    { orderBy: { number: 'asc' } },
  )
  return new Map(rows.map(({ attemptId, flags, tests }) => [attemptId, { flags, tests }]))
}

/** What every indicator said of one attempt, flagged or not. */
function testsOf({ indicators }: CohortScreening, row: number) {
  return indicators.flatMap(({ id, family, tests }) => {
    const test = tests[row]
    return test ? [{ indicator: id, family, ...test }] : []
  })
}

function flaggedIn({ attempts }: CohortScreening): number {
  return attempts.filter(({ flags }) => flags.length > 0).length
}
