import type { Bank } from './bank.ts'
import { bankSchemaFindings } from './bank-schema-findings.ts'
import type { Finding } from './finding.ts'
import { formulaFindings, type InUse } from './formula-findings.ts'
import { keyCueFindings } from './key-cue-findings.ts'
import { keyFindings } from './key-findings.ts'
import { nearDuplicateFindings } from './near-duplicates.ts'
import { referenceFindings } from './reference-findings.ts'
import { textFindings } from './text-findings.ts'

/** A document as a bank, with everything there is to say about it. */
export interface CheckedBank {
  /** Null when there is any error: a bank with errors must not be used. */
  readonly bank: Bank | null
  readonly findings: Finding[]
}

export interface CheckOptions {
  /** Of a large bank it hears how many of the checks are done. */
  readonly onCheck?: (done: number, total: number) => void
  /** What stands as candidates may have had it: nothing, unless told. */
  readonly inUse?: InUse
}

/** What is looked at once the shape is right. */
const CHECKS: readonly ((bank: Bank, inUse: InUse) => Finding[])[] = [
  referenceFindings,
  keyFindings,
  keyCueFindings,
  textFindings,
  formulaFindings,
  nearDuplicateFindings,
]

/**
 * Whether a document is a bank, and a good one. What rests on meaning is checked only once the
 * shape is right, so that no finding follows from another one.
 */
export function checkBank(
  document: unknown,
  { onCheck = () => {}, inUse = () => false }: CheckOptions = {},
): CheckedBank {
  const total = CHECKS.length + 1
  onCheck(0, total)
  const schemaFindings = bankSchemaFindings(document)
  if (schemaFindings.length > 0) return { bank: null, findings: schemaFindings }
  const bank = document as Bank
  const findings = CHECKS.flatMap((check, index) => {
    onCheck(index + 1, total)
    return check(bank, inUse)
  })
  onCheck(total, total)
  const hasErrors = findings.some(({ severity }) => severity === 'error')
  return { bank: hasErrors ? null : bank, findings }
}
