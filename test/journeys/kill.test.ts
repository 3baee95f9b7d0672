import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import { createApplication } from '../../src/app.ts'
import { type Client, callOpen, signInTo } from '../../src/cli/demo/story-client.ts'
import { journalDigest } from '../../src/domain/delivery/answers.ts'
import type { JournalEntry } from '../../src/domain/delivery/journal.ts'
import type { AttemptView, EntriesSaved, Receipt } from '../../src/domain/delivery/views.ts'
import { openDatabase } from '../../src/store/database.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/start-embedded-postgres.ts'
import { readJournals } from '../../src/store/journal/read-journal.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { anOpenExam, aResponse, aValueFor, type OpenExam, PASSWORD } from './fixtures/open-exam.ts'
import {
  aDataFolder,
  aFreePort,
  aService,
  killDatabase,
  lastOf,
} from './fixtures/service-process.ts'

t.setTimeout(240_000)

const CANDIDATES = 6
/** Entries that must be acknowledged after each blow before the next one falls. */
const BETWEEN_BLOWS = 60
/** Several, to meet transactions in several states. */
const DATABASE_BLOWS = 4
const RETRY_MS = 60

/** An exam on a data folder that no process uses. */
async function seed(folder: string): Promise<OpenExam> {
  const embedded = await startEmbeddedPostgres({ dataFolder: folder, log: () => {} })
  const logger = pino({ level: 'silent' })
  const { address } = embedded
  const application = await createApplication({ address, logger, trustProxy: false })
  const exam = await anOpenExam(application.deps, { candidates: CANDIDATES })
  await application.close()
  await embedded.stop()
  return exam
}

/** A candidate's browser: sends what is not acknowledged again and again, always the same. */
interface Browser {
  readonly attemptId: string
  /** By sequence; everything that was ever sent. */
  readonly sent: ReadonlyMap<number, JournalEntry>
  readonly acknowledged: ReadonlySet<number>
  readonly strangeAnswers: readonly unknown[]
  readonly stop: () => Promise<void>
}

function openBrowser(client: Client, view: AttemptView, onDurable: () => void): Browser {
  const sent = new Map<number, JournalEntry>()
  const acknowledged = new Set<number>()
  const strangeAnswers: unknown[] = []
  const path = `/api/attempts/${view.attemptId}/entries`
  let waiting: JournalEntry[] = []
  let isStopping = false

  const answerSome = (count: number) => {
    for (let made = 0; made < count; made += 1) {
      const sequence = sent.size + 1
      const item = view.form.items[sequence % view.form.items.length]
      if (!item) throw new Error('the form is empty')
      const entry = aResponse(sequence, item.itemId, aValueFor(item, sequence))
      sent.set(sequence, entry)
      waiting.push(entry)
    }
  }
  const send = async () => {
    const answer = await client.call('POST', path, { entries: waiting }).catch(() => null)
    if (answer?.status === 200) {
      const { durable, taken } = answer.body as EntriesSaved
      if (taken.length > 0) strangeAnswers.push(answer.body)
      for (const sequence of durable) acknowledged.add(sequence)
      waiting = waiting.filter(({ sequence }) => !acknowledged.has(sequence))
      onDurable()
      return
    }
    // No answer, or a fault of the service: what a browser meets with patience.
    if (answer && answer.status < 500) strangeAnswers.push(answer.body)
    await sleep(RETRY_MS)
  }
  const work = async () => {
    while (!isStopping || waiting.length > 0) {
      if (!isStopping) answerSome(1 + (sent.size % 3))
      await send()
    }
  }
  const working = work()
  return {
    attemptId: view.attemptId,
    sent,
    acknowledged,
    strangeAnswers,
    stop: async () => {
      isStopping = true
      await working
    },
  }
}

t.test('nothing acknowledged is lost, whatever is killed', async (t) => {
  const folder = aDataFolder(t)
  const exam = await seed(folder)
  const environment = { PROBITY_DATA: folder, PORT: String(await aFreePort()) }
  let service = aService(t, environment)
  const url = await service.url()
  const clients = await Promise.all(
    exam.candidates.map(({ account }) => signInTo(url, account, PASSWORD)),
  )
  let onDurable = () => {}
  const browsers: Browser[] = []
  for (const client of clients) {
    const answer = await client.call('POST', `/api/my/exams/${exam.examId}/attempt`)
    t.equal(answer.status, 200)
    browsers.push(openBrowser(client, answer.body as AttemptView, () => onDurable()))
  }
  /** Waits for answers given after this moment: those of before may still be acknowledged. */
  const more = () => {
    const before = browsers.map(({ sent }) => sent.size)
    const count = () =>
      browsers.reduce((sum, { acknowledged }, index) => {
        const isLater = (sequence: number) => sequence > (before[index] ?? 0)
        return sum + [...acknowledged].filter(isLater).length
      }, 0)
    return new Promise<void>((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error(`saves stopped: ${lastOf(service.said())}`)),
        40_000,
      )
      onDurable = () => {
        if (count() < BETWEEN_BLOWS) return
        clearTimeout(limit)
        resolve()
      }
    })
  }

  await more()
  t.equal(await service.end('SIGKILL'), 'SIGKILL', 'the application is killed')
  service = aService(t, environment)
  await more()
  for (let blow = 0; blow < DATABASE_BLOWS; blow += 1) {
    killDatabase(folder)
    await more()
    t.equal(service.child.exitCode, null, 'the application outlives its database and restarts it')
  }
  killDatabase(folder)
  t.equal(await service.end('SIGKILL'), 'SIGKILL', 'both are killed at once')
  service = aService(t, environment)
  await more()
  for (const browser of browsers) await browser.stop()

  await t.test(
    'the API shows every last answer, and receipts vouch for the journals',
    async (t) => {
      const receipts = new Map<string, Receipt>()
      for (const [index, client] of clients.entries()) {
        const { attemptId, sent } = browsers[index] as Browser
        const path = `/api/attempts/${attemptId}`
        const view = (await client.call('GET', path)).body as AttemptView
        const latest = new Map<string, unknown>()
        for (const entry of sent.values()) {
          if (entry.kind === 'response') latest.set(entry.itemId, entry.value)
        }
        t.same(view.responses, Object.fromEntries(latest))
        const receipt = await client.call('POST', `${path}/submission`)
        t.equal(receipt.status, 200)
        receipts.set(attemptId, receipt.body as Receipt)
      }
      t.match(await callOpen(url, '/api/health'), { status: 200 })
      t.equal(await service.end('SIGTERM'), 0)
      const journals = await readAll(folder, [...receipts.keys()])
      for (const browser of browsers) {
        const kept = journals.get(browser.attemptId) ?? []
        t.same(browser.strangeAnswers, [], 'saves were answered with yes, a fault, or not at all')
        t.equal(browser.acknowledged.size, browser.sent.size)
        t.same(
          kept.map(({ receivedAt: _, ...entry }) => entry),
          [...browser.sent.values()],
          'each entry is there once, with its value, and nothing else',
        )
        t.equal(receipts.get(browser.attemptId)?.journalDigest, journalDigest(kept))
      }
    },
  )
})

/** The journals as they stand on disk, read by a process that had no part in writing them. */
async function readAll(folder: string, attemptIds: readonly string[]) {
  const embedded = await startEmbeddedPostgres({ dataFolder: folder, log: () => {} })
  try {
    const database = await openDatabase(embedded.address)
    try {
      return await read(database.sql, SYSTEM, (tx) => readJournals(tx, attemptIds))
    } finally {
      await database.close()
    }
  } finally {
    await embedded.stop()
  }
}
