import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type t from 'tap'

const PROBITY = new URL('../../src/cli/probity.ts', import.meta.url).pathname

/** How a command ended, and what it wrote to standard output and standard error. */
export interface Ended {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** Runs the command line as its users do, in a process of its own. */
export function probity(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const limits = { maxBuffer: 64 * 1024 * 1024, timeout: 90_000 }
    execFile(process.execPath, [PROBITY, ...args], limits, (error, output, errors) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, output, errors })
    })
  })
}

/** A folder with these documents as JSON files (texts as they are); gives their paths. */
export function filesOf(
  test: Pick<typeof t, 'testdir'>,
  documents: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const folder = test.testdir({})
  const write = ([name, document]: readonly [string, unknown]) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document)
    writeFileSync(join(folder, name), text)
    return [name, join(folder, name)] as const
  }
  return Object.fromEntries(Object.entries(documents).map(write))
}
