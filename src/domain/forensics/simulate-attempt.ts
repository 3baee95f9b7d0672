import { expectedSeconds, SPEED_DEVIATION_PRIOR } from '../measurement/item-parameters.ts'
import { probabilityCorrect } from '../measurement/item-response.ts'
import { drawNormal } from '../measurement/simulation/draw-value.ts'
import type { Random } from '../random.ts'
import type { AttemptRecord, AwayInterval, ItemRecord } from './attempt-record.ts'

/** How an attempt departs from an honest one; every member is off by default. */
export interface PlantedDeeds {
  /** Every working time is multiplied by this. */
  readonly speedFactor?: number
  /** Items from this position on are guessed within 1 to 3 seconds. */
  readonly guessFrom?: number
  /** Look-ups with the page hidden, of about this many seconds each. */
  readonly lookups?: number
  readonly lookupSeconds?: number
}

/** What is the same for all attempts of one simulation. */
export interface AttemptSetting {
  readonly random: Random
  /** Whether item times are known from a calibration, or are priors that are off. */
  readonly calibrated: boolean
  /** True SD of speed in the cohort. */
  readonly speedDeviation: number
}

const ITEM_COUNT = 30

function simulateItem(
  position: number,
  setting: AttemptSetting & {
    readonly tau: number
    readonly theta: number
    readonly shift: number
  },
  planted: PlantedDeeds,
): ItemRecord {
  const { random, calibrated, tau, theta, shift } = setting
  const beta = Math.log(15 + 75 * random())
  const alpha = 1.4 + 1.3 * random()
  const parameters = { discrimination: 1.1, difficulty: drawNormal(random), guessing: 0.25 }
  // Real times have heavier tails than the model: one in twenty has twice the spread. Three in
  // a hundred items are known at sight and take a third of the time.
  const spread = (random() < 0.05 ? 2 : 1) / alpha
  const sight = random() < 0.03 ? Math.log(1 / 3) : 0
  const logSeconds = beta - tau + spread * drawNormal(random) + sight
  const guessed = position >= (planted.guessFrom ?? Number.POSITIVE_INFINITY)
  const seconds = guessed ? 1 + 2 * random() : Math.exp(logSeconds) * (planted.speedFactor ?? 1)
  const timeParameters = calibrated
    ? {
        timeIntensity: beta + 0.05 * drawNormal(random),
        timeDiscrimination: alpha * Math.exp(0.05 * drawNormal(random)),
      }
    : { timeIntensity: beta + shift + 0.4 * drawNormal(random), timeDiscrimination: 1.9 }
  return {
    itemId: `i${position}`,
    position,
    correct: random() < (guessed ? 0.25 : probabilityCorrect(theta, parameters)),
    seconds,
    expectedSeconds: expectedSeconds(timeParameters),
    optionCount: 4,
    parameters,
    timeParameters,
  }
}

function interruption(atMs: number, median: number, random: Random): AwayInterval {
  const lengthMs = 1000 * median * Math.exp(drawNormal(random))
  return {
    fromMs: atMs,
    toMs: atMs + lengthMs,
    itemId: null,
    kind: random() < 0.3 ? 'blurred' : 'hidden',
    offline: random() < 0.05,
    explanation: null,
  }
}

/** Number of honest interruptions: Poisson with mean 1 / 0.7, of which 0.7 hide the page. */
function interruptionCount(random: Random): number {
  let count = 0
  let product = random()
  while (product > Math.exp(-1 / 0.7)) {
    product *= random()
    count += 1
  }
  return count
}

/** Items one after the other, each with the absences begun on it; what was looked up is right. */
function withAbsences(
  items: readonly ItemRecord[],
  away: readonly AwayInterval[],
  lookups: readonly AwayInterval[],
): ItemRecord[] {
  let endMs = 0
  return items.map((item) => {
    const startMs = endMs
    endMs += 1000 * (item.seconds ?? 0)
    const within = ({ fromMs }: AwayInterval) => fromMs >= startMs && fromMs < endMs
    const counted = away.filter((one) => within(one) && one.kind === 'hidden' && !one.offline)
    const awayMs = counted.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
    const answeredAfterMs = counted.length > 0 ? 1000 : null
    const correct = item.correct || lookups.some(within)
    return { ...item, correct, absence: { awayMs, answeredAfterMs, follows: false } }
  })
}

/** One attempt of thirty items with known truth: honest unless something is planted. */
export function simulateAttempt(
  setting: AttemptSetting,
  planted: PlantedDeeds = {},
): AttemptRecord {
  const { random, calibrated, speedDeviation } = setting
  const wide = random() < 0.1 ? 1.5 : 1
  const tau = wide * speedDeviation * drawNormal(random)
  const theta = drawNormal(random)
  // A whole bank of prior times may be off by a third in either direction.
  const shift = 0.3 * drawNormal(random)
  const items = Array.from({ length: ITEM_COUNT }, (_, index) =>
    simulateItem(index + 1, { ...setting, tau, theta, shift }, planted),
  )
  const elapsedMs = 1000 * items.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0)
  const honest = Array.from({ length: interruptionCount(random) }, () =>
    interruption(random() * elapsedMs, 8, random),
  )
  const lookups = Array.from({ length: planted.lookups ?? 0 }, () => ({
    ...interruption(random() * elapsedMs, planted.lookupSeconds ?? 20, random),
    kind: 'hidden' as const,
    offline: false,
  }))
  return {
    items: withAbsences(items, [...honest, ...lookups], lookups),
    away: [...honest, ...lookups],
    elapsedMs,
    theta,
    speedDeviation: calibrated ? speedDeviation : SPEED_DEVIATION_PRIOR,
    timesCalibrated: calibrated,
    accommodated: false,
  }
}
