import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleTables } from '../domain/settlement/bundle-tables.ts'
import type { BundleCheck } from '../domain/settlement/check-bundle.ts'
import type { ExamBundle } from '../domain/settlement/exam-bundle.ts'
import type { Language } from '../domain/text.ts'
import { makeOutFolder } from './files/make-out-folder.ts'
import { writeCsv } from './files/write-csv.ts'
import { bundleDocument } from './report-html/bundle-document.ts'
import { bundleReport } from './report-html/bundle-report.ts'
import { drawDocument } from './report-pdf/draw-document.ts'

/** Writes a bundle as a page to read, as PDF to print, and as one CSV file a kind of record. */
export async function writeBundleReport(
  bundle: ExamBundle,
  check: BundleCheck,
  to: { readonly folder: string; readonly language: Language },
): Promise<void> {
  const { folder, language } = to
  await makeOutFolder(folder)
  const document = bundleDocument(bundle, check, language)
  await writeFile(join(folder, 'report.html'), bundleReport(document))
  await writeFile(join(folder, 'report.pdf'), await drawDocument(document, lastAct(bundle)))
  for (const [name, [header = [], ...rows]] of bundleTables(bundle)) {
    await writeCsv(join(folder, `${name.replaceAll('_', '-')}.csv`), header, rows)
  }
}

/** When the last thing it tells of was done: the file's date, the same whenever it is written. */
function lastAct({ log }: ExamBundle): Date {
  return new Date(log.reduce((last, { loggedAt }) => Math.max(last, Date.parse(loggedAt) || 0), 0))
}
