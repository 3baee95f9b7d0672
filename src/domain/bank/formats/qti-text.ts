import type { Language, LocalizedText } from '../../text.ts'
import type { ForeignText } from './foreign-bank.ts'
import { htmlToText } from './html-text.ts'
import {
  descendantsOf,
  hasClass,
  isPicture,
  rawTextOf,
  type XmlElement,
  type XmlNode,
} from './xml.ts'

/** Marks what our writer wrote: text to be taken letter by letter, `br` being a line break. */
export const VERBATIM = 'probity-text'

/** What is left of some content: its text by language, and what text can't carry. */
export interface QtiText {
  readonly text: ForeignText
  /** Kinds of elements whose meaning is lost. */
  readonly lost: readonly string[]
}

/**
 * Text of mixed content. Parts under `xml:lang` go to their language (zh* to zh-CN, any other to
 * en), the rest to the given one. Pictures are left out.
 */
export function readQtiText(nodes: readonly XmlNode[], language: Language): QtiText {
  const chinese = readOne(nodes, 'zh-CN', language)
  const english = readOne(nodes, 'en', language)
  return {
    text: { 'zh-CN': chinese.text, en: english.text },
    lost: [...new Set([...chinese.lost, ...english.lost])],
  }
}

function readOne(
  nodes: readonly XmlNode[],
  wanted: Language,
  language: Language,
): { text: string | null; lost: readonly string[] } {
  const kept = onlyIn(nodes, wanted, language)
  const verbatim = kept
    .flatMap((node) => (typeof node === 'string' ? [] : [node, ...descendantsOf(node)]))
    .filter((element) => hasClass(element, VERBATIM))
  if (verbatim.length > 0) return { text: verbatim.map(verbatimOf).join('\n'), lost: [] }
  const { text, lost } = htmlToText(kept.map(htmlOf).join(''))
  const trimmed = text.trim()
  return { text: trimmed === '' ? null : trimmed, lost }
}

function verbatimOf(node: XmlNode): string {
  if (typeof node === 'string') return node
  return node.name === 'br' ? '\n' : node.children.map(verbatimOf).join('')
}

/** What of the content is in a language; elements of which nothing is left go too. */
function onlyIn(nodes: readonly XmlNode[], wanted: Language, inherited: Language): XmlNode[] {
  return nodes.flatMap((node): XmlNode[] => {
    if (typeof node === 'string') return inherited === wanted ? [node] : []
    if (isPicture(node)) return []
    const own = languageOf(node.attributes['xml:lang'] ?? node.attributes['lang']) ?? inherited
    const children = onlyIn(node.children, wanted, own)
    return own === wanted || children.length > 0 ? [{ ...node, children }] : []
  })
}

/** The language a language tag stands for here; null where there is none. */
export function languageOf(tag: string | undefined): Language | null {
  if (tag === undefined || tag.trim() === '') return null
  return /^zh\b/iu.test(tag.trim()) ? 'zh-CN' : 'en'
}

/** The language a text is in, by its script: Chinese once Han outnumber Latin words. */
export function detectLanguage(text: string): Language {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = text.match(/\p{Script=Latin}+/gu)?.length ?? 0
  return han > 0 && han >= words ? 'zh-CN' : 'en'
}

/** QTI's own containers of text. */
const CONTAINERS = new Set(['contentBody', 'modalFeedback', 'prompt'])
const VOID = new Set(['br', 'hr', 'wbr'])

function htmlOf(node: XmlNode): string {
  if (typeof node === 'string') return escapeText(node)
  const given = CONTAINERS.has(node.name) ? 'div' : node.name
  const name = given.toLowerCase().replace(/[^a-z0-9]/gu, '')
  if (VOID.has(name)) return `<${name}>`
  // Attributes say nothing to plain text, but handlers have to be told.
  const handlers = Object.keys(node.attributes).filter((key) => /^on/iu.test(key))
  const attributes = handlers.map((key) => ` ${key.toLowerCase().replace(/[^a-z]/gu, '')}=""`)
  return `<${name}${attributes.join('')}>${node.children.map(htmlOf).join('')}</${name}>`
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Whether a text says nothing in either language. */
export function isBlank(text: ForeignText): boolean {
  return (text['zh-CN'] ?? text.en) === null
}

/** A text in both languages, as elements `readQtiText` reads back letter by letter. */
export function writeQtiText(text: LocalizedText): XmlElement[] {
  const line = { name: 'br', attributes: {}, children: [], pointer: '' }
  const span = (language: Language): XmlElement => ({
    name: 'span',
    attributes: { class: VERBATIM, 'xml:lang': language },
    children: text[language]
      .split('\n')
      .flatMap((part, index) => (index > 0 ? [line, part] : [part])),
    pointer: '',
  })
  return [span('zh-CN'), line, span('en')]
}

/** Text of an element without the white space around it. */
export function trimmedTextOf(element: XmlElement): string {
  return rawTextOf(element).trim()
}
