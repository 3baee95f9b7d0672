import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Public data and what established packages make of them; lies beside the project, if at all. */
const REFERENCE = fileURLToPath(new URL('../../../shared/reference/', import.meta.url))

export const referencePresent = existsSync(REFERENCE)
export const REFERENCE_ABSENT = `${REFERENCE} is absent: nothing was compared with it`

export function referencePath(name: string): string {
  return `${REFERENCE}${name}`
}

export function readReferenceJson<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(referencePath(name), 'utf8')) as Shape
}

/** Rows of a reference table by column name; cells stay text. */
export function readReferenceTable(name: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(referencePath(name), 'utf8').trim().split(/\r?\n/)
  const names = header.split(',').map((cell) => cell.replaceAll('"', ''))
  return lines.map((line) => {
    const cells = line.split(',').map((cell) => cell.replaceAll('"', ''))
    return Object.fromEntries(names.map((column, index) => [column, cells[index] ?? '']))
  })
}
