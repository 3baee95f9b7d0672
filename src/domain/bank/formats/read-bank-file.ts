import { readAiken } from './aiken.ts'
import { type DetectedFormat, detectFormat } from './detect-format.ts'
import type { ForeignBank } from './foreign-bank.ts'
import { foreignFinding, wholeFile } from './foreign-finding.ts'
import { readGift } from './gift.ts'
import type { TellProgress } from './import-progress.ts'
import { readMoodleXml } from './moodle-xml.ts'
import { readProbityJson } from './probity-json.ts'
import { readQti } from './qti-import.ts'
import { readSpreadsheet } from './spreadsheet.ts'

interface GivenFile {
  readonly file: string
  readonly bytes: Uint8Array
  /** Told as items are read, by formats with many parts. */
  readonly onProgress?: TellProgress
}

const READERS: Readonly<Record<DetectedFormat, (given: GivenFile) => ForeignBank>> = {
  xlsx: ({ bytes, ...given }) => readSpreadsheet(bytes, given.file, given.onProgress),
  csv: ({ bytes, ...given }) => readSpreadsheet(bytes, given.file, given.onProgress),
  gift: readGift,
  aiken: readAiken,
  'moodle-xml': readMoodleXml,
  qti: readQti,
  'probity-json': readProbityJson,
}

/** Reads a foreign bank; `auto` goes by the content. What can't be told is a finding. */
export function readBankFile(given: GivenFile, format: DetectedFormat | 'auto'): ForeignBank {
  const found = format === 'auto' ? detectFormat(given.bytes) : format
  if (found) return READERS[found](given)
  const finding = foreignFinding(
    wholeFile(given.file),
    ['error', 'format-unknown'],
    ['看不出文件的格式，请选择格式', "the format can't be told from the content: choose one"],
  )
  return { items: [], findings: [finding] }
}
