import type { ImportProgress, TellProgress } from '../domain/bank/formats/import-progress.ts'

/** Where the line goes: a terminal, or something that keeps every byte. */
interface Output {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}

const CLEAR_LINE = '\r\u001b[2K'

/** One line that is written over as an import goes on; nothing where no terminal shows it. */
export function importProgressLine(output: Output): {
  readonly show: TellProgress
  readonly end: () => void
} {
  if (output.isTTY !== true) return { show: () => {}, end: () => {} }
  output.write('Reading ...')
  return {
    show: (progress) => output.write(`${CLEAR_LINE}${lineOf(progress)}`),
    end: () => output.write(CLEAR_LINE),
  }
}

function lineOf({ stage, done, total }: ImportProgress): string {
  const count = total === null ? `${done}` : `${done} of ${total}`
  if (stage === 'reading') return `Reading: ${count} items`
  // Without a total: items were left out, and the rest goes through the checks once more.
  return total === null ? `Checking again: ${count} checks done` : `Checking: ${count} checks done`
}
