import fc from 'fast-check'
import t from 'tap'
import {
  FIRST_PREVIOUS_HASH,
  faultsOfChain,
  hashOf,
  type LogEntry,
} from '../../src/domain/log-chain.ts'

/** A sound chain of so many entries. */
function aChain(length: number, chain = 'exam:1'): LogEntry[] {
  const entries: LogEntry[] = []
  for (let number = 1; number <= length; number += 1) {
    const entry = {
      chain,
      number,
      loggedAt: new Date(Date.UTC(2026, 0, number)).toISOString(),
      actor: number % 2 === 0 ? null : 'person',
      act: `act-${number}`,
      subject: chain,
      detail: { number, more: { of: ['it'] } },
      previousHash: entries.at(-1)?.hash ?? FIRST_PREVIOUS_HASH,
    }
    entries.push({ ...entry, hash: hashOf(entry) })
  }
  return entries
}

const chains = fc.integer({ min: 2, max: 8 }).map((length) => aChain(length))
const place = fc.nat()

t.test('a chain that was only added to has no fault', async () => {
  fc.assert(
    fc.property(fc.nat({ max: 12 }), (length) => faultsOfChain(aChain(length)).length === 0),
  )
})

t.test('an end that is cut off leaves a sound chain: only its signed head can tell', async (t) => {
  t.same(faultsOfChain(aChain(5).slice(0, 3)), [])
})

const CHANGES: Readonly<Record<string, (entry: LogEntry) => LogEntry>> = {
  chain: (entry) => ({ ...entry, chain: 'exam:2' }),
  number: (entry) => ({ ...entry, number: entry.number + 1 }),
  loggedAt: (entry) => ({ ...entry, loggedAt: '2030-01-01T00:00:00.000Z' }),
  actor: (entry) => ({ ...entry, actor: 'somebody else' }),
  act: (entry) => ({ ...entry, act: 'another' }),
  subject: (entry) => ({ ...entry, subject: 'another' }),
  detail: (entry) => ({ ...entry, detail: { ...entry.detail, more: { of: ['that'] } } }),
  previousHash: (entry) => ({ ...entry, previousHash: 'f'.repeat(64) }),
  hash: (entry) => ({ ...entry, hash: 'f'.repeat(64) }),
}

for (const [member, change] of Object.entries(CHANGES)) {
  t.test(`a changed ${member} is found in any entry`, async () => {
    fc.assert(
      fc.property(chains, place, (chain, at) => {
        const index = at % chain.length
        const bent = chain.map((entry, other) => (other === index ? change(entry) : entry))
        return faultsOfChain(bent).length > 0
      }),
    )
  })
}

t.test('an entry changed with its own hash breaks the next one', async () => {
  fc.assert(
    fc.property(chains, place, (chain, at) => {
      const index = at % (chain.length - 1)
      const bent = chain.map((entry, other) => {
        if (other !== index) return entry
        const changed = { ...entry, act: 'another' }
        return { ...changed, hash: hashOf(changed) }
      })
      return faultsOfChain(bent).length === 1
    }),
  )
})

t.test('a removed, repeated or moved entry is found', async () => {
  fc.assert(
    fc.property(chains, place, (chain, at) => {
      const index = at % (chain.length - 1)
      const removed = chain.toSpliced(index, 1)
      const [one, next] = [chain[index], chain[index + 1]] as [LogEntry, LogEntry]
      const repeated = chain.toSpliced(index, 0, one)
      const moved = chain.toSpliced(index, 2, next, one)
      return [removed, repeated, moved].every((bent) => faultsOfChain(bent).length > 0)
    }),
  )
})

t.test('a fault names chain, entry and what is wrong', async (t) => {
  const [first, second] = aChain(2)
  t.same(faultsOfChain([{ ...(first as LogEntry), act: 'x' }, second as LogEntry]), [
    'exam:1 entry 1: content and hash disagree',
  ])
  t.same(faultsOfChain([second as LogEntry]), [
    'exam:1 entry 2: number 1 was expected',
    'exam:1 entry 2: does not follow its predecessor',
  ])
})
