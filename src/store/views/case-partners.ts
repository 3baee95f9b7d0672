import type { Form } from '../../domain/assembly/form.ts'
import { answerText } from '../../domain/bank/answer-text.ts'
import type { Bank } from '../../domain/bank/bank.ts'
import { indexOf } from '../../domain/bank/bank-index.ts'
import type { ResponseValue } from '../../domain/bank/response-value.ts'
import { latestResponses, toBankEntries } from '../../domain/delivery/answers.ts'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import { canonicalJson } from '../../domain/digest.ts'
import type {
  AnswerLikeness,
  ComparedAttempt,
  ComparedPartner,
} from '../../domain/forensics/cohort/compared-attempt.ts'
import {
  amendedKeys,
  isCorrectNow,
  type KeyAmendment,
} from '../../domain/measurement/key-amendment.ts'
import { mayReview } from '../../domain/review/case.ts'
import type { PartnerView, SharedAnswer } from '../../domain/review/case-evidence.ts'
import { readJournals } from '../journal/read-journal.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import type { Auditor } from './cases.ts'

/** What comparing found of an attempt, and what the others it tells of answered. */
export interface FoundPartners {
  readonly compared: ComparedAttempt
  readonly others: ReadonlyMap<string, OtherAttempt>
}

interface OtherAttempt {
  readonly attemptId: string
  readonly candidateId: string
  readonly unitPath: string
  readonly form: Form
  readonly entries: readonly KeptEntry[]
}

const NOTHING: ComparedAttempt = { partners: [], rhythm: null }

/**
 * What the newest comparison found between an attempt and others of its exam, with their journals,
 * wherever they work: for who may see the attempt's case, which the caller has checked.
 */
export async function findPartners(sql: Sql, attemptId: string): Promise<FoundPartners> {
  return read(sql, SYSTEM, async (tx) => {
    const compared = await readCompared(tx, attemptId)
    const ids = compared.partners.map((partner) => partner.attemptId)
    if (ids.length === 0) return { compared, others: new Map() }
    const rows = await tx<Omit<OtherAttempt, 'entries'>[]>`
      select id as "attemptId", candidate_id as "candidateId", unit_path as "unitPath", form
      from attempt where id = any(${ids}::uuid[])`
    const journals = await readJournals(tx, ids)
    const others = rows.map((row) => ({ ...row, entries: journals.get(row.attemptId) ?? [] }))
    return { compared, others: new Map(others.map((other) => [other.attemptId, other])) }
  })
}

async function readCompared(tx: SqlTransaction, attemptId: string): Promise<ComparedAttempt> {
  const [row] = await tx<{ compared: ComparedAttempt | null }[]>`
    select compared from cohort_evidence where attempt_id = ${attemptId}
    order by number desc limit 1`
  return row?.compared ?? NOTHING
}

/** The attempt of a case, as much of it as others are held against. */
interface OwnAttempt {
  readonly bank: Bank
  readonly form: Form
  /** The journal in the bank's terms. */
  readonly entries: readonly KeptEntry[]
  readonly amendments: readonly KeyAmendment[]
}

/**
 * Partners side by side with the attempt of a case, the closest first and lettered in that order,
 * so that no letter says who it stands for. What somebody on the auditor's own line answered is
 * left out: nobody reads the work of their own unit.
 */
export function casePartners(
  { compared, others }: FoundPartners,
  own: OwnAttempt,
  auditor: Auditor,
): PartnerView[] {
  return compared.partners.map((partner, place) => {
    const other = others.get(partner.attemptId)
    const isOpen = other !== undefined && isReadableBy(auditor, other)
    const { answers: likeness } = partner
    return {
      code: String.fromCharCode('A'.charCodeAt(0) + place),
      number: partner.number,
      likeness: likeness && withoutChances(likeness),
      expectedMatches: likeness?.chances?.reduce((sum, { chance }) => sum + chance, 0) ?? null,
      answers: isOpen ? sideBySide(own, other, partner) : null,
      link: partner.link,
    }
  })
}

function isReadableBy(auditor: Auditor, { candidateId, unitPath }: OtherAttempt): boolean {
  return mayReview({
    auditorPersonId: auditor.personId,
    auditorUnitPath: auditor.unitPath,
    candidatePersonId: candidateId,
    candidateUnitPath: unitPath,
  })
}

function withoutChances({ chances: _, ...likeness }: AnswerLikeness): PartnerView['likeness'] {
  return likeness
}

/** Items both answered, in the order of the case's own form. */
function sideBySide(
  own: OwnAttempt,
  other: OtherAttempt,
  partner: ComparedPartner,
): SharedAnswer[] {
  const { bank, form, amendments } = own
  const { items } = indexOf(bank)
  const amended = amendedKeys(bank, amendments)
  const mine = latestResponses(own.entries)
  const theirs = latestResponses(toBankEntries(other.entries, other.form, bank))
  const placeOf = new Map(other.form.items.map(({ item }, at) => [item, at + 1]))
  const chanceOf = new Map(
    (partner.answers?.chances ?? []).map(({ itemId, chance }) => [itemId, chance]),
  )
  return form.items.flatMap(({ item: itemId }, at): SharedAnswer[] => {
    const item = items.get(itemId)
    const otherPosition = placeOf.get(itemId)
    const [answer, otherAnswer] = [mine.get(itemId) ?? null, theirs.get(itemId) ?? null]
    if (!item || otherPosition === undefined || answer === null || otherAnswer === null) return []
    const isRight = (value: ResponseValue) => isCorrectNow(item, value, amended) === true
    return [
      {
        itemId,
        stem: item.stem,
        position: at + 1,
        otherPosition,
        answer: answerText(item, answer),
        otherAnswer: answerText(item, otherAnswer),
        likeness: likenessOf([answer, otherAnswer], isRight),
        chance: chanceOf.get(itemId) ?? null,
      },
    ]
  })
}

/** As the comparison counts: all right answers are alike, and so are equal wrong ones. */
function likenessOf(
  [mine, theirs]: readonly [ResponseValue, ResponseValue],
  isRight: (value: ResponseValue) => boolean,
): SharedAnswer['likeness'] {
  const [isMineRight, isTheirsRight] = [isRight(mine), isRight(theirs)]
  if (isMineRight && isTheirsRight) return 'alike-right'
  const isEqual = canonicalJson(mine) === canonicalJson(theirs)
  return !isMineRight && !isTheirsRight && isEqual ? 'alike-wrong' : 'unlike'
}
