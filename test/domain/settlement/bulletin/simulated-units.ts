import { RANKS } from '../../../../src/domain/organization/person.ts'
import type { Random } from '../../../../src/domain/random.ts'
import type { Seat } from '../../../../src/domain/settlement/bulletin/seat.ts'

export interface PlannedUnit {
  readonly size: number
  readonly mean: number
  readonly spread?: number
}

export const CUT = -0.3
/** What a test of some thirty items says beyond the prior. */
const INFORMATION = 8

export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** An estimate as EAP under N(0, 1) would give it, from a plain measurement with normal error. */
export function estimateOf(random: Random, theta: number) {
  const plain = theta + normal(random) / Math.sqrt(INFORMATION)
  return {
    theta: (plain * INFORMATION) / (INFORMATION + 1),
    standardError: (INFORMATION + 1) ** -0.5,
  }
}

/** Units whose truth is known; some stay away by chance, most have a result from before. */
export function simulateUnits(
  random: Random,
  units: readonly PlannedUnit[],
  { absence = 0.15 }: { readonly absence?: number } = {},
) {
  const earlier = new Map<string, number>()
  const truth: number[][] = []
  const seats = units.flatMap(({ size, mean, spread = 1 }, unit) => {
    const own = Array.from({ length: size }, () => mean + spread * normal(random))
    truth.push(own)
    return own.map((theta, person): Seat => {
      const personId = `${unit}-${person}`
      if (random() < 0.8) {
        earlier.set(personId, theta - 0.1 + normal(random) / Math.sqrt(INFORMATION))
      }
      const sat = random() >= absence
      return {
        ...{ personId, examId: 'exam', unitPath: `/county/${unit}/` },
        rank: RANKS[Math.floor(random() * 4)] ?? 'clerk',
        ...{ post: null, ageBand: null, isExempt: !sat && random() < 0.3, sat, noticed: true },
        start: sat ? random() ** 0.8 : null,
        estimate: sat ? estimateOf(random, theta) : null,
        ...{ cut: CUT, flagged: false, hasCase: false, awarded: false },
      }
    })
  })
  return { seats, truth, earlier }
}

/** The units as marks know them. */
export const unitsOf = (count: number) =>
  Array.from({ length: count }, (_, unit) => ({ id: String(unit), path: `/county/${unit}/` }))
