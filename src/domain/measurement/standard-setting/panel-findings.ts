import type { Finding } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'

/** Judges from which on a panel's mean is steady enough (METHODS, cut scores: 8 to 10). */
const JUDGES_RECOMMENDED = 8

/** A finding about a panel, not about a document: it points at nothing but the judge or item. */
export function panelFinding(
  code: string,
  message: LocalizedText,
  at: {
    readonly pointer?: string
    readonly item?: string
    readonly severity?: Finding['severity']
  } = {},
): Finding {
  const { pointer = '', item = null, severity = 'warning' } = at
  return { pointer, item, severity, code, message }
}

/** What to say about how many judges a cut rests on. */
export function findingsOfSize(judgeCount: number): Finding[] {
  if (judgeCount === 0) {
    const message = {
      'zh-CN': '还没有评委评完，无法给出分数线',
      en: 'No judge is done yet, so there is no cut score',
    }
    return [panelFinding('no-complete-judge', message, { severity: 'error' })]
  }
  if (judgeCount === 1) {
    const message = {
      'zh-CN': '只有一位评委：无法得知分数线有多大误差',
      en: 'Only one judge: nobody can tell how uncertain the cut is',
    }
    return [panelFinding('one-judge', message)]
  }
  if (judgeCount >= JUDGES_RECOMMENDED) return []
  const message = {
    'zh-CN': `只有 ${judgeCount} 位评委；建议至少 ${JUDGES_RECOMMENDED} 位`,
    en: `Only ${judgeCount} judges; at least ${JUDGES_RECOMMENDED} are recommended`,
  }
  return [panelFinding('few-judges', message)]
}

/** An SD over judges above a tenth of the items means they had different persons in mind. */
const LARGEST_SPREAD = 0.1

/** What to say where the judges' cuts, in right answers, lie far apart. */
export function findingsOfAgreement(
  judgeCount: number,
  spread: number | null,
  itemCount: number,
): Finding[] {
  if (spread === null || spread <= LARGEST_SPREAD * itemCount) return []
  const message = {
    'zh-CN': `${judgeCount} 位评委的分数线相差很大：请讨论后再评一轮`,
    en: `The cuts of the ${judgeCount} judges lie far apart: discuss, then rate another round`,
  }
  return [panelFinding('judges-disagree', message)]
}
