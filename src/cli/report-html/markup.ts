/** Text that is HTML already; everything else is escaped when it comes into a page. */
export interface Markup {
  readonly markup: string
}

type Part = Markup | string | number | null | readonly Part[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text as HTML text or attribute; control characters, which XML forbids, become blanks. No line breaks before %. */
export function escapeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  const clean = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ')
  const joined = clean.replace(/(\d) %/g, '$1\u00a0%')
  return joined.replace(/[&<>"']/g, (one) => ESCAPES[one] ?? one)
}

function partText(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string') return escapeText(part)
  if (typeof part === 'number') return String(part)
  return 'markup' in part ? part.markup : part.map(partText).join('')
}

/** HTML from a template: every text put in is escaped, only markup is left as it is. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const markup = strings.reduce(
    (text, piece, at) => text + piece + (at < parts.length ? partText(parts[at] ?? null) : ''),
    '',
  )
  return { markup }
}
