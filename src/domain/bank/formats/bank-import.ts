import { type Static, Type } from 'typebox'
import { LocalizedText } from '../../text.ts'
import type { Bank } from '../bank.ts'
import { ImportProgress } from './import-progress.ts'

const closed = { additionalProperties: false } as const
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

/** Formats a foreign bank can be read from; `auto` looks at the content. */
export const READ_FORMATS = [
  'auto',
  'xlsx',
  'csv',
  'gift',
  'aiken',
  'moodle-xml',
  'qti',
  'probity-json',
] as const
export const ReadFormat = Type.Enum([...READ_FORMATS])
export type ReadFormat = (typeof READ_FORMATS)[number]

/** A file to be looked at; nothing is kept. */
export const BankFile = Type.Object(
  {
    file: Type.String({ minLength: 1, maxLength: 200 }),
    base64: Type.String({ minLength: 4, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
    format: ReadFormat,
    program: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' }),
    title: LocalizedText,
  },
  closed,
)
export type BankFile = Static<typeof BankFile>

export const ImportFinding = Type.Object(
  {
    file: Type.String(),
    row: Nullable(Type.Integer()),
    column: Nullable(Type.String()),
    pointer: Nullable(Type.String()),
    severity: Type.Enum(['error', 'lossy', 'warning', 'note']),
    code: Type.String(),
    message: LocalizedText,
  },
  closed,
)
export type ImportFinding = Static<typeof ImportFinding>

/** What a file would give, before anything is kept: counts, findings, and the bank itself. */
export const BankImport = Type.Object(
  {
    imported: Type.Integer(),
    skipped: Type.Integer(),
    lossy: Type.Integer(),
    findings: Type.Array(ImportFinding),
    /** Null when no item is sound. */
    bank: Nullable(Type.Unsafe<Bank>(Type.Any())),
  },
  closed,
)
export type BankImport = Static<typeof BankImport>

/** One line of a reading that is told as it goes; the last line is no progress. */
export const ReadingEvent = Type.Union([
  Type.Object({ event: Type.Literal('progress'), ...ImportProgress.properties }, closed),
  Type.Object({ event: Type.Literal('read'), ...BankImport.properties }, closed),
  Type.Object(
    {
      event: Type.Literal('problem'),
      problem: Type.Unsafe<Readonly<Record<string, unknown>>>(Type.Any()),
    },
    closed,
  ),
])
export type ReadingEvent = Static<typeof ReadingEvent>
