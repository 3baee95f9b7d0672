import PdfDocument from 'pdfkit'
import { createPdfText, type PdfText } from '../../workflows/pdf-text.ts'
import type { BundleDocument, PlainTable } from '../report-html/bundle-document.ts'
import { numberText } from '../report-html/data-table.ts'

/** A4 on its side, in points. */
const WIDTH = 841.89
const HEIGHT = 595.28
const MARGIN = 36
const INNER = WIDTH - 2 * MARGIN
/** Where the foot of each page begins. */
const BOTTOM = HEIGHT - MARGIN - 14
const INK = '#1b1f24'
const QUIET = '#555d66'
const RULE = '#d6dae0'
const CELL = 7.5
const LEADING = 1.45
const GAP = 8
const WIDEST_COLUMN = 220
/** Rows by which the widths of columns are told. */
const ROWS_MEASURED = 100
/** Of larger tables the beginning is printed; the files beside it have all rows. */
const MOST_ROWS = 2000

interface Sheet {
  readonly pdf: PDFKit.PDFDocument
  readonly text: PdfText
  readonly document: BundleDocument
  /** Where the next line goes, from the top of the page. */
  y: number
}

/** A bundle's document as PDF to be printed; equal input gives equal bytes. */
export async function drawDocument(document: BundleDocument, at: Date): Promise<Buffer> {
  const { title, language } = document
  const pdf = new PdfDocument({
    size: [WIDTH, HEIGHT],
    margin: 0,
    font: '',
    bufferPages: true,
    lang: language,
    displayTitle: true,
    info: { Title: title, Producer: 'Probity', Creator: 'Probity', CreationDate: at, ModDate: at },
  })
  const parts: Buffer[] = []
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  pdf.on('data', (part: Buffer) => parts.push(part))
  pdf.once('end', () => resolve(Buffer.concat(parts)))
  pdf.once('error', reject)
  const sheet: Sheet = { pdf, text: createPdfText(pdf), document, y: MARGIN }
  drawHead(sheet)
  for (const section of document.sections) {
    drawTitle(sheet, section.title)
    drawTable(sheet, section.table)
  }
  drawFeet(sheet)
  pdf.end()
  return promise
}

function drawHead(sheet: Sheet): void {
  const { title, exam, check } = sheet.document
  paragraph(sheet, title, { size: 18, color: INK })
  paragraph(sheet, exam, { size: 9, color: QUIET })
  drawTitle(sheet, check.title)
  for (const one of check.told) paragraph(sheet, one, { size: 10, color: INK })
  paragraph(sheet, check.verdict, { size: 12, color: INK })
  for (const one of check.findings) paragraph(sheet, `– ${one}`, { size: 9, color: INK })
}

function drawTitle(sheet: Sheet, title: string): void {
  sheet.y += 14
  // A heading does not stand alone at the end of a page.
  makeRoom(sheet, 80)
  paragraph(sheet, title, { size: 13, color: INK })
}

function paragraph(
  sheet: Sheet,
  words: string,
  { size, color }: { readonly size: number; readonly color: string },
): void {
  for (const line of sheet.text.linesOf(words, size, INNER)) {
    makeRoom(sheet, size * LEADING)
    sheet.text.write(line, { x: MARGIN, y: sheet.y, size, color })
    sheet.y += size * LEADING
  }
  sheet.y += 2
}

function makeRoom(sheet: Sheet, height: number): void {
  if (sheet.y + height <= BOTTOM) return
  sheet.pdf.addPage()
  sheet.y = MARGIN
}

function drawTable(sheet: Sheet, table: PlainTable): void {
  const { caption, head, digits = [] } = table
  const rows = table.rows
    .slice(0, MOST_ROWS)
    .map((row) => row.map((value, column) => cellText(value, digits[column] ?? 2)))
  paragraph(sheet, caption, { size: 9, color: QUIET })
  const widths = columnWidths(sheet, [head, ...rows.slice(0, ROWS_MEASURED)])
  const heading = layOut(sheet, head, widths)
  drawRow(sheet, heading, widths, QUIET)
  for (const row of rows) {
    const cells = layOut(sheet, row, widths)
    if (sheet.y + cells.height > BOTTOM) {
      makeRoom(sheet, cells.height)
      drawRow(sheet, heading, widths, QUIET)
    }
    drawRow(sheet, cells, widths, INK)
  }
  sheet.y += 4
  if (table.rows.length > MOST_ROWS) paragraph(sheet, cutShort(sheet, table), NOTE)
}

const NOTE = { size: 9, color: QUIET }

function cutShort({ document }: Sheet, { rows }: PlainTable): string {
  return document.language === 'en'
    ? `The first ${MOST_ROWS} of ${rows.length} rows stand here; the CSV files beside this have all.`
    : `此处列出前 ${MOST_ROWS} 行，共 ${rows.length} 行；全部见同一文件夹中的 CSV 文件。`
}

function cellText(value: string | number | null, digits: number): string {
  return typeof value === 'number' ? numberText(value, digits) : (value ?? '–')
}

/** As wide as what stands in them, up to a limit; all together as wide as the page at most. */
function columnWidths({ text }: Sheet, rows: readonly (readonly string[])[]): readonly number[] {
  const columns = rows[0] ?? []
  const wanted = columns.map((_, column) => {
    const widest = Math.max(...rows.map((row) => text.widthOf(row[column] ?? '', CELL)))
    return Math.min(widest, WIDEST_COLUMN) + GAP
  })
  const sum = wanted.reduce((total, width) => total + width, 0)
  return wanted.map((width) => width * Math.min(1, INNER / sum))
}

/** The lines of each cell of a row, and the height they take together. */
interface LaidOut {
  readonly cells: readonly (readonly string[])[]
  readonly height: number
}

function layOut({ text }: Sheet, row: readonly string[], widths: readonly number[]): LaidOut {
  const cells = row.map((cell, column) => text.linesOf(cell, CELL, (widths[column] ?? 0) - GAP))
  const lines = Math.max(1, ...cells.map(({ length }) => length))
  return { cells, height: lines * CELL * LEADING + 4 }
}

function drawRow(
  sheet: Sheet,
  { cells, height }: LaidOut,
  widths: readonly number[],
  color: string,
): void {
  const { pdf, text, y } = sheet
  let x = MARGIN
  for (const [column, lines] of cells.entries()) {
    for (const [index, line] of lines.entries()) {
      text.write(line, { x, y: y + index * CELL * LEADING, size: CELL, color })
    }
    x += widths[column] ?? 0
  }
  sheet.y += height
  const below = sheet.y - 2.5
  pdf.lineWidth(0.5).strokeColor(RULE).moveTo(MARGIN, below).lineTo(x, below).stroke()
}

/** The document's name and the page on every page, once it is known how many there are. */
function drawFeet({ pdf, text, document }: Sheet): void {
  const { start, count } = pdf.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page)
    const size = 8
    const pages = `${page + 1} / ${count}`
    const y = HEIGHT - MARGIN - size
    text.write(document.exam, { x: MARGIN, y, size, color: QUIET })
    text.write(pages, { x: WIDTH - MARGIN - text.widthOf(pages, size), y, size, color: QUIET })
  }
}
