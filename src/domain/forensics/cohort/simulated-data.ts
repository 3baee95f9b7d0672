import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import { answeredBy, type Cohort } from '../../measurement/simulation/cohort.ts'
import type { ChosenOptions, CohortData, ScoredChange } from './cohort-data.ts'

/** A simulated cohort as indicators see one; what is behind it stays in the cohort. */
export function simulatedData(cohort: Cohort): CohortData {
  const { persons, items, scores, times } = cohort
  const width = items.length
  return {
    persons: persons.names,
    items: items.map(({ item }) => item),
    scores,
    options: optionsOf(cohort),
    times: times && persons.names.map((_, row) => times.slice(row * width, (row + 1) * width)),
    away: null,
    places: null,
    changes: changesOf(cohort),
    groupings: [{ name: 'group', groups: persons.groups }],
    suspectItems: [],
    earlier: null,
  }
}

/** Persons in whose answers something of a kind was planted. */
export function plantedPersons(cohort: Cohort, kind: Cohort['planted'][number]['kind']) {
  const found = cohort.planted.filter((cell) => cell.kind === kind)
  return new Set(found.map(({ person }) => person).filter((row) => answeredBy(cohort, row).length))
}

function optionsOf({ items, options, optionCount }: Cohort): ChosenOptions | null {
  if (!options) return null
  return {
    chosen: options,
    keys: Int8Array.from(items, ({ key }) => key),
    counts: new Int8Array(items.length).fill(optionCount),
  }
}

/** Options are scored by the key; where there are none, values are scores already. */
function changesOf({ changes, options, items }: Cohort): ScoredChange[] | null {
  if (!changes) return null
  return changes.map(({ person, item, from, to, seconds }) => {
    const scoreOf = (value: number) => {
      if (value === MISSING) return null
      return options ? Number(value === items[item]?.key) : value
    }
    return { person, item, from: scoreOf(from), to: scoreOf(to), seconds }
  })
}
