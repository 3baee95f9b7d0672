import { Refusal } from '../domain/refusal.ts'
import { EmbeddedPostgresError } from '../store/embedded/embedded-postgres-error.ts'
import { faultText, InputFault } from './files/input-fault.ts'

/** Exit codes others rely on. */
export const EXIT = { done: 0, negative: 1, unusable: 2, infeasible: 3 } as const

/** A command's end with another exit code than 0. */
export class CommandEnd extends Error {
  readonly exitCode: number

  constructor(exitCode: number, message = '') {
    super(message)
    this.name = 'CommandEnd'
    this.exitCode = exitCode
  }
}

/** Runs a command; what went wrong goes to standard error in a sentence, never as a stack. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command()
    process.exit(EXIT.done)
  } catch (error) {
    const { exitCode, text } = endOf(error)
    if (text !== '') process.stderr.write(`${text}\n`)
    process.exit(exitCode)
  }
}

function endOf(error: unknown): { readonly exitCode: number; readonly text: string } {
  if (error instanceof CommandEnd) return { exitCode: error.exitCode, text: error.message }
  if (error instanceof InputFault) return { exitCode: EXIT.unusable, text: faultText(error) }
  if (error instanceof Refusal) {
    const lines = error.faults.map(({ pointer, detail }) => `  ${pointer}: ${detail}`)
    const exitCode = error.code === 'blueprint-infeasible' ? EXIT.infeasible : EXIT.unusable
    return { exitCode, text: [error.message, ...lines].join('\n') }
  }
  if (error instanceof EmbeddedPostgresError) return { exitCode: 1, text: error.message }
  const isPlain = error instanceof Error && error.constructor === Error
  return { exitCode: 1, text: isPlain ? error.message : String((error as Error)?.stack ?? error) }
}
