import type { AttemptRecord } from '../../domain/forensics/attempt-record.ts'
import { INDICATORS } from '../../domain/forensics/indicators.ts'
import { type PlantedDeeds, simulateAttempt } from '../../domain/forensics/simulate-attempt.ts'
import { SPEED_DEVIATION_PRIOR } from '../../domain/measurement/item-parameters.ts'
import { type Random, seededRandom } from '../../domain/random.ts'
import { shareFigure } from './forensic-figures.ts'
import type { Figure } from './measure.ts'

/** Standard deviation of speed where item times are calibrated. */
const SPEED_DEVIATION = 0.2
const PRESENT = { awayMs: 0, answeredAfterMs: null, follows: false }
const AWAY = { awayMs: 20_000, answeredAfterMs: 2000, follows: false }

/** How attempts come about, and the indicators asked; all of them where none is named. */
interface AttemptKind {
  readonly name: string
  readonly calibrated: boolean
  readonly deeds?: PlantedDeeds
  /** Called away on a third of the items, whatever comes of them. */
  readonly interrupted?: true
  readonly soughtBy?: readonly string[]
}

const HONEST_KINDS: readonly AttemptKind[] = [
  { name: 'calibrated times', calibrated: true },
  { name: 'prior times', calibrated: false },
  {
    name: 'interrupted on a third of the items',
    calibrated: true,
    interrupted: true,
    soughtBy: ['look-up', 'away-pays'],
  },
]

const PLANTED_KINDS: readonly AttemptKind[] = [
  {
    name: 'twelve look-ups of about 30 s in 30 items',
    calibrated: true,
    deeds: { lookups: 12, lookupSeconds: 30 },
    soughtBy: ['time-away', 'look-up', 'away-pays'],
  },
  {
    name: 'six look-ups of about 20 s in 30 items',
    calibrated: true,
    deeds: { lookups: 6, lookupSeconds: 20 },
    soughtBy: ['time-away', 'look-up', 'away-pays'],
  },
  {
    name: 'three times as fast',
    calibrated: true,
    deeds: { speedFactor: 1 / 3 },
    soughtBy: ['response-time'],
  },
  {
    name: 'eight times as fast, prior times',
    calibrated: false,
    deeds: { speedFactor: 1 / 8 },
    soughtBy: ['response-time'],
  },
  {
    name: 'the last six of 30 items guessed in 1 to 3 s, prior times',
    calibrated: false,
    deeds: { guessFrom: 25 },
    soughtBy: ['rapid-guessing'],
  },
]

/** Shares of single attempts flagged by the indicators that look at no others. */
export function benchAttempts(counts: {
  readonly honest: number
  readonly planted: number
}): Figure[] {
  return [
    ...HONEST_KINDS.flatMap((kind) => flagged(kind, counts.honest, 'one honest attempt')),
    ...PLANTED_KINDS.flatMap((kind) => flagged(kind, counts.planted, 'one attempt')),
  ]
}

function flagged(kind: AttemptKind, count: number, heading: string): Figure[] {
  const random = seededRandom('one attempt', kind.name)
  const asked = INDICATORS.filter(({ id }) => kind.soughtBy?.includes(id) ?? true)
  const flags = asked.map(() => 0)
  for (let attempt = 0; attempt < count; attempt += 1) {
    const record = attemptOf(kind, random)
    asked.forEach(({ examine }, place) => {
      if (examine(record) !== null) flags[place] = (flags[place] ?? 0) + 1
    })
  }
  return asked.map(({ id }, place) =>
    shareFigure(`${heading}, ${kind.name}: flagged by ${id}`, (flags[place] ?? 0) / count),
  )
}

function attemptOf({ calibrated, deeds, interrupted }: AttemptKind, random: Random): AttemptRecord {
  const speedDeviation = calibrated ? SPEED_DEVIATION : SPEED_DEVIATION_PRIOR
  const record = simulateAttempt({ random, calibrated, speedDeviation }, deeds)
  if (!interrupted) return record
  const items = record.items.map((item) => ({
    ...item,
    absence: random() < 1 / 3 ? AWAY : PRESENT,
  }))
  return { ...record, items }
}
