import { fontFile, fontRuns } from './font-runs.ts'

/** Where a text begins on a page, and how it looks; lengths in points. */
export interface PlacedText {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly color: string
}

/** Writes texts in any script, each glyph from the part of the font that has it. */
export interface PdfText {
  readonly widthOf: (text: string, size: number) => number
  /** On one line. */
  readonly write: (text: string, placed: PlacedText) => void
  /** The lines of a text that has so much room: as many as it takes, none of them empty. */
  readonly linesOf: (text: string, size: number, width: number) => string[]
}

/** For one document. */
export function createPdfText(pdf: PDFKit.PDFDocument): PdfText {
  const registered = new Set<string>()
  const use = (file: string, size: number) => {
    if (!registered.has(file)) pdf.registerFont(file, fontFile(file))
    registered.add(file)
    pdf.font(file).fontSize(size)
  }
  const widthOf = (text: string, size: number) =>
    fontRuns(text).reduce((sum, run) => {
      use(run.file, size)
      return sum + pdf.widthOfString(run.text)
    }, 0)
  return {
    widthOf,
    write: (text, { x, y, size, color }) => {
      let place = x
      for (const run of fontRuns(text)) {
        use(run.file, size)
        pdf.fillColor(color).text(run.text, place, y, { lineBreak: false })
        place += pdf.widthOfString(run.text)
      }
    },
    linesOf: (text, size, width) => breakLines(text, (part) => widthOf(part, size) <= width),
  }
}

/**
 * Breaks a text where it has to: between words, and between any two Chinese characters; within a
 * word only where that alone is too long for a line.
 */
function breakLines(text: string, fits: (part: string) => boolean): string[] {
  const words = text.match(/[\u2e80-\u9fff\uf900-\uffef]|[^\s\u2e80-\u9fff\uf900-\uffef]+\s*|\s+/g)
  const pieces = (words ?? []).flatMap((word) => (fits(word.trimEnd()) ? [word] : [...word]))
  const lines: string[] = []
  let line = ''
  for (const piece of pieces) {
    if (line !== '' && !fits((line + piece).trimEnd())) {
      lines.push(line.trim())
      line = ''
    }
    line += piece
  }
  return [...lines, line.trim()].filter((one) => one !== '')
}
