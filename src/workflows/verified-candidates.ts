import type { EntityManager } from '@mikro-orm/postgresql'
import type { Fault } from '../domain/refusal.ts'
import { drawVerified } from '../domain/review/draw-verified.ts'
import type { ExamDraft } from '../domain/scheduling/exam.ts'
import { ExamEntity, type ExamRecord } from '../store/entities/exam.ts'
import { currentCase } from '../store/review/current-case.ts'

/** What a draft has to agree in with the exam that it re-tests. */
export async function findVerificationFaults(
  em: EntityManager,
  { draft, simulated }: { readonly draft: ExamDraft; readonly simulated: boolean },
): Promise<Fault[]> {
  if (!draft.verifies) return []
  const verified = await em.findOne(ExamEntity, { id: draft.verifies.examId })
  // Another unit's exam is as good as none: who drafts here need not see it.
  if (!verified || verified.unitId !== draft.unitId) {
    return [{ pointer: '/verifies/examId', detail: 'is no exam of this unit' }]
  }
  const rules: readonly (readonly [boolean, string, string])[] = [
    [verified.finalAt !== null, '/verifies/examId', 'is not final yet: nothing can be compared'],
    [verified.verifiesExamId === null, '/verifies/examId', 'is a re-test itself'],
    [verified.simulated === simulated, '/verifies/examId', 'is simulated, or this exam is'],
    [
      verified.bankVersionId === draft.bankVersionId,
      '/bankVersionId',
      'must be that of the exam it verifies: only there both are on one scale',
    ],
  ]
  return rules.flatMap(([holds, pointer, detail]) => (holds ? [] : [{ pointer, detail }]))
}

interface Sat {
  readonly personId: string
  /** Whether the finding in force asks for a re-test. */
  readonly asked: boolean
}

/** Whose attempt at an exam is closed, with those apart whom auditors asked to sit again. */
async function readSat(em: EntityManager, examId: string): Promise<Sat[]> {
  return em.execute<Sat[]>(
    `select attempt.candidate_id as "personId",
       coalesce(coalesce(heard.finding, found.finding) = 're-test', false) as asked
     from attempt
     left join review_case as found on found.attempt_id = attempt.id and ${currentCase('found')}
     left join appeal on appeal.case_id = found.id
     left join appeal_decision as heard on heard.appeal_id = appeal.id
     where attempt.exam_id = ? and attempt.state <> 'running'
     order by attempt.candidate_id`,
    [examId],
  )
}

/**
 * Whom the publication of an exam assigns: its audience; of a re-test everybody whom auditors asked
 * to sit again, wherever they work by now, and of the others in the audience those on whom the lot
 * falls, by the secret drawn with the publication.
 */
export async function calledFrom(
  em: EntityManager,
  exam: Pick<ExamRecord, 'verifiesExamId' | 'verifiedShare'>,
  drawing: { readonly audience: readonly string[]; readonly secretHex: string },
): Promise<readonly string[]> {
  const { verifiesExamId, verifiedShare: share } = exam
  const { audience, secretHex } = drawing
  if (!verifiesExamId || !share) return audience
  const sat = await readSat(em, verifiesExamId)
  const chosen = new Set(audience)
  const others = sat.filter(({ personId, asked }) => !asked && chosen.has(personId))
  const personIds = others.map(({ personId }) => personId)
  const drawn = drawVerified({ secretHex, personIds, share })
  return sat
    .filter(({ personId, asked }) => asked || drawn.has(personId))
    .map(({ personId }) => personId)
}
