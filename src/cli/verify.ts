import Value from 'typebox/value'
import { checkBundle, ExamBundle } from '../domain/settlement/exam-bundle.ts'
import { readJson } from './bank-check.ts'
import { isSigned } from './is-signed.ts'
import { CommandEnd, EXIT } from './run-command.ts'

/** `verify`: checks an exported exam bundle offline; exit 1 on any finding. */
export async function verifyBundle(files: readonly string[]): Promise<void> {
  const [file] = files
  if (file === undefined) throw new CommandEnd(EXIT.unusable, 'Name the bundle to check.')
  const document = await readJson(file)
  if (!Value.Check(ExamBundle, document)) {
    const [first] = [...Value.Errors(ExamBundle, document)]
    const where = first ? `${first.instancePath || '/'} ${first.message}` : 'unknown shape'
    throw new CommandEnd(EXIT.unusable, `${file} is no exam bundle: ${where}`)
  }
  const result = checkBundle(document, isSigned)
  process.stdout.write(`${JSON.stringify(result)}\n`)
  if (!result.valid) throw new CommandEnd(EXIT.negative)
}
