import { rename, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Bank } from '../domain/bank/bank.ts'
import { checkBank } from '../domain/bank/check-bank.ts'
import { say } from '../domain/bank/finding.ts'
import { READ_FORMATS, type ReadFormat } from '../domain/bank/formats/bank-import.ts'
import type { Exported, ForeignFinding } from '../domain/bank/formats/foreign-bank.ts'
import { readBankFile } from '../domain/bank/formats/read-bank-file.ts'
import { toBank } from '../domain/bank/formats/to-bank.ts'
import { readJson } from './bank-check.ts'
import { InputFault } from './files/input-fault.ts'
import { readBytes } from './files/read-text.ts'
import { importProgressLine } from './import-progress-line.ts'
import { CommandEnd, EXIT } from './run-command.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>
const WRITERS: Readonly<Record<string, (bank: Bank, isEnglish: boolean) => Promise<Exported>>> = {
  xlsx: (bank, isEnglish) => writeSheet(bank, 'xlsx', isEnglish),
  csv: (bank, isEnglish) => writeSheet(bank, 'csv', isEnglish),
  gift: async (bank, isEnglish) =>
    (await import('../domain/bank/formats/write-gift.ts')).writeGift(
      bank,
      isEnglish ? 'en' : 'zh-CN',
    ),
  aiken: async (bank, isEnglish) =>
    (await import('../domain/bank/formats/aiken.ts')).writeAiken(bank, isEnglish ? 'en' : 'zh-CN'),
  'moodle-xml': async (bank) =>
    (await import('../domain/bank/formats/write-moodle-xml.ts')).writeMoodleXml(bank),
  qti: (bank) => writeAsQti(bank, '3.0'),
  'qti-2.2': (bank) => writeAsQti(bank, '2.2'),
  'qti-3.0': (bank) => writeAsQti(bank, '3.0'),
  'probity-json': async (bank) =>
    (await import('../domain/bank/formats/probity-json.ts')).writeProbityJson(bank),
}

async function writeSheet(
  bank: Bank,
  format: 'xlsx' | 'csv',
  isEnglish: boolean,
): Promise<Exported> {
  const { writeSpreadsheet } = await import('../domain/bank/formats/spreadsheet-write.ts')
  const language = isEnglish ? 'en' : 'zh-CN'
  return writeSpreadsheet(bank, { format, language, file: bank.program })
}

async function writeAsQti(bank: Bank, version: '2.2' | '3.0'): Promise<Exported> {
  return (await import('../domain/bank/formats/qti-export.ts')).writeQti(bank, version)
}

/**
 * `bank import`: reads a foreign bank, tells counts and findings, and writes the bank of its sound
 * items. @throws CommandEnd (exit code 2) when no item is sound; then nothing is written.
 */
export async function bankImport(files: readonly string[], values: Values): Promise<void> {
  const { file, out } = asked(files, values)
  const bytes = await readBytes(file)
  const format = formatOf(values['format'])
  const name = basename(file)
  const progress = importProgressLine(process.stderr)
  const foreign = readBankFile({ file: name, bytes, onProgress: progress.show }, format)
  if (foreign.findings.some(({ code }) => code === 'format-unknown')) {
    progress.end()
    throw new InputFault("the format can't be told from the content: give --format", { file })
  }
  const program = String(values['program'] ?? nameAsId(name))
  const title = String(values['title'] ?? name)
  const today = new Date().toISOString().slice(0, 10)
  const defaults = { program, title: say(title, title), today }
  const result = toBank(foreign, defaults, progress.show)
  progress.end()
  const { bank, imported, skipped, lossy, findings } = result
  if (bank) await replaceFile(out, `${JSON.stringify(bank, null, 2)}\n`)
  report({ imported, skipped, lossy, findings }, values['json'] === true)
  if (!bank) throw new CommandEnd(EXIT.unusable, `${file}: no sound item, nothing is written`)
}

/**
 * `bank export`: writes a bank in a foreign format and tells what that format can't hold.
 * @throws CommandEnd (exit code 2) when the bank has errors or the format holds none of its items.
 */
export async function bankExport(files: readonly string[], values: Values): Promise<void> {
  const { file, out } = asked(files, values)
  const format = String(values['format'] ?? '')
  const write = Object.hasOwn(WRITERS, format) ? WRITERS[format] : undefined
  if (!write) {
    const known = Object.keys(WRITERS).join(', ')
    throw new CommandEnd(EXIT.unusable, `There is no format "${format}" to write: ${known}.`)
  }
  const { bank } = checkBank(await readJson(file))
  if (!bank) throw new InputFault('the bank has errors; `bank check` names them', { file })
  const { bytes, findings } = await write(bank, values['language'] === 'en')
  const skipped = itemsWith(
    bank,
    findings.filter(({ code }) => code === 'item-not-held'),
  )
  const imported = bank.items.length - skipped
  const lossy =
    itemsWith(
      bank,
      findings.filter(({ severity }) => severity === 'lossy'),
    ) - skipped
  if (imported > 0) await replaceFile(out, bytes)
  report({ imported, skipped, lossy, findings: [...findings] }, values['json'] === true)
  if (imported === 0) {
    throw new CommandEnd(EXIT.unusable, `${format} holds no item of ${file}, nothing is written`)
  }
}

/**
 * `bank template`: writes a spreadsheet to fill in, with an example of each item type.
 * @throws CommandEnd (exit code 2) for a format or language there is no template in
 */
export async function bankTemplate(values: Values): Promise<void> {
  const { format = 'xlsx', language = 'zh-CN', out } = values
  if (format !== 'xlsx' && format !== 'csv') {
    throw new CommandEnd(EXIT.unusable, `There is no template in "${format}": xlsx, csv.`)
  }
  if (language !== 'zh-CN' && language !== 'en') {
    throw new CommandEnd(EXIT.unusable, `There is no template in "${language}": zh-CN, en.`)
  }
  if (typeof out !== 'string') {
    throw new CommandEnd(EXIT.unusable, 'Name where the template goes: --out FILE.')
  }
  const { spreadsheetTemplate } = await import('../domain/bank/formats/spreadsheet-template.ts')
  await replaceFile(out, spreadsheetTemplate(format, language))
}

/** How many items findings are about; what is about the bank as a whole names none. */
function itemsWith(bank: Bank, findings: readonly ForeignFinding[]): number {
  const ids = new Set(bank.items.map(({ id }) => id))
  const places = findings.map(({ pointer }) => /^\/items\/\d+/u.exec(pointer ?? '')?.[0] ?? pointer)
  return new Set(places.filter((place) => place?.startsWith('/items/') || ids.has(place ?? '')))
    .size
}

function asked(files: readonly string[], values: Values) {
  const [file, more] = files
  const { out } = values
  if (file === undefined || more !== undefined || typeof out !== 'string') {
    throw new CommandEnd(EXIT.unusable, 'Name one file and where the result goes: FILE --out FILE.')
  }
  return { file, out }
}

function formatOf(wished: Values[string]): ReadFormat {
  const format = READ_FORMATS.find((one) => one === (wished ?? 'auto'))
  if (format) return format
  const names = READ_FORMATS.join(', ')
  throw new CommandEnd(EXIT.unusable, `There is no format "${wished}" to read: ${names}.`)
}

function nameAsId(name: string): string {
  const bare = name.replace(/\.[^.]*$/u, '').replace(/[^A-Za-z0-9._-]+/gu, '-')
  return bare.replace(/^[^A-Za-z0-9]+/u, '').slice(0, 64) || 'imported'
}

/** The result as JSON to standard output; a line per finding for people to standard error. */
function report(
  result: {
    readonly imported: number
    readonly skipped: number
    readonly lossy: number
    readonly findings: readonly ForeignFinding[]
  },
  isJsonOnly: boolean,
): void {
  process.stdout.write(`${JSON.stringify(result)}\n`)
  if (isJsonOnly) return
  const lines = result.findings.map(({ severity, file, row, column, pointer, message }) => {
    const place = [
      file,
      ...(row === null ? [] : [`row ${row}`]),
      ...(column === null ? [] : [`column ${column}`]),
      ...(pointer === null ? [] : [pointer]),
    ]
    return `${severity.padEnd(7)} ${place.join(', ')}: ${message.en}`
  })
  const { imported, skipped, lossy } = result
  const head = `${imported} items, ${skipped} left out, ${lossy} with losses`
  process.stderr.write(`${[head, ...lines].join('\n')}\n`)
}

/** Writes a file whole or not at all: under another name first. @throws InputFault */
async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`
  try {
    await writeFile(temporary, content)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw new InputFault(`can't be written: ${(error as Error).message}`, { file })
  }
}
