import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { ItemParameters } from '../../domain/bank/item.ts'
import type { Latent } from '../../domain/measurement/calibration/expectation.ts'
import { STANDARD_LATENT } from '../../domain/measurement/scoring/score-cohort.ts'
import type { ScoringItem } from '../../domain/measurement/scoring/scoring-item.ts'
import { InputFault } from './input-fault.ts'
import { readText } from './read-text.ts'

/** `items.json`: parameters by item; more members than these are left alone. */
const ItemsFile = Type.Object({
  model: Type.String(),
  D: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  /** Distribution of ability the items were calibrated with; N(0, 1) unless told. */
  latent: Type.Optional(
    Type.Object({ mean: Type.Number(), deviation: Type.Number({ exclusiveMinimum: 0 }) }),
  ),
  items: Type.Array(
    Type.Object({
      item: Type.String({ minLength: 1 }),
      a: Type.Optional(Type.Number()),
      b: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
      c: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
      steps: Type.Optional(Type.Union([Type.Array(Type.Number()), Type.Null()])),
      competency: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    }),
    { minItems: 1 },
  ),
})
type ItemsFile = Static<typeof ItemsFile>

export interface FileItem {
  /** In the metric D = 1; `difficulty` of an item with steps is b, else their mean. */
  readonly parameters: ItemParameters
  /** All that scoring needs, steps included. */
  readonly scoring: ScoringItem
  readonly competency: string | null
}

/** What `items.json` says. */
export interface ItemParametersFile {
  readonly items: ReadonlyMap<string, FileItem>
  /** Distribution of ability to score with. */
  readonly latent: Latent
}

/** Categories beyond which something else was meant by steps. */
const MOST_STEPS = 20

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

type StepModel = 'grm' | 'gpcm'

function isStepModel(model: string): model is StepModel {
  return model === 'grm' || model === 'gpcm'
}

/** Parameters in the metric D = 1: a(D = 1) = D a; b, c and steps do not depend on it. */
function readItem(file: string, content: ItemsFile, index: number): FileItem {
  const { a = 1, b, c, steps, item, competency } = content.items[index] ?? { item: '' }
  const fault = (reason: string) =>
    new InputFault(`${item} ${reason}`, { file, column: `/items/${index}` })
  const discrimination = a * (content.D ?? 1)
  const guessing = c ?? 0
  // An estimate may lie far out on a flat likelihood, or tell of a wrong key (a below 0); only
  // what no model allows is a fault.
  if (discrimination === 0 || guessing < 0 || guessing >= 1) {
    throw fault('needs a other than 0 and c in [0, 1)')
  }
  const hasSteps = steps !== undefined && steps !== null && steps.length > 0
  if (!hasSteps && (b === undefined || b === null)) throw fault('has no difficulty b')
  const locations = hasSteps ? steps : [b ?? 0]
  const reason = hasSteps ? stepFault(content.model, { steps, guessing, discrimination }) : null
  if (reason !== null) throw fault(reason)
  const model = hasSteps && isStepModel(content.model) ? content.model : 'logistic'
  const difficulty = b ?? locations.reduce((sum, step) => sum + step, 0) / locations.length
  return {
    parameters: { discrimination, difficulty, guessing },
    scoring: { model, discrimination, locations, guessing },
    competency: competency ?? null,
  }
}

interface Stepped {
  readonly steps: readonly number[]
  readonly guessing: number
  readonly discrimination: number
}

function stepFault(model: string, { steps, guessing, discrimination }: Stepped): string | null {
  if (!isStepModel(model)) {
    return `has steps, which model ${model} has no place for: use grm or gpcm`
  }
  if (steps.length > MOST_STEPS) return `has more than ${MOST_STEPS} steps`
  if (guessing > 0) return 'has steps and c, but only right or wrong can be guessed'
  const isBent = steps.some(
    (step, at) => at > 0 && discrimination * (step - (steps[at - 1] ?? 0)) <= 0,
  )
  return model === 'grm' && isBent ? 'has steps that do not rise, which grm asks for' : null
}

/** Parameters by item name, in the metric D = 1. @throws InputFault */
export async function readItems(file: string): Promise<ReadonlyMap<string, FileItem>> {
  return (await readItemsFile(file)).items
}

/** Reads all that `items.json` says about scoring. @throws InputFault */
export async function readItemsFile(file: string): Promise<ItemParametersFile> {
  const content = parseJson(file, await readText(file))
  checkShape(file, content)
  const items = new Map<string, FileItem>()
  for (const [index, { item }] of content.items.entries()) {
    if (items.has(item)) {
      throw new InputFault(`${item} appears twice`, { file, column: `/items/${index}/item` })
    }
    items.set(item, readItem(file, content, index))
  }
  return { items, latent: content.latent ?? STANDARD_LATENT }
}
