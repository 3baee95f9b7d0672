import PdfDocument from 'pdfkit'
import { encode } from 'uqr'
import type { CertificateState } from '../domain/policy/award-views.ts'
import type { CertificateContent } from '../domain/policy/certificate.ts'
import type { LocalizedText } from '../domain/text.ts'
import { createPdfText } from './pdf-text.ts'

const WIDTH = 595.28
const HEIGHT = 841.89
const MARGIN = 64
const INK = '#1a1a1a'
const QUIET = '#555555'
const ACCENT = '#9b1c1c'
const QR_SIZE = 96

/** What stands on the page of a certificate. */
export interface DrawnCertificate {
  readonly content: CertificateContent
  readonly earnedAt: Date
  readonly issuedAt: Date
  readonly validUntil: Date | null
  /** Other than valid, it is printed across the page. */
  readonly state: CertificateState
  /** Where anybody sees whether it still holds. */
  readonly verifyUrl: string
}

/** One page as PDF, in both languages; equal input gives equal bytes. */
export async function drawCertificate(certificate: DrawnCertificate): Promise<Buffer> {
  const { content, issuedAt } = certificate
  const pdf = new PdfDocument({
    size: [WIDTH, HEIGHT],
    margin: MARGIN,
    font: '',
    info: {
      Title: both(content.title),
      Author: both(content.issuer),
      Producer: 'Probity',
      Creator: 'Probity',
      CreationDate: issuedAt,
      ModDate: issuedAt,
    },
  })
  const parts: Buffer[] = []
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  pdf.on('data', (part: Buffer) => parts.push(part))
  pdf.once('end', () => resolve(Buffer.concat(parts)))
  pdf.once('error', reject)
  const pen = createPen(pdf)
  drawFrame(pdf)
  drawText(pen, certificate)
  drawCode(pdf, certificate.verifyUrl)
  drawFoot(pen, certificate)
  drawState(pdf, pen, certificate.state)
  pdf.end()
  return promise
}

interface Line {
  readonly size: number
  readonly color?: string
  readonly y: number
}

type Pen = (text: string, line: Line) => number

/** Writes lines in the middle of the page; gives where the next one begins. */
function createPen(pdf: PDFKit.PDFDocument): Pen {
  const { widthOf, write, linesOf } = createPdfText(pdf)
  return (text, { size, color = INK, y }) => {
    let below = y
    for (const line of linesOf(text, size, WIDTH - 2 * MARGIN)) {
      write(line, { x: (WIDTH - widthOf(line, size)) / 2, y: below, size, color })
      below += size * 1.5
    }
    return below
  }
}

function drawFrame(pdf: PDFKit.PDFDocument): void {
  pdf
    .lineWidth(2)
    .strokeColor(ACCENT)
    .rect(28, 28, WIDTH - 56, HEIGHT - 56)
    .stroke()
  pdf
    .lineWidth(0.5)
    .rect(34, 34, WIDTH - 68, HEIGHT - 68)
    .stroke()
}

function drawText(pen: Pen, { content, earnedAt, validUntil }: DrawnCertificate): void {
  const { holder, title, level, passProbability, criteria, simulated } = content
  let y = pen('证　书', { size: 40, color: ACCENT, y: 96 })
  y = pen('CERTIFICATE', { size: 13, color: ACCENT, y: y - 4 })
  if (simulated)
    y = pen('模拟考核，不作任何凭证 / Simulation: no proof of anything', { size: 11, y })
  y = pen(holder, { size: 28, y: y + 36 })
  y = pen('已达到以下要求 / has met the requirements of', { size: 11, color: QUIET, y: y + 4 })
  y = writeBoth(pen, title, { size: 19, y: y + 18 })
  if (level) y = pen(`等级 / Level: ${both(level.name)}`, { size: 13, y: y + 12 })
  if (passProbability !== null) {
    const percent = `${(passProbability * 100).toFixed(1)} %`
    const words = `真实能力达到合格线的概率 / Probability that true ability is at the pass mark: ${percent}`
    y = pen(words, { size: 10, color: QUIET, y: y + 4 })
  }
  y = writeBoth(pen, criteria, { size: 11, y: y + 20 })
  y = pen(`完成日期 / Earned: ${day(earnedAt)}`, { size: 11, color: QUIET, y: y + 16 })
  if (validUntil) pen(`有效期至 / Valid until: ${day(validUntil)}`, { size: 11, color: QUIET, y })
}

function drawFoot(pen: Pen, { content, issuedAt, verifyUrl }: DrawnCertificate): void {
  let y = writeBoth(pen, content.issuer, { size: 13, y: HEIGHT - 300 })
  y = pen(`签发 / Issued: ${day(issuedAt)}`, { size: 10, color: QUIET, y: y + 2 })
  const bottom = HEIGHT - 108
  y = pen('扫码或打开链接核验 / Scan or open to verify', { size: 9, color: QUIET, y: bottom })
  pen(verifyUrl, { size: 8, color: QUIET, y })
}

function drawCode(pdf: PDFKit.PDFDocument, url: string): void {
  const { data, size } = encode(url, { ecc: 'M', border: 2 })
  const cell = QR_SIZE / size
  const left = (WIDTH - QR_SIZE) / 2
  const top = HEIGHT - 216
  for (const [row, cells] of data.entries()) {
    for (const [column, isDark] of cells.entries()) {
      if (isDark) pdf.rect(left + column * cell, top + row * cell, cell, cell)
    }
  }
  pdf.fill('#000000')
}

const STAMPS: Readonly<Record<Exclude<CertificateState, 'valid'>, string>> = {
  suspended: '暂停 SUSPENDED',
  revoked: '已撤销 REVOKED',
  expired: '已过期 EXPIRED',
}

function drawState(pdf: PDFKit.PDFDocument, pen: Pen, state: CertificateState): void {
  if (state === 'valid') return
  pdf
    .save()
    .rotate(-30, { origin: [WIDTH / 2, HEIGHT / 2] })
    .opacity(0.35)
  pen(STAMPS[state], { size: 52, color: ACCENT, y: HEIGHT / 2 - 40 })
  pdf.restore()
}

function writeBoth(pen: Pen, text: LocalizedText, line: Line): number {
  const y = pen(text['zh-CN'], line)
  if (text['zh-CN'] === text.en) return y
  return pen(text.en, { ...line, size: line.size * 0.75, y })
}

function both(text: LocalizedText): string {
  return text['zh-CN'] === text.en ? text.en : `${text['zh-CN']} / ${text.en}`
}

/** The day in China, as both languages read it. */
function day(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}
