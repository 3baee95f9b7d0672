import temml from 'temml'
import type { LocalizedText } from '../text.ts'
import type { Bank, Stimulus } from './bank.ts'
import { type Finding, pointerTo, say } from './finding.ts'
import type { Item } from './item.ts'

/** TeX between its delimiters; the pages, which find it alike, share no code with the domain. */
const FORMULA = /\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\]/g
/** The pages draw none that is longer. */
const LONGEST = 2_000
/** As the pages draw. */
const READING = { throwOnError: true, trust: false, strict: false, maxExpand: 200 } as const
/** Of a formula in a message, characters. */
const SHOWN = 60
/** The parser draws a line below what it points at. */
const LINE_BELOW = /\u0332/gu

/** Whether candidates may have had an item or a stimulus as it stands. */
export type InUse = (part: Item | Stimulus) => boolean

/**
 * Formulas that cannot be read and so are shown as they are written, at their texts: an error, or
 * a warning where they have been shown that way before.
 */
export function formulaFindings({ items, stimuli }: Bank, inUse: InUse): Finding[] {
  const faultOf = rememberingFaults()
  const find = (part: Item | Stimulus, texts: readonly PlacedText[]): Finding[] => {
    const faults = texts.flatMap((placed) => faultsIn(placed, faultOf))
    if (faults.length === 0) return []
    const item = 'stem' in part ? part.id : null
    const severity = inUse(part) ? 'warning' : 'error'
    return faults.map((fault) => ({ ...fault, item, severity, code: 'formula-unreadable' }))
  }
  return [
    ...stimuli.flatMap((stimulus, index) =>
      find(stimulus, [{ text: stimulus.text, pointer: pointerTo('stimuli', index, 'text') }]),
    ),
    ...items.flatMap((item, index) => find(item, textsOf(item, pointerTo('items', index)))),
  ]
}

/** The formulas of a text, without their delimiters. */
export function formulasIn(text: string): string[] {
  return [...text.matchAll(FORMULA)].map(([, inline, block]) => inline ?? block ?? '')
}

interface PlacedText {
  readonly text: LocalizedText
  readonly pointer: string
}

/** The texts of an item in which formulas are drawn. */
function textsOf(item: Item, pointer: string): PlacedText[] {
  const options = 'options' in item ? item.options : []
  const prompts = 'prompts' in item ? item.prompts : []
  const partsAt = (name: string, parts: typeof options): PlacedText[] =>
    parts.map(({ text }, index) => ({ text, pointer: pointer + pointerTo(name, index, 'text') }))
  return [
    { text: item.stem, pointer: pointer + pointerTo('stem') },
    ...partsAt('options', options),
    ...partsAt('prompts', prompts),
  ]
}

type FaultOf = (tex: string) => LocalizedText | null

function faultsIn({ text, pointer }: PlacedText, faultOf: FaultOf) {
  return (['zh-CN', 'en'] as const).flatMap((language) =>
    formulasIn(text[language]).flatMap((tex) => {
      const fault = faultOf(tex)
      return fault === null ? [] : [{ pointer: pointer + pointerTo(language), message: fault }]
    }),
  )
}

/** Both languages of a text hold the same formulas as a rule. */
function rememberingFaults(): FaultOf {
  const known = new Map<string, LocalizedText | null>()
  return (tex) => {
    const before = known.get(tex)
    if (before !== undefined) return before
    const fault = findFault(tex)
    known.set(tex, fault)
    return fault
  }
}

/** Why a formula cannot be read, in the parser's own words, which are English. */
function findFault(tex: string): LocalizedText | null {
  const shown = tex.length > SHOWN ? `${tex.slice(0, SHOWN)}…` : tex
  if (tex.length > LONGEST) {
    return say(
      `公式长 ${tex.length} 字，超过 ${LONGEST} 字，将按原文显示：${shown}`,
      `the formula has ${tex.length} characters, more than ${LONGEST}, and is shown as written: ${shown}`,
    )
  }
  try {
    temml.renderToString(tex, READING)
    return null
  } catch (error) {
    const reason = reasonOf(error)
    return say(
      `公式无法解析，将按原文显示：${shown}（${reason}）`,
      `the formula cannot be read and is shown as written: ${shown} (${reason})`,
    )
  }
}

function reasonOf(error: unknown): string {
  // Anything else is a stumble of the parser over TeX that breaks off, and says nothing of it.
  if (!(error instanceof Error) || error.name !== 'ParseError') return 'incomplete TeX'
  return error.message.replace(LINE_BELOW, '').replace(/\s+/gu, ' ').trim()
}
