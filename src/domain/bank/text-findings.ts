import type { Bank } from './bank.ts'
import { type Finding, pointerTo, say } from './finding.ts'
import type { Item } from './item.ts'

const HAN = /\p{Script=Han}/u
/** A gloss such as `Civil Code (民法典)` is no missing translation. */
const GLOSS = /[（(《「“"][^）)》」”"]*[）)》」”"]/gu
/** Words, not symbols or short names such as `HTTP` or `km`. */
const LATIN_WORDS = /[A-Za-z]{3,}[^A-Za-z]+[A-Za-z]{2,}|[a-z]{5,}/u
const PLACEHOLDER = /^(?:[-—?？.。/\\\s]*|n\/?a|none|todo|tbd|xxx|无|暂无|待补|待定|未知|同上)$/iu

/** Texts that are not in their language, and items whose citation says nothing. */
export function textFindings(bank: Bank): Finding[] {
  const { items, ...rest } = bank
  return [
    ...translationFindings(rest, '', null),
    ...items.flatMap((item, index) => [
      ...translationFindings(item, pointerTo('items', index), item.id),
      ...citationFindings(item, index),
    ]),
  ]
}

/** Walks to every pair of texts, wherever it is. */
function translationFindings(value: unknown, pointer: string, item: string | null): Finding[] {
  if (typeof value !== 'object' || value === null) return []
  const { 'zh-CN': zh, en } = value as { 'zh-CN'?: unknown; en?: unknown }
  if (typeof zh === 'string' && typeof en === 'string') return pairFindings(zh, en, pointer, item)
  return Object.entries(value).flatMap(([name, member]) =>
    translationFindings(member, pointer + pointerTo(name), item),
  )
}

function pairFindings(zh: string, en: string, pointer: string, item: string | null): Finding[] {
  const findings: Finding[] = []
  const found = (language: string, message: Finding['message']) => {
    const code = 'missing-translation'
    findings.push({
      pointer: `${pointer}/${language}`,
      item,
      severity: 'warning',
      code,
      message,
    })
  }
  if (!HAN.test(zh) && LATIN_WORDS.test(zh)) {
    found('zh-CN', say('中文文本里没有汉字', 'the Chinese text has no Chinese characters'))
  }
  if (HAN.test(en.replace(GLOSS, ''))) {
    found('en', say('英文文本里有汉字', 'the English text has Chinese characters'))
  }
  return findings
}

function citationFindings({ id, source }: Item, index: number): Finding[] {
  const isMissing = [source.title, source.provision].some(
    (text) => PLACEHOLDER.test(text['zh-CN'].trim()) || PLACEHOLDER.test(text.en.trim()),
  )
  if (!isMissing) return []
  return [
    {
      pointer: pointerTo('items', index, 'source'),
      item: id,
      severity: 'warning',
      code: 'citation-missing',
      message: say('没有写明依据的条文', 'no provision is cited that the key rests on'),
    },
  ]
}
