import { Type } from 'typebox'
import { Refusal, type RefusalCode } from '../refusal.ts'

/** What can happen to an item in the workshop; each is kept as an event for good. */
export const ITEM_ACTS = [
  'drafted',
  'noted',
  'reviewed',
  'returned',
  'made-live',
  'retired',
] as const
export type ItemAct = (typeof ITEM_ACTS)[number]
export const ItemAct = Type.Enum([...ITEM_ACTS])

/** Every act but writing, which brings a content of its own. */
export const JUDGEMENTS = ['noted', 'reviewed', 'returned', 'made-live', 'retired'] as const
export type Judgement = (typeof JUDGEMENTS)[number]
export const Judgement = Type.Enum([...JUDGEMENTS])

/** Where the latest revision of an item stands. */
export const ITEM_STATES = ['draft', 'reviewed', 'live', 'retired'] as const
export type ItemState = (typeof ITEM_STATES)[number]
export const ItemState = Type.Enum([...ITEM_STATES])

/** One act on one revision, by a person. */
export interface ItemEvent {
  readonly revision: number
  readonly act: ItemAct
  readonly actor: string
  /** What the person says about it; acts that send back or remark need it. */
  readonly note: string
}

/** What an item's events amount to. */
export interface ItemLife {
  /** The latest revision; 0 before the first. */
  readonly revision: number
  /** Where that revision stands. */
  readonly state: ItemState
  /** The revision in use, which may be older than the latest; null when none is. */
  readonly liveRevision: number | null
  /** Who wrote a revision since the item was last made live: none of them may review it. */
  readonly authors: readonly string[]
}

const UNBORN: ItemLife = { revision: 0, state: 'draft', liveRevision: null, authors: [] }

/** Where an item stands: its events, told from the first to the last. */
export function lifeOf(events: readonly Omit<ItemEvent, 'note'>[]): ItemLife {
  return events.reduce(after, UNBORN)
}

function after(life: ItemLife, event: Omit<ItemEvent, 'note'>): ItemLife {
  switch (event.act) {
    case 'drafted': {
      const authors = [...new Set([...life.authors, event.actor])]
      return { ...life, revision: event.revision, state: 'draft', authors }
    }
    case 'noted':
      return life
    case 'reviewed':
      return { ...life, state: 'reviewed' }
    case 'returned':
      return { ...life, state: 'draft' }
    case 'made-live':
      return { ...life, state: 'live', liveRevision: event.revision, authors: [] }
    case 'retired':
      return { ...life, state: 'retired', liveRevision: null }
  }
}

/** Why an act may not be done. */
export interface Objection {
  readonly code: RefusalCode
  readonly detail: string
}

const object = (code: RefusalCode, detail: string): Objection => ({ code, detail })

/** What stands against an act on an item with this life; null when it may be done. */
export function findObjection(life: ItemLife, asked: ItemEvent): Objection | null {
  if (asked.act === 'drafted') {
    if (asked.revision === life.revision + 1) return null
    return object('already-decided', `the next revision is ${life.revision + 1}`)
  }
  if (asked.revision < 1 || asked.revision > life.revision) {
    return object('not-found', 'no such revision of this item')
  }
  const needsNote = asked.act === 'noted' || asked.act === 'returned'
  if (needsNote && asked.note.trim() === '') return object('invalid-input', 'say why in a note')
  if (asked.act === 'noted') return null
  if (asked.revision !== life.revision) {
    return object('already-decided', `revision ${life.revision} is newer; decide on that one`)
  }
  return objectionByState(life, asked)
}

function objectionByState(life: ItemLife, { act, actor }: ItemEvent): Objection | null {
  const { state } = life
  if (act === 'made-live' && state === 'draft') {
    return object('second-person-required', 'somebody else must review this revision first')
  }
  if (!FROM[act].includes(state)) return object('already-decided', `this revision is ${state}`)
  if (act === 'reviewed' && life.authors.includes(actor)) {
    return object('second-person-required', 'somebody else must review what you wrote')
  }
  return null
}

/** What a person may do with the latest revision now, given the note some acts need. */
export function listAllowedActs(life: ItemLife, person: string): Judgement[] {
  const { revision } = life
  return JUDGEMENTS.filter(
    (act) => findObjection(life, { act, revision, actor: person, note: 'given' }) === null,
  )
}

/** The states an act starts from. */
const FROM: Readonly<Record<ItemAct, readonly ItemState[]>> = {
  drafted: ITEM_STATES,
  noted: ITEM_STATES,
  reviewed: ['draft'],
  returned: ['draft', 'reviewed'],
  'made-live': ['reviewed'],
  retired: ['draft', 'reviewed', 'live'],
}

/**
 * The item's events with one more. A new revision is a draft whatever was before, and a live
 * revision stays in use until another one is made live.
 * @throws Refusal 'second-person-required', 'already-decided', 'not-found' or 'invalid-input'
 */
export function act(events: readonly ItemEvent[], asked: ItemEvent): ItemEvent[] {
  const objection = findObjection(lifeOf(events), asked)
  if (objection) throw new Refusal(objection.code, objection.detail)
  return [...events, asked]
}
