import { seededRandom } from '../../random.ts'
import type { SimulatedPersons } from './cohort.ts'
import { drawNormal, drawPlace } from './draw-value.ts'
import type { Scenario } from './scenario.ts'

const USUAL_SPEED_SPREAD = 0.25

/**
 * Ability and speed of every person, bivariate normal within a group (van der Linden 2007):
 * tau = sd (r z + sqrt(1 - r^2) e), where z is ability in standard deviations of the group.
 */
export function drawPersons({ persons, ability, times }: Scenario, seed: string): SimulatedPersons {
  const { mean = 0, sd = 1 } = ability ?? {}
  const groups = ability?.groups ?? [{ group: 'all', share: 1, mean, sd }]
  const { tauSd = USUAL_SPEED_SPREAD, correlation = 0 } = times ?? {}
  const shares = groups.map(({ share }) => share)
  const membership = seededRandom(seed, 'groups')
  const abilities = seededRandom(seed, 'abilities')
  const speeds = seededRandom(seed, 'speeds')
  const theta = new Float64Array(persons)
  const tau = new Float64Array(persons)
  const names: string[] = []
  const own: string[] = []
  for (let person = 0; person < persons; person += 1) {
    const group = groups[drawPlace(shares, membership)] ?? { group: 'all', mean, sd }
    const z = drawNormal(abilities)
    theta[person] = group.mean + group.sd * z
    const rest = Math.sqrt(1 - correlation ** 2) * drawNormal(speeds)
    tau[person] = tauSd * (correlation * z + rest)
    names.push(`P${String(person + 1).padStart(String(persons).length, '0')}`)
    own.push(group.group)
  }
  return { names, groups: own, theta, tau }
}
