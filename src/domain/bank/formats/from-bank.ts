import type { Language, LocalizedText } from '../../text.ts'
import type { Bank } from '../bank.ts'
import { say } from '../finding.ts'
import type { Item } from '../item.ts'
import type { ItemType } from '../item-type.ts'
import type { Exported, ForeignFinding, ForeignPlace } from './foreign-bank.ts'
import { foreignFinding, wholeFile } from './foreign-finding.ts'

/** Parts of an item that not every format has a place for, in words. */
const PARTS = {
  pictures: ['图', 'pictures'],
  rationale: ['解析', 'rationale'],
  level: ['认知层次', 'level'],
  posts: ['岗位', 'posts'],
  source: ['依据', 'source'],
  unit: ['单位', 'unit'],
  enemies: ['互斥题', 'enemies'],
  parameters: ['题目参数', 'parameters'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>
type Part = keyof typeof PARTS

/** What a format has a place for. */
export interface Holds {
  readonly types: readonly ItemType[]
  readonly parts: readonly Part[]
}

/** Items a format can hold, and what is lost with the others and of these. */
interface Held {
  readonly items: readonly Item[]
  readonly findings: readonly ForeignFinding[]
}

/** The items of a bank that a format can hold; what it can't is told, by the id of the item. */
export function heldItems(bank: Bank, holds: Holds): Held {
  const items = bank.items.filter(({ type }) => holds.types.includes(type))
  const left = bank.items.filter(({ type }) => !holds.types.includes(type))
  return {
    items,
    findings: [
      ...left.map((item) =>
        notHeld(bank, item, [
          `此格式没有 ${item.type} 题型`,
          `the format has no ${item.type} items`,
        ]),
      ),
      ...items.flatMap((item) => partFindings(bank, item, holds)),
    ],
  }
}

/** An item is left out of the file, for the reason given. */
export function notHeld(
  bank: Bank,
  item: Item,
  [zh, en]: readonly [string, string],
): ForeignFinding {
  const message = [`题目 ${item.id} 没有导出：${zh}`, `${item.id} is left out: ${en}`] as const
  return foreignFinding(placeOf(bank, item), ['lossy', 'item-not-held'], message)
}

/** A file has room for one language only. */
export function oneLanguageFinding(bank: Bank, language: Language): ForeignFinding {
  const message =
    language === 'en'
      ? (['只导出英文文本', 'only the English texts are written'] as const)
      : (['只导出中文文本', 'only the Chinese texts are written'] as const)
  return foreignFinding(wholeFile(bank.program), ['lossy', 'one-language'], message)
}

/** Something of an item changed so that it fits. */
export function changedFinding(
  bank: Bank,
  item: Item,
  message: readonly [string, string],
): ForeignFinding {
  return foreignFinding(placeOf(bank, item), ['lossy', 'text-changed'], message)
}

/** The stem, below the text it shares with others if there is one. */
export function stemWithStimulus(bank: Bank, item: Item): LocalizedText {
  const stimulus = bank.stimuli.find(({ id }) => id === item.stimulus)
  if (!stimulus) return item.stem
  const { title, text } = stimulus
  return say(
    `${title['zh-CN']}\n${text['zh-CN']}\n\n${item.stem['zh-CN']}`,
    `${title.en}\n${text.en}\n\n${item.stem.en}`,
  )
}

/** A file of this text, in UTF-8. */
export function exportedText(text: string, findings: readonly ForeignFinding[]): Exported {
  return { bytes: new TextEncoder().encode(text), findings }
}

/** A number in plain decimal notation; null where it is too large or small for that. */
export function plainNumber(value: number): string | null {
  return /^-?\d+(?:\.\d+)?$/u.test(String(value)) ? String(value) : null
}

/** The place of an item in a bank is named by its id. */
function placeOf(bank: Bank, item: Item): ForeignPlace {
  return { ...wholeFile(bank.program), pointer: item.id }
}

function partFindings(bank: Bank, item: Item, { parts }: Holds): ForeignFinding[] {
  const lost = partsOf(item).filter((part) => !parts.includes(part))
  const place = placeOf(bank, item)
  const findings: ForeignFinding[] = []
  if (lost.length > 0) {
    const zh = lost.map((part) => PARTS[part][0]).join('、')
    const en = lost.map((part) => PARTS[part][1]).join(', ')
    const message = [
      `此格式没有这些内容的位置：${zh}`,
      `the format has no place for: ${en}`,
    ] as const
    findings.push(foreignFinding(place, ['lossy', 'part-not-held'], message))
  }
  if (item.stimulus !== undefined) {
    const message = ['材料写进了题干', 'the text it shares is written into the stem'] as const
    findings.push(foreignFinding(place, ['lossy', 'stimulus-in-stem'], message))
  }
  return findings
}

function partsOf(item: Item): Part[] {
  const has: Readonly<Record<Part, boolean>> = {
    pictures: item.pictures !== undefined,
    rationale: true,
    level: true,
    posts: item.posts.length > 0,
    source: true,
    unit: item.type === 'numeric',
    enemies: item.enemies.length > 0,
    parameters: item.parameters !== undefined || item.timeParameters !== undefined,
  }
  return (Object.keys(has) as Part[]).filter((part) => has[part])
}
