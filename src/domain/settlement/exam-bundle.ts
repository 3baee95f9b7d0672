import { type Static, Type } from 'typebox'
import { Blueprint } from '../assembly/blueprint.ts'
import { Form } from '../assembly/form.ts'
import { Bank } from '../bank/bank.ts'
import type { KeptEntry } from '../delivery/journal.ts'
import { Receipt } from '../delivery/views.ts'
import { digestOf } from '../digest.ts'
import { LogEntry, WithheldEntry } from '../log-chain.ts'
import { Checkpoint, Inclusion } from '../log-proof.ts'
import { ReleaseResults } from '../scheduling/exam.ts'

const closed = { additionalProperties: false } as const

const content = {
  examId: Type.String(),
  bankDigest: Type.String(),
  bank: Bank,
  blueprint: Blueprint,
  commitment: Type.String(),
  secret: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  publicKeyPem: Type.String(),
  attempts: Type.Array(
    Type.Object(
      {
        attemptId: Type.String(),
        candidateId: Type.String(),
        form: Form,
        receipt: Type.Union([Receipt, Type.Null()]),
        entries: Type.Array(Type.Unsafe<KeptEntry>(Type.Object({ sequence: Type.Integer() }))),
      },
      closed,
    ),
  ),
  log: Type.Array(LogEntry),
} as const

/** One row of a table, as the database has it; personal texts stand in it by their digest. */
export const BundledRecord = Type.Record(Type.String(), Type.Unknown())
export type BundledRecord = Readonly<Static<typeof BundledRecord>>

/** What was signed at the export: the digest of every part, in its order, by section. */
export const Seal = Type.Object(
  { sections: Type.Record(Type.String(), Type.Array(Type.String())), signature: Type.String() },
  closed,
)

/**
 * Everything about one exam that a stranger needs to check it, without the service: what was
 * published, every attempt, what was made of it, who decided what, and the log of it all.
 */
export const ExamBundle = Type.Object(
  {
    format: Type.Literal('probity-exam-bundle/2'),
    ...content,
    bankVersionId: Type.String(),
    releaseResults: ReleaseResults,
    /**
     * Entries of the log that nobody is to read yet: what an auditor decided about a case that is
     * still open would sway the next one.
     */
    withheld: Type.Array(WithheldEntry),
    /** What followed from the attempts, by table. */
    records: Type.Record(Type.String(), Type.Array(BundledRecord)),
    /** Where the log stands under a checkpoint of the whole; null before there was one. */
    inclusion: Type.Union([
      Type.Object({ checkpoint: Checkpoint, chains: Type.Array(Inclusion) }, closed),
      Type.Null(),
    ]),
    seal: Seal,
  },
  closed,
)
export type ExamBundle = Static<typeof ExamBundle>

/** As exams were exported before records were part of it. */
export const EarlierExamBundle = Type.Object(
  {
    format: Type.Literal('probity-exam-bundle/1'),
    ...content,
    /**
     * The last entry of every chain, the number of attempts and the digest of everything above,
     * signed.
     */
    checkpoint: Type.Object(
      {
        attempts: Type.Integer(),
        heads: Type.Record(Type.String(), Type.String()),
        contentDigest: Type.String(),
        signature: Type.String(),
      },
      closed,
    ),
  },
  closed,
)
export type EarlierExamBundle = Static<typeof EarlierExamBundle>

/** A bundle of any format. */
export type AnyExamBundle = ExamBundle | EarlierExamBundle
export type BundledAttempt = AnyExamBundle['attempts'][number]

/** Every chain with what is withheld of it, in the order of its entries. */
export function chainsOf(
  bundle: AnyExamBundle,
): ReadonlyMap<string, readonly (LogEntry | WithheldEntry)[]> {
  const withheld = bundle.format === 'probity-exam-bundle/2' ? bundle.withheld : []
  if (withheld.length === 0) return Map.groupBy(bundle.log, ({ chain }) => chain)
  const hidden = Map.groupBy(withheld, ({ chain }) => chain)
  const open = Map.groupBy(bundle.log, ({ chain }) => chain)
  const chains = new Map<string, readonly (LogEntry | WithheldEntry)[]>(open)
  for (const [chain, entries] of hidden) {
    const all = [...(open.get(chain) ?? []), ...entries]
    chains.set(
      chain,
      all.sort((left, right) => left.number - right.number),
    )
  }
  return chains
}

/** Digest of everything in an earlier bundle but its checkpoint. */
export function contentDigestOf(bundle: Omit<EarlierExamBundle, 'checkpoint'>): string {
  return digestOf({ ...bundle, checkpoint: undefined })
}

/** The last hash of every chain, by chain. */
export function headsOf(log: readonly LogEntry[]): Record<string, string> {
  return Object.fromEntries(log.map(({ chain, hash }) => [chain, hash]))
}
