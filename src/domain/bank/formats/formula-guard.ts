/**
 * What a spreadsheet may take for a formula: = + - @ (also full width, which some input methods
 * turn into formulas), a tab or a line break first, as OWASP's "CSV Injection" lists them.
 */
const RISKY = /^\s*[=+\-@＝＋－＠\t\r\n]/
const GUARDED = /^'+\s*[=+\-@＝＋－＠\t\r\n]/
const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/

/** A cell for CSV: no spreadsheet takes it for a formula; `unguardCell` gives the text back. */
export function guardCell(text: string): string {
  if (PLAIN_NUMBER.test(text)) return text
  return RISKY.test(text) || GUARDED.test(text) ? `'${text}` : text
}

/**
 * A cell for xlsx, where a string cell is no formula whatever it starts with: only what
 * `unguardCell` would shorten needs the apostrophe.
 */
export function guardStringCell(text: string): string {
  return GUARDED.test(text) ? `'${text}` : text
}

/** Takes one guarding apostrophe away, if there is one. */
export function unguardCell(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text
}
