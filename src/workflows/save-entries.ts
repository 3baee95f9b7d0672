import { bankItemId, toBankValue } from '../domain/assembly/present-form.ts'
import { detailFits, type JournalEntry, type KeptEntry } from '../domain/delivery/journal.ts'
import { type Fault, Refusal } from '../domain/refusal.ts'
import { beatIsFresh, recovering } from '../store/beat.ts'
import type { AttemptFrame } from '../store/frozen-content.ts'
import type { Saved } from '../store/journal/save.ts'
import type { Deps } from './deps.ts'

/**
 * Keeps responses and behavior of a running attempt. What is returned as durable is on disk;
 * sending the same entries again changes nothing.
 * @throws Refusal 'not-found', 'invalid-input', 'attempt-not-running', 'time-limit-passed',
 *   'item-left', 'service-recovering'
 */
export async function saveEntries(
  deps: Deps,
  candidateId: string,
  sent: { readonly attemptId: string; readonly entries: readonly JournalEntry[] },
): Promise<Saved & { readonly savedAt: Date }> {
  const receivedAt = deps.now().toISOString()
  const frame = await deps.frozen.frame(sent.attemptId)
  if (frame?.candidateId !== candidateId) throw new Refusal('not-found', 'no such attempt')
  refuseMisfits(frame, sent.entries)
  const save = () =>
    deps.journal.save({
      attemptId: sent.attemptId,
      candidateId,
      entries: sent.entries.map((entry): KeptEntry => ({ ...entry, receivedAt })),
    })
  let saved = await save()
  if (saved.refused === 'deadline-passed') {
    if (!(await beatIsFresh(deps.sql, deps.now()))) throw recovering()
    // The time that the service was away may have been given back just now.
    saved = await save()
  }
  if (saved.refused !== null && saved.durable.length === 0) refuse(saved.refused)
  return { ...saved, savedAt: deps.now() }
}

function refuse(why: NonNullable<Saved['refused']>): never {
  if (why === 'deadline-passed') {
    throw new Refusal('time-limit-passed', 'the time limit passed before this was received')
  }
  if (why === 'item-left') {
    throw new Refusal('item-left', 'the item was finished before this answer was received')
  }
  throw new Refusal('attempt-not-running', 'the attempt has been closed')
}

/** Nothing is kept that is not about an item of the form, or can't be an answer to it. */
function refuseMisfits(frame: AttemptFrame, entries: readonly JournalEntry[]): void {
  const faults = entries.flatMap((entry, index): Fault[] => {
    if (entry.kind === 'behavior' && !detailFits(entry)) {
      const detail = `no detail of ${entry.behavior}`
      return [{ pointer: `/entries/${index}/detail`, detail }]
    }
    if (entry.itemId === null) return []
    try {
      const itemId = bankItemId(frame.form, entry.itemId)
      if (entry.kind === 'response') toBankValue(frame.form, frame.bank, itemId, entry.value)
      return []
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const member = error.code === 'item-not-on-form' ? 'itemId' : 'value'
      return [{ pointer: `/entries/${index}/${member}`, detail: error.message }]
    }
  })
  const [first] = faults
  if (first) throw new Refusal('invalid-input', first.detail, faults)
}
