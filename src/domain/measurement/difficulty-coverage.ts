import type { Bank } from '../bank/bank.ts'
import { COGNITIVE_LEVELS, type CognitiveLevel } from '../bank/item.ts'
import { parametersOf } from './item-parameters.ts'

/** Items of a cell by difficulty on the scale of ability, half a unit around its middle. */
export interface DifficultyBands {
  readonly easy: number
  readonly medium: number
  readonly hard: number
}

export interface DifficultyRow {
  readonly competency: string
  readonly level: CognitiveLevel
  readonly difficulty: DifficultyBands
}

/** Half the width of what counts as medium. */
const MEDIUM = 0.5

/** How a bank covers competencies, levels and difficulties; gaps show as zeros. */
export function difficultyCoverageOf(bank: Bank): DifficultyRow[] {
  return bank.competencies.flatMap(({ id }) =>
    COGNITIVE_LEVELS.map((level): DifficultyRow => {
      const own = bank.items
        .filter((item) => item.competency === id && item.level === level)
        .map((item) => parametersOf(item).values.difficulty)
      const easy = own.filter((difficulty) => difficulty < -MEDIUM).length
      const hard = own.filter((difficulty) => difficulty > MEDIUM).length
      const difficulty = { easy, medium: own.length - easy - hard, hard }
      return { competency: id, level, difficulty }
    }),
  )
}
