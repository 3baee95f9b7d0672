import { decodeText } from './decode-text.ts'

export type DetectedFormat =
  | 'xlsx'
  | 'csv'
  | 'gift'
  | 'aiken'
  | 'moodle-xml'
  | 'qti'
  | 'probity-json'

/** As much of a text as its kind is judged by. */
const HEAD = 200_000

/**
 * The format of a file by what is in it, never by its name; null where it is none that is known. A
 * zip container is a workbook when it has one inside, else a QTI package.
 */
export function detectFormat(bytes: Uint8Array): DetectedFormat | null {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) {
    return holdsWorkbook(bytes) ? 'xlsx' : 'qti'
  }
  const text = decodeText(bytes)?.slice(0, HEAD)
  if (text === undefined || text.trim() === '') return null
  if (/^\s*\{\s*"/u.test(text)) return 'probity-json'
  if (/^\s*</u.test(text)) return xmlFormat(text)
  if (/^[ \t]*(?:ANSWER|答案)[ \t]*[:：]/imu.test(text)) return 'aiken'
  if (/^\$CATEGORY:/mu.test(text) || /^::/mu.test(text)) return 'gift'
  if (/(?<!\\)\{[^{}]*(?:(?<!\\)[=~#]|\b(?:T|F|TRUE|FALSE)\b)/u.test(text)) return 'gift'
  const [header = ''] = text.trimStart().split(/\r?\n/u)
  return /[,;\t，]/u.test(header) ? 'csv' : null
}

/** Names in a zip's directory are plain bytes. */
function holdsWorkbook(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes).includes('xl/workbook')
}

function xmlFormat(text: string): DetectedFormat | null {
  if (/<quiz[\s>]/u.test(text)) return 'moodle-xml'
  const isQti =
    /<(?:[\w-]+:)?(?:qti-)?assessment-?(?:Item|Test|Section)\b|imsqti|<questestinterop/iu
  return isQti.test(text) ? 'qti' : null
}
