import type { EntityManager } from '@mikro-orm/postgresql'
import type { Role } from '../domain/organization/access.ts'
import type { EvidenceAct, EvidenceKind } from '../domain/review/evidence-use.ts'
import { type Act, appendLogs } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/** By what somebody's evidence is asked for; a listing is of many persons, by its name. */
type EvidenceRecord = 'attempt' | 'case' | 'standing' | 'exam' | 'person' | 'unit' | 'listing'

/** Somebody who looks at personal evidence, or takes it away. */
export interface EvidenceUse {
  readonly act: EvidenceAct
  readonly what: EvidenceKind
  /** The record it was asked for by. */
  readonly of: { readonly kind: EvidenceRecord; readonly id: string }
  readonly actor: { readonly personId: string; readonly role: Role | null }
}

/**
 * Every look at personal evidence leaves a trace, before it is shown: in the attempt's own chain,
 * so that its candidate can be told; of a case also in those of the attempts shown beside it.
 */
export async function noteEvidence(deps: Deps, use: EvidenceUse): Promise<void> {
  const { act, what, of, actor } = use
  await write(deps.orm, async (em) => {
    const seen = await seenBy(em, of, what)
    const at = deps.now()
    await appendLogs(
      em,
      seen.map(
        ({ chain, shown }): Act => ({
          ...{ chain, act, at },
          actor: actor.personId,
          subject: of.id,
          detail: { what: shown, role: actor.role },
        }),
      ),
    )
  })
}

interface Seen {
  readonly chain: string
  readonly shown: EvidenceKind
}

async function seenBy(
  em: EntityManager,
  { kind, id }: EvidenceUse['of'],
  what: EvidenceKind,
): Promise<Seen[]> {
  switch (kind) {
    case 'case':
      return seenInCase(em, id, what)
    case 'standing':
      return [{ chain: await chainOfStanding(em, id), shown: what }]
    case 'listing':
      return [{ chain: 'service:evidence', shown: what }]
    default:
      return [{ chain: `${kind}:${id}`, shown: what }]
  }
}

async function chainOfStanding(em: EntityManager, standingId: string): Promise<string> {
  const [found] = await em.execute<{ personId: string | null; unitId: string }[]>(
    'select person_id as "personId", unit_id as "unitId" from standing where id = ?',
    [standingId],
  )
  if (!found) throw new Error(`there is no standing ${standingId}`)
  return found.personId === null ? `unit:${found.unitId}` : `person:${found.personId}`
}

/** The attempt of a case and its partners; a made-up case is nobody's, and goes to its exam. */
async function seenInCase(em: EntityManager, caseId: string, what: EvidenceKind): Promise<Seen[]> {
  const [found] = await em.execute<{ attemptId: string; partners: string[] }[]>(
    `select review_case.attempt_id as "attemptId", coalesce((
       select jsonb_path_query_array(compared, '$.partners[*].attemptId')
       from cohort_evidence where attempt_id = review_case.attempt_id
       order by number desc limit 1), '[]') as partners
     from review_case where id = ?`,
    [caseId],
  )
  if (found) {
    const beside = found.partners.map(
      (id): Seen => ({ chain: `attempt:${id}`, shown: 'compared-answers' }),
    )
    return [{ chain: `attempt:${found.attemptId}`, shown: what }, ...beside]
  }
  const [known] = await em.execute<{ examId: string }[]>(
    'select exam_id as "examId" from known_case where id = ?',
    [caseId],
  )
  if (!known) throw new Error(`there is no case ${caseId}`)
  return [{ chain: `exam:${known.examId}`, shown: what }]
}
