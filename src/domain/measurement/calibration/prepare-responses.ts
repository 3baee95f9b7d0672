import { type Finding, say } from '../../bank/finding.ts'
import type { CalibratedModel } from './item-models.ts'
import { type ResponseMatrix, responseMatrix } from './response-matrix.ts'

export interface PreparedResponses {
  /** Null where nothing can be calibrated. */
  readonly matrix: ResponseMatrix | null
  /** Columns of the input that were kept. */
  readonly kept: readonly number[]
  /** Persons with a response to a kept item. */
  readonly personCount: number
  /** Per kept item how many answered it. */
  readonly answered: readonly number[]
  readonly findings: readonly Finding[]
}

type Rows = readonly (readonly (number | null)[])[]

const MOST_CATEGORIES = 20

/**
 * Leaves out what can't be calibrated and says so: items nobody answered or all answered alike,
 * persons without responses. Categories nobody chose are closed up. Values that are no category,
 * and a model that does not fit the categories, are errors.
 */
export function prepareResponses(
  items: readonly string[],
  rows: Rows,
  model: CalibratedModel | null,
): PreparedResponses {
  const findings: Finding[] = [...twiceNamed(items), ...strayValues(items, rows)]
  const columns = items.map((_, column) => usedCategories(rows, column))
  const kept: number[] = []
  columns.forEach((used, column) => {
    const name = items[column] ?? ''
    if (used.length < 2) findings.push(leftOut(name, used))
    else {
      kept.push(column)
      if ((used.at(-1) ?? 0) >= used.length) findings.push(closedUp(name, used))
      if (used.length > 2 && isDichotomous(model)) findings.push(tooManyCategories(name, model))
    }
  })
  const answering = rows.filter((row) => kept.some((column) => row[column] != null))
  if (answering.length < rows.length) findings.push(silent(rows.length - answering.length))
  const isBroken = findings.some(({ severity }) => severity === 'error')
  if (isBroken || kept.length === 0) {
    if (!isBroken) findings.push(nothingLeft())
    return { matrix: null, kept: [], personCount: answering.length, answered: [], findings }
  }
  const recoded = answering.map((row) =>
    kept.map((column) => {
      const value = row[column] ?? null
      return value === null ? null : (columns[column] ?? []).indexOf(value)
    }),
  )
  return {
    matrix: responseMatrix(recoded),
    kept,
    personCount: answering.length,
    answered: kept.map((column) => answering.filter((row) => row[column] != null).length),
    findings,
  }
}

function isDichotomous(model: CalibratedModel | null): boolean {
  return model !== null && model !== 'grm' && model !== 'gpcm'
}

/** The categories in use, from the lowest. */
function usedCategories(rows: Rows, column: number): number[] {
  const used = new Set<number>()
  for (const row of rows) {
    const value = row[column]
    if (value !== null && value !== undefined) used.add(value)
  }
  return [...used].sort((left, right) => left - right)
}

function twiceNamed(items: readonly string[]): Finding[] {
  return items.flatMap((item, column) =>
    items.indexOf(item) === column
      ? []
      : [fault(item, 'item-twice', [`题目 ${item} 出现两次`, `the item ${item} is there twice`])],
  )
}

function strayValues(items: readonly string[], rows: Rows): Finding[] {
  const found = new Map<string, Finding>()
  rows.forEach((row, person) => {
    row.forEach((value, column) => {
      const name = items[column] ?? ''
      const isCategory =
        value === null || (Number.isInteger(value) && value >= 0 && value < MOST_CATEGORIES)
      if (isCategory || found.has(name)) return
      found.set(
        name,
        fault(name, 'no-category', [
          `第 ${person + 1} 人在 ${name} 上的值 ${value} 不是 0 到 ${MOST_CATEGORIES - 1} 的整数`,
          `person ${person + 1} has ${value} on ${name}, which is no whole number from 0 to ${MOST_CATEGORIES - 1}`,
        ]),
      )
    })
  })
  return [...found.values()]
}

function leftOut(item: string, used: readonly number[]): Finding {
  const [only] = used
  const texts: readonly [string, string] =
    only === undefined
      ? [`${item} 无人作答，未参加估计`, `${item} was answered by nobody and is left out`]
      : [
          `${item} 的得分全部为 ${only}，无法估计，未参加估计`,
          `${item} was scored ${only} for everybody: nothing can be told, it is left out`,
        ]
  return note(item, only === undefined ? 'nobody-answered' : 'constant-item', texts)
}

function closedUp(item: string, used: readonly number[]): Finding {
  return note(item, 'categories-closed-up', [
    `${item} 只用到得分 ${used.join('、')}，已按顺序重新编号`,
    `${item} uses only the categories ${used.join(', ')}: they were numbered anew in order`,
  ])
}

function tooManyCategories(item: string, model: CalibratedModel | null): Finding {
  return fault(item, 'not-dichotomous', [
    `${item} 有两个以上得分，${model} 模型不适用，请用 grm 或 gpcm`,
    `${item} has more than two categories, which the model ${model} has no place for: use grm or gpcm`,
  ])
}

function silent(count: number): Finding {
  return note(null, 'silent-persons', [
    `${count} 人没有任何可用作答，未参加估计`,
    `${count} persons gave no usable response and are left out`,
  ])
}

function nothingLeft(): Finding {
  return fault(null, 'no-items', ['没有可以估计的题目', 'no item is left that can be calibrated'])
}

function note(item: string | null, code: string, [zh, en]: readonly [string, string]): Finding {
  return { pointer: '', item, severity: 'warning', code, message: say(zh, en) }
}

function fault(item: string | null, code: string, [zh, en]: readonly [string, string]): Finding {
  return { pointer: '', item, severity: 'error', code, message: say(zh, en) }
}
