import { say } from '../bank/finding.ts'
import { FINDING_NAMES, type Finding } from '../review/decision.ts'
import type { LocalizedText } from '../text.ts'
import { nameOfAward } from './award-names.ts'
import type { FactPath } from './condition-variables.ts'
import type { Alternative } from './fact-alternatives.ts'
import { FACTS } from './fact-catalogue.ts'
import type { PolicyOutcome } from './policy.ts'
import type { PolicySubject } from './subject.ts'

const FIELD_NAMES: Readonly<Record<string, LocalizedText>> = {
  theta: say('能力估计值', 'ability estimate'),
  standardError: say('标准误', 'standard error'),
  level: say('等级', 'level'),
  enoughEvidence: say('作答证据足够', 'enough answers'),
  count: say('合格次数', 'number of passes'),
  monthsSince: say('距最近一次合格的月数', 'months since the latest pass'),
}

/** What a fact is called in a sentence, with the entry of its map. */
export function nameOfPath(
  { fact, entry, field }: FactPath,
  subject: PolicySubject,
): LocalizedText {
  const name = FACTS[subject][fact]?.name ?? say(fact, fact)
  if (entry === null) return name
  const of = (field === null ? undefined : FIELD_NAMES[field]) ?? name
  return say(`${of['zh-CN']}（${entry}）`, `${of.en} (${entry})`)
}

/** States of reviews and appeals. */
const STATE_NAMES: Readonly<Record<string, LocalizedText>> = {
  none: say('无', 'none'),
  open: say('进行中', 'open'),
  decided: say('已决定', 'decided'),
}

const EFFECTS: Readonly<Record<PolicyOutcome['effect'], LocalizedText>> = {
  grant: say('授予', 'granted'),
  hold: say('暂缓', 'held'),
  withhold: say('不授予', 'not granted'),
}

/** What an outcome comes to: "granted: 10 credits, Certificate". */
export function outcomeText({ effect, awards }: PolicyOutcome): LocalizedText {
  const names = awards.map(nameOfAward)
  if (effect === 'withhold' || names.length === 0) {
    return say('不授予任何奖励', 'nothing is granted')
  }
  const { 'zh-CN': zh, en } = EFFECTS[effect]
  return say(
    `${zh}：${names.map((name) => name['zh-CN']).join('、')}`,
    `${en}: ${names.map((name) => name.en).join(', ')}`,
  )
}

const COMPARISONS: Readonly<Record<Alternative['comparison'], LocalizedText>> = {
  'at-least': say('至少为', 'of at least'),
  above: say('高于', 'above'),
  'at-most': say('至多为', 'of at most'),
  below: say('低于', 'below'),
  exactly: say('为', 'of'),
}

/** "With a probability of passing of at least 0.80 instead of 0.74: granted: 10 credits." */
export function counterfactualText(
  { path, now, named, comparison }: Alternative,
  { after, subject }: { readonly after: PolicyOutcome; readonly subject: PolicySubject },
): LocalizedText {
  const name = nameOfPath(path, subject)
  const outcome = outcomeText(after)
  const than = COMPARISONS[comparison]
  const [value, present] = valueTexts(named, now)
  if (comparison === 'exactly' && typeof now !== 'number') {
    return say(
      `如果“${name['zh-CN']}”是${value['zh-CN']}而不是${present['zh-CN']}，则${outcome['zh-CN']}。`,
      `If "${name.en}" were ${value.en} instead of ${present.en}: ${outcome.en}.`,
    )
  }
  return say(
    `如果${name['zh-CN']}${than['zh-CN']}${value['zh-CN']}（现为${present['zh-CN']}），则${outcome['zh-CN']}。`,
    `With ${name.en} ${than.en} ${value.en} instead of ${present.en}: ${outcome.en}.`,
  )
}

function valueTexts(
  left: Alternative['now'],
  right: Alternative['now'],
): [LocalizedText, LocalizedText] {
  if (typeof left !== 'number' || typeof right !== 'number') {
    return [valueText(left), valueText(right)]
  }
  const isWhole = Number.isInteger(left) && Number.isInteger(right)
  const digits = isWhole
    ? 0
    : [2, 3, 4, 5, 6].find((one) => left.toFixed(one) !== right.toFixed(one))
  const shown = (value: number) => {
    const text = digits === undefined ? String(value) : value.toFixed(digits)
    return say(` ${text}`, text)
  }
  return [shown(left), shown(right)]
}

/** A value as people read it. */
export function valueText(value: Alternative['now']): LocalizedText {
  if (typeof value === 'boolean') return value ? say('“是”', '"yes"') : say('“否”', '"no"')
  if (typeof value === 'number') {
    const text = Number.isInteger(value) ? String(value) : value.toFixed(2)
    return say(text, text)
  }
  if (value === '') return say('“无”', '"none"')
  const finding = Object.hasOwn(FINDING_NAMES, value) ? FINDING_NAMES[value as Finding] : undefined
  if (finding) return say(`“${finding['zh-CN']}”`, `"${finding.en}"`)
  const state = STATE_NAMES[value]
  if (state) return say(`“${state['zh-CN']}”`, `"${state.en}"`)
  return say(`“${value}”`, `"${value}"`)
}
