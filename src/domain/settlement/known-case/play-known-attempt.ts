import type { Form } from '../../assembly/form.ts'
import { presentedItemId, toPresentedValue } from '../../assembly/present-form.ts'
import type { Bank } from '../../bank/bank.ts'
import { rightAnswer, wrongAnswer } from '../../bank/made-up-answers.ts'
import type { KeptEntry } from '../../delivery/journal.ts'
import type { ExaminedItem } from '../../forensics/record-attempt.ts'
import { probabilityCorrect } from '../../measurement/item-response.ts'
import { isCorrect } from '../../measurement/score-response.ts'
import { drawNormal } from '../../measurement/simulation/draw-value.ts'
import { type Random, seededRandom } from '../../random.ts'
import { type AttemptPlay, beginPlay } from './attempt-play.ts'
import type { KnownCourse } from './known-course.ts'
import type { Scenario } from './known-scenarios.ts'

/** What a known attempt is played on. */
export interface KnownStage {
  readonly seed: string
  readonly scenario: Scenario
  readonly bank: Bank
  /** The items, from the first one. */
  readonly beginCourse: () => KnownCourse
  readonly startedAt: Date
  readonly timeLimitSeconds: number
}

/** How an item is worked: who sits there, and what happens meanwhile. */
interface Manner {
  readonly theta: number
  /** Working times are multiplied by this; below 1 is fast. */
  readonly pace: number
}

interface Actor {
  readonly random: Random
  readonly play: AttemptPlay
  readonly own: Manner
  readonly course: KnownCourse
  readonly scenario: Scenario
  /** Item positions on which the scenario's acts happen. */
  readonly chosen: ReadonlySet<number>
}

const SPEED_DEVIATION = 0.25
/** Share of items that are looked up, were known beforehand, or are interrupted. */
const CHOSEN_SHARE = { 'looked-up': 0.4, foreknown: 0.5, interrupted: 0.2 } as const

/**
 * Plays a made-up candidate through the items by the lognormal response-time model (van der Linden
 * 2006) and the items' own response functions, with what the scenario plants:
 * - `interrupted`: away for 10 to 90 s on one item in five; answers none the better for it;
 * - `phone-call`: away once for three to eight minutes; `slow-network`: offline again and again;
 * - `fast-and-able`: ability and speed far above the mean, on every item;
 * - `looked-up`: on two items in five away for 15 to 50 s, then right at once;
 * - `foreknown`: half of the items right in a fifth of the time, the others by a lower ability;
 * - `somebody-else`: halfway another browser, a third of the time, 2 SD more ability.
 */
export function playKnownAttempt(stage: KnownStage): {
  readonly entries: readonly KeptEntry[]
  readonly closedAt: Date
  readonly form: Form
} {
  const { seed, scenario, startedAt, timeLimitSeconds } = stage
  const random = seededRandom(seed, 'known-case')
  const play = beginPlay(seed, startedAt, seededRandom(seed, 'network'))
  const course = stage.beginCourse()
  const actor = { random, play, scenario, course, own: mannerOf(scenario, random) }
  const chosen = chosenItems(scenario, course, random)
  play.open('first')
  let item = course.current()
  while (item && play.now() <= timeLimitSeconds * 0.95) {
    course.leave(work(stage.bank, { ...actor, chosen }, item))
    item = course.current()
  }
  if (item && course.oneAtATime) play.behave('item-shown', presentedItemId(item.position))
  play.wait(4 + 6 * random())
  const seconds = Math.min(timeLimitSeconds, play.now())
  const closedAt = new Date(startedAt.getTime() + Math.round(seconds * 1000))
  const entries = play.entries().filter(({ receivedAt }) => Date.parse(receivedAt) <= +closedAt)
  const form = course.form()
  if (entries.length < form.items.length) throw new Error('a known attempt left no time to work')
  return { entries, closedAt, form }
}

function mannerOf(scenario: Scenario, random: Random): Manner {
  const pace = Math.exp(-SPEED_DEVIATION * drawNormal(random))
  const theta = 0.3 + 0.6 * drawNormal(random)
  if (scenario === 'fast-and-able') return { theta: 2.2, pace: 0.25 }
  if (scenario === 'foreknown' || scenario === 'looked-up') return { theta: theta - 0.8, pace }
  return { theta, pace }
}

function chosenItems(
  scenario: Scenario,
  { fewestItems, mostItems }: KnownCourse,
  random: Random,
): ReadonlySet<number> {
  if (scenario === 'phone-call') return new Set([1 + Math.floor(random() * fewestItems)])
  const share = scenario in CHOSEN_SHARE ? CHOSEN_SHARE[scenario as keyof typeof CHOSEN_SHARE] : 0
  const positions = Array.from({ length: mostItems }, (_, index) => index + 1)
  return new Set(positions.filter(() => random() < share))
}

/** Works the item in hand; whether it was answered rightly. */
function work(bank: Bank, actor: Actor, examined: ExaminedItem): boolean {
  const { random, play, scenario, own, chosen, course } = actor
  const { item, position, timeParameters, parameters } = examined
  const half = course.fewestItems / 2
  const isLate = position > half
  const isChosen = chosen.has(position)
  const itemId = presentedItemId(position)
  if (scenario === 'somebody-else' && isLate && position - 1 <= half) {
    play.wait(25 + 40 * random())
    play.open('second')
  }
  play.behave('item-shown', itemId)
  const { theta, pace } = scenario === 'somebody-else' && isLate ? abler(own) : own
  const { timeIntensity, timeDiscrimination } = timeParameters
  const seconds = Math.exp(timeIntensity + drawNormal(random) / timeDiscrimination) * pace
  const isKnown = scenario === 'foreknown' && isChosen
  const isLookedUp = scenario === 'looked-up' && isChosen
  play.wait(Math.max(1.2, isKnown ? seconds * 0.2 : seconds * (isLookedUp ? 0.5 : 1)))
  const told = happen(actor, itemId, isChosen)
  const chance = isKnown || isLookedUp ? 0.96 : probabilityCorrect(theta, parameters)
  const value = random() < chance ? rightAnswer(item) : wrongAnswer(item, random)
  play.respond(itemId, toPresentedValue(course.form(), bank, item.id, value))
  play.wait(0.5 + random())
  if (told) play.behave('explained', itemId, { text: told })
  return isCorrect(item, value) === true
}

function abler({ theta, pace }: Manner): Manner {
  return { theta: theta + 2, pace: pace / 3 }
}

/** What happens on the item besides working; the words with which it may be explained. */
function happen(
  { random, play, scenario }: Actor,
  itemId: string,
  isChosen: boolean,
): string | null {
  const leave = (seconds: number) => {
    play.behave('page-hidden', itemId)
    play.wait(seconds)
    play.behave('page-visible', itemId)
  }
  if (scenario === 'slow-network' && random() < 0.2) {
    play.goOffline(itemId)
    play.wait(8 + 40 * random())
    play.comeBack(itemId)
    return null
  }
  if (!isChosen) return null
  if (scenario === 'interrupted') leave(10 + 80 * random() ** 2)
  if (scenario === 'phone-call') leave(180 + 300 * random())
  if (scenario === 'looked-up') leave(15 + 35 * random())
  if (scenario === 'foreknown') return null
  play.wait(2 + 4 * random() * (scenario === 'looked-up' ? 0.5 : 3))
  if (random() > 0.3) return null
  return scenario === 'phone-call' ? '接电话' : '有人来办事'
}
