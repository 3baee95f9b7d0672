import type { Bank } from './bank.ts'
import { bankSchemaFindings } from './bank-schema-findings.ts'
import type { Finding } from './finding.ts'
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

/**
 * Whether a document is a bank, and a good one. What rests on meaning is checked only once the
 * shape is right, so that no finding follows from another one.
 */
export function checkBank(document: unknown): CheckedBank {
  const schemaFindings = bankSchemaFindings(document)
  if (schemaFindings.length > 0) return { bank: null, findings: schemaFindings }
  const bank = document as Bank
  const findings = [
    ...referenceFindings(bank),
    ...keyFindings(bank),
    ...keyCueFindings(bank),
    ...textFindings(bank),
    ...nearDuplicateFindings(bank),
  ]
  const hasErrors = findings.some(({ severity }) => severity === 'error')
  return { bank: hasErrors ? null : bank, findings }
}
