import t from 'tap'
import type { BankImport, ReadingEvent } from '../../src/domain/bank/formats/bank-import.ts'
import { Refusal } from '../../src/domain/refusal.ts'
import { createBankReader } from '../../src/workflows/bank-reader.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { server } = application
const { own } = await foundTwoBranches(application)
const { token } = own.people.organizer

async function post(url: string, payload: object) {
  return server.inject({
    method: 'POST',
    url,
    payload,
    headers: { authorization: `Bearer ${token}` },
  })
}

async function read(content: string | Uint8Array, format = 'auto') {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content)
  const answer = await post('/api/banks/readings', {
    file: 'questions.txt',
    base64: bytes.toString('base64'),
    format,
    program: 'imported',
    title: { 'zh-CN': '导入的题库', en: 'Imported bank' },
  })
  return { status: answer.statusCode, body: answer.json<BankImport>() }
}

const AIKEN = `依照规定，突发事件发生后应当先做什么？
A、立即报告
B、等待通知
C、自行处理
答案：A

Who signs the minutes?
A. the chair
B. the guest
ANSWER: Z

Which of these is a public duty?
A) none
B) keeping records
ANSWER: B
`

t.test('a file is read, and what is unsound in it is named by its row', async (t) => {
  const { status, body } = await read(AIKEN)
  t.equal(status, 200)
  t.match(body, { imported: 2, skipped: 1 })
  t.equal(body.bank?.items.length, 2)
  const errors = body.findings.filter(({ severity }) => severity === 'error')
  t.equal(errors.length, 1)
  const line = AIKEN.split('\n').findIndex((text) => text.startsWith('ANSWER: Z')) + 1
  const start = AIKEN.split('\n').findIndex((text) => text.startsWith('Who signs')) + 1
  t.ok(Number(errors[0]?.row) >= start && Number(errors[0]?.row) <= line, `row ${errors[0]?.row}`)
})

t.test('nothing is kept until it is sent as a bank; then it is there', async (t) => {
  const { body } = await read(AIKEN)
  const banks = async () => {
    const answer = await server.inject({
      url: '/api/banks',
      headers: { authorization: `Bearer ${token}` },
    })
    return answer.json<{ bankVersions: { program: string; itemCount: number }[] }>().bankVersions
  }
  t.notOk((await banks()).some(({ program }) => program === 'imported'))
  const added = await post('/api/banks', body.bank ?? {})
  t.equal(added.statusCode, 201, added.body)
  t.match(
    (await banks()).find(({ program }) => program === 'imported'),
    { itemCount: 2 },
  )
})

t.test('what is no bank at all is told in words, and answers with none', async (t) => {
  for (const content of ['nothing that asks anything', Buffer.from([0, 1, 2, 3, 0, 255])]) {
    const { status, body } = await read(content)
    t.equal(status, 200)
    t.match(body, { imported: 0, bank: null, findings: [{ severity: 'error' }] })
  }
})

t.test('hostile files are findings, not faults', async (t) => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa">
    <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><quiz><question type="truefalse">
    <questiontext><text>&b;</text></questiontext></question></quiz>`
  const { status, body } = await read(bomb)
  t.equal(status, 200)
  t.match(body, { imported: 0, bank: null })
  t.ok(body.findings.some(({ severity }) => severity === 'error'))
  t.notMatch(JSON.stringify(body), 'aaaaaaaaaaaaaaaaaaaa')
})

t.test('the service answers others while a large file is being read', async (t) => {
  const many = Array.from(
    { length: 3000 },
    (_, index) =>
      `Question ${index} of ${index * 7919}: which one?\nA. ${index}\nB. ${index + 1}\nANSWER: A\n`,
  ).join('\n')
  let answered = 0
  let isReading = true
  const reading = read(many).finally(() => {
    isReading = false
  })
  while (isReading) {
    const answer = await server.inject({ url: '/api/signing-key' })
    if (answer.statusCode === 200) answered += 1
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const { body } = await reading
  t.equal(body.imported, 3000)
  t.ok(answered > 5, `${answered} answers meanwhile`)
})

const LARGE = Array.from(
  { length: 2000 },
  (_, index) => `Question ${index * 7919}: which one?\nA. ${index}\nB. ${index + 1}\nANSWER: A\n`,
).join('\n')

function asked(content: string) {
  return {
    file: 'questions.txt',
    base64: Buffer.from(content).toString('base64'),
    format: 'auto',
    program: 'imported',
    title: { 'zh-CN': '导入的题库', en: 'Imported bank' },
  } as const
}

const lines = { authorization: `Bearer ${token}`, accept: 'application/x-ndjson' }

t.test('told as it goes: progress that only grows, then the usual reply', async (t) => {
  const rows = Array.from({ length: 1000 }, (_, index) => `Is ${index} * ${index} right?,T`)
  const payload = asked(['Question,Answer', ...rows].join('\n'))
  const url = '/api/banks/readings'
  const answer = await server.inject({ method: 'POST', url, payload, headers: lines })
  t.match(answer.headers['content-type'], 'application/x-ndjson')
  const events = answer.body
    .trim()
    .split('\n')
    .map((line): ReadingEvent => JSON.parse(line))
  const progress = events.flatMap((event) => (event.event === 'progress' ? [event] : []))
  for (const stage of ['reading', 'checking'] as const) {
    const told = progress.filter((event) => event.stage === stage)
    const counts = told.map(({ done }) => done)
    t.ok(counts.length > 1, `${stage} is told (${counts})`)
    t.strictSame(
      counts,
      counts.toSorted((left, right) => left - right),
    )
    t.equal(told.at(-1)?.done, told.at(-1)?.total, `${stage} comes to its end`)
  }
  const plain = await post(url, payload)
  t.strictSame(events.at(-1), { event: 'read', ...plain.json<BankImport>() })
  t.ok(events.slice(0, -1).every(({ event }) => event === 'progress'))
})

t.test('a request that is no reading is a problem as ever; nothing is streamed', async (t) => {
  const payload = { ...asked(AIKEN), format: 'unheard-of' }
  const url = '/api/banks/readings'
  const answer = await server.inject({ method: 'POST', url, payload, headers: lines })
  t.equal(answer.statusCode, 422)
  t.match(answer.headers['content-type'], 'application/problem+json')
})

t.test('a reading that fails ends with its problem; one that is left ends at once', async (t) => {
  const { bankReader } = application.deps
  const reader = createBankReader()
  const aborter = new AbortController()
  const stages: string[] = []
  const reading = reader.read(asked(LARGE), '2026-01-01', {
    onProgress: ({ stage }) => {
      stages.push(stage)
      aborter.abort()
    },
    signal: aborter.signal,
  })
  await t.rejects(reading, { name: 'AbortError' })
  t.ok(stages.length > 0)
  const after = await reader.read(asked(AIKEN), '2026-01-01')
  t.equal(after.imported, 2, 'the next one is read')
  await reader.close()
  t.teardown(() => Object.assign(application.deps, { bankReader }))
  const refusal = new Refusal('bank-invalid', 'too long to read')
  Object.assign(application.deps, {
    bankReader: { ...bankReader, read: () => Promise.reject(refusal) },
  })
  const url = '/api/banks/readings'
  const answer = await server.inject({ method: 'POST', url, payload: asked(AIKEN), headers: lines })
  const problem = { type: '/problems/bank-invalid', status: 422, detail: 'too long to read' }
  t.match(JSON.parse(answer.body), { event: 'problem', problem })
})

t.test('where the client goes away, the reading is aborted', async (t) => {
  const { bankReader } = application.deps
  t.teardown(() => Object.assign(application.deps, { bankReader }))
  const aborted = new Promise<void>((resolve) => {
    const read: typeof bankReader.read = (_file, _today, watching) => {
      watching?.onProgress({ stage: 'reading', done: 1, total: null })
      return new Promise((_, reject) => {
        watching?.signal.addEventListener('abort', () => {
          reject(watching.signal.reason)
          resolve()
        })
      })
    }
    Object.assign(application.deps, { bankReader: { ...bankReader, read } })
  })
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  const client = new AbortController()
  const answer = await fetch(`${address}/api/banks/readings`, {
    method: 'POST',
    body: JSON.stringify(asked(AIKEN)),
    headers: { ...lines, 'content-type': 'application/json' },
    signal: client.signal,
  })
  const first = await answer.body?.getReader().read()
  t.match(new TextDecoder().decode(first?.value), '"stage":"reading"', 'told before the end')
  client.abort()
  await aborted
})
