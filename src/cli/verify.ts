import Value from 'typebox/value'
import { Receipt } from '../domain/delivery/views.ts'
import { ConsistencyProof, LogProof } from '../domain/log-proof.ts'
import { checkBundle } from '../domain/settlement/check-bundle.ts'
import { EarlierExamBundle, ExamBundle } from '../domain/settlement/exam-bundle.ts'
import type { OutsideProof } from '../domain/settlement/outside-faults.ts'
import { LANGUAGES, type Language } from '../domain/text.ts'
import { readJson } from './bank-check.ts'
import { readText } from './files/read-text.ts'
import { isSigned } from './is-signed.ts'
import {
  checkpointsIn,
  documentsOf,
  readCheckpointFile,
  readKey,
  timeStampsIn,
} from './read-outside.ts'
import { CommandEnd, EXIT } from './run-command.ts'
import { verifyCheckpoints, verifyConsistency, verifyProof } from './verify-log.ts'
import { verifyReceipt } from './verify-receipt.ts'
import { writeBundleReport } from './write-bundle-report.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/**
 * `verify`: checks offline what the service handed out: an exam's bundle, a receipt, a proof of the
 * log, or its checkpoints; exit 1 on any finding. A key or checkpoints from outside tell whether it
 * was this service that signed.
 */
export async function verify(files: readonly string[], values: Values = {}): Promise<void> {
  const [file, secondFile] = files
  if (file === undefined) throw new CommandEnd(EXIT.unusable, 'Name the file to check.')
  const keyFile = typeof values['key'] === 'string' ? values['key'] : secondFile
  const kept = values['checkpoint']
  const outside: OutsideProof = {
    ...(keyFile === undefined ? {} : { publicKeyPem: await readKey(keyFile) }),
    ...(typeof kept === 'string' ? { checkpoints: await readCheckpointFile(kept) } : {}),
  }
  const documents = documentsOf(await readText(file))
  const run = checkpointsIn(documents)
  if (run !== null) return verifyCheckpoints(run, timeStampsIn(documents), outside)
  const document = await readJson(file)
  if (Value.Check(Receipt, document)) return verifyReceipt(document, outside.publicKeyPem)
  if (Value.Check(LogProof, document)) return verifyProof(document, outside)
  if (Value.Check(ConsistencyProof, document)) return verifyConsistency(document, outside)
  await verifyBundle(file, document, { outside, report: reportOf(values) })
}

interface Checking {
  readonly outside: OutsideProof
  readonly report: { readonly folder: string; readonly language: Language } | null
}

/** Where what was checked goes to be read, and in which language. */
function reportOf(values: Values): Checking['report'] {
  const language = LANGUAGES.find((one) => one === (values['language'] ?? 'zh-CN'))
  if (!language) {
    throw new CommandEnd(EXIT.unusable, `--language must be one of ${LANGUAGES.join(', ')}`)
  }
  const folder = values['out']
  return typeof folder === 'string' && folder !== '' ? { folder, language } : null
}

async function verifyBundle(
  file: string,
  document: unknown,
  { outside, report }: Checking,
): Promise<void> {
  if (!Value.Check(ExamBundle, document) && !Value.Check(EarlierExamBundle, document)) {
    const [first] = [...Value.Errors(shapeFor(document), document)]
    const where = first ? `${first.instancePath || '/'} ${first.message}` : 'unknown shape'
    throw new CommandEnd(EXIT.unusable, `${file} is no exam bundle: ${where}`)
  }
  const result = checkBundle(document, isSigned, outside)
  if (report !== null) {
    if (document.format === 'probity-exam-bundle/1') {
      throw new CommandEnd(EXIT.unusable, `${file} has an earlier format, without records to show.`)
    }
    await writeBundleReport(document, result, report)
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
  if (!result.valid) throw new CommandEnd(EXIT.negative)
}

/** The shape that a document says it has. */
function shapeFor(document: unknown) {
  const isObject = document !== null && typeof document === 'object' && 'format' in document
  return isObject && document.format === 'probity-exam-bundle/1' ? EarlierExamBundle : ExamBundle
}
