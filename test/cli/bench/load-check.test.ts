import { generateKeyPairSync, sign } from 'node:crypto'
import t from 'tap'
import { checkAttempt, emptyCheck, type LoadCheck } from '../../../src/cli/bench/load-check.ts'
import type { AttemptFacts } from '../../../src/cli/bench/load-facts.ts'
import type { KnownAttempt, KnownEntry } from '../../../src/cli/bench/load-orders.ts'
import { journalDigest } from '../../../src/domain/delivery/answers.ts'
import type { JournalEntry, KeptEntry } from '../../../src/domain/delivery/journal.ts'
import { canonicalJson } from '../../../src/domain/digest.ts'

const keys = generateKeyPairSync('ed25519')
const publicKeyPem = keys.publicKey.export({ type: 'spki', format: 'pem' }) as string
const START = Date.parse('2026-03-01T08:00:00Z')
const at = (seconds: number) => new Date(START + seconds * 1000)

function entryOf(sequence: number, itemId: string, value: string): JournalEntry {
  const entryId = `00000000-0000-4000-8000-00000000000${sequence}`
  return { kind: 'response', sequence, entryId, clientMs: sequence * 1000, itemId, value }
}

const ENTRIES = [entryOf(1, 'q1', 'a'), entryOf(2, 'q2', 'b'), entryOf(3, 'q1', 'c')]
const KEPT: readonly KeptEntry[] = ENTRIES.map((entry) => ({
  ...entry,
  receivedAt: at(entry.sequence).toISOString(),
}))

function receiptOver(kept: readonly KeptEntry[]) {
  const content = {
    attemptId: 'attempt',
    examTitle: { 'zh-CN': '考试', en: 'Exam' },
    candidate: '考生',
    startedAt: at(0).toISOString(),
    closedAt: at(60).toISOString(),
    closedBy: 'candidate' as const,
    itemCount: 2,
    answered: 2,
    formDigest: 'form',
    journalDigest: journalDigest(kept),
  }
  const signature = sign(null, Buffer.from(canonicalJson(content)), keys.privateKey)
  return { ...content, signature: signature.toString('base64') }
}

const acknowledged = (entry: JournalEntry): KnownEntry => ({
  ...{ entry, sequences: [entry.sequence], acknowledgedAs: entry.sequence },
})
const KNOWN: KnownAttempt = {
  attemptId: 'attempt',
  entries: ENTRIES.map(acknowledged),
  counting: { q1: 'c', q2: 'b' },
  startedAt: at(0).toISOString(),
  receipt: receiptOver(KEPT),
}
const FACTS: AttemptFacts = {
  startedAt: at(0),
  deadlineAt: at(3600),
  timeLimitSeconds: 3600,
  receipt: receiptOver(KEPT),
  beginnings: 1,
  outages: [],
}

function check(
  known: Partial<KnownAttempt>,
  found: { readonly kept?: readonly KeptEntry[]; readonly facts?: Partial<AttemptFacts> },
): Partial<LoadCheck> {
  const result = emptyCheck()
  checkAttempt(
    result,
    { ...KNOWN, ...known },
    { kept: found.kept ?? KEPT, facts: { ...FACTS, ...found.facts }, publicKeyPem },
  )
  const bad = Object.entries(result).filter(([name, count]) => count > 0 && !GOOD.includes(name))
  return Object.fromEntries(bad)
}
const GOOD = ['attempts', 'acknowledgedEntries', 'acknowledgedAnswers', 'receipts']

t.test('nothing is found where everything was kept', async (t) => {
  t.same(check({}, {}), {})
  const result = emptyCheck()
  checkAttempt(result, KNOWN, { kept: KEPT, facts: FACTS, publicKeyPem })
  t.match(result, { attempts: 1, acknowledgedEntries: 3, acknowledgedAnswers: 3, receipts: 1 })
})

t.test('a lost, bent or invented entry is found', async (t) => {
  const [one, two, three] = KEPT as [KeptEntry, KeptEntry, KeptEntry]
  const lost = check({}, { kept: [one, two] })
  t.match(lost, { lostEntries: 1, lostAnswers: 1, wronglyCounted: 1, badReceipts: 1 })
  const bent = { ...three, value: 'd' } as KeptEntry
  t.match(check({}, { kept: [one, two, bent] }), { lostAnswers: 1, unsent: 1, wronglyCounted: 1 })
  const moved = { ...three, sequence: 9 }
  t.match(check({}, { kept: [one, two, moved] }), { lostAnswers: 1, unsent: 1 })
  const invented: KeptEntry = { ...entryOf(4, 'q2', 'x'), receivedAt: at(4).toISOString() }
  t.match(check({}, { kept: [...KEPT, invented] }), { unsent: 1, wronglyCounted: 1 })
  const twice = { ...three, sequence: 4 }
  const known = KNOWN.entries.map((entry) => ({ ...entry, sequences: [1, 2, 3, 4] }))
  t.match(check({ entries: known }, { kept: [...KEPT, twice] }), { unsent: 1 })
})

t.test('an answer that was not acknowledged may be there or not', async (t) => {
  const entries = KNOWN.entries.map((known, index) =>
    index === 1 ? { ...known, acknowledgedAs: null } : known,
  )
  t.same(check({ entries }, {}), {})
  const kept = KEPT.filter(({ sequence }) => sequence !== 2)
  t.same(check({ entries, counting: null, receipt: null }, { kept }), { undecided: 1 })
})

t.test('what counts is of the later opening', async (t) => {
  const kept = KEPT.map((entry) => ({ ...entry, claim: entry.sequence === 1 ? 2 : 1 }))
  t.match(check({}, { kept }), { wronglyCounted: 1 })
})

t.test('a receipt must be signed, kept, and of this journal', async (t) => {
  const receipt = receiptOver(KEPT.slice(0, 2))
  t.same(check({ receipt }, { facts: { receipt } }), { badReceipts: 1 })
  t.same(check({ receipt }, {}), { badReceipts: 1 })
  const unsigned = { ...receiptOver(KEPT), candidate: '别人' }
  t.same(check({ receipt: unsigned }, { facts: { receipt: unsigned } }), { badReceipts: 1 })
})

t.test('a minute is left after an outage, to whoever had time left before it', async (t) => {
  const atTheEnd = [{ from: at(3595), until: at(3620) }]
  t.same(check({}, { facts: { deadlineAt: at(3680), outages: atTheEnd } }), {})
  t.same(check({}, { facts: { deadlineAt: at(3625), outages: atTheEnd } }), { wrongDeadlines: 1 })
  t.same(check({}, { facts: { deadlineAt: at(3682), outages: atTheEnd } }), { wrongDeadlines: 1 })
  const twice = [...atTheEnd, { from: at(3640), until: at(3650) }]
  t.same(check({}, { facts: { deadlineAt: at(3710), outages: twice } }), {}, 'a minute after each')
  const after = [{ from: at(3606), until: at(3700) }]
  t.same(check({}, { facts: { deadlineAt: at(3600), outages: after } }), {})
  t.same(check({}, { facts: { deadlineAt: at(3760), outages: after } }), { wrongDeadlines: 1 })
})

t.test('a deadline is start and limit and what outages took', async (t) => {
  const outages = [{ from: at(-10), until: at(20.4) }]
  t.same(check({}, { facts: { deadlineAt: at(3621), outages } }), {})
  t.same(check({}, { facts: { deadlineAt: at(3600), outages } }), { wrongDeadlines: 1 })
  t.same(check({}, { facts: { deadlineAt: at(3631), outages } }), { wrongDeadlines: 1 })
  t.same(check({}, { facts: { deadlineAt: at(3601) } }), { wrongDeadlines: 1 })
  t.same(check({}, { facts: { deadlineAt: at(3599) } }), { wrongDeadlines: 1 })
  const late = { deadlineAt: at(-3), timeLimitSeconds: -3 }
  t.same(check({}, { facts: late }), { lateEntries: 1 }, 'with five seconds of grace')
})

t.test('two beginnings are one too many', async (t) => {
  t.same(check({}, { facts: { beginnings: 2 } }), { doubledAttempts: 1 })
})
