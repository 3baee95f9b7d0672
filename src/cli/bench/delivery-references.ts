import type { Application } from '../../app.ts'
import { EntriesSaved, SaveEntries } from '../../domain/delivery/views.ts'
import { principalOf } from '../../http/access.ts'
import { idParams } from '../../http/routes/schemas.ts'
import type { JournalWriter } from '../../store/journal/journal-writer.ts'
import type { Save, Saved } from '../../store/journal/save.ts'
import { inScope, SYSTEM } from '../../store/scope.ts'
import type { Sql } from '../../store/sql-pool.ts'
import { saveEntries } from '../../workflows/save-entries.ts'

const self = { access: { scope: 'self' } } as const

/**
 * Adds, before the application listens, the two routes that saving is compared with. Both pass
 * the same sign-in, hooks and schemas; one does nothing, the other writes each answer with an
 * insert and a commit of its own and asks nothing else of the database.
 */
export function addReferenceRoutes({ server, deps }: Application): void {
  const params = idParams('attemptId')
  const schema = { params, body: SaveEntries, response: { 200: EntriesSaved } }
  const deadlineAt = new Date(deps.now().getTime() + 3_600_000)
  server.post('/api/bench/no-op/:attemptId/entries', { config: self, schema }, async (request) => {
    const sequences = request.body.entries.map(({ sequence }) => sequence)
    return answerOf(savedAll(sequences, deadlineAt), deps.now())
  })
  const journal = createSingleInserter(deps.sql, deadlineAt)
  const single = { ...deps, journal }
  server.post(
    '/api/bench/one-insert/:attemptId/entries',
    { config: self, schema },
    async (request) => {
      const { personId } = principalOf(request)
      const { attemptId } = request.params
      const { entries } = request.body
      const saved = await saveEntries(single, personId, { attemptId, entries })
      return answerOf(saved, saved.savedAt)
    },
  )
}

function answerOf(saved: Saved, savedAt: Date): EntriesSaved {
  return {
    durable: [...saved.durable],
    taken: [...saved.taken],
    nextSequence: saved.nextSequence,
    savedAt: savedAt.toISOString(),
    deadlineAt: saved.deadlineAt.toISOString(),
    pausedUntil: null,
    claim: saved.claim,
    noticeCount: saved.noticeCount,
  }
}

function savedAll(durable: readonly number[], deadlineAt: Date): Saved {
  const nextSequence = Math.max(...durable) + 1
  const calm = { pausedUntil: null, claim: 0, noticeCount: 0, refused: null }
  return { durable, taken: [], nextSequence, deadlineAt, ...calm }
}

/** What a journal would be without joining: one row, one statement, one commit for each. */
function createSingleInserter(sql: Sql, deadlineAt: Date): JournalWriter {
  return {
    save: async ({ attemptId, entries }: Save) => {
      for (const entry of entries) {
        if (entry.kind !== 'response') throw new Error('the benchmark saves responses only')
        const payload = JSON.stringify(entry.value)
        await inScope(
          sql,
          SYSTEM,
          (tx) => tx`
            insert into journal_entry (attempt_id, sequence, entry_id, kind, item_id, behavior,
              payload, client_ms, received_at)
            values (${attemptId}, ${entry.sequence}, ${entry.entryId}, 'response',
              ${entry.itemId}, null, ${payload}::text::jsonb, ${entry.clientMs},
              ${entry.receivedAt})`,
        )
      }
      const sequences = entries.map(({ sequence }) => sequence)
      return savedAll(sequences, deadlineAt)
    },
    drain: async () => {},
  }
}
