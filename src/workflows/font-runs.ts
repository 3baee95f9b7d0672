import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { sfntOfWoff } from './sfnt-of-woff.ts'

/** A stretch of text whose glyphs are all in one file of the font. */
export interface FontRun {
  readonly file: string
  readonly text: string
}

interface Part {
  readonly file: string
  readonly ranges: readonly (readonly [number, number])[]
}

const REPLACEMENT = '〓'
let parts: readonly Part[] | null = null

/**
 * Cuts a text by the parts that Noto Sans SC comes in, each with the characters it has. What none
 * has (a rare character outside Unicode's planes for Chinese) shows as the printer's mark for it.
 */
export function fontRuns(text: string): FontRun[] {
  const runs: { file: string; text: string }[] = []
  for (const character of text) {
    const found = partOf(character)
    const [file, glyph] = found
      ? [found.file, character]
      : [partOf(REPLACEMENT)?.file ?? 'noto-sans-sc-latin-400-normal.woff', REPLACEMENT]
    const last = runs.at(-1)
    if (last?.file === file) last.text += glyph
    else runs.push({ file, text: glyph })
  }
  return runs
}

const files = new Map<string, Buffer>()

/** A part of the font, as OpenType. */
export function fontFile(file: string): Buffer {
  const known = files.get(file)
  if (known) return known
  const path = createRequire(import.meta.url).resolve(`@fontsource/noto-sans-sc/files/${file}`)
  const font = sfntOfWoff(readFileSync(path))
  files.set(file, font)
  return font
}

const partByCode = new Map<number, Part | undefined>()

function partOf(character: string): Part | undefined {
  parts ??= readParts()
  const code = character.codePointAt(0) ?? 0
  if (partByCode.has(code)) return partByCode.get(code)
  const found = parts.find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to))
  partByCode.set(code, found)
  return found
}

/** Latin first: the numbered parts repeat some of it. */
function readParts(): Part[] {
  const require = createRequire(import.meta.url)
  const path = require.resolve('@fontsource/noto-sans-sc/unicode.json')
  const ranges = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, string>>
  return Object.entries(ranges)
    .map(([name, text]) => ({
      file: `noto-sans-sc-${name.replace(/[[\]]/g, '')}-400-normal.woff`,
      ranges: text.split(',').map(rangeOf),
    }))
    .sort((left, right) => Number(isLatin(right)) - Number(isLatin(left)))
}

function isLatin({ file }: Part): boolean {
  return file.includes('-latin-400')
}

function rangeOf(text: string): readonly [number, number] {
  const [from = '', to = from] = text.replace(/^U\+/i, '').split('-')
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
}
