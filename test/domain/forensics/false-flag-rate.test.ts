import binomial from '@stdlib/stats-base-dists-binomial'
import t from 'tap'
import type { Indicator } from '../../../src/domain/forensics/indicator.ts'
import { INDICATORS } from '../../../src/domain/forensics/indicators.ts'
import { rapidGuessing } from '../../../src/domain/forensics/rapid-guessing.ts'
import { responseTime } from '../../../src/domain/forensics/response-time.ts'
import {
  type PlantedDeeds,
  simulateAttempt,
} from '../../../src/domain/forensics/simulate-attempt.ts'
import { timeAway } from '../../../src/domain/forensics/time-away.ts'
import { SPEED_DEVIATION_PRIOR } from '../../../src/domain/measurement/item-parameters.ts'
import { seededRandom } from '../../../src/domain/random.ts'

const HONEST = 10_000
const PLANTED = 1_000

function countFlags(
  indicator: Indicator,
  count: number,
  options: { readonly calibrated: boolean; readonly planted?: PlantedDeeds },
): { found: number; stated: number | null } {
  const { calibrated, planted } = options
  const random = seededRandom('probity', indicator.id, String(calibrated), planted ? 'p' : 'h')
  let found = 0
  let stated: number | null = null
  // Prior times meet a cohort as spread out as the prior says, the harder case for them.
  const speedDeviation = calibrated ? 0.2 : SPEED_DEVIATION_PRIOR
  for (let attempt = 0; attempt < count; attempt += 1) {
    const record = simulateAttempt({ random, calibrated, speedDeviation }, planted)
    const flag = indicator.examine(record)
    if (flag === null) continue
    found += 1
    stated = flag.falseFlagRate.value
  }
  return { found, stated }
}

/** Upper end of the exact one-sided 95 % interval (Clopper & Pearson 1934). */
function upperBound(found: number, count: number): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2
    if (binomial.cdf(found, count, middle) > 0.05) low = middle
    else high = middle
  }
  return high
}

/** The rate a flag states, asked of a flag on a planted attempt where no honest one was flagged. */
function statedRate(indicator: Indicator, calibrated: boolean): number {
  const planted = { speedFactor: 0.1, guessFrom: 20, lookups: 9, lookupSeconds: 60 }
  // Answers given in a moment hide what being away did for the others.
  const lookups = { lookups: 12, lookupSeconds: 60 }
  return (
    countFlags(indicator, 50, { calibrated, planted }).stated ??
    countFlags(indicator, 100, { calibrated, planted: lookups }).stated ??
    Number.NaN
  )
}

for (const indicator of INDICATORS) {
  for (const calibrated of [true, false]) {
    const times = calibrated ? 'calibrated' : 'prior'
    t.test(`${indicator.id} flags no more honest attempts than it says, ${times} times`, (t) => {
      const { found } = countFlags(indicator, HONEST, { calibrated })
      const upper = upperBound(found, HONEST)
      const stated = statedRate(indicator, calibrated)
      t.comment(`${found} of ${HONEST} flagged, upper bound ${upper.toFixed(5)}, stated ${stated}`)
      t.ok(upper <= stated, `${upper} <= ${stated}`)
      t.end()
    })
  }
}

const POWER: readonly {
  readonly rule: string
  readonly indicator: Indicator
  readonly calibrated: boolean
  readonly planted: PlantedDeeds
  readonly atLeast: number
}[] = [
  {
    rule: 'working three times as fast is found with calibrated times',
    indicator: responseTime,
    calibrated: true,
    planted: { speedFactor: 1 / 3 },
    atLeast: 0.9,
  },
  {
    rule: 'working eight times as fast is found with prior times',
    indicator: responseTime,
    calibrated: false,
    planted: { speedFactor: 1 / 8 },
    atLeast: 0.9,
  },
  {
    rule: 'guessing the last fifth of a form is found',
    indicator: rapidGuessing,
    calibrated: false,
    planted: { guessFrom: 25 },
    atLeast: 0.8,
  },
  {
    rule: 'six look-ups of about twenty seconds are found',
    indicator: timeAway,
    calibrated: false,
    planted: { lookups: 6, lookupSeconds: 20 },
    atLeast: 0.95,
  },
]

for (const { rule, indicator, calibrated, planted, atLeast } of POWER) {
  t.test(rule, (t) => {
    const share = countFlags(indicator, PLANTED, { calibrated, planted }).found / PLANTED
    t.comment(`found ${share}`)
    t.ok(share >= atLeast, `${share} >= ${atLeast}`)
    t.end()
  })
}
