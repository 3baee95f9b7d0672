import type { EntityManager } from '@mikro-orm/postgresql'
import { digestOf } from '../domain/digest.ts'
import type { Flag } from '../domain/forensics/flag.ts'
import { weightOfEvidence } from '../domain/forensics/weigh.ts'
import { isSampled } from '../domain/review/draw-sample.ts'
import { type ExamRecord, ExamSecretEntity } from '../store/entities/exam.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { announce } from '../store/outbox/announce.ts'
import { writeCases } from '../store/settling/write-settling.ts'
import { uuidArray } from '../store/uuid-array.ts'
import type { Deps } from './deps.ts'
import { newsOfCase, openingOf } from './open-case.ts'

interface Drawn {
  readonly attemptId: string
  readonly candidateId: string
  readonly unitPath: string
  readonly flags: Flag[]
}

/**
 * Opens the cases of an exam that the lot falls on, in the transaction that makes it final: of the
 * attempts without a case on evidence the share that its candidates were told of. The log keeps a
 * digest of the attempts drawn, which tells nobody who is looked at, and which anybody can work out
 * once the secret is revealed.
 */
export async function drawSample(
  deps: Deps,
  em: EntityManager,
  drawing: { readonly exam: ExamRecord; readonly attemptIds: readonly string[] },
): Promise<void> {
  const { exam, attemptIds } = drawing
  const share = exam.reviewRules.sampleShare
  if (share === 0) return
  const { secretHex } = await em.findOneOrFail(ExamSecretEntity, { examId: exam.id })
  const ids = attemptIds.filter((attemptId) => isSampled({ secretHex, attemptId, share }))
  const drawn = await em.execute<Drawn[]>(
    `select attempt.id as "attemptId", attempt.candidate_id as "candidateId",
       attempt.unit_path as "unitPath", settled.flags
     from attempt join lateral (select flags from settlement where attempt_id = attempt.id
       order by number desc limit 1) as settled on true
     where attempt.id = any(?::uuid[])
       and not exists (select 1 from review_case where attempt_id = attempt.id)
     order by attempt.id`,
    [uuidArray(ids)],
  )
  const at = deps.now()
  const cases = drawn.map(({ flags, ...one }) => ({
    ...one,
    ...openingOf(deps, exam, at),
    origin: 'sample' as const,
    weight: weightOfEvidence(flags),
  }))
  await writeCases(em, cases)
  await announce(em, cases.map(newsOfCase))
  const sample = drawn.map(({ attemptId }) => attemptId)
  await appendLog(em, {
    chain: `exam:${exam.id}`,
    actor: null,
    act: 'sample-drawn',
    subject: exam.id,
    detail: { share, cases: sample.length, attemptsDigest: digestOf(sample) },
    at,
  })
}
