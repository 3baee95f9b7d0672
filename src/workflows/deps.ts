import type { MikroORM } from '@mikro-orm/postgresql'
import type { FrozenContent } from '../store/frozen-content.ts'
import type { JournalWriter } from '../store/journal/journal-writer.ts'
import type { Sql } from '../store/sql-pool.ts'
import type { BankReader } from './bank-reader.ts'
import type { ConflictFinder } from './conflict-finder.ts'
import type { ExamAnalyst } from './exam-analyst.ts'
import type { ExamCalibrator } from './exam-calibrator.ts'
import type { ExamPlanner } from './exam-planner.ts'
import type { FormAssembler } from './form-assembler.ts'

/** What use cases need from outside. Time, chance and identity come in here and nowhere else. */
export interface Deps {
  readonly orm: MikroORM
  readonly sql: Sql
  readonly journal: JournalWriter
  readonly frozen: FrozenContent
  readonly bankReader: BankReader
  readonly conflictFinder: ConflictFinder
  readonly formAssembler: FormAssembler
  readonly examPlanner: ExamPlanner
  readonly examCalibrator: ExamCalibrator
  readonly examAnalyst: ExamAnalyst
  readonly now: () => Date
  readonly newId: () => string
  /** Unguessable bytes in hexadecimal. */
  readonly randomHex: (byteCount: number) => string
  /** Ed25519 over a text, base64; and the key to check it with. */
  readonly sign: (text: string) => string
  readonly publicKeyPem: string
}
