import type { Bank } from '../bank.ts'
import { decodeText } from './decode-text.ts'
import type { Exported, ForeignBank, ForeignPlace } from './foreign-bank.ts'
import { foreignFinding, wholeFile } from './foreign-finding.ts'
import type { TellProgress } from './import-progress.ts'
import { keepSound } from './keep-sound.ts'

/**
 * Reads a bank in Probity's own format. Sound items are taken as they are; the others are left out,
 * each with its reason, and are no longer named as enemies.
 */
export function readProbityJson(given: {
  readonly file: string
  readonly bytes: Uint8Array
  readonly onProgress?: TellProgress
}): ForeignBank {
  const { file, bytes, onProgress } = given
  const document = parsed(decodeText(bytes))
  const items: unknown = isRecord(document) ? document['items'] : null
  if (!isRecord(document) || !Array.isArray(items)) {
    const message = ['不是本系统的题库文件', 'this is no bank in the format of Probity'] as const
    const finding = foreignFinding(wholeFile(file), ['error', 'not-probity-json'], message)
    return { items: [], findings: [finding] }
  }
  const placed = items.map((item: unknown, index) => ({
    item,
    place: { file, row: null, column: null, pointer: `/items/${index}` } satisfies ForeignPlace,
  }))
  const first = keepSound(file, placed, {
    assemble: (left) => ({ ...document, items: withoutLostEnemies(left, items) }),
    onProgress,
  })
  if (first.bank) return { items: [], findings: first.findings, bank: first.bank }
  return { items: [], findings: first.findings }
}

/** A bank in Probity's own format: nothing is lost. */
export function writeProbityJson(bank: Bank): Exported {
  return { bytes: new TextEncoder().encode(`${JSON.stringify(bank, null, 2)}\n`), findings: [] }
}

/** Items that were left out are nobody's enemies; a name that never was an item stays a fault. */
function withoutLostEnemies(left: readonly unknown[], all: readonly unknown[]): unknown[] {
  const idsOf = (list: readonly unknown[]) =>
    new Set(list.map((item) => (isRecord(item) ? item['id'] : null)))
  const lost = idsOf(all).difference(idsOf(left))
  return left.map((item) => {
    if (!isRecord(item) || !Array.isArray(item['enemies'])) return item
    return { ...item, enemies: item['enemies'].filter((id: unknown) => !lost.has(id)) }
  })
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    // What is no JSON is no bank, which the caller tells.
    return null
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
