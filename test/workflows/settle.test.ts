import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import t, { type Test } from 'tap'
import { canonicalJson } from '../../src/domain/digest.ts'
import type { Flag } from '../../src/domain/forensics/flag.ts'
import { faultsOfChain, type LogEntry } from '../../src/domain/log-chain.ts'
import { inScope, read, SYSTEM, write } from '../../src/store/scope.ts'
import { submitAttempt } from '../../src/workflows/close-attempt.ts'
import { makeStatement } from '../../src/workflows/make-statement.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { lockAndSettle, settle } from '../../src/workflows/settle.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import {
  anOpenExam,
  aResponse,
  aValueFor,
  type Candidate,
  presentedFormOf,
} from '../journeys/fixtures/open-exam.ts'
import { aText } from '../support/builders.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { settlementByEntities } from './fixtures/settlement-by-entities.ts'

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const exam = await anOpenExam(deps, { candidates: 21, timeLimitSeconds: 600, windowSeconds: 7200 })
const waiting = [...exam.candidates]

interface Sitting {
  readonly candidate: Candidate
  readonly attemptId: string
}

/** Candidates who have answered as much as each of them wanted. */
async function sittings(count: number): Promise<Sitting[]> {
  const made: Sitting[] = []
  for (const [place, candidate] of waiting.splice(0, count).entries()) {
    const { attemptId } = await startAttempt(deps, candidate, exam.examId)
    const { items } = await presentedFormOf(deps, attemptId)
    const entries = items
      .slice(0, items.length - (place % 4))
      .map((item, index) => aResponse(index + 1, item.itemId, aValueFor(item, place + index)))
    await saveEntries(deps, candidate.personId, { attemptId, entries })
    made.push({ candidate, attemptId })
  }
  return made
}

const submit = ({ candidate, attemptId }: Sitting) =>
  submitAttempt(deps, candidate.personId, attemptId)

async function chainOf(attemptId: string): Promise<readonly LogEntry[]> {
  return read(
    deps.sql,
    SYSTEM,
    (tx) => tx<LogEntry[]>`
      select chain, number, to_char(logged_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        as "loggedAt", actor, act, subject, detail, previous_hash as "previousHash", hash
      from log_entry where chain = ${`attempt:${attemptId}`} order by number`,
  )
}

async function settlementOf(attemptId: string) {
  const [row] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx`select scores, flags, facts, outcome, input_digest as "inputDigest"
      from settlement where attempt_id = ${attemptId} order by number desc limit 1`,
  )
  return row
}

/** As PostgreSQL keeps it: members in its order, nothing undefined. */
const asKept = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown

async function isAsExpected(t: Test, attemptIds: readonly string[]): Promise<void> {
  for (const attemptId of attemptIds) {
    const { settled, inputDigest } = await settlementByEntities(deps, attemptId)
    const { scores, flags, facts, outcome } = settled
    const expected = asKept({ scores, flags, facts, outcome, inputDigest })
    t.same(await settlementOf(attemptId), expected)
    t.same(faultsOfChain(await chainOf(attemptId)), [], 'the log of the attempt is whole')
  }
}

t.test('submitted together, each attempt is settled as it would be alone', async (t) => {
  const sat = await sittings(8)
  const receipts = await Promise.all(sat.map(submit))
  for (const [index, { attemptId, candidate }] of sat.entries()) {
    t.match(receipts[index], { attemptId, candidate: `Name of ${candidate.account}` })
    const acts = (await chainOf(attemptId)).map(({ act, actor }) => [act, actor])
    const settling = acts.filter(([act]) => act !== 'awards-changed')
    t.same(settling.slice(-2), [
      ['attempt-closed', candidate.personId],
      ['attempt-settled', null],
    ])
  }
  await isAsExpected(
    t,
    sat.map(({ attemptId }) => attemptId),
  )
})

t.test('acts about one attempt at the same moment make one whole chain', async (t) => {
  const [sitting] = (await sittings(1)) as [Sitting]
  await submit(sitting)
  const { attemptId, candidate } = sitting
  const texts = Array.from({ length: 8 }, (_, index) => `statement ${index}`)
  await Promise.all(
    texts.map((text) => makeStatement(deps, candidate.personId, { attemptId, text })),
  )
  const chain = await chainOf(attemptId)
  t.equal(chain.filter(({ act }) => act === 'statement-made').length, texts.length)
  t.same(faultsOfChain(chain), [])
})

t.test('one whose journal is spoilt keeps nobody else from handing in', async (t) => {
  const sat = await sittings(4)
  const [spoilt, ...others] = sat as [Sitting, ...Sitting[]]
  await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`insert into journal_entry (attempt_id, sequence, entry_id, kind, item_id, payload,
        client_ms, received_at)
      values (${spoilt.attemptId}, 900, ${randomUUID()}, 'response', 'i999', '"1"', 0, now())`,
  )
  const done = await Promise.allSettled(sat.map(submit))
  t.equal(done[0]?.status, 'rejected')
  t.ok(done.slice(1).every(({ status }) => status === 'fulfilled'))
  t.equal(await settlementOf(spoilt.attemptId), undefined, 'nothing of it is kept')
  await isAsExpected(
    t,
    others.map(({ attemptId }) => attemptId),
  )
})

/** Holds the rows of attempts, as a database that stalls, until told to let go. */
async function stall(attemptIds: readonly string[]): Promise<() => Promise<void>> {
  const release = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const holding = inScope(deps.sql, SYSTEM, async (tx) => {
    await tx`select from attempt where id = any(${[...attemptIds]}::uuid[]) for update`
    held.resolve()
    await release.promise
  })
  await held.promise
  return () => {
    release.resolve()
    return holding
  }
}

t.test('while the database stalls, few submissions wait, and all come through after', async (t) => {
  const sat = (await sittings(2)) as [Sitting, Sitting]
  const letGo = await stall(sat.map(({ attemptId }) => attemptId))
  const asked = Array.from({ length: 2500 }, (_, index) => submit(sat[index % 2] as Sitting))
  const settled = Promise.allSettled(asked)
  // The stall goes on: who is sent away does not wait for its end.
  const last = await asked.at(-1)?.catch((error: unknown) => error)
  t.match(last, { code: 'service-busy', retryAfterSeconds: Number })
  await letGo()
  const receipts = (await settled).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  t.ok(receipts.length > 500, 'who waited was served')
  t.ok(receipts.length <= 2100, `${receipts.length} waited, not all`)
  for (const sitting of sat) {
    const again = await submit(sitting)
    const own = receipts.filter(({ attemptId }) => attemptId === sitting.attemptId)
    t.ok(own.length > 0 && own.every(({ signature }) => signature === again.signature), 'one each')
  }
})

/** Weighs enough for a case. */
const FLAG: Flag = {
  indicator: 'test-indicator',
  family: 'similarity',
  name: aText('试', 'test'),
  summary: aText('试', 'test'),
  statistic: 9,
  threshold: 3,
  p: 0.0001,
  q: 0.0001,
  falseFlagRate: { value: 0.001, basis: aText('试', 'test') },
  weight: 2,
  evidence: [],
  innocentExplanations: [aText('试', 'test')],
}

class RollBack extends Error {}

/** All that settling again leaves about attempts, ids of chance left out; then undone. */
async function tried(
  attemptIds: readonly string[],
  act: (em: Parameters<typeof settle>[1]) => Promise<void>,
): Promise<string> {
  let kept: unknown
  const ids = `{${attemptIds.join(',')}}`
  await write(deps.orm, async (em) => {
    await act(em)
    const all = async (sql: string) => await em.execute<Record<string, unknown>[]>(sql, [ids])
    kept = [
      await all('select * from settlement where attempt_id = any(?::uuid[]) order by 1, 2'),
      await all(`select attempt_id, unit_path, weight, decisions_needed, opened_at, due_at,
        decided_at, finding from review_case where attempt_id = any(?::uuid[]) order by 1`),
      await all(`select attempt_id, settlement_number, position, person_id, award, state,
        awarded_at from award where attempt_id = any(?::uuid[]) order by 1, 2, 3`),
      await all('select * from credit_transaction where attempt_id = any(?::uuid[]) order by 1, 2'),
      await all(`select chain, number, logged_at, actor, act, detail from log_entry
        where chain in (select 'attempt:' || id from unnest(?::uuid[]) as id) order by 1, 2`),
    ]
    throw new RollBack('tried')
  }).catch((error: unknown) => {
    if (!(error instanceof RollBack)) throw error
  })
  return canonicalJson(kept)
}

t.test('many at once come to the same as one by one: cases, awards, credits, log', async (t) => {
  const sat = await sittings(6)
  for (const one of sat) await submit(one)
  const attemptIds = sat.map(({ attemptId }) => attemptId)
  for (const attemptId of attemptIds.slice(0, 3)) {
    await inScope(
      deps.sql,
      SYSTEM,
      (tx) => tx`insert into cohort_evidence (attempt_id, number, flags, tests)
        values (${attemptId}, 1, ${tx.json(asKept([FLAG]) as [])}, '[]')`,
    )
  }
  // What comparing them found counts once the exam is final.
  const makeFinal = (em: EntityManager) =>
    em.execute(
      'update exam set final_at = ? where id = (select exam_id from attempt where id = ?)',
      [deps.now(), attemptIds[0]],
    )
  const single = await tried(attemptIds, async (em) => {
    await makeFinal(em)
    for (const attemptId of attemptIds) await settle(deps, em, { attemptId, cause: 'screening' })
  })
  const together = await tried(attemptIds, async (em) => {
    await makeFinal(em)
    await lockAndSettle(deps, em, { attemptIds, cause: 'screening' })
  })
  t.equal(together, single)
  t.match(single, /case-opened/, 'flags that weigh enough opened cases')
  t.match(single, /"cause":"screening"/)
  await write(deps.orm, async (em) => {
    await makeFinal(em)
    await lockAndSettle(deps, em, { attemptIds, cause: 'screening' })
  })
  const facts = await Promise.all(attemptIds.map(settlementOf))
  t.same(
    facts.map((row) => (row?.['facts'] as { caseState?: string } | undefined)?.caseState),
    ['open', 'open', 'open', 'none', 'none', 'none'],
  )
})
