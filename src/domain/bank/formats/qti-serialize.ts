import { strToU8 } from 'fflate'
import type { XmlElement, XmlNode } from './xml.ts'

/** The versions that are written. */
export type QtiVersion = '2.2' | '3.0'

/** Elements of HTML, which have the same names in every version. */
const HTML = new Set(['p', 'div', 'span', 'br', 'img'])

/** An element to be written. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly XmlNode[] = [],
): XmlElement {
  return { name, attributes, children, pointer: '' }
}

/** A QTI document as file: for 3.0 in its spelling, `qti-simple-choice` for `simpleChoice`. */
export function qtiFile(root: XmlElement, version: QtiVersion): Uint8Array {
  return xmlFile(version === '3.0' ? inVersion3(root) : root)
}

/** An XML document as file, UTF-8. */
export function xmlFile(root: XmlElement): Uint8Array {
  return strToU8(`<?xml version="1.0" encoding="UTF-8"?>\n${serialize(root)}\n`)
}

function inVersion3(node: XmlElement): XmlElement {
  const children = node.children.map((child) =>
    typeof child === 'string' ? child : inVersion3(child),
  )
  if (HTML.has(node.name)) return { ...node, children }
  const attributes = Object.fromEntries(
    Object.entries(node.attributes).map(([name, value]) => [
      name.includes(':') ? name : kebabCase(name),
      value,
    ]),
  )
  return { ...node, name: `qti-${kebabCase(node.name)}`, attributes, children }
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)
}

function serialize(node: XmlNode): string {
  if (typeof node === 'string') return escapeText(node)
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('')
  if (node.children.length === 0) return `<${node.name}${attributes}/>`
  return `<${node.name}${attributes}>${node.children.map(serialize).join('')}</${node.name}>`
}

/** `>` too, so that no `]]>` comes about; a carriage return would be read as a line feed. */
function escapeText(text: string): string {
  return xmlCharacters(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}

/** White space but the space would be read as a space. */
function escapeAttribute(value: string): string {
  return escapeText(value)
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;')
}

/** What XML 1.0 (section 2.2) has no place for: most control characters and lone surrogates. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

function xmlCharacters(text: string): string {
  return text.replace(NOT_XML, '\ufffd')
}

/** Whether a text holds characters XML can't; they are written as U+FFFD. */
export function hasForbiddenCharacters(text: string): boolean {
  return xmlCharacters(text) !== text
}
