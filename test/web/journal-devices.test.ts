import fc from 'fast-check'
import t from 'tap'
import { latestResponses, setAsideItems } from '../../src/domain/delivery/answers.ts'
import type { KeptEntry } from '../../src/domain/delivery/journal.ts'
import { FATES, type Fate, type Given, type JournalWorld, journalWorld } from './journal-world.ts'

const DEVICES = 2
const ITEMS = ['q1', 'q2', 'q3'] as const

type Move =
  | { readonly move: 'answer'; readonly itemId: string; readonly device: number }
  | { readonly move: 'step'; readonly pick: number; readonly fate: Fate }
  | { readonly move: 'reload'; readonly device: number; readonly online: boolean }

const aDevice = fc.nat({ max: DEVICES - 1 })
const aMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      move: fc.constant('answer' as const),
      itemId: fc.constantFrom(...ITEMS),
      device: aDevice,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      move: fc.constant('step' as const),
      pick: fc.nat({ max: 7 }),
      fate: fc.constantFrom(...FATES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      move: fc.constant('reload' as const),
      device: aDevice,
      online: fc.boolean(),
    }),
  },
)

async function play(moves: readonly Move[]): Promise<JournalWorld> {
  const world = journalWorld(DEVICES)
  for (const move of moves) {
    if (move.move === 'answer') world.answer(move.itemId, move.device)
    else if (move.move === 'step') await world.step(move.pick, move.fate)
    else await world.reload(move.device, move.online)
  }
  await world.settleDown()
  return world
}

/** The journal as the server reads it. */
function keptIn(world: JournalWorld): readonly KeptEntry[] {
  return [...world.kept].flatMap(([sequence, entry]) =>
    entry === 'other'
      ? []
      : [{ ...entry, sequence, receivedAt: '2026-03-02T02:00:00.000Z' } as KeptEntry],
  )
}

/** What should count: of the answers given under the latest opening the last one. */
function dueAnswer(given: readonly Given[], itemId: string): Given | undefined {
  const about = given.filter((one) => one.itemId === itemId)
  const latest = Math.max(...about.map(({ claim }) => claim))
  return about.findLast(({ claim }) => claim === latest)
}

const worlds = fc.array(aMove, { maxLength: 120, size: 'max' }).map(play)

t.test('of two devices nothing is lost, and every version is kept once', async (t) => {
  await fc.assert(
    fc.asyncProperty(worlds, async (played) => {
      const world = await played
      const ids = keptIn(world).map(({ entryId }) => entryId)
      return new Set(ids).size === ids.length && world.written().every((id) => ids.includes(id))
    }),
    { numRuns: 300 },
  )
  t.pass()
})

t.test('the answers of the later opening count, however late the earlier ones come', async (t) => {
  let overtaken = 0
  await fc.assert(
    fc.asyncProperty(worlds, async (played) => {
      const world = await played
      const entries = keptIn(world)
      const counted = latestResponses(entries)
      overtaken += setAsideItems(entries).length
      return ITEMS.every((itemId) => {
        const due = dueAnswer(world.given(), itemId)
        return counted.get(itemId) === due?.entryId.slice(1)
      })
    }),
    { numRuns: 300 },
  )
  t.ok(overtaken > 20, `the worlds hold answers that came too late: ${overtaken}`)
})

t.test('an answer that arrives later and does not count is told of', async (t) => {
  await fc.assert(
    fc.asyncProperty(worlds, async (played) => {
      const world = await played
      const entries = keptIn(world)
      const told = new Set(setAsideItems(entries))
      return ITEMS.every((itemId) => {
        const about = entries.filter((entry) => entry.itemId === itemId)
        const last = about.toSorted((one, other) => one.sequence - other.sequence).at(-1)
        const due = dueAnswer(world.given(), itemId)
        return told.has(itemId) === (last !== undefined && last.entryId !== due?.entryId)
      })
    }),
    { numRuns: 300 },
  )
  t.pass()
})

t.test('every page that is no longer live is told as soon as it sends anything', async (t) => {
  await fc.assert(
    fc.asyncProperty(worlds, async (played) => {
      const world = await played
      for (let device = 0; device < DEVICES; device++) world.answer('q1', device)
      await world.settleDown()
      const { live, pages } = world.claims()
      return pages.every(
        (claim, device) => world.journal(device).snapshot().superseded === claim < live,
      )
    }),
    { numRuns: 300 },
  )
  t.pass()
})

t.test('a page told otherwise than by a reply takes that too, and still sends', async (t) => {
  const world = journalWorld(DEVICES)
  world.answer('q1', 0)
  world.journal(0).hearClaim(2)
  t.ok(world.journal(0).snapshot().superseded)
  await world.settleDown()
  t.equal(world.journal(0).snapshot().pending, 0, 'what it held has arrived')
  world.journal(1).hearClaim(2)
  t.notOk(world.journal(1).snapshot().superseded, 'its own claim is no news')
})
