import type { Bank } from '../bank.ts'
import { checkBank } from '../check-bank.ts'
import type { Finding } from '../finding.ts'
import type { ForeignFinding, ForeignPlace } from './foreign-bank.ts'
import { wholeFile } from './foreign-finding.ts'
import type { TellProgress } from './import-progress.ts'

/** An item to be, whatever it is yet, with where it comes from. */
export interface PlacedItem {
  readonly item: unknown
  readonly place: ForeignPlace
}

/** A bank without its unsound items, and what was said about all of them. */
export interface KeptBank {
  /** Null when no item is sound, or when the bank has an error outside its items. */
  readonly bank: Bank | null
  readonly findings: readonly ForeignFinding[]
  readonly dropped: number
}

/**
 * Leaves out items until `checkBank` finds no error any more; every finding is told at the place
 * its item comes from. `assemble` makes the document of the items that are left. Progress is told
 * in checks, without a total once items are left out and the rest is checked again.
 */
export function keepSound(
  file: string,
  placed: readonly PlacedItem[],
  {
    assemble,
    onProgress,
  }: {
    readonly assemble: (items: readonly unknown[]) => unknown
    readonly onProgress?: TellProgress | undefined
  },
): KeptBank {
  const errors: ForeignFinding[] = []
  let kept = placed
  while (kept.length > 0) {
    const current = kept
    const document = assemble(current.map(({ item }) => item))
    const { bank, findings } = checkBank(document, {
      onCheck: (done, total) =>
        onProgress?.({ stage: 'checking', done, total: current === placed ? total : null }),
    })
    const told = findings.map((finding) => placedFinding(finding, current, file))
    const dropped = placed.length - kept.length
    if (bank) return { bank, findings: [...errors, ...told], dropped }
    const faults = findings.filter(({ severity }) => severity === 'error')
    const bad = new Set(faults.map(({ pointer }) => itemIndexOf(pointer)))
    if (bad.has(null)) return { bank: null, findings: [...errors, ...told], dropped: placed.length }
    errors.push(...told.filter(({ severity }) => severity === 'error'))
    kept = kept.filter((_, index) => !bad.has(index))
  }
  return { bank: null, findings: errors, dropped: placed.length }
}

/** Which item a pointer leads into; null for a place outside the items. */
function itemIndexOf(pointer: string): number | null {
  const index = /^\/items\/(\d+)(?:\/|$)/u.exec(pointer)?.[1]
  return index === undefined ? null : Number(index)
}

function placedFinding(
  { pointer, severity, code, message }: Finding,
  kept: readonly PlacedItem[],
  file: string,
): ForeignFinding {
  const index = itemIndexOf(pointer)
  const place = index === null ? { ...wholeFile(file), pointer } : kept[index]?.place
  const { row, column, pointer: at } = place ?? wholeFile(file)
  return { file, row, column, pointer: at, severity, code, message }
}
