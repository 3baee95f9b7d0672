import type { Random } from '../../random.ts'
import type { Distribution } from './scenario.ts'

/** A standard normal value from two numbers of the stream (Box & Muller 1958). */
export function drawNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()))
  return radius * Math.cos(2 * Math.PI * random())
}

/** One value of a distribution. */
export function drawValue(distribution: Distribution, random: Random): number {
  if (typeof distribution === 'number') return distribution
  switch (distribution.kind) {
    case 'normal':
      return distribution.mean + distribution.sd * drawNormal(random)
    case 'lognormal':
      return Math.exp(distribution.mean + distribution.sd * drawNormal(random))
    case 'uniform':
      return distribution.min + (distribution.max - distribution.min) * random()
  }
}

/** A place in a list of weights that need not sum to 1. */
export function drawPlace(weights: ArrayLike<number>, random: Random): number {
  let total = 0
  for (let place = 0; place < weights.length; place += 1) total += weights[place] ?? 0
  let left = random() * total
  for (let place = 0; place < weights.length - 1; place += 1) {
    left -= weights[place] ?? 0
    if (left < 0) return place
  }
  return weights.length - 1
}

/** Some different numbers below a count, rising; every set is equally likely. */
export function drawPlaces(count: number, below: number, random: Random): number[] {
  if (count === 0) return []
  const places = Array.from({ length: below }, (_, place) => place)
  for (let at = 0; at < count; at += 1) {
    const chosen = at + Math.floor(random() * (below - at))
    const moved = places[at] as number
    places[at] = places[chosen] as number
    places[chosen] = moved
  }
  return places.slice(0, count).sort((left, right) => left - right)
}

/** A share of a number of things, at least one of them where there are any. */
export function countOf(share: number, of: number): number {
  return Math.min(of, Math.max(1, Math.round(share * of)))
}

/** The name of a drawn item: `I01` is the first of 60. */
export function drawnName(place: number, count: number): string {
  return `I${String(place + 1).padStart(String(count).length, '0')}`
}
