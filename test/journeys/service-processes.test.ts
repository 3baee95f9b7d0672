import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { callOpen } from '../../src/cli/demo/story-client.ts'
import type { LiveCounts } from '../../src/domain/delivery/live-board-views.ts'
import type { AttemptView, EntriesSaved } from '../../src/domain/delivery/views.ts'
import { databaseUrl } from '../../src/store/database-address.ts'
import { isRunning, serverPid } from '../store/fixtures/embedded-processes.ts'
import { startTestService } from '../support/test-service.ts'
import { keepConnection } from './fixtures/kept-connection.ts'
import {
  anOpenExam,
  aResponse,
  aValueFor,
  type Candidate,
  journalOf,
  PASSWORD,
} from './fixtures/open-exam.ts'
import { aDataFolder, aService, type ServiceProcess } from './fixtures/service-process.ts'

t.setTimeout(240_000)
// Most of both is waiting for processes to start.
t.jobs = 2

/** Candidates who save all the time; one more begins later. */
const SAVERS = 4
const BETWEEN_SAVES_MS = 60
/** The board is read at most every two seconds; a busy machine takes its time. */
const BOARD_MS = 15_000

/** Waits for something to become true. */
async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + 40_000
  while (!(await isSo())) {
    if (performance.now() > limit) throw new Error(`it never came to this: ${what}`)
    await sleep(50)
  }
}

const countOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length

/** The processes a service has started, oldest first. */
function childrenOf({ child }: ServiceProcess): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n')
  const all = lines.map((line) => line.trim().split(/\s+/).map(Number))
  return all
    .flatMap(([pid, parent]) => (parent === child.pid && pid !== undefined ? [pid] : []))
    .sort((left, right) => left - right)
}

/** Signs in on a connection of its own, which does not stay open to be waited for. */
async function tokenOf(t: Test, url: string, account: string): Promise<string> {
  const connection = keepConnection(t, url)
  const body = { account, password: PASSWORD, tokens: 'body' }
  const answer = await connection.call({ method: 'POST', path: '/api/login', body })
  connection.close()
  return (answer.body as { accessToken: string }).accessToken
}

/** A candidate's page on one kept connection. */
async function openPage(t: Test, url: string, who: Candidate, examId: string) {
  const connection = keepConnection(t, url)
  const token = await tokenOf(t, url, who.account)
  const path = `/api/my/exams/${examId}/attempt`
  const { body } = await connection.call({ method: 'POST', path, token })
  const { attemptId, form } = body as AttemptView
  const acknowledged: number[] = []
  const faults: unknown[] = []
  let isOpen = true
  const save = async (sequence: number) => {
    const item = form.items[sequence % form.items.length] as AttemptView['form']['items'][number]
    const entry = aResponse(sequence, item.itemId, aValueFor(item, sequence))
    while (isOpen) {
      try {
        const answer = await connection.call({
          ...{ method: 'POST', token, body: { entries: [entry] } },
          path: `/api/attempts/${attemptId}/entries`,
        })
        if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
        acknowledged.push(...(answer.body as EntriesSaved).durable)
        return
      } catch (error) {
        faults.push(error)
        await sleep(50)
      }
    }
  }
  const work = async () => {
    for (let sequence = 1; isOpen; sequence += 1) {
      await save(sequence)
      await sleep(BETWEEN_SAVES_MS)
    }
  }
  const working = work()
  const close = async () => {
    isOpen = false
    await working
  }
  return { attemptId, acknowledged, faults, close }
}

t.test('two processes behind one port', async (t) => {
  const { deps, database } = await startTestService(t)
  const exam = await anOpenExam(deps, { candidates: SAVERS + 1 })
  const service = aService(t, {
    DATABASE_URL: databaseUrl(database.address),
    ...{ PROBITY_PROCESSES: '2', PROBITY_WORKER: 'apart' },
  })
  const url = await service.url()
  const savers = exam.candidates.slice(0, SAVERS)
  const pages = await Promise.all(savers.map((who) => openPage(t, url, who, exam.examId)))
  const saved = () => pages.map(({ acknowledged }) => acknowledged.length)
  const more = (count: number) => {
    const before = saved()
    return until(`${count} more saves each`, () =>
      saved().every((now, index) => now >= (before[index] ?? 0) + count),
    )
  }
  await more(10)

  await t.test('restarted one by one, every request is answered', async (t) => {
    const before = childrenOf(service)
    service.child.kill('SIGHUP')
    await service.untilSaid(/all processes were restarted/)
    await more(10)
    t.same(
      pages.flatMap(({ faults }) => faults),
      [],
    )
    const now = childrenOf(service)
    t.equal(now.length, 2)
    t.notOk(
      now.some((pid) => before.includes(pid)),
      'none is the same as before',
    )
  })

  const organizer = await tokenOf(t, url, 'organizer')
  const boards = [keepConnection(t, url), keepConnection(t, url)] as const
  const path = `/api/exams/${exam.examId}/live-board`
  const activeOn = async (board: (typeof boards)[number]) => {
    const { body } = await board.call({ method: 'GET', path, token: organizer })
    return (body as { readonly counts: LiveCounts }).counts.active
  }

  await t.test('each shows on its board what another one saved', async (t) => {
    for (const board of boards) t.equal(await activeOn(board), SAVERS)
    const [last] = exam.candidates.slice(SAVERS) as [Candidate]
    const page = await openPage(t, url, last, exam.examId)
    const startedAt = performance.now()
    for (const board of boards) {
      await until('the board shows it', async () => (await activeOn(board)) === SAVERS + 1)
    }
    t.ok(performance.now() - startedAt < BOARD_MS)
    await page.close()
  })

  await t.test('one is killed: the other goes on, and another takes its place', async (t) => {
    const listening = countOf(service.said(), /Server listening/g)
    const [killed] = childrenOf(service) as [number]
    process.kill(killed, 'SIGKILL')
    await until('a connection is cut', () => boards.some((board) => board.isCut()))
    t.equal(boards.filter((board) => board.isCut()).length, 1, 'the boards were of both processes')
    await more(10)
    await service.untilSaid(/a process died; another one takes its place/)
    await until('it listens again', () => {
      return countOf(service.said(), /Server listening/g) > listening
    })
    t.equal(childrenOf(service).length, 2)
    t.notOk(childrenOf(service).includes(killed))
    t.match(await callOpen(url, '/api/health'), { status: 200 })
  })

  await t.test('all are killed at once with the one in charge, saves under way', async (t) => {
    const children = childrenOf(service)
    t.equal(await service.end('SIGKILL'), 'SIGKILL')
    await until('its processes end with it', () => !children.some(isRunning))
  })

  await Promise.all(pages.map((page) => page.close()))
  for (const { attemptId, acknowledged } of pages) {
    const kept = (await journalOf(deps, attemptId)).map(({ sequence }) => sequence)
    const told = [...new Set(acknowledged)]
    t.same(kept.slice(0, told.length), told, 'what was acknowledged is kept, each once')
    t.ok(kept.length - told.length <= 1, 'and at most the one that was cut off')
  }
})

t.test('with a database of its own: started and stopped as one; the port taken', async (t) => {
  const environment = { PROBITY_DATA: aDataFolder(t), PROBITY_PROCESSES: '2' }
  const folder = environment.PROBITY_DATA
  const service = aService(t, environment)
  const url = await service.url()
  t.equal(childrenOf(service).length, 3, 'two for requests and one for jobs')
  const link = await service.until(/Create the administrator [^:]*: (\S+)\n/)
  t.equal(countOf(service.said(), /Create the administrator/g), 1, 'one link, that of one process')
  const path = `/api${new URL(link).pathname.replace('/invitation/', '/invitations/')}`
  // Connections that rest keep nobody from stopping.
  const kept = [keepConnection(t, url), keepConnection(t, url)]
  for (const one of kept) t.match(await one.call({ method: 'GET', path }), { status: 200 })
  const pid = serverPid(folder)
  t.equal(await service.end('SIGTERM'), 0)
  t.notMatch(service.said(), /did not end when it was asked to/)
  t.notOk(isRunning(pid))

  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  t.teardown(() => other.close())
  const { port } = other.address() as { port: number }
  const late = aService(t, { ...environment, PROBITY_WORKER: 'apart', PORT: String(port) })
  t.equal(await late.ended, 1)
  t.match(late.said(), `Port ${port} on 127.0.0.1 is taken`)
  t.match(late.said(), 'choose another port: PORT=8090 npm start')
  t.notMatch(late.said(), /\n {4}at /, 'no stack')
  t.notOk(existsSync(join(folder, 'cluster', 'postmaster.pid')), 'nothing is left running')
})
