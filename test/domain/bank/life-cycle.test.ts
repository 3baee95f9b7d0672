import fc from 'fast-check'
import t from 'tap'
import {
  act,
  findObjection,
  ITEM_ACTS,
  type ItemEvent,
  JUDGEMENTS,
  lifeOf,
  listAllowedActs,
} from '../../../src/domain/bank/life-cycle.ts'
import { Refusal } from '../../../src/domain/refusal.ts'

const event = (
  does: ItemEvent['act'],
  actor = 'ann',
  overrides: Readonly<Partial<ItemEvent>> = {},
): ItemEvent => ({ act: does, revision: 1, actor, note: 'why', ...overrides })

/** An act on the latest revision (the next one for a draft), or beside it. */
interface Attempted extends Omit<ItemEvent, 'revision'> {
  readonly beside: number
}

/** Any acts by few people, most of them on the revision they should be on. */
const acts: fc.Arbitrary<Attempted[]> = fc.array(
  fc.record({
    act: fc.constantFrom(...ITEM_ACTS),
    beside: fc.constantFrom(0, 0, 0, 0, 0, 0, -1, 1),
    actor: fc.constantFrom('ann', 'ben', 'cat'),
    note: fc.constantFrom('', 'why'),
  }),
  { maxLength: 60, size: 'max' },
)

function askedFor(history: readonly ItemEvent[], { beside, ...asked }: Attempted): ItemEvent {
  const drafts = history.filter(({ act: did }) => did === 'drafted').length
  return { ...asked, revision: drafts + (asked.act === 'drafted' ? 1 : 0) + beside }
}

/** The history that trying all of it leaves; what is refused leaves nothing. */
function historyOf(tried: readonly Attempted[]): ItemEvent[] {
  return tried.reduce<ItemEvent[]>((history, attempted) => {
    try {
      return act(history, askedFor(history, attempted))
    } catch (error) {
      if (error instanceof Refusal) return history
      throw error
    }
  }, [])
}

/**
 * Who approved what goes live at a place of a history, found by reading back: the last review
 * of that revision with nothing sent back and nothing written after it.
 */
function approverBefore(history: readonly ItemEvent[], place: number): string | null {
  const settled = history.slice(0, place).filter(({ act: did }) => did !== 'noted')
  const last = settled.at(-1)
  return last?.act === 'reviewed' && last.revision === history[place]?.revision ? last.actor : null
}

/** Who wrote since the item went live before. */
function writersBefore(history: readonly ItemEvent[], place: number): string[] {
  const before = history.slice(0, place)
  const since = before.findLastIndex(({ act: did }) => did === 'made-live') + 1
  return before
    .slice(since)
    .filter(({ act: did }) => did === 'drafted')
    .map(({ actor }) => actor)
}

t.test('no sequence of acts makes live what only its authors approved', async (t) => {
  let madeLive = 0
  fc.assert(
    fc.property(acts, (tried) => {
      const history = historyOf(tried)
      for (const [place, { act: did }] of history.entries()) {
        if (did !== 'made-live') continue
        madeLive += 1
        const approver = approverBefore(history, place)
        if (approver === null || writersBefore(history, place).includes(approver)) return false
      }
      return true
    }),
    { numRuns: 3000, seed: 7 },
  )
  t.ok(madeLive > 300, `items went live ${madeLive} times`)
})

t.test('history only grows, by at most the act that was asked', async () => {
  fc.assert(
    fc.property(acts, (tried) => {
      let history: ItemEvent[] = []
      for (const attempted of tried) {
        const asked = askedFor(history, attempted)
        const before = structuredClone(history)
        const objection = findObjection(lifeOf(history), asked)
        if (objection) continue
        history = act(history, asked)
        t.strictSame(history, [...before, asked])
      }
    }),
    { numRuns: 50 },
  )
})

t.test(
  'the state follows from the events: remarks change nothing, the live one is the last made live',
  async (t) => {
    fc.assert(
      fc.property(acts, (tried) => {
        const history = historyOf(tried)
        const life = lifeOf(history)
        t.strictSame(lifeOf(history.filter(({ act: did }) => did !== 'noted')), life)
        t.strictSame(lifeOf(structuredClone(history)), life)
        const ended = history.findLast(({ act: did }) => did === 'made-live' || did === 'retired')
        t.equal(life.liveRevision, ended?.act === 'made-live' ? ended.revision : null)
        const drafted = history.filter(({ act: did }) => did === 'drafted')
        t.strictSame(
          drafted.map(({ revision }) => revision),
          drafted.map((_, index) => index + 1),
          'revisions are numbered without gaps',
        )
        t.equal(life.revision, drafted.length)
      }),
      { numRuns: 200 },
    )
  },
)

const draft = [event('drafted')]
const reviewed = [...draft, event('reviewed', 'ben')]
const live = [...reviewed, event('made-live')]
const retired = [...live, event('retired')]
const redrafted = [...live, event('drafted', 'ben', { revision: 2 })]

t.test('each act has its states', async (t) => {
  const allowed: readonly (readonly [readonly ItemEvent[], ItemEvent, string])[] = [
    [[], event('drafted'), 'draft'],
    [draft, event('reviewed', 'ben'), 'reviewed'],
    [draft, event('returned', 'ben'), 'draft'],
    [draft, event('retired'), 'retired'],
    [reviewed, event('returned', 'cat'), 'draft'],
    [reviewed, event('made-live', 'ann'), 'live'],
    [live, event('retired', 'ann'), 'retired'],
    [live, event('drafted', 'ann', { revision: 2 }), 'draft'],
    [live, event('noted', 'cat'), 'live'],
    [retired, event('drafted', 'cat', { revision: 2 }), 'draft'],
    [redrafted, event('noted', 'cat', { revision: 1 }), 'draft'],
    // Who wrote the revision that is live may judge what others made of it.
    [redrafted, event('reviewed', 'ann', { revision: 2 }), 'reviewed'],
  ]
  for (const [history, asked, state] of allowed) {
    t.equal(lifeOf(act(history, asked)).state, state, `${asked.act} gives ${state}`)
  }
})

t.test('what may not be done is refused for its reason', async (t) => {
  const both = [...draft, event('drafted', 'ben', { revision: 2 })]
  const refused: readonly (readonly [readonly ItemEvent[], ItemEvent, string])[] = [
    [draft, event('reviewed', 'ann'), 'second-person-required'],
    [both, event('reviewed', 'ann', { revision: 2 }), 'second-person-required'],
    [both, event('reviewed', 'ben', { revision: 2 }), 'second-person-required'],
    [redrafted, event('reviewed', 'ben', { revision: 2 }), 'second-person-required'],
    [draft, event('made-live', 'ben'), 'second-person-required'],
    [redrafted, event('made-live', 'ann', { revision: 2 }), 'second-person-required'],
    [reviewed, event('reviewed', 'cat'), 'already-decided'],
    [live, event('made-live'), 'already-decided'],
    [live, event('returned'), 'already-decided'],
    [retired, event('retired'), 'already-decided'],
    [retired, event('made-live'), 'already-decided'],
    [redrafted, event('retired'), 'already-decided'],
    [draft, event('drafted'), 'already-decided'],
    [draft, event('drafted', 'ann', { revision: 3 }), 'already-decided'],
    [draft, event('noted', 'ann', { revision: 2 }), 'not-found'],
    [draft, event('noted', 'ann', { revision: 0 }), 'not-found'],
    [[], event('reviewed', 'ben'), 'not-found'],
    [reviewed, event('returned', 'cat', { note: ' ' }), 'invalid-input'],
    [draft, event('noted', 'cat', { note: '' }), 'invalid-input'],
  ]
  for (const [history, asked, code] of refused) {
    t.throws(() => act(history, asked), { code }, `${asked.act} by ${asked.actor}`)
  }
})

t.test(
  'a live revision stays in use while a newer one is written, and leaves when retired',
  async (t) => {
    t.equal(lifeOf(redrafted).liveRevision, 1)
    const again = [
      ...redrafted,
      event('reviewed', 'ann', { revision: 2 }),
      event('made-live', 'ben', { revision: 2 }),
    ]
    t.equal(lifeOf(again.slice(0, -1)).liveRevision, 1)
    t.equal(lifeOf(again).liveRevision, 2)
    t.equal(lifeOf([...redrafted, event('retired', 'cat', { revision: 2 })]).liveRevision, null)
  },
)

t.test('a person is offered exactly what would not be refused', async (t) => {
  fc.assert(
    fc.property(acts, fc.constantFrom('ann', 'ben', 'cat'), (tried, person) => {
      const history = historyOf(tried)
      const life = lifeOf(history)
      const offered = listAllowedActs(life, person)
      for (const judgement of JUDGEMENTS) {
        const asked = event(judgement, person, { revision: life.revision })
        if (offered.includes(judgement)) t.doesNotThrow(() => act(history, asked))
        else t.throws(() => act(history, asked))
      }
    }),
    { numRuns: 100 },
  )
  const offers: readonly (readonly [readonly ItemEvent[], string, readonly string[]])[] = [
    [[], 'ann', []],
    [draft, 'ann', ['noted', 'returned', 'retired']],
    [draft, 'ben', ['noted', 'reviewed', 'returned', 'retired']],
    [reviewed, 'ann', ['noted', 'returned', 'made-live', 'retired']],
    [live, 'ann', ['noted', 'retired']],
    [retired, 'ben', ['noted']],
    [redrafted, 'ann', ['noted', 'reviewed', 'returned', 'retired']],
    [redrafted, 'ben', ['noted', 'returned', 'retired']],
  ]
  for (const [history, person, expected] of offers) {
    t.strictSame(listAllowedActs(lifeOf(history), person), expected)
  }
})
