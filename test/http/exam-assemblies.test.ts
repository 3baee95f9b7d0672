import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { Value } from 'typebox/value'
import type { Blueprint } from '../../src/domain/assembly/blueprint.ts'
import { checkBlueprint } from '../../src/domain/assembly/check-blueprint.ts'
import { AssemblyEvent } from '../../src/domain/scheduling/assembly-event.ts'
import type { Problem } from '../../src/http/problem.ts'
import { addBankVersion } from '../../src/workflows/add-bank-version.ts'
import { aBank, aBlueprint } from '../support/builders.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { own, foreign } = await foundTwoBranches(application)
const { deps, server } = application
const address = await server.listen({ host: '127.0.0.1', port: 0 })
const { organizer } = own.people

const shipped = (name: string): unknown => {
  const place = new URL(`../../question-banks/grassroots/${name}`, import.meta.url)
  return JSON.parse(readFileSync(place, 'utf8'))
}
const small = aBank({ program: 'assembled' })
const [bankVersionId, largeBankVersionId] = await Promise.all([
  addBankVersion(deps, organizer.personId, { document: small, blueprints: [] }),
  addBankVersion(deps, organizer.personId, { document: shipped('bank.json'), blueprints: [] }),
])

/** Forms that nobody proves the best in the time of a test. */
const endless = {
  bankVersionId: largeBankVersionId,
  blueprint: {
    ...(shipped('blueprint.json') as Blueprint),
    constraints: { overlapLimit: 0.35 },
  },
  formCount: 12,
  gap: 0,
  timeLimitSeconds: 600,
}

function order(body: object, by: Signed = organizer, signal?: AbortSignal) {
  return fetch(`${address}/api/exam-assemblies`, {
    method: 'POST',
    body: JSON.stringify({ bankVersionId, formCount: 1, ...body }),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${by.token}` },
    ...(signal ? { signal } : {}),
  })
}

/** The events of an answer as they come. */
async function* eventsOf(answer: Response): AsyncGenerator<AssemblyEvent> {
  if (!answer.body) throw new Error('an answer without a body')
  let rest = ''
  for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as AssemblyEvent
  }
  if (rest !== '') throw new Error(`half a line: ${rest}`)
}

/** All events, checked to be what the API describes; the last is the outcome. */
async function outcomeOf(test: Test, answer: Response) {
  test.equal(answer.status, 200)
  test.match(answer.headers.get('content-type'), /^application\/x-ndjson/)
  const events = await Array.fromAsync(eventsOf(answer))
  for (const event of events) test.ok(Value.Check(AssemblyEvent, event), JSON.stringify(event))
  test.ok(events.slice(0, -1).every(({ event }) => event === 'progress'))
  return { outcome: events.at(-1), count: events.length }
}

async function problemOf(test: Test, answer: Response): Promise<Problem> {
  test.match(answer.headers.get('content-type'), /^application\/problem\+json/)
  return (await answer.json()) as Problem
}

t.test('forms come with progress, certificates and overlap, and obey the blueprint', async (t) => {
  const blueprint = aBlueprint({ constraints: { overlapLimit: 0.5, exposureCap: 0.67 } })
  const asked = { blueprint, formCount: 3, seed: 'spring' }
  const { outcome, count } = await outcomeOf(t, await order(asked))
  t.ok(count >= 2, 'something comes before the end')
  if (outcome?.event !== 'assembled') throw new Error(JSON.stringify(outcome))
  const { forms, certificates, overlap, seed, solver } = outcome
  t.equal(seed, 'spring')
  t.equal(solver.status, 'optimal')
  t.same(
    forms.map(({ name }) => name),
    ['1', '2', '3'],
  )
  t.equal(certificates.length, 3)
  t.ok(certificates.every(({ equivalent }) => equivalent))
  // Six of twelve items on each of three forms: two of them must share two items at least.
  t.ok(overlap.largest >= 2 / 6 && overlap.largest <= 0.5, `${overlap.largest}`)
  t.ok(overlap.mean <= overlap.largest)
  const fixed: Blueprint = { ...blueprint, delivery: { mode: 'fixed-forms', forms } }
  t.same(checkBlueprint(fixed, small).findings, [])

  const again = await outcomeOf(t, await order({ ...asked, blueprint: fixed }))
  t.match(again.outcome, { forms, certificates }, 'the same seed gives them again')
})

t.test('without a seed one is drawn and told', async (t) => {
  const seeds: string[] = []
  for (const _ of ['first', 'second']) {
    const { outcome } = await outcomeOf(t, await order({ blueprint: aBlueprint() }))
    seeds.push(outcome?.event === 'assembled' ? outcome.seed : '')
  }
  for (const seed of seeds) t.match(seed, /^[0-9a-f]{16}$/)
  t.not(seeds[0], seeds[1])
})

t.test('what cannot be is explained, with repairs that were tried', async (t) => {
  const blueprint = aBlueprint({ constraints: { overlapLimit: 0 } })
  const { outcome } = await outcomeOf(t, await order({ blueprint, formCount: 3 }))
  if (outcome?.event !== 'infeasible') throw new Error(JSON.stringify(outcome))
  t.equal(outcome.minimal, true)
  t.ok(outcome.demands.some(({ pointer }) => pointer === '/constraints/overlapLimit'))
  t.ok(outcome.repairs.length >= 1)
  for (const { message, verified } of outcome.repairs) {
    t.equal(verified, true)
    t.not(message['zh-CN'], '')
  }
  t.equal(outcome.solver.status, 'infeasible')
})

t.test('what makes no sense is an ordinary problem', async (t) => {
  const unknown = await problemOf(t, await order({ blueprint: aBlueprint({ post: 'pilot' }) }))
  t.match(unknown, { status: 422, type: '/problems/invalid-input' })
  t.match(unknown.errors, [{ pointer: '/blueprint/post' }])
  const many = await problemOf(t, await order({ blueprint: aBlueprint(), formCount: 51 }))
  t.match(many.errors, [{ pointer: '/formCount' }])
  const nowhere = { bankVersionId: own.examId, blueprint: aBlueprint() }
  t.match(await problemOf(t, await order(nowhere)), { status: 404 })
})

t.test('a person has one order at a time; to go away ends it at once', async (t) => {
  const leaving = new AbortController()
  const running = eventsOf(await order(endless, organizer, leaving.signal))
  // The thread is at work once it has a bound. To leave a `for await` would close the connection.
  let event: AssemblyEvent | undefined
  do {
    event = (await running.next()).value
    if (event?.event !== 'progress') throw new Error(JSON.stringify(event))
  } while (event.bound === null)
  const second = await order({ blueprint: aBlueprint() })
  t.match(await problemOf(t, second), { status: 429, type: '/problems/too-many-assemblies' })
  t.ok(Number(second.headers.get('retry-after')) > 0)

  leaving.abort()
  const leftAt = performance.now()
  const third = await retried(() => order({ blueprint: aBlueprint() }))
  const { outcome } = await outcomeOf(t, third)
  t.equal(outcome?.event, 'assembled')
  const seconds = (performance.now() - leftAt) / 1000
  t.ok(seconds < 60, `the order left alone had 600 seconds, the next one took ${seconds}`)
  const before = process.cpuUsage()
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const { user } = process.cpuUsage(before)
  t.ok(user < 300_000, `a search would keep a processor busy, this took ${user} microseconds of it`)
})

/** The connection's end takes a moment to be heard of. */
async function retried(act: () => Promise<Response>): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const answer = await act()
    if (answer.status === 200 || tries === 50) return answer
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

t.test('orders end with the service', async (t) => {
  const answers = [await order(endless), await order(endless, foreign.people.organizer)]
  await deps.formAssembler.close()
  for (const answer of answers) {
    const { outcome } = await outcomeOf(t, answer)
    t.match(outcome, { event: 'undecided', solver: { status: 'cancelled', gap: null } })
  }
})
