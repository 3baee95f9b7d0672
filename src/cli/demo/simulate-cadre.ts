import type { Form } from '../../domain/assembly/form.ts'
import { presentedItemId, toPresentedValue } from '../../domain/assembly/present-form.ts'
import type { Bank } from '../../domain/bank/bank.ts'
import type { Item } from '../../domain/bank/item.ts'
import type { ResponseValue } from '../../domain/bank/response-value.ts'
import type { BehaviorKind, JournalEntry } from '../../domain/delivery/journal.ts'
import { uuidFrom } from '../../domain/digest.ts'
import { parametersOf } from '../../domain/measurement/item-parameters.ts'
import { probabilityCorrect } from '../../domain/measurement/item-response.ts'
import { type Random, seededRandom, shuffle } from '../../domain/random.ts'
import { examinedItems, itemsOf } from '../../domain/settlement/attempt-evidence.ts'

/** How a simulated cadre works; the truth that flags can be held against. */
export type Manner = 'honest' | 'interrupted' | 'foreknowing' | 'unmotivated'

/** One simulated attempt: its entries, each with the seconds after the start it is sent at. */
export interface SimulatedAttempt {
  readonly manner: Manner
  readonly entries: readonly { readonly entry: JournalEntry; readonly atSeconds: number }[]
  readonly durationSeconds: number
}

/** Of a hundred: how many work in each manner. */
const MANNERS: readonly (readonly [Manner, number])[] = [
  ['foreknowing', 3],
  ['unmotivated', 4],
  ['interrupted', 8],
  ['honest', 85],
]
const ABILITY_MEAN = 0.5
const SPEED_DEVIATION = 0.3
/** Those who know the answers beforehand read a fraction of what others read. */
const FOREKNOWING_PACE = 0.22

/** Standard normal by Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Plays one cadre through a form; the same seed gives the same attempt. */
export function simulateCadre(seed: string, form: Form, bank: Bank): SimulatedAttempt {
  const random = seededRandom(seed, 'cadre')
  const manner = mannerOf(random())
  const theta = ABILITY_MEAN + normal(random)
  const strengths = new Map(bank.competencies.map(({ id }) => [id, 0.4 * normal(random)]))
  const pace = Math.exp(-SPEED_DEVIATION * normal(random))
  const play = startPlay(seed)
  const unmotivatedFrom = Math.floor(form.items.length * (0.3 + 0.4 * random()))
  const items = itemsOf(form, bank)
  const examined = examinedItems({ form, bank, calibration: null })
  play.behave('page-loaded', null)
  for (const [index, item] of items.entries()) {
    const itemId = presentedItemId(index + 1)
    const isIdle = manner === 'unmotivated' && index >= unmotivatedFrom
    play.behave('item-shown', itemId)
    const { timeIntensity, timeDiscrimination } = examined[index]?.timeParameters ?? {
      timeIntensity: 3,
      timeDiscrimination: 2,
    }
    const seconds = Math.exp(timeIntensity + normal(random) / timeDiscrimination) * pace
    play.wait(
      isIdle ? 1 + random() : manner === 'foreknowing' ? seconds * FOREKNOWING_PACE : seconds,
    )
    if (manner === 'interrupted' && random() < 0.08) interrupt(play, itemId, random)
    const ability = theta + (strengths.get(item.competency) ?? 0)
    const parameters = parametersOf(item).values
    const chance = isIdle
      ? parameters.guessing
      : manner === 'foreknowing'
        ? 0.95
        : probabilityCorrect(ability, parameters)
    const value = random() < chance ? keyOf(item) : wrongAnswer(item, random)
    play.respond(itemId, toPresentedValue(form, bank, item.id, value))
    play.wait(0.5 + random())
  }
  return { manner, entries: play.entries, durationSeconds: play.now() + 5 }
}

function mannerOf(chance: number): Manner {
  let below = 0
  for (const [manner, share] of MANNERS) {
    below += share / 100
    if (chance < below) return manner
  }
  return 'honest'
}

function startPlay(seed: string) {
  let now = 1
  const entries: { entry: JournalEntry; atSeconds: number }[] = []
  const position = () => ({
    sequence: entries.length + 1,
    entryId: uuidFrom(`${seed}/entry/${entries.length + 1}`),
    clientMs: Math.round(now * 1000),
  })
  return {
    entries,
    now: () => now,
    wait: (seconds: number) => {
      now += seconds
    },
    behave: (behavior: BehaviorKind, itemId: string | null) => {
      const entry = { ...position(), kind: 'behavior', behavior, itemId } as const
      entries.push({ entry, atSeconds: now })
    },
    respond: (itemId: string, value: ResponseValue) => {
      const entry = { ...position(), kind: 'response', itemId, value } as const
      entries.push({ entry, atSeconds: now })
    },
  }
}

/** A call, a visitor at the counter, or a notification: away for a while, then on. */
function interrupt(play: ReturnType<typeof startPlay>, itemId: string, random: Random): void {
  play.behave('page-hidden', itemId)
  play.wait(5 + 40 * random() ** 2)
  play.behave('page-visible', itemId)
  play.wait(2 + 3 * random())
}

/** The right answer as a response. */
export function keyOf(item: Item): ResponseValue {
  if (item.type === 'numeric') return item.key.value
  if (item.type === 'short-text') return item.key.accepted[0] ?? ''
  return item.key
}

function wrongAnswer(item: Item, random: Random): ResponseValue {
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T
  switch (item.type) {
    case 'single-choice':
      return pick(item.options.filter(({ id }) => id !== item.key)).id
    case 'multiple-choice': {
      const ids = item.options.map(({ id }) => id)
      return item.key.length > 1 ? item.key.slice(1) : ids
    }
    case 'true-false':
      return !item.key
    case 'numeric':
      return item.key.value + item.key.tolerance + 1 + Math.floor(random() * 5)
    case 'short-text':
      return '不清楚'
    case 'ordering':
      return [...item.key.slice(1), item.key[0] ?? '']
    case 'matching': {
      const ids = shuffle(Object.values(item.key), random)
      const prompts = Object.keys(item.key)
      return Object.fromEntries(
        prompts.map((id, index) => [id, ids[(index + 1) % ids.length] ?? '']),
      )
    }
  }
}
