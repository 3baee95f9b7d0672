import { readFile } from 'node:fs/promises'
import { Type } from 'typebox'
import Value from 'typebox/value'
import { Checkpoint, CheckpointList, type CheckpointTimeStamp } from '../domain/log-proof.ts'
import { CommandEnd, EXIT } from './run-command.ts'

const SigningKey = Type.Object({ publicKeyPem: Type.String() })

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new CommandEnd(EXIT.unusable, `There is no file ${file}.`)
  })
}

/** The key as the service hands it out at `/api/signing-key`, or a PEM file. */
export async function readKey(file: string): Promise<string> {
  const text = await textOf(file)
  if (text.trimStart().startsWith('-----BEGIN')) return text
  const [document] = documentsOf(text)
  if (Value.Check(SigningKey, document)) return document.publicKeyPem
  throw new CommandEnd(EXIT.unusable, `${file} is no key: save what /api/signing-key answers.`)
}

/**
 * Checkpoints as they are published: one, the answer of `/api/log/checkpoints`, or the file with
 * one a line. In the order of their numbers.
 */
export async function readCheckpointFile(file: string): Promise<Checkpoint[]> {
  const checkpoints = checkpointsIn(documentsOf(await textOf(file)))
  if (checkpoints !== null) return checkpoints
  throw new CommandEnd(EXIT.unusable, `${file} holds no checkpoints of the log.`)
}

/** Documents that are checkpoints; null where they are anything else. */
export function checkpointsIn(documents: readonly unknown[]): Checkpoint[] | null {
  const [first] = documents
  if (Value.Check(CheckpointList, first)) return first.checkpoints.toReversed()
  const isRun = documents.length > 0 && documents.every((one) => Value.Check(Checkpoint, one))
  return isRun ? (documents as Checkpoint[]) : null
}

/** The stamps that come with an answer of `/api/log/checkpoints`. */
export function timeStampsIn([first]: readonly unknown[]): readonly CheckpointTimeStamp[] {
  return Value.Check(CheckpointList, first) ? (first.timeStamps ?? []) : []
}

/** A JSON document, or one a line; none where it is neither. */
export function documentsOf(text: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    try {
      const lines = text.split('\n').filter((line) => line.trim() !== '')
      return lines.map((line): unknown => JSON.parse(line))
    } catch {
      return []
    }
  }
}
