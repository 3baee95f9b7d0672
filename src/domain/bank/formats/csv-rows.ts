/** A record of a CSV file: the line it starts on, from 1, and its cells. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

const DELIMITERS = [',', '\t', ';'] as const

/** The delimiter that is most frequent in the first line outside quotes; a comma when in doubt. */
function delimiterOf(text: string): string {
  const line = (/^(?:"[^"]*"|[^"\r\n])*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

/**
 * The records of a CSV text (RFC 4180; also tab and semicolon, which Excel writes). An own reader,
 * since those at hand need Node's buffers or trim and guess types. Null line: nothing is wrong;
 * otherwise the line whose quotes don't close or are followed by text.
 */
export function csvRows(text: string): {
  readonly records: readonly CsvRecord[]
  readonly faultLine: number | null
} {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text
  const delimiter = delimiterOf(body)
  const plain = new RegExp(`[^${delimiter}\\r\\n]*`, 'y')
  const quoted = /"([^"]*(?:""[^"]*)*)"/y
  const records: CsvRecord[] = []
  let cells: string[] = []
  let line = 1
  let start = 1
  let at = 0
  while (at <= body.length) {
    const pattern = body[at] === '"' ? quoted : plain
    pattern.lastIndex = at
    const found = pattern.exec(body)
    if (!found) return { records, faultLine: line }
    cells.push(found[1] === undefined ? found[0] : found[1].replaceAll('""', '"'))
    if (found[1] !== undefined) line += found[1].split(/\r\n|\r|\n/).length - 1
    at += found[0].length
    const next = body[at]
    if (next !== undefined && next !== delimiter && next !== '\r' && next !== '\n') {
      return { records, faultLine: line }
    }
    if (next !== delimiter) {
      if (cells.some((cell) => cell !== '')) records.push({ line: start, cells })
      cells = []
      line += 1
      start = line
      if (next === '\r' && body[at + 1] === '\n') at += 1
    }
    at += 1
  }
  return { records, faultLine: null }
}
