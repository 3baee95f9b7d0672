import type { EntityManager } from '@mikro-orm/postgresql'
import { uuidFrom } from '../domain/digest.ts'
import { awardsFrom, type StatedAward } from '../domain/policy/awards.ts'
import { type CertificateContent, certificateChange } from '../domain/policy/certificate.ts'
import { monthsAfter } from '../domain/policy/credit-cycles.ts'
import { awardKey } from '../domain/policy/evaluate-policy.ts'
import { taskChanges } from '../domain/policy/human-task.ts'
import { creditsDue, transactionsFor } from '../domain/policy/ledger.ts'
import type { PolicyOutcome } from '../domain/policy/policy.ts'
import type { LocalizedText } from '../domain/text.ts'
import type { Act } from '../store/journal/append-log.ts'
import { type Announcement, announce } from '../store/outbox/announce.ts'
import { type AwardedBefore, readAwarded } from '../store/settling/read-awarded.ts'
import {
  type AwardRow,
  type CertificateEventRow,
  type CertificateRow,
  type TaskEventRow,
  type TaskRow,
  type TransactionRow,
  writeAwards,
  writeCertificateEvents,
  writeCertificates,
  writeTaskEvents,
  writeTasks,
  writeTransactions,
} from '../store/settling/write-awarded.ts'
import type { Deps } from './deps.ts'

/** A final outcome, and whom and what it is about. */
export interface Awarding {
  /** What it follows from, for good: `attempt:ID` or `standing:KEY`. */
  readonly origin: string
  readonly attemptId: string | null
  /** Null where it is about the unit. */
  readonly personId: string | null
  /** The unit it is about, or the one its person belonged to. */
  readonly unitPath: string
  /** The exam's title, or the policy's. */
  readonly title: LocalizedText
  /** Which settlement or evaluation of the origin this is, from 1. */
  readonly number: number
  readonly outcome: PolicyOutcome
  /** When the evidence was complete: credits count for that year. */
  readonly earnedAt: Date
  /** When the outcome was final, and when it is written down. */
  readonly finalAt: Date
  readonly at: Date
  /** What a certificate says; null where none can follow. */
  readonly certificate: CertificateContent | null
}

/** All rows that follow from outcomes. */
interface Written {
  readonly awards: AwardRow[]
  readonly transactions: TransactionRow[]
  readonly certificates: CertificateRow[]
  readonly certificateEvents: CertificateEventRow[]
  readonly tasks: TaskRow[]
  readonly taskEvents: TaskEventRow[]
}

/**
 * States of awards after final outcomes, with what follows: credits by entry and counter-entry,
 * certificates, tasks, and messages to other systems. Gives the acts to be logged, by origin. The
 * caller holds the lock on what the outcomes are about.
 */
export async function awardAll(
  deps: Pick<Deps, 'newId' | 'randomHex'>,
  em: EntityManager,
  awardings: readonly Awarding[],
): Promise<ReadonlyMap<string, Act>> {
  if (awardings.length === 0) return new Map()
  // Before the first settlement there was nothing: no look-up as thousands hand in at once.
  const again = awardings.filter(({ number }) => number > 1)
  const before = await readAwarded(
    em,
    again.map(({ origin }) => origin),
  )
  const followed = awardings.map((awarding) => ({
    awarding,
    had: before.awards.get(awarding.origin) ?? [],
    written: follow(deps, awarding, before),
  }))
  await writeAll(
    em,
    followed.map(({ written }) => written),
  )
  const changed = followed.filter(({ had, written }) => isChanged(had, written))
  await announce(
    em,
    changed.map(({ awarding, written }) => announcementOf(awarding, written)),
  )
  return new Map(
    changed.map(({ awarding, written }) => [awarding.origin, actOf(awarding, written)]),
  )
}

function follow(
  deps: Pick<Deps, 'newId' | 'randomHex'>,
  awarding: Awarding,
  before: AwardedBefore,
): Written {
  const { origin } = awarding
  const awards = awardsFrom(awarding.outcome, before.awards.get(origin) ?? [])
  return {
    awards: awards.map((stated, position) => awardRow(deps, awarding, { stated, position })),
    transactions: transactionRows(awarding, awards, before),
    ...certificateRows(deps, awarding, { awards, before }),
    ...taskRows(deps, awarding, { awards, before }),
  }
}

function awardRow(
  deps: Pick<Deps, 'newId'>,
  awarding: Awarding,
  { stated, position }: { readonly stated: StatedAward; readonly position: number },
): AwardRow {
  const { origin, attemptId, personId, title, number, earnedAt, finalAt, at } = awarding
  const { award, state } = stated
  const months = award.kind === 'eligibility' ? award.validMonths : undefined
  const validUntil = months === undefined ? null : new Date(monthsAfter(earnedAt.getTime(), months))
  const unitId = personId === null ? unitIdOf(awarding.unitPath) : null
  const of = { origin, attemptId, personId, unitId, title, settlementNumber: number, position }
  return { ...of, id: deps.newId(), award, state, finalAt, validUntil, awardedAt: at }
}

function transactionRows(
  awarding: Awarding,
  awards: readonly StatedAward[],
  before: AwardedBefore,
): TransactionRow[] {
  const { origin, attemptId, personId, title, at } = awarding
  // A unit has no account: what it is given is work for people.
  if (personId === null) return []
  const earnedMs = awarding.earnedAt.getTime()
  const previous = before.ledgers.get(origin) ?? []
  const due = creditsDue(awards, earnedMs)
  return transactionsFor({ previous, due, source: 'competence', earnedMs }).map((added) => {
    return { ...added, origin, attemptId, personId, title, madeAt: at }
  })
}

function certificateRows(
  deps: Pick<Deps, 'randomHex'>,
  { origin, attemptId, personId, certificate, earnedAt, at }: Awarding,
  { awards, before }: { readonly awards: readonly StatedAward[]; readonly before: AwardedBefore },
): Pick<Written, 'certificates' | 'certificateEvents'> {
  if (personId === null || certificate === null) return { certificates: [], certificateEvents: [] }
  const { change, issue } = certificateChange({
    standing: before.certificates.get(origin) ?? null,
    awards,
    content: certificate,
    earnedMs: earnedAt.getTime(),
  })
  const events = change ? [{ certificateId: change.id, state: change.to, at }] : []
  if (!issue) return { certificates: [], certificateEvents: events }
  const id = uuidFrom(`certificate:${origin}:${issue.number}`)
  const validUntil = issue.validUntilMs === null ? null : new Date(issue.validUntilMs)
  const { number, content } = issue
  const code = deps.randomHex(16)
  const issued = { id, origin, number, personId, attemptId, code, content }
  return {
    certificates: [{ ...issued, earnedAt, issuedAt: at, validUntil }],
    certificateEvents: [...events, { certificateId: id, state: 'valid' as const, at }],
  }
}

function taskRows(
  deps: Pick<Deps, 'newId'>,
  awarding: Awarding,
  { awards, before }: { readonly awards: readonly StatedAward[]; readonly before: AwardedBefore },
): Pick<Written, 'tasks' | 'taskEvents'> {
  const { origin, attemptId, personId, unitPath, title, outcome, at } = awarding
  const standing = before.tasks.get(origin) ?? []
  const changes = taskChanges({ standing, awards, nowMs: at.getTime() })
  const about = { origin, attemptId, personId, unitPath, title, reasons: outcome.reasons }
  const unitId = unitIdOf(unitPath)
  return {
    tasks: changes.open.map(({ dueMs, ...task }) => {
      const row = { ...about, ...task, id: deps.newId(), kind: task.award.kind, unitId }
      return { ...row, openedAt: at, dueAt: new Date(dueMs) }
    }),
    taskEvents: changes.withdraw.map((taskId) => {
      return { taskId, kind: 'withdrawn' as const, note: '', by: null, at }
    }),
  }
}

async function writeAll(em: EntityManager, written: readonly Written[]): Promise<void> {
  await writeAwards(
    em,
    written.flatMap(({ awards }) => awards),
  )
  await writeTransactions(
    em,
    written.flatMap(({ transactions }) => transactions),
  )
  await writeCertificates(
    em,
    written.flatMap(({ certificates }) => certificates),
  )
  await writeCertificateEvents(
    em,
    written.flatMap(({ certificateEvents }) => certificateEvents),
  )
  await writeTasks(
    em,
    written.flatMap(({ tasks }) => tasks),
  )
  await writeTaskEvents(
    em,
    written.flatMap(({ taskEvents }) => taskEvents),
  )
}

function isChanged(had: readonly StatedAward[], written: Written): boolean {
  const { transactions, certificateEvents, tasks, taskEvents } = written
  const states = (awards: readonly StatedAward[]) =>
    awards.map(({ award, state }) => `${awardKey(award)}=${state}`).join()
  const others = [transactions, certificateEvents, tasks, taskEvents]
  return states(had) !== states(written.awards) || others.some((rows) => rows.length > 0)
}

/** What changed, as it is logged and as other systems are told: ids and states, no names. */
function changesOf({ number }: Awarding, written: Written) {
  return {
    number,
    awards: written.awards.map(({ award, state }) => ({ award, state })),
    credits: written.transactions.map(({ sequence, kind, source, amount, counters }) => {
      return { sequence, kind, source, amount, counters }
    }),
    certificates: written.certificateEvents.map(({ certificateId, state }) => {
      return { certificateId, state }
    }),
    tasks: [
      ...written.tasks.map(({ id, kind }) => ({ taskId: id, kind, state: 'open' })),
      ...written.taskEvents.map(({ taskId, kind }) => ({ taskId, state: kind })),
    ],
  }
}

function actOf(awarding: Awarding, written: Written): Act {
  const { origin, attemptId, personId, unitPath, at } = awarding
  const owner = personId === null ? `unit:${unitIdOf(unitPath)}` : `person:${personId}`
  return {
    chain: attemptId === null ? owner : `attempt:${attemptId}`,
    actor: null,
    act: 'awards-changed',
    subject: origin,
    detail: changesOf(awarding, written),
    at,
  }
}

function announcementOf(awarding: Awarding, written: Written): Announcement {
  const { origin, attemptId, personId, unitPath, at, number } = awarding
  const payload = { origin, attemptId, personId, ...changesOf(awarding, written) }
  const id = uuidFrom(`award-changed:${origin}:${number}`)
  return { id, topic: 'award-changed', unitPath, payload, at }
}

function unitIdOf(unitPath: string): string {
  return unitPath.split('/').at(-2) ?? ''
}
