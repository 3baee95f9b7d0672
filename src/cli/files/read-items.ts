import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { ItemParameters } from '../../domain/bank/item.ts'
import { InputFault } from './input-fault.ts'
import { readText } from './read-text.ts'

/** `items.json`: parameters by item; more members than these are left alone. */
const ItemsFile = Type.Object({
  model: Type.String(),
  D: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  items: Type.Array(
    Type.Object({
      item: Type.String({ minLength: 1 }),
      a: Type.Optional(Type.Number()),
      b: Type.Optional(Type.Number()),
      c: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
      steps: Type.Optional(Type.Union([Type.Array(Type.Number()), Type.Null()])),
      competency: Type.Optional(Type.String()),
    }),
    { minItems: 1 },
  ),
})
type ItemsFile = Static<typeof ItemsFile>

export interface FileItem {
  readonly parameters: ItemParameters
  readonly competency: string | null
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InputFault(`is not JSON: ${error instanceof Error ? error.message : error}`, { file })
  }
}

function checkShape(file: string, content: unknown): asserts content is ItemsFile {
  if (Value.Check(ItemsFile, content)) return
  const [error] = Value.Errors(ItemsFile, content)
  const column = error?.instancePath || '/'
  throw new InputFault(error?.message ?? 'has not the shape of items.json', { file, column })
}

/** Parameters in the metric D = 1: a(D = 1) = D a; b and c do not depend on it. */
function readItem(file: string, content: ItemsFile, index: number): FileItem {
  const { a = 1, b, c, steps, item, competency } = content.items[index] ?? { item: '' }
  const column = `/items/${index}`
  if (steps !== undefined && steps !== null && steps.length > 0) {
    throw new InputFault(`${item} is polytomous (steps), which is not supported yet`, {
      file,
      column,
    })
  }
  if (b === undefined) throw new InputFault(`${item} has no difficulty b`, { file, column })
  const parameters = { discrimination: a * (content.D ?? 1), difficulty: b, guessing: c ?? 0 }
  // An estimate may lie far out on a flat likelihood; only what no model allows is a fault.
  const { discrimination, guessing } = parameters
  if (!(discrimination > 0) || guessing < 0 || guessing >= 1) {
    throw new InputFault(`${item} needs a above 0 and c in [0, 1)`, { file, column })
  }
  return { parameters, competency: competency ?? null }
}

/** Reads `items.json`: parameters by item name, in the metric D = 1. */
export async function readItems(file: string): Promise<ReadonlyMap<string, FileItem>> {
  const content = parseJson(file, await readText(file))
  checkShape(file, content)
  const items = new Map<string, FileItem>()
  for (const [index, { item }] of content.items.entries()) {
    if (items.has(item)) {
      throw new InputFault(`${item} appears twice`, { file, column: `/items/${index}/item` })
    }
    items.set(item, readItem(file, content, index))
  }
  return items
}
