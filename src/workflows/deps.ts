import type { MikroORM } from '@mikro-orm/postgresql'
import type { LogTrees } from '../store/checkpoints/log-tree.ts'
import type { ContactWriter } from '../store/contacts/contact-writer.ts'
import type { FrozenContent } from '../store/frozen-content.ts'
import type { JournalWriter } from '../store/journal/journal-writer.ts'
import type { Wakeups } from '../store/listen.ts'
import type { Sql } from '../store/sql-pool.ts'
import type { AttemptStarter } from '../store/starts/attempt-starter.ts'
import type { BankReader } from './bank-reader.ts'
import type { BulletinMaker } from './bulletin-maker.ts'
import type { CohortScreener } from './cohort-screener.ts'
import type { ConflictFinder } from './conflict-finder.ts'
import type { CredentialSigner } from './credential-signer.ts'
import type { ExamAnalyst } from './exam-analyst.ts'
import type { ExamCalibrator } from './exam-calibrator.ts'
import type { ExamPlanner } from './exam-planner.ts'
import type { FormAssembler } from './form-assembler.ts'
import type { Outside } from './outside.ts'
import type { WebhookPoster } from './webhook-poster.ts'

/** What use cases need from outside. Time, chance and identity come in here and nowhere else. */
export interface Deps {
  readonly orm: MikroORM
  readonly sql: Sql
  readonly journal: JournalWriter
  readonly starts: AttemptStarter
  readonly contacts: ContactWriter
  readonly wakeups: Wakeups
  readonly logTrees: LogTrees
  readonly frozen: FrozenContent
  readonly bankReader: BankReader
  readonly conflictFinder: ConflictFinder
  readonly formAssembler: FormAssembler
  readonly examPlanner: ExamPlanner
  readonly examCalibrator: ExamCalibrator
  readonly examAnalyst: ExamAnalyst
  readonly bulletinMaker: BulletinMaker
  readonly cohortScreener: CohortScreener
  readonly outside: Outside
  readonly now: () => Date
  readonly newId: () => string
  /** Unguessable bytes in hexadecimal. */
  readonly randomHex: (byteCount: number) => string
  /** Ed25519 over a text, base64; and the key to check it with. */
  readonly sign: (text: string) => string
  readonly publicKeyPem: string
  /** HMAC-SHA-256 of a text under a key of this installation and purpose; hexadecimal. */
  readonly keyedDigest: (purpose: string, text: string) => string
  /** Signs certificates as credentials, with the same key. */
  readonly credentials: CredentialSigner
  /** Sends what other systems asked to be told of. */
  readonly webhooks: WebhookPoster
}
