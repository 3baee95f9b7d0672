import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { LocalizedText } from '../../text.ts'
import { say } from '../finding.ts'
import { decodeText } from './decode-text.ts'

/** An element without its prefix, with QTI 3.0 names in the spelling of QTI 2. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
  /** Element path from the root, as in `/assessmentItem/itemBody/p[2]`. */
  readonly pointer: string
}
/** A string is text, references resolved. */
export type XmlNode = XmlElement | string

/** Encodings `decodeText` tells apart by itself, whatever the XML declaration says. */
const DETECTED = /^(?:utf-?(?:8|16.*)|gb.*)$/iu

/** The text of an XML file: in the encoding it declares, else as detected; null if in neither. */
export function decodeXml(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, 200))
  const declared = /^<\?xml[^>]*?\sencoding=["']([\w.-]+)["']/u.exec(start)?.[1]
  if (declared === undefined || DETECTED.test(declared)) {
    return decodeText(bytes)?.replace(/^\uFEFF/u, '') ?? null
  }
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes)
  } catch {
    // An unknown label, or bytes it has no characters for: told by the caller as no text.
    return null
  }
}

/** Why a document was refused. */
export interface XmlFault {
  readonly fault: 'xml-doctype' | 'xml-malformed'
  readonly message: LocalizedText
}

/** Deeper nesting is no exam item. */
const MAX_DEPTH = 100

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  // Off, so that a document's own entities are never expanded; references are resolved below.
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  cdataPropName: '#cdata',
  ignorePiTags: true,
  ignoreDeclaration: true,
  maxNestedTags: MAX_DEPTH,
})

/**
 * The root element of an XML document. A document type declaration is refused whatever it says, so
 * neither external entities nor entity expansion exist here; so is what is not well-formed and what
 * nests deeper than 100 elements. Comments and processing instructions are left out.
 */
export function parseXml(text: string): XmlElement | XmlFault {
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(text)) {
    return {
      fault: 'xml-doctype',
      message: say(
        '文件含有 DOCTYPE 或 ENTITY 声明，出于安全不予读取；删去后再导入',
        'the document has a DOCTYPE or ENTITY declaration, which is refused for safety; remove it',
      ),
    }
  }
  try {
    const validity = XMLValidator.validate(text)
    if (validity !== true) return malformed(`${validity.err.msg} (line ${validity.err.line})`)
    const roots = nodesOf(parser.parse(text), '').filter((node) => typeof node !== 'string')
    const [root] = roots
    if (!root || roots.length > 1) return malformed('there is not exactly one root element')
    return root
  } catch (error) {
    return malformed(error instanceof Error ? error.message : String(error))
  }
}

function malformed(reason: string): XmlFault {
  return {
    fault: 'xml-malformed',
    message: say(`不是完好的 XML：${reason}`, `this is no well-formed XML: ${reason}`),
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** The parser's ordered output as nodes; neighbouring texts become one. */
function nodesOf(parsed: unknown, parent: string): XmlNode[] {
  const nodes: XmlNode[] = []
  const counts = new Map<string, number>()
  for (const entry of Array.isArray(parsed) ? parsed : []) {
    if (!isRecord(entry)) continue
    const text = textOf(entry)
    const last = nodes.at(-1)
    if (text !== null && typeof last === 'string') nodes[nodes.length - 1] = last + text
    else if (text !== null) nodes.push(text)
    else nodes.push(elementOf(entry, parent, counts))
  }
  return nodes
}

/** Text of a text or CDATA entry; null for an element. In CDATA nothing is a reference. */
function textOf(entry: Readonly<Record<string, unknown>>): string | null {
  if ('#text' in entry) return resolveReferences(String(entry['#text']))
  const cdata = entry['#cdata']
  if (!Array.isArray(cdata)) return null
  return cdata.map((part) => (isRecord(part) ? String(part['#text'] ?? '') : '')).join('')
}

function elementOf(
  entry: Readonly<Record<string, unknown>>,
  parent: string,
  counts: Map<string, number>,
): XmlElement {
  const tag = Object.keys(entry).find((key) => key !== ':@') ?? ''
  const name = plainName(tag)
  const count = (counts.get(name) ?? 0) + 1
  counts.set(name, count)
  const pointer = `${parent}/${name}${count > 1 ? `[${count}]` : ''}`
  const given = isRecord(entry[':@']) ? entry[':@'] : {}
  const attributes = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key === 'xml:lang' || key === 'xml:base' ? key : camelCase(withoutPrefix(key)),
      resolveReferences(String(value)),
    ]),
  )
  return { name, attributes, children: nodesOf(entry[tag], pointer), pointer }
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** `qti-simple-choice` and `qti:simpleChoice` are both `simpleChoice`. */
function plainName(tag: string): string {
  const local = withoutPrefix(tag)
  return local.startsWith('qti-') ? camelCase(local.slice(4)) : local
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase())
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  // Not XML without a document type, but met in files all the same.
  ['nbsp', '\u00a0'],
])

/** Numeric and predefined references; any other stays as it stands. */
function resolveReferences(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/giu,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return NAMED.get(name) ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}

/** All elements below one, in document order. */
export function descendantsOf(element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) =>
    typeof child === 'string' ? [] : [child, ...descendantsOf(child)],
  )
}

/** The child elements of a name. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => typeof child !== 'string' && child.name === name,
  )
}

/** All text in an element, as it stands. */
export function rawTextOf(node: XmlNode): string {
  return typeof node === 'string' ? node : node.children.map(rawTextOf).join('')
}

/** Whether an element has a class. */
export function hasClass(element: XmlElement, name: string): boolean {
  return (element.attributes['class'] ?? '').split(/\s+/u).includes(name)
}

/** Whether an element is a picture. */
export function isPicture({ name, attributes }: XmlElement): boolean {
  if (name === 'img') return true
  return name === 'object' && (attributes['type'] ?? '').startsWith('image/')
}
