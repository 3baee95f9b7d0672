import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import Value from 'typebox/value'
import { isSigned } from '../../../src/cli/is-signed.ts'
import { canonicalJson, commitmentTo, digestOf } from '../../../src/domain/digest.ts'
import { checkBundle } from '../../../src/domain/settlement/check-bundle.ts'
import { ExamBundle } from '../../../src/domain/settlement/exam-bundle.ts'
import { aSignedBundle } from '../../journeys/fixtures/exam-bundle.ts'
import { sealAnew } from '../../support/seal-anew.ts'

t.setTimeout(240_000)

const { bundle: sound, sign } = await aSignedBundle(t)

const findingsOf = (bundle: ExamBundle) => checkBundle(bundle, isSigned).findings

/** What changes a bundle in place. */
type Bend = (bundle: ExamBundle) => void

function bent(bend: Bend): ExamBundle {
  const bundle = structuredClone(sound)
  bend(bundle)
  return bundle
}

/** As if the service itself had exported it so: only what the content says can tell. */
const signedAnew = (bundle: ExamBundle): ExamBundle => sealAnew(bundle, sign)

/** The member of a list; a test that bends nothing must not pass. */
function at<T>(list: readonly T[], index: number): T {
  const found = list.at(index)
  if (found === undefined) throw new Error(`there is no member ${index}`)
  return found
}

function swap<T>(list: T[], left: number, right: number): void {
  const moved = at(list, left)
  list[left] = at(list, right)
  list[right] = moved
}

t.test('a bundle as exported is sound, and says how much was checked', async (t) => {
  t.ok(Value.Check(ExamBundle, sound))
  t.same(checkBundle(sound, isSigned), {
    valid: true,
    checked: {
      ...{ forms: 4, receipts: 3, journals: 3, logEntries: sound.log.length },
      ...{ records: Object.values(sound.records).flat().length, settlements: 3 },
    },
    vouchedBy: 'nothing',
    findings: [],
  })
  t.same(findingsOf(signedAnew(structuredClone(sound))), [])
  const receipts = sound.attempts.map(({ receipt }) => receipt?.closedBy ?? 'open')
  t.same(receipts.sort(), ['candidate', 'candidate', 'deadline', 'open'])
})

const closed = sound.attempts.flatMap(({ receipt }, index) => (receipt ? [index] : []))
const first = at(closed, 0)
const second = at(closed, 1)
const attemptOf = (bundle: ExamBundle, index = first) => at(bundle.attempts, index)
const certificateIn = (bundle: ExamBundle) => {
  const { certificate } = attemptOf(bundle).form
  if ('kind' in certificate) throw new Error('a drawn form expected')
  return certificate
}
const receiptOf = (bundle: ExamBundle, index = first) => {
  const { receipt } = attemptOf(bundle, index)
  if (!receipt) throw new Error('the attempt has no receipt')
  return receipt
}
const longest = closed.reduce((best, index) =>
  attemptOf(sound, index).entries.length > attemptOf(sound, best).entries.length ? index : best,
)
const entriesOf = (bundle: ExamBundle) => attemptOf(bundle, longest).entries

/** Found by the content alone, even if the service itself signed the change. */
const FOUND_BY_CONTENT: readonly (readonly [string, Bend, RegExp])[] = [
  [
    'an item of a form exchanged',
    ({ attempts, bank }) => {
      const { items } = at(attempts, 0).form
      const used = new Set(items.map(({ item }) => item))
      at(items, 0).item = at(
        bank.items.filter(({ id }) => !used.has(id)),
        0,
      ).id
    },
    /the form is not the one its seed gives/,
  ],
  [
    'an item of no bank on a form',
    (bundle) => {
      at(attemptOf(bundle).form.items, 0).item = 'invented'
    },
    /invented is not in the bank/,
  ],
  [
    'two items in another order',
    (b) => swap(attemptOf(b).form.items, 0, 1),
    /not the one its seed/,
  ],
  ['an item left out', (b) => attemptOf(b).form.items.pop(), /not the one its seed gives/],
  [
    'an item twice',
    (b) => attemptOf(b).form.items.push(at(attemptOf(b).form.items, 0)),
    /appears twice/,
  ],
  [
    'options in another order',
    (b) => {
      const placed = attemptOf(b).form.items.filter(({ options }) => options.length > 1)
      swap(at(placed, 0).options, 0, 1)
    },
    /not the one its seed gives/,
  ],
  [
    'an option left out',
    (b) => {
      const placed = attemptOf(b).form.items.filter(({ options }) => options.length > 1)
      at(placed, 0).options.pop()
    },
    /the options of .* are not those of the bank/,
  ],
  [
    'a figure of a certificate',
    (b) => {
      certificateIn(b).expectedScore.value += 0.01
    },
    /the certificate does not recompute/,
  ],
  [
    'the number of draws',
    (b) => {
      certificateIn(b).draws += 1
    },
    /not the one its seed gives/,
  ],
  [
    "a form's digest",
    (b) => {
      attemptOf(b).form.digest = digestOf('another')
    },
    /the digest is not that of the items/,
  ],
  [
    'forms of two attempts exchanged',
    (b) => {
      const { form } = attemptOf(b, first)
      attemptOf(b, first).form = attemptOf(b, second).form
      attemptOf(b, second).form = form
    },
    /the receipt belongs to another attempt or form/,
  ],
  [
    'another candidate',
    (b) => {
      attemptOf(b).candidateId = attemptOf(b, second).candidateId
    },
    /the id does not follow from exam and candidate/,
  ],
  [
    'another exam',
    (b) => {
      b.examId = at(b.attempts, 0).attemptId
    },
    /the id does not follow from exam and candidate/,
  ],
  [
    'a receipt taken away',
    (b) => {
      attemptOf(b).receipt = null
    },
    /log and receipt disagree on whether it was closed/,
  ],
  [
    'receipts of two attempts exchanged',
    (b) => {
      const receipt = receiptOf(b, first)
      attemptOf(b, first).receipt = receiptOf(b, second)
      attemptOf(b, second).receipt = receipt
    },
    /the receipt belongs to another attempt or form/,
  ],
  [
    'an answer',
    (b) => {
      Object.assign(at(entriesOf(b), 0), { value: '4' === firstValue(b) ? '3' : '4' })
    },
    /the journal is not the one the receipt vouches for/,
  ],
  [
    'the time an entry was received',
    (b) => {
      Object.assign(at(entriesOf(b), 2), { receivedAt: '2026-03-02T08:00:01.000Z' })
    },
    /the journal is not the one/,
  ],
  ['an entry left out', (b) => entriesOf(b).splice(1, 1), /the journal is not the one/],
  ['the last entries cut off', (b) => entriesOf(b).splice(-2), /the journal is not the one/],
  [
    'an entry added',
    (b) => entriesOf(b).push({ ...at(entriesOf(b), 0), sequence: 99 }),
    /the journal is not the one/,
  ],
  [
    'sequences of two entries exchanged',
    (b) => {
      const [one, other] = [at(entriesOf(b), 0), at(entriesOf(b), 1)]
      const { sequence } = one
      Object.assign(one, { sequence: other.sequence })
      Object.assign(other, { sequence })
    },
    /the journal is not the one/,
  ],
  [
    'journals of two attempts exchanged',
    (b) => {
      const { entries } = attemptOf(b, first)
      attemptOf(b, first).entries = attemptOf(b, second).entries
      attemptOf(b, second).entries = entries
    },
    /the journal is not the one/,
  ],
  [
    'the secret',
    (b) => {
      b.secret = 'ab'.repeat(32)
    },
    /does not match the commitment published before the exam/,
  ],
  [
    'the secret with its commitment',
    (b) => {
      b.secret = 'ab'.repeat(32)
      b.commitment = commitmentTo(b.secret)
    },
    /the publication names another commitment/,
  ],
  [
    'the commitment',
    (b) => {
      b.commitment = digestOf('another')
    },
    /the publication names another commitment/,
  ],
  [
    'the key of an item in the bank',
    (b) => {
      const item = b.bank.items.find(({ type }) => type === 'single-choice')
      Object.assign(item ?? {}, { key: 'B' })
    },
    /bank: digest does not match/,
  ],
  [
    'the key of an item, with the digest of the bank',
    (b) => {
      const item = b.bank.items.find(({ type }) => type === 'single-choice')
      Object.assign(item ?? {}, { key: 'B' })
      b.bankDigest = digestOf(b.bank)
    },
    /the publication names another bank/,
  ],
  [
    'an item taken out of the bank',
    (b) => {
      b.bank.items = b.bank.items.filter(({ id }) => id !== at(b.bank.items, 0).id)
      b.bankDigest = digestOf(b.bank)
    },
    /the publication names another bank/,
  ],
  [
    'a cell of the bank emptied',
    (b) => {
      b.bank.items = b.bank.items.filter(({ competency }) => competency !== 'order')
    },
    /forms: none can be drawn from this bank and blueprint/,
  ],
  [
    'the digest of the bank',
    (b) => {
      b.bankDigest = digestOf('another')
    },
    /bank: digest does not match/,
  ],
  [
    'a cut score that no form depends on',
    (b) => {
      at(b.blueprint.levels, 2).cut = 3
    },
    /the publication names another blueprint/,
  ],
  [
    'the time limit',
    (b) => {
      b.blueprint.timeLimitSeconds += 60
    },
    /the publication names another blueprint/,
  ],
  [
    'a cell of the blueprint',
    (b) => {
      at(b.blueprint.cells, 0).itemCount += 1
    },
    /should have 6 items and has 5/,
  ],
  [
    'a blueprint without a passing cut',
    (b) => {
      b.blueprint.passingLevel = 'below'
    },
    /forms: none can be drawn/,
  ],
  [
    'the publication left out of the log',
    (b) => {
      b.log = b.log.filter(({ act }) => act !== 'exam-published')
    },
    /the publication of this exam is missing/,
  ],
  [
    "an attempt's whole history left out",
    (b) => {
      b.log = b.log.filter(({ chain }) => chain !== `attempt:${attemptOf(b).attemptId}`)
    },
    /the log names another form, or no start/,
  ],
  ['an entry left out of a history', (b) => b.log.splice(historyOf(b)[0], 1), /was expected/],
  [
    'two entries of a history exchanged',
    (b) => swap(b.log, ...historyOf(b)),
    /does not follow its predecessor/,
  ],
  [
    'another public key',
    (b) => {
      const { publicKey } = generateKeyPairSync('ed25519')
      b.publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    },
    /the receipt's signature is wrong/,
  ],
]

/** Where the first two entries of a closed attempt's history stand: an open one has a single one. */
function historyOf(bundle: ExamBundle): [first: number, second: number] {
  const chain = `attempt:${attemptOf(bundle).attemptId}`
  const places = bundle.log.flatMap((entry, index) => (entry.chain === chain ? [index] : []))
  return [at(places, 0), at(places, 1)]
}

function firstValue(bundle: ExamBundle): unknown {
  return (at(entriesOf(bundle), 0) as { value?: unknown }).value
}

for (const [title, bend, finding] of FOUND_BY_CONTENT) {
  t.test(`found, even if signed anew: ${title}`, async (t) => {
    const bundle = bent(bend)
    t.ok(Value.Check(ExamBundle, bundle), 'the shape is not what gives it away')
    const findings = findingsOf(signedAnew(bundle))
    t.ok(
      findings.some((one) => finding.test(one)),
      findings.join('; '),
    )
    t.ok(findingsOf(bundle).length > findings.length - 1, 'no fewer without the signature')
  })
}

t.test('every member of a receipt is vouched for', async (t) => {
  for (const member of Object.keys(receiptOf(sound))) {
    const bundle = bent((b) => {
      const receipt = receiptOf(b) as Record<string, unknown>
      const value = receipt[member]
      if (member === 'closedBy') receipt[member] = value === 'candidate' ? 'deadline' : 'candidate'
      else if (typeof value === 'number') receipt[member] = value + 1
      else if (typeof value === 'string') receipt[member] = changedText(value)
      else receipt[member] = { 'zh-CN': '另', en: 'another' }
    })
    const findings = findingsOf(signedAnew(bundle))
    t.ok(
      findings.some((one) => /the receipt's signature is wrong/.test(one)),
      member,
    )
  }
})

t.test('every member of every entry of the log is vouched for', async (t) => {
  for (const [index, entry] of sound.log.entries()) {
    for (const member of Object.keys(entry)) {
      const bundle = bent((b) => {
        const logged = at(b.log, index) as unknown as Record<string, unknown>
        const value = logged[member]
        if (typeof value === 'number') logged[member] = value + 1
        else if (typeof value === 'string') logged[member] = changedText(value)
        else logged[member] = value === null ? 'somebody' : { more: 1 }
      })
      if (findingsOf(signedAnew(bundle)).length === 0) t.fail(`${entry.act}: ${member}`)
    }
  }
  t.ok(sound.log.length >= 12)
})

/** Another text of the same length and kind of characters. */
function changedText(text: string): string {
  const last = text.length - 1
  return `${text.slice(0, last)}${text[last] === '0' ? '1' : '0'}`
}

/** What only the signature over everything can tell. */
const FOUND_BY_SEAL: readonly (readonly [string, Bend, RegExp])[] = [
  [
    'an attempt left out with its history',
    (b) => {
      const { attemptId } = at(b.attempts, 0)
      b.attempts.shift()
      b.log = b.log.filter(({ chain }) => chain !== `attempt:${attemptId}`)
    },
    /attempts: 4 were signed, 3 are here/,
  ],
  [
    'an attempt twice',
    (b) => b.attempts.push(at(b.attempts, 0)),
    /it is there more often than it was signed/,
  ],
  [
    'attempts in another order',
    (b) => swap(b.attempts, 0, 1),
    /attempts: they are in another order than signed/,
  ],
  ['the end of a history cut off', (b) => b.log.pop(), /log: \d+ were signed, \d+ are here/],
  [
    'an answer that no receipt vouches for yet',
    (b) => {
      const open = at(
        b.attempts.filter(({ receipt }) => receipt === null),
        0,
      )
      Object.assign(at(open.entries, 0), { value: null })
    },
    /the journal: it is not as it was signed/,
  ],
  [
    'everything made consistent, but not signed',
    (b) => {
      b.attempts.shift()
      Object.assign(b, { seal: { ...signedAnew(b).seal, signature: 'AAAA' } })
    },
    /seal: the signature is wrong/,
  ],
]

for (const [title, bend, finding] of FOUND_BY_SEAL) {
  t.test(`found by the seal: ${title}`, async (t) => {
    const findings = findingsOf(bent(bend))
    t.ok(
      findings.some((one) => finding.test(one)),
      findings.join('; '),
    )
  })
}

type Node = Record<string, unknown> | unknown[]

/** Walks down to some member, as the numbers say, and changes, removes or moves what is there. */
function bendSomewhere(bundle: ExamBundle, steps: readonly number[], how: number): string {
  let node = bundle as unknown as Node
  const path: string[] = []
  for (const step of steps) {
    const names = Object.keys(node)
    const name = names[step % Math.max(1, names.length)]
    if (name === undefined) break
    path.push(name)
    const member = (node as Record<string, unknown>)[name]
    const isLeaf = member === null || typeof member !== 'object' || Object.keys(member).length === 0
    if (isLeaf || step === steps.at(-1)) {
      bendMember(node, name, how)
      break
    }
    node = member as Node
  }
  return path.join('/')
}

function bendMember(node: Node, name: string, how: number): void {
  const members = node as Record<string, unknown>
  const value = members[name]
  if (Array.isArray(node) && how === 1) node.splice(Number(name), 1)
  else if (Array.isArray(node) && how === 2) node.splice(Number(name), 0, structuredClone(value))
  else if (Array.isArray(node) && how === 3) node.reverse()
  else if (how === 1) delete members[name]
  else if (typeof value === 'string') members[name] = changedText(value) || 'x'
  else if (typeof value === 'number') members[name] = value + 1
  else if (typeof value === 'boolean') members[name] = !value
  else members[name] = Array.isArray(value) ? [] : {}
}

t.test('any change anywhere is found, or leaves no bundle at all', async () => {
  const before = canonicalJson(sound)
  const steps = fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 7 })
  fc.assert(
    fc.property(steps, fc.nat({ max: 3 }), (path, how) => {
      const bundle = structuredClone(sound)
      bendSomewhere(bundle, path, how)
      fc.pre(canonicalJson(bundle) !== before)
      return !Value.Check(ExamBundle, bundle) || !checkBundle(bundle, isSigned).valid
    }),
    { numRuns: 150 },
  )
})
