import { randomUUID } from 'node:crypto'
import t from 'tap'
import { Value } from 'typebox/value'
import { AttemptNews } from '../../src/domain/delivery/conduct.ts'
import type { JournalEntry } from '../../src/domain/delivery/journal.ts'
import { AttemptView, type EntriesSaved } from '../../src/domain/delivery/views.ts'
import { inScope, SYSTEM } from '../../src/store/scope.ts'
import { submitAttempt } from '../../src/workflows/close-attempt.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { journalOf } from '../journeys/fixtures/open-exam.ts'
import { startTestService } from '../support/test-service.ts'
import { draftFor, foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { deps, server } = application
const { own, foreign, content } = await foundTwoBranches(application)
const { colleague } = own.people
const address = await server.listen({ host: '127.0.0.1', port: 0 })
const attemptId = own.runningAttemptId
const path = `/api/attempts/${attemptId}`
const headersOf = ({ token }: Signed) => ({ authorization: `Bearer ${token}` })

async function ask<Reply>(url: string, payload = {}): Promise<Reply> {
  const headers = headersOf(colleague)
  const answer = await server.inject({ method: 'POST', url, headers, payload })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json()
}

const openPage = (): Promise<AttemptView> => ask(`${path}/opening`)

const save = (entries: readonly JournalEntry[]): Promise<EntriesSaved> =>
  ask(`${path}/entries`, { entries })

const answerOf = (claim: number, sequence: number, value: string): JournalEntry => ({
  ...{ kind: 'response', itemId: 'q1', value, sequence, claim },
  ...{ entryId: randomUUID(), clientMs: sequence },
})

/** An act as an organizer's: told to everybody whom it concerns, in one transaction. */
async function act(about: string | null, text: string, seconds: number): Promise<void> {
  await inScope(deps.sql, SYSTEM, async (tx) => {
    await tx`
      insert into conduct_act (id, exam_id, attempt_id, kind, seconds, text, acted_at)
      values (${randomUUID()}, ${own.examId}, ${about}, 'extend', ${seconds}, ${text}, now())`
    await tx`
      update attempt set notice_count = notice_count + 1,
        deadline_at = deadline_at + ${seconds} * interval '1 second'
      where exam_id = ${own.examId} and state = 'running'`
    await tx`select pg_notify('probity_conduct', ${own.examId})`
  })
}

interface Told {
  readonly event: string
  readonly content: AttemptNews
}

/** The events of an attempt, as they come. */
async function follow(by: Signed, url = `${path}/events`) {
  const aborter = new AbortController()
  const { signal } = aborter
  const answer = await fetch(address + url, { headers: headersOf(by), signal })
  async function* events(): AsyncGenerator<Told> {
    if (!answer.body) throw new Error('an answer without a body')
    let rest = ''
    for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const found = /^event: (.+)\ndata: (.+)$/.exec(block)
        if (found?.[1] === 'news') yield { event: found[1], content: JSON.parse(found[2] ?? '') }
      }
    }
  }
  const told = events()
  return {
    answer,
    stop: () => aborter.abort(),
    next: async (): Promise<AttemptNews | null> => (await told.next()).value?.content ?? null,
  }
}

/** Another exam for the colleague, open and not begun. */
async function anotherExam(): Promise<string> {
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const draft = draftFor(content, units, deps.now())
  const by = own.people.organizer.personId
  const examId = await draftExam(deps, by, { draft, simulated: false })
  await publishExam(deps, by, { examId, waiver: 'a test needs no notice' })
  return examId
}

t.test('two devices start at once: one has begun and is live, the other opens', async (t) => {
  const start = `/api/my/exams/${await anotherExam()}/attempt`
  const views = await Promise.all([ask<AttemptView>(start), ask<AttemptView>(start)])
  const [begun, ...more] = views.filter((view) => view.begun)
  t.ok(Value.Check(AttemptView, begun))
  t.same(more, [], 'one reply has begun it')
  t.equal(begun?.claim, 1, 'which is its first opening')
  const opened = await ask<AttemptView>(`/api/attempts/${begun?.attemptId}/opening`)
  t.equal(opened.claim, 2, 'the other one opens it, and is live from then on')
  t.equal(opened.begun, undefined)
  const again = await ask<AttemptView>(start)
  t.match(again, { attemptId: begun?.attemptId, claim: 2 }, 'a later start takes nothing over')
  t.equal(again.begun, undefined)
})

t.test('each opening takes the attempt over, and saves tell the page before', async (t) => {
  const first = await openPage()
  t.ok(Value.Check(AttemptView, first))
  t.equal(first.claim, 2, 'the start was the first')
  t.equal((await save([answerOf(2, 1, '1')])).claim, 2)
  const second = await openPage()
  t.equal(second.claim, 3)
  t.equal((await save([answerOf(3, 2, '2')])).claim, 3)
  const late = await save([answerOf(2, 3, '3')])
  t.same(late.durable, [3], 'what the page before still held is kept')
  t.equal(late.claim, 3, 'and it is told that it is live no more')
  const headers = headersOf(colleague)
  const view = (await server.inject({ url: path, headers })).json<AttemptView>()
  t.equal(view.claim, 3, 'reading takes nothing over')
  t.equal(view.responses['q1'], '2', 'the later opening counts, not the later arrival')
  t.same(view.setAside, ['q1'], 'and the page can say so')
})

t.test('an answer of an opening to come is kept, and puts none above later pages', async (t) => {
  const saved = await save([answerOf(1_000_000, 4, '4')])
  t.match(saved, { durable: [4], claim: 3 })
  const kept = (await journalOf(deps, attemptId)).find(({ sequence }) => sequence === 4)
  t.equal(kept?.claim, 3, 'it counts as of the latest opening')
  const later = await openPage()
  t.equal(later.responses['q1'], '4', 'as a page has it that was live before a backup came back')
  await save([answerOf(later.claim, 5, '1')])
  const { responses } = await openPage()
  t.equal(responses['q1'], '1')
})

t.test('the opening of a closed attempt changes nothing', async (t) => {
  const by = own.people.candidate
  const url = `/api/attempts/${own.attemptId}/opening`
  const answer = await server.inject({ method: 'POST', url, headers: headersOf(by) })
  t.equal(answer.statusCode, 200)
  t.match(answer.json(), { state: 'submitted', claim: 1 })
})

t.test('two openings at once get two claims', async (t) => {
  const views = await Promise.all([openPage(), openPage(), openPage()])
  const { claim } = await openPage()
  t.ok(views.every((view) => view.claim < claim))
  t.equal(
    new Set(views.map((view) => view.claim)).size,
    3,
    'no page takes another one’s for its own',
  )
  const rows = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`select claim from attempt where id = ${attemptId}`,
  )
  t.same(rows[0]?.['claim'], 9)
})

t.test('news are pushed at once, and again when anything about them changes', async (t) => {
  const page = await follow(colleague)
  const first = await page.next()
  t.ok(Value.Check(AttemptNews, first))
  t.match(first, { state: 'running', claim: 9, notices: [] })
  const before = Date.now()
  await act(attemptId, 'the power failed in room 2', 600)
  const extended = await page.next()
  t.ok(Date.now() - before < 10_000, 'pushed: nobody waits for the next reading')
  t.match(extended?.notices, [{ kind: 'extend', seconds: 600, text: 'the power failed in room 2' }])
  const [was, is] = [first, extended].map((news) => Date.parse(news?.deadlineAt ?? ''))
  t.equal((is ?? 0) - (was ?? 0), 600_000)
  await openPage()
  t.equal((await page.next())?.claim, 10, 'another page that opens the attempt')
  const url = `${path}/news`
  const read = (await server.inject({ url, headers: headersOf(colleague) })).json<AttemptNews>()
  t.match(read, { claim: 10, deadlineAt: extended?.deadlineAt, notices: extended?.notices })
  page.stop()
})

t.test('an act for everybody reaches them, and what is said to one only that one', async (t) => {
  const page = await follow(colleague)
  await page.next()
  await act(null, 'the network of the whole building failed', 60)
  t.match((await page.next())?.notices.at(-1), { text: /whole building/ })
  await act(own.attemptId, 'only for the candidate', 60)
  const after = await page.next()
  t.notMatch(JSON.stringify(after?.notices), /only for the candidate/)
  page.stop()
})

t.test('nobody follows the attempt of somebody else', async (t) => {
  for (const by of [own.people.candidate, foreign.people.colleague, own.people.organizer]) {
    const { answer } = await follow(by)
    t.equal(answer.status, 404)
  }
})

t.test('a page is told that its attempt was closed, and the stream ends', async (t) => {
  // Closing is told where more than one page has opened the attempt.
  const page = await follow(colleague)
  await page.next()
  await submitAttempt(deps, colleague.personId, attemptId)
  t.equal((await page.next())?.state, 'submitted')
  t.equal(await page.next(), null)
})
