import { Parser } from 'htmlparser2'

/** Elements whose content is no text for readers: neither it nor anything in it survives. */
const SILENT = new Set(
  'script style iframe object embed applet noscript template svg head title audio video canvas'.split(
    ' ',
  ),
)
/** Elements that start and end a line. */
const BLOCKS = new Set(
  `address article aside blockquote center dd div dl dt fieldset figcaption figure footer form h1 h2
  h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul`.split(/\s+/),
)
/** Elements that say no more than their text does. */
const PLAIN = new Set([
  ...BLOCKS,
  ...'html body span font br wbr img tbody thead tfoot td th sub sup ruby rt rp bdi bdo label'.split(
    ' ',
  ),
])
PLAIN.delete('table')
PLAIN.delete('form')

const RAISED = raisedCharacters('⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾')
const LOWERED = raisedCharacters('₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎')

function raisedCharacters(characters: string): ReadonlyMap<string, string> {
  const plain = '0123456789+-=()'
  return new Map([...characters].map((character, index) => [plain.charAt(index), character]))
}

/** Deeper nesting is no text but an attack on whoever walks it. */
const MAX_DEPTH = 256
const CHUNK = 16_384

/** What is left of HTML as plain text. */
export interface HtmlText {
  readonly text: string
  /** Kinds of elements (and `on*` for handlers) whose meaning plain text can't carry. */
  readonly lost: readonly string[]
  /** The `src` of every picture, in order. */
  readonly pictures: readonly string[]
}

/** How far the reading of a text has come. */
interface Reading {
  text: string
  /** White space was met that counts as one space if text follows on the same line. */
  hasSpace: boolean
  depth: number
  silent: number
  verbatim: number
  /** Position in each open list; null where its items have no numbers. */
  readonly lists: (number | null)[]
  readonly shifts: ReadonlyMap<string, string>[]
  readonly lost: Set<string>
  readonly pictures: string[]
}

/**
 * HTML as plain text: paragraphs, breaks, list items and table rows become lines, raised and
 * lowered digits their Unicode forms, non-breaking spaces plain ones. Scripts, frames and the like
 * vanish with all they hold. Text nested deeper than 256 elements is cut, and told as `nesting`.
 */
export function htmlToText(html: string): HtmlText {
  const reading: Reading = {
    text: '',
    hasSpace: false,
    depth: 0,
    silent: 0,
    verbatim: 0,
    lists: [],
    shifts: [],
    lost: new Set(),
    pictures: [],
  }
  const parser = new Parser({
    onopentag: (name, attributes) => open(reading, name, attributes),
    onclosetag: (name) => close(reading, name),
    ontext: (text) => write(reading, text),
  })
  // In pieces, so that the depth is looked at before it can hurt.
  for (let start = 0; start < html.length && reading.depth <= MAX_DEPTH; start += CHUNK) {
    parser.write(html.slice(start, start + CHUNK))
  }
  if (reading.depth > MAX_DEPTH) reading.lost.add('nesting')
  else parser.end()
  const text = reading.text.replace(/\n+$/u, '').replaceAll('\u00a0', ' ')
  return { text, lost: [...reading.lost], pictures: reading.pictures }
}

/** A text as HTML that `htmlToText` reads back: nothing in it is markup, line breaks are kept. */
export function textToHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/\r\n?|\n/gu, '<br>')
    .replaceAll('\t', ' ')
    .replace(/^ | $|(?<=<br>) | (?=<br>)| (?= )/gu, '&#160;')
}

function open(reading: Reading, name: string, attributes: Readonly<Record<string, string>>): void {
  reading.depth += 1
  if (Object.keys(attributes).some((attribute) => attribute.startsWith('on'))) {
    reading.lost.add('on*')
  }
  if (!PLAIN.has(name)) reading.lost.add(name)
  if (SILENT.has(name)) reading.silent += 1
  if (reading.silent > 0) return
  if (name === 'img') reading.pictures.push(attributes['src'] ?? '')
  if (name === 'br') breakLine(reading)
  if (name === 'pre') reading.verbatim += 1
  if (name === 'sup') reading.shifts.push(RAISED)
  if (name === 'sub') reading.shifts.push(LOWERED)
  if (name === 'td' || name === 'th') startCell(reading)
  if (!BLOCKS.has(name)) return
  startLine(reading)
  if (name === 'ul') reading.lists.push(null)
  if (name === 'ol') reading.lists.push(0)
  if (name === 'li') startListItem(reading)
}

function close(reading: Reading, name: string): void {
  reading.depth -= 1
  if (SILENT.has(name)) reading.silent -= 1
  if (reading.silent > 0) return
  if (name === 'pre') reading.verbatim -= 1
  if (name === 'sup' || name === 'sub') reading.shifts.pop()
  if (name === 'ul' || name === 'ol') reading.lists.pop()
  if (BLOCKS.has(name)) startLine(reading)
}

function write(reading: Reading, text: string): void {
  if (reading.silent > 0) return
  if (reading.verbatim > 0) {
    reading.text += shifted(reading, text)
    return
  }
  const pieces = text.split(/[ \t\r\n\f]+/u)
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) reading.hasSpace = true
    if (piece === '') continue
    if (reading.hasSpace && reading.text !== '' && !reading.text.endsWith('\n')) {
      reading.text += ' '
    }
    reading.hasSpace = false
    reading.text += shifted(reading, piece)
  }
}

/** Raised or lowered characters where Unicode has all of them; else as they are, and told. */
function shifted(reading: Reading, text: string): string {
  const shift = reading.shifts.at(-1)
  if (!shift) return text
  const characters = [...text].map((character) => shift.get(character))
  if (characters.every((character) => character !== undefined)) return characters.join('')
  reading.lost.add(shift === RAISED ? 'sup' : 'sub')
  return text
}

function breakLine(reading: Reading): void {
  reading.hasSpace = false
  reading.text += '\n'
}

/** Starts a line unless one has just begun. */
function startLine(reading: Reading): void {
  reading.hasSpace = false
  if (reading.text !== '' && !reading.text.endsWith('\n')) reading.text += '\n'
}

function startCell(reading: Reading): void {
  reading.hasSpace = false
  if (reading.text !== '' && !reading.text.endsWith('\n')) reading.text += ' | '
}

function startListItem(reading: Reading): void {
  const position = reading.lists.pop() ?? null
  reading.lists.push(position === null ? null : position + 1)
  reading.text += position === null ? '- ' : `${position + 1}. `
}
