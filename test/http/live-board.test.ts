import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { Value } from 'typebox/value'
import type { JournalEntry } from '../../src/domain/delivery/journal.ts'
import { LiveBoard, LiveBoardChange } from '../../src/domain/delivery/live-board-views.ts'
import { inScope, SYSTEM } from '../../src/store/scope.ts'
import { readLiveExam } from '../../src/store/views/live-board.ts'
import { applyChange } from '../../src/web/console/exams/live/apply-change.ts'
import { grantRole } from '../../src/workflows/manage-persons.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { addSigned, foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const clock = createTestClock(new Date())
const application = await startTestService(t, clock)
const { deps, server } = application
const { own, foreign, founder } = await foundTwoBranches(application)
const { organizer, colleague, candidate } = own.people
const address = await server.listen({ host: '127.0.0.1', port: 0 })
const path = `/api/exams/${own.examId}/live-board`
const headersOf = ({ token }: Signed) => ({ authorization: `Bearer ${token}` })

/** Readings are shared for two seconds: a new one comes after that. */
const nextReading = () => new Promise((resolve) => setTimeout(resolve, 2100))

async function boardOf(test: Test, by: Signed = organizer): Promise<LiveBoard> {
  const answer = await server.inject({ url: path, headers: headersOf(by) })
  test.equal(answer.statusCode, 200, answer.body)
  test.ok(Value.Check(LiveBoard, answer.json()))
  return answer.json()
}

let sequence = 0
async function record(...told: (JournalEntry & { kind: 'behavior' })['behavior'][]) {
  const entries = told.map((behavior): JournalEntry => {
    sequence += 1
    const place = { sequence, entryId: randomUUID(), clientMs: sequence }
    return { ...place, kind: 'behavior', behavior, itemId: null }
  })
  await saveEntries(deps, colleague.personId, { attemptId: own.runningAttemptId, entries })
}

interface Told {
  readonly event: string
  readonly content: unknown
}

/** Events as they come; comments are told as events without a name. */
async function* eventsOf(answer: Response): AsyncGenerator<Told> {
  if (!answer.body) throw new Error('an answer without a body')
  let rest = ''
  for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const found = /^event: (.+)\ndata: (.+)$/.exec(block)
      yield { event: found?.[1] ?? '', content: JSON.parse(found?.[2] ?? 'null') }
    }
  }
  if (rest !== '') throw new Error(`half an event: ${rest}`)
}

const watch = (by: Signed, signal?: AbortSignal) =>
  fetch(`${address}${path}/events`, { headers: headersOf(by), ...(signal ? { signal } : {}) })

t.test('what a page tells moves its candidate on the board', async (t) => {
  // Everybody of the office is assigned, but nobody came besides these two.
  const begun = await boardOf(t)
  t.match(begun.counts, { active: 1, submitted: 1, stalled: 0 })
  const steps = [
    { told: ['page-loaded', 'page-hidden', 'window-blurred'], seconds: 31, state: 'away' },
    { told: ['page-visible'], seconds: 31, state: 'active' },
    { told: ['page-hidden', 'page-visible'], seconds: 299, state: 'active' },
    { told: [], seconds: 1, state: 'stalled' },
    { told: [], seconds: 300, state: 'disconnected' },
    { told: ['item-shown'], seconds: 1, state: 'active' },
    { told: ['went-offline'], seconds: 1, state: 'disconnected' },
    { told: ['went-online'], seconds: 1, state: 'active' },
  ] as const
  for (const { told, seconds, state } of steps) {
    await record(...told)
    clock.advance(seconds)
    await nextReading()
    const board = await boardOf(t)
    t.equal(board.counts[state], 1, `${told.join(', ') || 'nothing'}, then ${seconds} s: ${state}`)
    t.equal(board.units.find(({ id }) => id === own.office.id)?.counts[state], 1)
    const isTrouble = state === 'stalled' || state === 'disconnected'
    t.equal(board.trouble.total, isTrouble ? 1 : 0)
    if (isTrouble) t.match(board.trouble.shown, [{ person: { name: colleague.name }, state }])
    else t.notMatch(JSON.stringify(board), colleague.name, 'no name without trouble')
  }
})

t.test('a save is on every watching board within seconds, for one reading', async (t) => {
  clock.advance(320)
  await nextReading()
  const aborter = new AbortController()
  const answers = await Promise.all([1, 2, 3].map(() => watch(organizer, aborter.signal)))
  const streams = answers.map((answer) => eventsOf(answer))
  for (const answer of answers) {
    t.equal(answer.status, 200)
    t.match(answer.headers.get('content-type'), /^text\/event-stream/)
  }
  const first = (await Promise.all(streams.map((stream) => stream.next()))).map(
    ({ value }) => value,
  )
  for (const { event, content } of first) {
    t.equal(event, 'board')
    t.ok(Value.Check(LiveBoard, content))
    t.equal(content.counts.stalled, 1)
    t.strictSame(content, first[0].content, 'all were told the same reading')
  }
  await record('item-shown')
  const savedAt = performance.now()
  const next = (await Promise.all(streams.map((stream) => stream.next()))).map(({ value }) => value)
  t.ok(performance.now() - savedAt < 20_000, `${performance.now() - savedAt} ms`)
  for (const { event, content } of next) {
    t.equal(event, 'change')
    t.ok(Value.Check(LiveBoardChange, content))
    const board = applyChange(first[0].content, content)
    t.match(board.counts, { stalled: 0, active: 1 })
    t.match(board.units.find(({ id }) => id === own.office.id)?.counts, { active: 1 })
    t.equal(board.trouble.total, 0)
  }
  aborter.abort()
})

t.test('one exam is read once however many ask at a time', async (t) => {
  await nextReading()
  const boards = await Promise.all(Array.from({ length: 20 }, () => boardOf(t)))
  t.equal(new Set(boards.map((board) => JSON.stringify(board))).size, 1)
  clock.advance(1)
  t.equal((await boardOf(t)).at, boards[0]?.at, 'nor again within two seconds')
})

t.test(
  'a board shows what the branches of its reader cover, and nobody else reads it',
  async (t) => {
    const by = founder.personId
    // Organizes for the office alone: the exam itself lies above it.
    const narrow = await addSigned(application, { account: 'narrow', unit: own.unit, by })
    await grantRole(deps, by, {
      personId: narrow.personId,
      role: 'organizer',
      unitId: own.office.id,
    })
    const others = [candidate, own.people.auditor, own.people.administrator, narrow]
    for (const caller of [...others, foreign.people.organizer]) {
      for (const url of [path, `${path}/events`]) {
        const answer = await server.inject({ url, headers: headersOf(caller) })
        t.equal(answer.statusCode, 403, `${caller.account} ${url}`)
      }
    }
    t.equal((await server.inject({ url: path })).statusCode, 401)
    const nowhere = `/api/exams/${randomUUID()}/live-board/events`
    const answer = await server.inject({ url: nowhere, headers: headersOf(organizer) })
    t.equal(answer.statusCode, 404)
    // Somebody of another branch is assigned as well: whoever covers that branch too sees them.
    await inScope(
      deps.sql,
      SYSTEM,
      (tx) => tx`insert into assignment (exam_id, person_id, assigned_at)
      values (${own.examId}, ${foreign.people.colleague.personId}, ${deps.now()})`,
    )
    await startAttempt(deps, foreign.people.colleague, own.examId)
    clock.advance(900)
    await nextReading()
    const before = await boardOf(t)
    t.notMatch(JSON.stringify(before), foreign.people.colleague.name)
    t.notOk(before.units.some(({ id }) => id === foreign.office.id))
    const total = ({ counts }: LiveBoard) =>
      Object.values(counts).reduce((sum, one) => sum + one, 0)
    const { rows } = await readLiveExam(deps.sql, own.examId)
    t.equal(total(before), rows.length - 1)
    const grant = { personId: organizer.personId, role: 'organizer' as const }
    await grantRole(deps, by, { ...grant, unitId: foreign.unit.id })
    await nextReading()
    const after = await boardOf(t)
    t.equal(total(after), rows.length)
    t.match(JSON.stringify(after), foreign.people.colleague.name)
  },
)

t.test('who asks for the header alone gets it at once', async (t) => {
  const url = `${path}/events`
  const answer = await server.inject({ method: 'HEAD', url, headers: headersOf(organizer) })
  t.equal(answer.statusCode, 200)
  t.equal(answer.body, '')
})

t.test('watching ends with the exam, and with the server', async (t) => {
  const now = deps.now()
  clock.set(new Date(now.getTime() + 2 * 86_400_000))
  await nextReading()
  const over = await Array.fromAsync(eventsOf(await watch(organizer)))
  t.same(
    over.map(({ event }) => event),
    ['board', 'over'],
  )
  clock.set(now)
  await nextReading()
  const aborter = new AbortController()
  const gone = await watch(organizer, aborter.signal)
  aborter.abort()
  await t.rejects(gone.text())
  const answer = await watch(organizer)
  const events = eventsOf(answer)
  t.match((await events.next()).value, { event: 'board' })
  const startedAt = performance.now()
  const closing = server.close()
  const left = await Array.fromAsync(events)
  await closing
  t.notOk(
    left.some(({ event }) => event === 'over'),
    'the exam is not over',
  )
  t.ok(performance.now() - startedAt < 20_000, `${performance.now() - startedAt} ms`)
})
