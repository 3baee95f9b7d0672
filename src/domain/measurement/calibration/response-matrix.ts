/** Marks a response that was not presented or not given. */
export const MISSING = -1

/** Scored responses of persons to items: categories from 0, missing where there is none. */
export interface ResponseMatrix {
  readonly personCount: number
  readonly itemCount: number
  /** Row by row: the value of person i on item j stands at i * itemCount + j. */
  readonly values: Int8Array
  /** Per item, how many categories it has: 2 for right and wrong. */
  readonly categoryCounts: readonly number[]
  /** How often each row occurs; all 1 unless rows were put together. */
  readonly weights: Float64Array
}

/** A matrix of rows; `null` is missing. Rows must be of one length. */
export function responseMatrix(rows: readonly (readonly (number | null)[])[]): ResponseMatrix {
  const itemCount = rows[0]?.length ?? 0
  const values = new Int8Array(rows.length * itemCount)
  const highest = Array.from({ length: itemCount }, () => 1)
  rows.forEach((row, person) => {
    if (row.length !== itemCount) throw new Error(`row ${person + 1} has ${row.length} values`)
    row.forEach((value, item) => {
      values[person * itemCount + item] = value ?? MISSING
      if (value !== null) highest[item] = Math.max(highest[item] ?? 1, value)
    })
  })
  const weights = new Float64Array(rows.length).fill(1)
  return {
    personCount: rows.length,
    itemCount,
    values,
    categoryCounts: highest.map((most) => most + 1),
    weights,
  }
}

/** Items up to which equal rows are common enough to be worth finding. */
const FEW_ITEMS = 20

/** The same data with equal rows put together, where items are few; else as it is. */
export function collapsePatterns(matrix: ResponseMatrix): ResponseMatrix {
  const { personCount, itemCount, values } = matrix
  if (itemCount > FEW_ITEMS) return matrix
  const places = new Map<string, number>()
  const kept: number[] = []
  const counts: number[] = []
  for (let person = 0; person < personCount; person += 1) {
    const key = values.subarray(person * itemCount, (person + 1) * itemCount).join()
    const place = places.get(key)
    const weight = matrix.weights[person] ?? 0
    if (place === undefined) {
      places.set(key, kept.length)
      kept.push(person)
      counts.push(weight)
    } else counts[place] = (counts[place] ?? 0) + weight
  }
  const rows = new Int8Array(kept.length * itemCount)
  kept.forEach((person, place) => {
    rows.set(values.subarray(person * itemCount, (person + 1) * itemCount), place * itemCount)
  })
  return { ...matrix, personCount: kept.length, values: rows, weights: Float64Array.from(counts) }
}
