import { type Static, Type } from 'typebox'
import type { LocalizedText } from '../text.ts'

/** What auditors can find. Only `invalidated` takes a result away, and only people find it. */
export const FINDINGS = [
  'cleared',
  'inconclusive',
  'technical-fault',
  're-test',
  'invalidated',
] as const
export type Finding = (typeof FINDINGS)[number]

/** A finding must rest on one of these reasons; the list is closed so that cases compare. */
export const REASON_CODES = {
  cleared: ['explained-by-candidate', 'base-rate', 'indicator-misfired', 'fast-but-competent'],
  inconclusive: ['evidence-too-thin'],
  'technical-fault': ['network', 'device', 'service'],
  're-test': ['doubt-remains'],
  invalidated: ['help-confirmed', 'material-confirmed', 'proxy-confirmed'],
} as const satisfies Readonly<Record<Finding, readonly string[]>>
export type ReasonCode = (typeof REASON_CODES)[Finding][number]
const ALL_REASON_CODES: ReasonCode[] = Object.values(REASON_CODES).flat()

export const FINDING_NAMES: Readonly<Record<Finding, LocalizedText>> = {
  cleared: { 'zh-CN': '排除疑点', en: 'Cleared' },
  inconclusive: { 'zh-CN': '无法判定', en: 'Inconclusive' },
  'technical-fault': { 'zh-CN': '技术故障', en: 'Technical fault' },
  're-test': { 'zh-CN': '重新考核', en: 'Re-test' },
  invalidated: { 'zh-CN': '成绩无效', en: 'Invalidated' },
}

export const REASON_NAMES: Readonly<Record<ReasonCode, LocalizedText>> = {
  'explained-by-candidate': {
    'zh-CN': '考生的说明可信',
    en: 'The candidate explained it credibly',
  },
  'base-rate': {
    'zh-CN': '诚实作答中也常见',
    en: 'Common among honest attempts',
  },
  'indicator-misfired': { 'zh-CN': '指标误报', en: 'The indicator misfired' },
  'fast-but-competent': {
    'zh-CN': '作答快而能力相符',
    en: 'Fast, and as able as the answers say',
  },
  'evidence-too-thin': { 'zh-CN': '证据不足', en: 'The evidence is too thin' },
  network: { 'zh-CN': '网络故障', en: 'Network fault' },
  device: { 'zh-CN': '设备故障', en: 'Device fault' },
  service: { 'zh-CN': '考核系统故障', en: 'Fault of the examination service' },
  'doubt-remains': { 'zh-CN': '疑点仍未消除', en: 'A doubt remains' },
  'help-confirmed': {
    'zh-CN': '证实得到他人帮助',
    en: "Another person's help is confirmed",
  },
  'material-confirmed': {
    'zh-CN': '证实使用了禁用资料',
    en: 'Use of forbidden material is confirmed',
  },
  'proxy-confirmed': {
    'zh-CN': '证实由他人代考',
    en: 'Somebody else sat the exam: confirmed',
  },
}

/** What an auditor sends. Whether the reason belongs to the finding is checked by `decide`. */
export const DecisionInput = Type.Object(
  {
    finding: Type.Enum(FINDINGS),
    reasonCode: Type.Enum(ALL_REASON_CODES),
    note: Type.String({ maxLength: 4000 }),
  },
  { additionalProperties: false },
)
export type DecisionInput = Static<typeof DecisionInput>

/** One auditor's decision as kept. */
export interface Decision extends DecisionInput {
  readonly auditorPersonId: string
}

/** Whether a reason code is one of the finding's. */
export function reasonBelongs(finding: Finding, reasonCode: string): boolean {
  return (REASON_CODES[finding] as readonly string[]).includes(reasonCode)
}

/** What an auditor can choose from, with names: findings and the reasons of each. */
export function decisionChoices(): {
  finding: Finding
  name: LocalizedText
  reasons: { code: ReasonCode; name: LocalizedText }[]
}[] {
  return FINDINGS.map((finding) => ({
    finding,
    name: FINDING_NAMES[finding],
    reasons: REASON_CODES[finding].map((code) => ({ code, name: REASON_NAMES[code] })),
  }))
}
