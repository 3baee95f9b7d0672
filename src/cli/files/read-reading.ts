import { InputFault } from './input-fault.ts'
import { readRows } from './read-matrix.ts'

/**
 * Careful silent reading. Words: 238 a minute, English non-fiction (Brysbaert 2019, J. Mem. Lang.
 * 109); Chinese characters: 300 a minute, as in the prior for item times.
 */
const A_SECOND: Readonly<Record<string, number>> = { words: 238 / 60, characters: 5, seconds: 1 }

/**
 * `W.csv`: header `item,words` (or `item,characters`, `item,seconds`), one row an item; returns
 * the seconds that reading each takes. @throws InputFault with row and column
 */
export async function readReading(file: string): Promise<ReadonlyMap<string, number>> {
  const [head, ...body] = await readRows(file)
  const [first, unit = ''] = head?.cells.map((name) => name.toLowerCase()) ?? []
  const aSecond = A_SECOND[unit]
  if (head?.cells.length !== 2 || first !== 'item' || aSecond === undefined) {
    const wanted = Object.keys(A_SECOND).map((name) => `item,${name}`)
    throw new InputFault(`expects a header ${wanted.join(' or ')}`, { file, row: 1 })
  }
  const seconds = new Map<string, number>()
  for (const { line: row, cells } of body) {
    const [item = '', amount = ''] = cells
    if (item === '') throw new InputFault('names no item', { file, row, column: 'item' })
    if (seconds.has(item)) {
      throw new InputFault(`${item} appears twice`, { file, row, column: 'item' })
    }
    const value = amount === '' ? Number.NaN : Number(amount)
    if (cells.length !== 2 || !(value >= 0 && value < 1e6)) {
      const reason = `expects a number of ${unit}, found "${amount}"`
      throw new InputFault(reason, { file, row, column: unit })
    }
    seconds.set(item, value / aSecond)
  }
  return seconds
}
