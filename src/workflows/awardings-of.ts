import type { EntityManager } from '@mikro-orm/postgresql'
import { uuidFrom } from '../domain/digest.ts'
import { type CertificateContent, statedProbability } from '../domain/policy/certificate.ts'
import type { Settled } from '../domain/settlement/settle-attempt.ts'
import type { Language, LocalizedText } from '../domain/text.ts'
import type { SettlementRecord } from '../store/entities/attempt.ts'
import type { ExamRecord } from '../store/entities/exam.ts'
import { UnitEntity } from '../store/entities/organization.ts'
import type { Announcement } from '../store/outbox/announce.ts'
import type { SettlingRow } from '../store/settling/read-settling.ts'
import type { CaseRow } from '../store/settling/write-settling.ts'
import type { Awarding } from './award.ts'
import { newsOfCase } from './open-case.ts'

type Cause = SettlementRecord['cause']

/** One attempt with all that was made of it. */
interface Outcome {
  readonly row: SettlingRow
  readonly exam: ExamRecord
  readonly settled: Settled
  readonly number: number
  readonly at: Date
}

/** The final outcomes with all that awards, and what is told of them, follow from. */
export async function awardingsOf(
  em: EntityManager,
  outcomes: readonly Outcome[],
  cause: Cause,
): Promise<Awarding[]> {
  const issuers = await issuersOf(em, outcomes)
  return outcomes.map((one) => {
    const { row, exam, settled, number, at } = one
    const { title } = exam.blueprint
    // Handed in, it is final at once; else what settles it again makes it so.
    const finalAt = cause === 'submission' ? row.closedAt : at
    const person = { attemptId: row.id, personId: row.candidateId, unitPath: row.unitPath }
    const times = { earnedAt: row.closedAt, finalAt, at }
    return {
      ...person,
      origin: `attempt:${row.id}`,
      title,
      number,
      outcome: settled.outcome,
      ...times,
      certificate: certificateOf(one, issuers.get(exam.unitId) ?? title),
    }
  })
}

/** Names of the units that set the exams, where somebody may get a certificate. */
async function issuersOf(
  em: EntityManager,
  outcomes: readonly Outcome[],
): Promise<ReadonlyMap<string, LocalizedText>> {
  const isAsked = ({ settled }: Outcome) =>
    settled.outcome.awards.some(({ kind }) => kind === 'certificate')
  const unitIds = [...new Set(outcomes.filter(isAsked).map(({ exam }) => exam.unitId))]
  if (unitIds.length === 0) return new Map()
  const units = await em.find(UnitEntity, { id: { $in: unitIds } })
  return new Map(units.map(({ id, name }) => [id, name]))
}

function certificateOf({ row, exam, settled }: Outcome, issuer: LocalizedText): CertificateContent {
  const { scores, facts, outcome } = settled
  const level = exam.blueprint.levels.find(({ id }) => id === scores.overall.level)
  const joined = (language: Language) =>
    outcome.reasons.map((reason) => reason[language]).join(language === 'en' ? ' ' : '')
  return {
    holder: row.candidateName,
    title: exam.blueprint.title,
    program: facts.examProgram,
    level: level ? { id: level.id, name: level.name } : null,
    passProbability: statedProbability(scores.passProbability),
    criteria: { 'zh-CN': joined('zh-CN'), en: joined('en') },
    issuer,
    policyVersionId: exam.policyVersionId,
    simulated: exam.simulated,
  }
}

/** What other systems are told of final results and new cases; no evidence about anybody. */
export function newsOf(
  { row, exam, settled, number, at }: Outcome,
  opened: CaseRow | undefined,
  { cause, isReleased }: { readonly cause: Cause; readonly isReleased: boolean },
): Announcement[] {
  const { unitPath } = row
  const { passed, level, passProbability } = settled.facts
  // That a re-test was compared is nobody's business but the candidate's.
  const told = cause === 're-test' ? 'screening' : cause
  const result = { attemptId: row.id, examId: exam.id, personId: row.candidateId, number }
  const news: Announcement[] = []
  // One that was opened by lot before has been told.
  if (opened && row.caseId === null) news.push(newsOfCase(opened))
  if (isReleased) {
    const id = uuidFrom(`result-final:${row.id}:${number}`)
    const payload = { ...result, cause: told, passed, level, passProbability }
    news.push({ id, topic: 'result-final', unitPath, payload, at })
  }
  return news
}
