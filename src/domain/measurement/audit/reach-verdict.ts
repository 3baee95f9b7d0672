import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import type { Audit, AuditIndex, AuditRating, AuditVerdict, Figures, Measured } from './audit.ts'
import { AUDIT_BOUNDS, type AuditFamily, rateAll, thresholdOf, worstOf } from './audit-bounds.ts'
import { messageOf } from './audit-messages.ts'

/** Persons below which an exam that was sat is never called a formality. */
export const FEWEST_PERSONS_FOR_VERDICT = 50
/** Sides of the exam that must be bad before it is called a formality. */
const BAD_SIDES_OF_FORMALITY = 3
/** Sides that are not good before an exam with none bad is called weak. */
const WEAK_SIDES = 2
const WORST_FIRST: readonly AuditRating[] = ['bad', 'weak', 'good']

/**
 * The verdict by the project's table of methods, section 14: a formality where at least three
 * sides are bad and, after the exam, at least 50 persons sat it; weak where one side is bad or
 * two are not good, or where too few persons sat it to say; else meaningful. Figures about the
 * same side (of a cut, of times) count once, by the worst of them.
 */
export function reachVerdict({ measured, leftOut }: Figures, persons: number | null): Audit {
  const indices = measured.map(indexOf)
  const sides = new Map<AuditFamily, AuditRating>()
  measured.forEach(({ code }, at) => {
    const { family } = AUDIT_BOUNDS[code]
    const ratings = [indices[at]?.rating ?? 'good', sides.get(family) ?? 'good']
    sides.set(family, WORST_FIRST.find((rating) => ratings.includes(rating)) ?? 'good')
  })
  const isFew = persons !== null && persons < FEWEST_PERSONS_FOR_VERDICT
  const verdict = isFew ? 'weak' : verdictOn([...sides.values()])
  const against = WORST_FIRST.flatMap((rating) => indices.filter((one) => one.rating === rating))
  return {
    verdict,
    summary: summaryOf(verdict, isFew ? persons : null),
    persons,
    reasons: [
      ...(isFew ? [tooFew(persons)] : []),
      ...against.filter(({ rating }) => rating !== 'good'),
    ],
    sound: against.filter(({ rating }) => rating === 'good'),
    leftOut: leftOut.map(({ code, message }) => ({ code, message })),
  }
}

function verdictOn(sides: readonly AuditRating[]): AuditVerdict {
  const bad = sides.filter((rating) => rating === 'bad').length
  const notGood = sides.filter((rating) => rating !== 'good').length
  if (bad >= BAD_SIDES_OF_FORMALITY) return 'formality'
  return bad > 0 || notGood >= WEAK_SIDES ? 'weak' : 'meaningful'
}

function indexOf({ code, values, interval, repair }: Measured): AuditIndex {
  const bounds = AUDIT_BOUNDS[code]
  const rating = rateAll(bounds, values)
  const value = worstOf(bounds, values)
  return {
    code,
    value,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    threshold: thresholdOf(bounds, rating),
    rating,
    message: messageOf(code, value, interval),
    repair: rating === 'good' ? null : repair,
  }
}

function summaryOf(verdict: AuditVerdict, few: number | null): LocalizedText {
  if (few !== null) {
    return say(
      `只有 ${few} 人作答，证据不足，无法判断考试是否有意义。`,
      `Only ${few} persons sat the exam: not enough evidence to say whether it means something.`,
    )
  }
  if (verdict === 'formality') {
    return say(
      '这场考试流于形式：成绩几乎说明不了能力。',
      'This exam is a formality: its scores say next to nothing about ability.',
    )
  }
  if (verdict === 'weak') {
    return say(
      '这场考试说服力不足：有些方面需要改进。',
      'This exam is weak: it tells something, but parts of it need repair.',
    )
  }
  return say(
    '这场考试有意义：成绩能够说明能力。',
    'This exam is meaningful: its scores tell ability.',
  )
}

function tooFew(persons: number): AuditIndex {
  return {
    code: 'too-few-persons',
    value: persons,
    low: null,
    high: null,
    threshold: FEWEST_PERSONS_FOR_VERDICT,
    rating: 'weak',
    message: say(
      `作答 ${persons} 人，至少需要 ${FEWEST_PERSONS_FOR_VERDICT} 人才能下结论。`,
      `${persons} persons answered; a verdict needs at least ${FEWEST_PERSONS_FOR_VERDICT}.`,
    ),
    repair: say(
      '把同一份蓝图的多场考试合在一起评估。',
      'Audit several sittings of the same blueprint together.',
    ),
  }
}
