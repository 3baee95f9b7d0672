import type { Form } from '../../domain/assembly/form.ts'
import { presentedItemId, toPresentedValue } from '../../domain/assembly/present-form.ts'
import type { Bank } from '../../domain/bank/bank.ts'
import { rightAnswer, wrongAnswer } from '../../domain/bank/made-up-answers.ts'
import type { ResponseValue } from '../../domain/bank/response-value.ts'
import type { BehaviorDetail, BehaviorKind, JournalEntry } from '../../domain/delivery/journal.ts'
import { uuidFrom } from '../../domain/digest.ts'
import { parametersOf } from '../../domain/measurement/item-parameters.ts'
import { probabilityCorrect } from '../../domain/measurement/item-response.ts'
import { type Random, seededRandom } from '../../domain/random.ts'
import { examinedItems, itemsOf } from '../../domain/settlement/attempt-evidence.ts'
import { simulatePageLoad, simulateRhythm } from './simulate-rhythm.ts'

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

/** Plays one cadre through a form; the same seed gives the same cadre, and on one form all of it. */
export function simulateCadre(
  seed: string,
  { form, bank, supervised = false }: { form: Form; bank: Bank; supervised?: boolean },
): SimulatedAttempt {
  const random = seededRandom(seed, 'cadre')
  const usual = mannerOf(random())
  const manner = supervised ? 'honest' : usual
  const theta = ABILITY_MEAN + normal(random)
  const strengths = new Map(bank.competencies.map(({ id }) => [id, 0.4 * normal(random)]))
  const pace = Math.exp(-SPEED_DEVIATION * normal(random))
  const play = startPlay(seed)
  const unmotivatedFrom = Math.floor(form.items.length * (0.3 + 0.4 * random()))
  const items = itemsOf(form, bank)
  const examined = examinedItems({ form, bank, calibration: null })
  play.behave('page-loaded', null, simulatePageLoad(seed))
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
    const value = random() < chance ? rightAnswer(item) : wrongAnswer(item, random)
    play.respond(itemId, toPresentedValue(form, bank, item.id, value))
    play.wait(0.5 + random())
    play.beat(itemId)
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

/** The page tells the rhythm of pointing at most this often. */
const RHYTHM_EVERY_SECONDS = 120

function startPlay(seed: string) {
  let now = 1
  let told = now
  const rhythm = simulateRhythm(seed)
  const entries: { entry: JournalEntry; atSeconds: number }[] = []
  const position = () => ({
    sequence: entries.length + 1,
    entryId: uuidFrom(`${seed}/entry/${entries.length + 1}`),
    clientMs: Math.round(now * 1000),
  })
  const behave = (behavior: BehaviorKind, itemId: string | null, detail?: BehaviorDetail) => {
    const more = detail === undefined ? {} : { detail }
    const entry = { ...position(), kind: 'behavior', behavior, itemId, ...more } as const
    entries.push({ entry, atSeconds: now })
  }
  return {
    entries,
    now: () => now,
    wait: (seconds: number) => {
      now += seconds
    },
    behave,
    beat: (itemId: string) => {
      if (now - told < RHYTHM_EVERY_SECONDS) return
      told = now
      behave('rhythm', itemId, rhythm())
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
