/** A stretch of a text: words as they stand, or TeX that stood between delimiters. */
export type TextPart =
  | { readonly kind: 'words'; readonly text: string }
  | {
      readonly kind: 'formula'
      readonly tex: string
      /** On a line of its own, as between `\[` and `\]`. */
      readonly display: boolean
      /** With its delimiters, as it was written. */
      readonly source: string
    }

const FORMULA = /\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\]/g

/**
 * Takes a text apart at its formulas, TeX between `\(` and `\)` or `\[` and `\]`. A delimiter
 * without its partner, and one with nothing in between, are words. The parts put together
 * again are the text.
 */
export function splitFormulas(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const found of text.matchAll(FORMULA)) {
    const [source, inline, block] = found
    if (found.index > from) parts.push({ kind: 'words', text: text.slice(from, found.index) })
    const tex = inline ?? block ?? ''
    parts.push({ kind: 'formula', tex, display: inline === undefined, source })
    from = found.index + source.length
  }
  if (from < text.length) parts.push({ kind: 'words', text: text.slice(from) })
  return parts
}

/** Whether a text holds a formula at all; nothing is loaded for one that does not. */
export function hasFormula(text: string): boolean {
  return splitFormulas(text).some(({ kind }) => kind === 'formula')
}

/** A text for where only characters can stand: formulas as their TeX, without delimiters. */
export function plainFormulas(text: string): string {
  return splitFormulas(text)
    .map((part) => (part.kind === 'words' ? part.text : part.tex.trim()))
    .join('')
}
