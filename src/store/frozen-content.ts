import { type PreparedAdaptive, prepareAdaptive } from '../domain/assembly/adaptive/adaptive-run.ts'
import type { Blueprint } from '../domain/assembly/blueprint.ts'
import type { PreparedDraw } from '../domain/assembly/draw-form.ts'
import type { Form } from '../domain/assembly/form.ts'
import type { Bank } from '../domain/bank/bank.ts'
import { Refusal } from '../domain/refusal.ts'
import type { ExamRequirements } from '../domain/scheduling/requirements.ts'
import type { ReviewRules } from '../domain/scheduling/review-rules.ts'
import type { Sql } from './sql-pool.ts'

/** A published exam, without what can still change: its end, its pause, whether it is final. */
export interface FrozenExam extends PublishedExam {
  readonly opensAt: Date
  readonly closesAt: Date
  readonly publishedAt: Date
  readonly commitment: string
  readonly requirements: ExamRequirements | null
  readonly reviewRules: ReviewRules
  readonly secretHex: string
}

/** What never changes about an attempt once it has begun, but for the course of adaptive ones. */
export interface AttemptFrame {
  readonly attemptId: string
  readonly examId: string
  readonly candidateId: string
  readonly form: Form
  /** Items the candidate of an adaptive attempt is done with; null where the form is fixed. */
  readonly itemsLeft: number | null
  readonly bank: Bank
}

/**
 * Content that is frozen once written (bank versions, published blueprints, forms), kept in
 * memory: a save of one answer must not read a bank of megabytes.
 */
export interface FrozenContent {
  /** @throws Refusal 'not-found' when there is no such version */
  readonly bank: (bankVersionId: string) => Promise<Bank>
  /** Null when there is no such exam, or it is still a draft. */
  readonly exam: (examId: string) => Promise<FrozenExam | null>
  /** Ready to draw forms of a published exam; all who wait share one preparation. */
  readonly draw: (exam: PublishedExam) => Promise<PreparedDraw>
  /** Ready to choose the items of a published adaptive exam. */
  readonly adaptive: (exam: PublishedExam) => Promise<PreparedAdaptive>
  /** Null when there is no such attempt. */
  readonly frame: (attemptId: string) => Promise<AttemptFrame | null>
  /** Remembers an attempt that has just begun, whose form need not be read again. */
  readonly remember: (frame: AttemptFrame) => void
}

interface PublishedExam {
  readonly id: string
  readonly bankVersionId: string
  readonly blueprint: Blueprint
}

const BANKS_KEPT = 16
const EXAMS_KEPT = 200
const DRAWS_KEPT = 32
const FRAMES_KEPT = 20_000

/** Makes a bank and a blueprint ready to draw forms; it may take its time beside the service. */
type Prepare = (exam: {
  readonly bank: Bank
  readonly blueprint: Blueprint
}) => Promise<PreparedDraw>

/** Reads through a cache per process; nothing in it can become stale. */
export function createFrozenContent(sql: Sql, prepare: Prepare): FrozenContent {
  const bank = remember(BANKS_KEPT, (id: string) => loadBank(sql, id))
  const draws = new Map<string, Promise<PreparedDraw>>()
  const adaptives = new Map<string, Promise<PreparedAdaptive>>()
  const frames = new Map<string, Promise<AttemptFrame>>()
  const exams = new Map<string, Promise<FrozenExam>>()
  // An adaptive attempt moves on, perhaps in another process: it is read each time.
  const keepFrame = (frame: AttemptFrame) => {
    if (frame.itemsLeft === null) keep(frames, FRAMES_KEPT, frame.attemptId, Promise.resolve(frame))
  }
  return {
    bank,
    exam: async (id) => {
      const known = exams.get(id)
      if (known) return known
      const found = await loadExam(sql, id)
      if (found) keep(exams, EXAMS_KEPT, id, Promise.resolve(found))
      return found
    },
    draw: (exam) => {
      const known = draws.get(exam.id)
      if (known) return known
      const made = bank(exam.bankVersionId).then((content) =>
        prepare({ bank: content, blueprint: exam.blueprint }),
      )
      keep(draws, DRAWS_KEPT, exam.id, made)
      return made
    },
    adaptive: (exam) => {
      const known = adaptives.get(exam.id)
      if (known) return known
      const made = bank(exam.bankVersionId).then((it) => prepareAdaptive(it, exam.blueprint))
      keep(adaptives, DRAWS_KEPT, exam.id, made)
      return made
    },
    frame: async (id) => {
      const known = frames.get(id)
      if (known) return known
      const found = await loadForm(sql, id)
      if (!found) return null
      const frame = { ...found, bank: await bank(found.bankVersionId) }
      keepFrame(frame)
      return frame
    },
    remember: keepFrame,
  }
}

function remember<T>(limit: number, load: (id: string) => Promise<T>) {
  const known = new Map<string, Promise<T>>()
  const get = (id: string): Promise<T> => {
    const found = known.get(id)
    if (found) return found
    const loading = load(id)
    keep(known, limit, id, loading)
    return loading
  }
  return get
}

/** Keeps the newest entries; a failed load is forgotten, so that the next call tries again. */
function keep<T>(kept: Map<string, Promise<T>>, limit: number, id: string, value: Promise<T>) {
  kept.set(id, value)
  value.catch(() => kept.delete(id))
  const oldest = kept.keys().next().value
  if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
}

async function loadBank(sql: Sql, bankVersionId: string): Promise<Bank> {
  const [row] = await sql.asSystem(
    (statement) => statement<{ content: Bank }[]>`
      select content from bank_version where id = ${bankVersionId}`,
  )
  if (!row) throw new Refusal('not-found', 'no such bank version')
  return row.content
}

async function loadExam(sql: Sql, examId: string): Promise<FrozenExam | null> {
  const [row] = await sql.asSystem(
    (statement) => statement<FrozenExam[]>`
      select exam.id, bank_version_id as "bankVersionId", blueprint, opens_at as "opensAt",
        closes_at as "closesAt", published_at as "publishedAt", commitment, requirements,
        review_rules as "reviewRules", secret_hex as "secretHex"
      from exam join exam_secret on exam_id = exam.id
      where exam.id = ${examId} and published_at is not null`,
  )
  return row ?? null
}

async function loadForm(sql: Sql, attemptId: string) {
  const [row] = await sql.asSystem(
    (statement) => statement<
      (Omit<AttemptFrame, 'attemptId' | 'bank'> & { bankVersionId: string })[]
    >`
      select attempt.exam_id as "examId", attempt.candidate_id as "candidateId", attempt.form,
        attempt.items_left as "itemsLeft", exam.bank_version_id as "bankVersionId"
      from attempt join exam on exam.id = attempt.exam_id where attempt.id = ${attemptId}`,
  )
  return row ? { attemptId, ...row } : null
}
