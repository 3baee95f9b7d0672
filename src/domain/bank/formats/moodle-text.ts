import type { ForeignPicture, ForeignText } from './foreign-bank.ts'
import { inOneLanguage } from './foreign-finding.ts'
import { pictureOf } from './picture-bytes.ts'
import { type Losses, looksLikeHtml, plainText } from './rich-text.ts'
import { childrenOf, rawTextOf, type XmlElement } from './xml.ts'

const CLOSE = '</span>'
const PLUGIN_FILE = '@@PLUGINFILE@@/'

/** The text of an element's `text` child, references resolved, markup as it stands. */
export function textChild(element: XmlElement | undefined): string {
  const [text] = element ? childrenOf(element, 'text') : []
  return text ? rawTextOf(text) : ''
}

/**
 * A text element of Moodle in the languages it has: multilang spans (`<span lang="en"
 * class="multilang">`) give both, anything else the one it is in.
 */
export function moodleText(element: XmlElement, losses: Losses): ForeignText {
  const raw = textChild(element)
  const format = element.attributes['format'] ?? ''
  if (format === 'markdown') losses.elements.add('markdown')
  const isHtml = format === 'html' || (format !== 'plain_text' && looksLikeHtml(raw))
  const chinese = inLanguage(raw, 'zh')
  const english = inLanguage(raw, 'en')
  if (chinese === null || english === null) return inOneLanguage(plainText(raw, isHtml, losses))
  return {
    'zh-CN': plainText(chinese, true, losses),
    en: plainText(english, true, losses),
  }
}

/** A text without the multilang spans of other languages; null when it has no such spans. */
function inLanguage(html: string, language: string): string | null {
  const start = /<span\s[^<>]*>/giu
  let kept = ''
  let from = 0
  let hasSpans = false
  for (let match = start.exec(html); match; match = start.exec(html)) {
    const [tag] = match
    if (!/class="?multilang\b/iu.test(tag)) continue
    const end = html.indexOf(CLOSE, start.lastIndex)
    if (end < 0) break
    const isWanted = (/lang="?([a-z]+)/iu.exec(tag)?.[1] ?? '').toLowerCase() === language
    kept += html.slice(from, match.index) + (isWanted ? html.slice(start.lastIndex, end) : '')
    from = end + CLOSE.length
    start.lastIndex = from
    hasSpans = true
  }
  return hasSpans ? kept + html.slice(from) : null
}

/** Two languages as multilang spans of HTML. */
export function multilangHtml(chinese: string, english: string): string {
  const span = (language: string, html: string) =>
    `<span lang="${language}" class="multilang">${html}${CLOSE}`
  return span('zh_cn', chinese) + span('en', english)
}

/**
 * The pictures of a text element, from the files beside it or from data URLs, in order; those that
 * are found and sound are taken out of the losses.
 */
export function moodlePictures(element: XmlElement, losses: Losses): ForeignPicture[] {
  const files = new Map(
    childrenOf(element, 'file').map((file) => [file.attributes['name'] ?? '', rawTextOf(file)]),
  )
  const descriptions = describedPictures(textChild(element))
  return [...losses.pictures].flatMap((source) => {
    const base64 = source.startsWith(PLUGIN_FILE)
      ? files.get(decoded(source.slice(PLUGIN_FILE.length)))
      : /^data:image\/[a-z]+;base64,(.*)$/isu.exec(source)?.[1]
    const picture =
      base64 === undefined ? null : pictureOf(base64, descriptions.get(source) ?? null)
    if (!picture) return []
    losses.pictures.delete(source)
    return [picture]
  })
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replace(/\?.*$/u, ''))
  } catch {
    // A stray percent sign: the name is meant as it stands.
    return name
  }
}

/** `alt` by `src`, as written. */
function describedPictures(html: string): ReadonlyMap<string, string> {
  const descriptions = new Map<string, string>()
  for (const [tag] of html.matchAll(/<img\s[^<>]*>/giu)) {
    const source = attributeOf(tag, 'src')
    const alt = attributeOf(tag, 'alt')
    if (source !== null && alt !== null) descriptions.set(source, alt)
  }
  return descriptions
}

function attributeOf(tag: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`, 'iu').exec(tag)?.[1]
  return value === undefined
    ? null
    : plainText(value, true, { elements: new Set(), pictures: new Set() })
}
