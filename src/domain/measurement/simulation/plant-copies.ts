import { type Random, shuffle } from '../../random.ts'
import { answeredBy, type Cohort } from './cohort.ts'
import { countOf, drawPlaces } from './draw-value.ts'
import type { PlantOf } from './scenario.ts'

type Copying = PlantOf<'copying-pairs'> | PlantOf<'copying-rings'>

/**
 * Some persons take over answers of another, right and wrong alike: in pairs one of the other, in
 * rings all members of one, on the same items. Nobody is in two of them. Times stay their own.
 */
export function plantCopies(cohort: Cohort, plant: Copying, random: Random): void {
  const [teams, size] =
    plant.kind === 'copying-pairs' ? [plant.pairs, 2] : [plant.rings, plant.size]
  const chosen = drawPlaces(teams * size, cohort.persons.names.length, random)
  const members = shuffle(chosen, random)
  for (let team = 0; team < teams; team += 1) {
    const [source, ...copiers] = members.slice(team * size, (team + 1) * size)
    if (source !== undefined) copyFrom(cohort, { source, copiers, plant }, random)
  }
}

function copyFrom(
  cohort: Cohort,
  team: { readonly source: number; readonly copiers: readonly number[]; readonly plant: Copying },
  random: Random,
): void {
  const { source, copiers, plant } = team
  const { items, scores, options, planted } = cohort
  const answered = answeredBy(cohort, source)
  const count = countOf(plant.items, answered.length)
  const places = drawPlaces(count, answered.length, random)
  for (const copier of copiers) {
    const own = new Set(answeredBy(cohort, copier))
    for (const item of places.map((place) => answered[place] as number)) {
      if (!own.has(item)) continue
      const [to, from] = [copier * items.length + item, source * items.length + item]
      scores[to] = scores[from] as number
      if (options) options[to] = options[from] as number
      planted.push({ kind: plant.kind, person: copier, item, source })
    }
  }
}
