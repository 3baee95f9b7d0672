import type { LocalizedText } from '../text.ts'
import type { PolicyDocument } from './policy.ts'

/** Rules every policy has; no document can switch them off. */
export const BUILT_IN_RULES = {
  'probity:default': {
    title: { 'zh-CN': '没有规则授予', en: 'No rule grants' },
    reason: {
      'zh-CN': '没有任何规则授予奖励，因此不授予。',
      en: 'No rule grants an award, so none is given.',
    },
  },
  'probity:case-open': {
    title: { 'zh-CN': '核查尚未结束', en: 'A review is open' },
    reason: {
      'zh-CN': '核查尚未结束，奖励暂缓；核查不是处分，结束后会立即重新计算。',
      en: 'A review is open, so awards are held. A review is no sanction; once it ends, the outcome is computed again at once.',
    },
  },
  'probity:appeal-open': {
    title: { 'zh-CN': '申诉尚未决定', en: 'An appeal is open' },
    reason: {
      'zh-CN': '对核查结论的申诉尚未决定，奖励暂缓；申诉决定后会立即重新计算。',
      en: 'An appeal against the finding is open, so awards are held; once it is decided, the outcome is computed again at once.',
    },
  },
  'probity:re-test': {
    title: { 'zh-CN': '需要重新考核', en: 'A re-test is needed' },
    reason: {
      'zh-CN': '核查认为疑点未消除，奖励暂缓，请参加重新考核。',
      en: 'Auditors found that a doubt remains; awards are held until a re-test.',
    },
  },
  'probity:verification': {
    title: { 'zh-CN': '复测本身不授予', en: 'A re-test grants nothing' },
    reason: {
      'zh-CN': '这是对先前考核的复测，本身不授予任何奖励；先前的结果由核查人员决定。',
      en: 'This is a re-test of an earlier exam and grants nothing itself; people decide about the earlier result.',
    },
  },
  'probity:invalidated': {
    title: { 'zh-CN': '成绩无效', en: 'The result is invalid' },
    reason: {
      'zh-CN': '核查人员认定本次成绩无效，因此不授予；可以申诉。',
      en: 'Auditors found the result invalid, so nothing is granted. An appeal is possible.',
    },
  },
  'probity:broken-rule': {
    title: { 'zh-CN': '规则无法计算', en: 'A rule could not be evaluated' },
    reason: {
      'zh-CN': '一条不授予的规则无法计算，在修正之前奖励暂缓。',
      en: 'A withholding rule could not be evaluated; awards are held until it is mended.',
    },
  },
} as const satisfies Readonly<
  Record<string, { readonly title: LocalizedText; readonly reason: LocalizedText }>
>
export type BuiltInRule = keyof typeof BUILT_IN_RULES

/** Title of a rule that decided, of the document or built in; null when there is none. */
export function titleOfRule(document: PolicyDocument, ruleId: string): LocalizedText | null {
  const rule = document.rules.find(({ id }) => id === ruleId)
  if (rule) return rule.title
  return Object.hasOwn(BUILT_IN_RULES, ruleId) ? BUILT_IN_RULES[ruleId as BuiltInRule].title : null
}
