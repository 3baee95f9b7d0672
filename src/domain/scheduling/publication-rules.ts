import type { AuditVerdict } from '../measurement/audit/audit.ts'
import type { LocalizedText } from '../text.ts'
import type { PublicationRule } from './exam.ts'

/** Days between publication and opening, so that nobody is surprised. */
export const NOTICE_DAYS = 7
/** Standard error at the passing cut above which an exam tells too little (METHODS, audit). */
export const LARGEST_STANDARD_ERROR_AT_CUT = 0.55
export const LEAST_JOB_RELEVANCE = 0.6

/** What the rules look at. */
export interface Publication {
  readonly now: Date
  readonly opensAt: Date
  readonly closesAt: Date
  readonly timeLimitSeconds: number
  readonly expectedSeconds: number
  readonly feasible: boolean
  readonly jobRelevance: number | null
  readonly standardErrorAtCut: number | null
  /** Of the audit before anyone sits the exam. */
  readonly verdict: AuditVerdict
  readonly candidateCount: number
  /** By a second person, or part by part in the workshop. */
  readonly bankApproved: boolean
  readonly policyApproved: boolean
  readonly policyEffectiveFrom: Date
  /** A signed panel's cuts, or a reason that was given. */
  readonly cutHasBasis: boolean
  /** Candidates who saw keys of the bank, in this version or another, as judges of a panel. */
  readonly judgesAmongCandidates: number
}

interface Rule {
  readonly rule: string
  readonly waivable: boolean
  readonly isMet: (publication: Publication) => boolean
  /** What is wanted; a function where the publication itself says how much is amiss. */
  readonly message: LocalizedText | ((publication: Publication) => LocalizedText)
}

const DAY_MS = 86_400_000

const RULES: readonly Rule[] = [
  {
    rule: 'feasible',
    waivable: false,
    isMet: ({ feasible }) => feasible,
    message: {
      'zh-CN': '题库能满足蓝图的每一项要求',
      en: 'The bank satisfies every cell of the blueprint',
    },
  },
  {
    rule: 'window-ahead',
    waivable: false,
    isMet: ({ closesAt, now }) => closesAt > now,
    message: { 'zh-CN': '考试窗口尚未结束', en: 'The window has not closed yet' },
  },
  {
    rule: 'window-holds-time-limit',
    waivable: false,
    isMet: ({ opensAt, closesAt, timeLimitSeconds }) =>
      closesAt.getTime() - opensAt.getTime() >= timeLimitSeconds * 1000,
    message: {
      'zh-CN': '考试窗口不短于答题时限',
      en: 'The window is at least as long as the time limit',
    },
  },
  {
    rule: 'audience',
    waivable: false,
    isMet: ({ candidateCount }) => candidateCount > 0,
    message: { 'zh-CN': '所选单位中有应考人员', en: 'The chosen units have candidates' },
  },
  {
    rule: 'bank-approved',
    waivable: false,
    isMet: ({ bankApproved }) => bankApproved,
    message: {
      'zh-CN': '题库版本已由第二人批准，或由命题工作台发布',
      en: 'A second person has approved the bank version, or it was released from the workshop',
    },
  },
  {
    rule: 'policy-approved',
    waivable: false,
    isMet: ({ policyApproved, policyEffectiveFrom, opensAt }) =>
      policyApproved && policyEffectiveFrom <= opensAt,
    message: {
      'zh-CN': '奖励政策已由第二人批准，并在开考前生效',
      en: 'A second person has approved the policy, and it takes effect before the exam opens',
    },
  },
  {
    rule: 'notice',
    waivable: true,
    isMet: ({ opensAt, now }) => opensAt.getTime() - now.getTime() >= NOTICE_DAYS * DAY_MS,
    message: {
      'zh-CN': `开考前至少提前 ${NOTICE_DAYS} 天通知`,
      en: `Candidates get at least ${NOTICE_DAYS} days' notice`,
    },
  },
  {
    rule: 'time-enough',
    waivable: true,
    isMet: ({ expectedSeconds, timeLimitSeconds }) => expectedSeconds <= timeLimitSeconds,
    message: {
      'zh-CN': '预计用时不超过答题时限',
      en: 'The expected time fits into the time limit',
    },
  },
  {
    rule: 'job-relevance',
    waivable: true,
    isMet: ({ jobRelevance }) => jobRelevance === null || jobRelevance >= LEAST_JOB_RELEVANCE,
    message: {
      'zh-CN': '至少六成题目与岗位所需能力相关',
      en: 'At least six items in ten measure what the post needs',
    },
  },
  {
    rule: 'meaningful',
    waivable: true,
    isMet: ({ standardErrorAtCut }) =>
      standardErrorAtCut !== null && standardErrorAtCut <= LARGEST_STANDARD_ERROR_AT_CUT,
    message: {
      'zh-CN': `合格线处的标准误不超过 ${LARGEST_STANDARD_ERROR_AT_CUT}，考试才说明问题`,
      en: `The standard error at the passing cut is at most ${LARGEST_STANDARD_ERROR_AT_CUT}; else the exam is a formality`,
    },
  },
  {
    rule: 'not-a-formality',
    waivable: true,
    isMet: ({ verdict }) => verdict !== 'formality',
    message: {
      'zh-CN': '考前评估认为考试不是走形式',
      en: 'The audit of the plan does not find the exam a formality',
    },
  },
  {
    rule: 'cut-has-basis',
    waivable: true,
    isMet: ({ cutHasBasis }) => cutHasBasis,
    message: {
      'zh-CN': '分数线来自已签字的评委小组，或已写明理由',
      en: 'The cut scores come from a signed panel of judges, or the reason for them is recorded',
    },
  },
  {
    rule: 'judges-are-no-candidates',
    waivable: true,
    isMet: ({ judgesAmongCandidates }) => judgesAmongCandidates === 0,
    message: ({ judgesAmongCandidates: count }) => ({
      'zh-CN': `应考人员中没有人以评委身份看过本题库的答案${count === 0 ? '' : `（现有 ${count} 人）`}`,
      en: `No candidate has seen the keys of this bank as a judge of a panel${count === 0 ? '' : ` (${count} have)`}`,
    }),
  },
]

/** Every rule of publication, met or broken. */
export function publicationRules(publication: Publication): PublicationRule[] {
  return RULES.map(({ rule, waivable, isMet, message }) => ({
    rule,
    waivable,
    met: isMet(publication),
    message: typeof message === 'function' ? message(publication) : message,
  }))
}

/** The broken rules that stand in the way: those nobody can waive, and without a waiver all. */
export function rulesInTheWay(
  rules: readonly PublicationRule[],
  waiver: string | null,
): PublicationRule[] {
  const isWaived = waiver !== null && waiver.trim() !== ''
  return rules.filter((rule) => !rule.met && !(rule.waivable && isWaived))
}
