import type { Highs } from 'highs'
import { say } from '../../bank/finding.ts'
import type { ItemType } from '../../bank/item-type.ts'
import type { LocalizedText } from '../../text.ts'
import { eligibleItems } from '../cells.ts'
import { applyChanges, type Change, changeOf, writingOf } from './change.ts'
import { feasibilityOfForms } from './explain-conflict.ts'
import type { FormProgram, Slack } from './form-draft.ts'
import { type Assignment, formProgramOf, singleFormOf } from './form-program.ts'
import type { WantedItem } from './item-pool.ts'
import type { Program, Row, Term, Variable } from './program.ts'
import { solveProgram } from './solve-program.ts'

/** Changes that together let the forms be assembled. */
export interface Repair {
  readonly changes: readonly Change[]
  readonly message: LocalizedText
  /** Whether the changed program was solved again and has a solution. */
  readonly verified: boolean
  /** Whether no repair with less weight exists, as far as the program's linear target goes. */
  readonly smallest: boolean
}

type Means = 'relax' | 'write'

/**
 * Smallest repairs by an elastic program: every demand may give way at a price, and the price is
 * minimised. An item fewer or to be written costs 1, a figure by its share. One repair changes
 * the blueprint alone, one has items written first and changes the blueprint only where that
 * can't help. Enemies never give way.
 */
export function findRepairs(
  highs: Highs,
  assignment: Assignment,
  { timeLimitSeconds = 10 }: { readonly timeLimitSeconds?: number } = {},
): Repair[] {
  const repairs = (['relax', 'write'] as const).flatMap(
    (means) => findRepair(highs, assignment, { means, timeLimitSeconds }) ?? [],
  )
  const [relax, write] = repairs
  // Where writing can't help at all the two are the same.
  return relax && write && write.message.en === relax.message.en ? [relax] : repairs
}

interface Search {
  readonly means: Means
  readonly timeLimitSeconds: number
}

const ROUNDS = 5

function findRepair(highs: Highs, assignment: Assignment, search: Search): Repair | null {
  const { bank, formCount } = assignment
  const limits = { timeLimitSeconds: search.timeLimitSeconds }
  let changes: readonly Change[] = []
  let wanted: readonly WantedItem[] = []
  let smallest = true
  for (let round = 0; round < ROUNDS; round += 1) {
    const blueprint = applyChanges(assignment.blueprint, changes)
    const tried = { bank, blueprint, wanted, formCount }
    // What one form can't be, several can't be either; and one is quickly repaired.
    const one = singleFormOf(tried)
    const alone = formProgramOf(one)
    const single = feasibilityOfForms(highs, alone, limits) === 'infeasible'
    const together = single ? alone : formProgramOf(tried)
    const answer = single ? 'infeasible' : feasibilityOfForms(highs, together, limits)
    if (answer === 'unknown') return described(assignment, { changes, wanted, smallest: false })
    if (answer === 'feasible') {
      return { ...described(assignment, { changes, wanted, smallest }), verified: true }
    }
    const step = elasticStep(highs, single ? one : tried, search)
    if (!step) return null
    changes = merged(changes, step.changes)
    wanted = [...wanted, ...step.wanted]
    smallest = round === 0 && step.smallest
  }
  return described(assignment, { changes, wanted, smallest: false })
}

function described(
  { bank, blueprint }: Assignment,
  found: {
    readonly changes: readonly Change[]
    readonly wanted: readonly WantedItem[]
    readonly smallest: boolean
  },
): Repair {
  const changes = [...writingOf(bank, blueprint, found.wanted), ...found.changes]
  const message = say(
    `${changes.map(({ message: text }) => text['zh-CN']).join('；')}。`,
    `${changes.map(({ message: text }) => text.en).join('; and ')}.`,
  )
  return { changes, message, verified: false, smallest: found.smallest }
}

/** Later changes of the same figure replace earlier ones, keeping where it came from. */
function merged(before: readonly Change[], after: readonly Change[]): Change[] {
  const later = new Map(after.map((change) => [placeOf(change), change]))
  const kept = before.filter((change) => !later.has(placeOf(change)))
  const replaced = after.map((change) => {
    const first = before.find((one) => placeOf(one) === placeOf(change))
    if (first?.kind !== 'relax' || change.kind !== 'relax') return change
    const restated = (text: string) => text.replace(figureText(change.from), figureText(first.from))
    const message = say(restated(change.message['zh-CN']), restated(change.message.en))
    return { ...change, from: first.from, message }
  })
  return [...kept, ...replaced]
}

function figureText(value: number): string {
  return String(Math.round(value * 1e4) / 1e4)
}

function placeOf(change: Change): string {
  if (change.kind === 'write') return `${change.competency}/${change.level}/${change.type}`
  return change.kind === 'drop' ? `${change.pointer}/${change.entry}` : change.pointer
}

interface Step {
  readonly changes: readonly Change[]
  readonly wanted: readonly WantedItem[]
  readonly smallest: boolean
}

function elasticStep(
  highs: Highs,
  assignment: Assignment,
  { means, timeLimitSeconds }: Search,
): Step | null {
  const before = assignment.wanted ?? []
  const offered = means === 'write' ? offeredItems(assignment) : []
  const program = formProgramOf({ ...assignment, wanted: [...before, ...offered] })
  const firstOffered = program.pool.items.length - offered.length
  const elastic = elasticProgram(program, { firstOffered, means })
  const { status, values } = solveProgram(highs, elastic.program, { timeLimitSeconds })
  if (!values) return null
  const amount = (variable: number) => values[variable] ?? 0
  const changes = program.slacks.flatMap((slack, index): Change[] => {
    const given = amount(elastic.firstSlack + index)
    return given > (slack.integer ? 0.5 : 1e-7) ? [changeOf(slack, given)] : []
  })
  const wanted = offered.filter((_, index) => amount(elastic.firstWritten + index) > 0.5)
  return { changes, wanted, smallest: status === 'optimal' }
}

/** Of every cell and every type that could be asked for, as many items as could be needed. */
function offeredItems({ bank, blueprint, formCount }: Assignment): WantedItem[] {
  const { exposureCap, overlapLimit, types = [] } = blueprint.constraints ?? {}
  const copies = exposureCap === undefined && overlapLimit === undefined ? 1 : formCount
  const eligible = eligibleItems(bank, blueprint)
  return blueprint.cells.flatMap(({ competency, itemCount }, cell) => {
    const asked = types.flatMap((one) =>
      one.min !== undefined && (one.competency ?? competency) === competency ? one.type : [],
    )
    const usual = commonest(eligible[cell]?.map(({ type }) => type) ?? [])
    return [...new Set([usual, ...asked])].flatMap((type) =>
      Array.from({ length: itemCount * copies }, () => ({ cell, type })),
    )
  })
}

function commonest(types: readonly ItemType[]): ItemType {
  const groups = [...Map.groupBy(types, (type) => type).values()]
  const largest = groups.sort((left, right) => right.length - left.length)[0]
  return largest?.[0] ?? 'single-choice'
}

interface ElasticProgram {
  readonly program: Program
  readonly firstSlack: number
  readonly firstWritten: number
}

/** How much dearer it is to change the blueprint than to write an item, where writing is meant. */
const WRITING_FIRST = 100

function elasticProgram(
  { variables, rows, slacks, pool, forms }: FormProgram,
  { firstOffered, means }: { readonly firstOffered: number; readonly means: Means },
): ElasticProgram {
  const firstSlack = variables.length
  const firstWritten = firstSlack + slacks.length
  const price = means === 'write' ? WRITING_FIRST : 1
  const loosened = rows.map(({ lower, upper, terms, relief }) => ({
    lower,
    upper,
    terms: [...terms, ...relief.map(([slack, by]): Term => [firstSlack + slack, by])],
  }))
  const offered = pool.items.slice(firstOffered)
  const written = offered.flatMap((item, index): Row[] => {
    const bought = firstWritten + index
    const needed = forms.map((form): Row => {
      const terms: Term[] = [
        [form[firstOffered + index] ?? 0, 1],
        [bought, -1],
      ]
      return { lower: Number.NEGATIVE_INFINITY, upper: 0, terms }
    })
    const next = offered[index + 1]
    // Equal items are bought in order, or the solver would try every combination of them.
    const ordered = next?.cell === item.cell && next.type === item.type
    const terms: Term[] = [
      [bought + 1, 1],
      [bought, -1],
    ]
    return ordered ? [...needed, { lower: -1, upper: 0, terms }] : needed
  })
  const someItem = forms.map((form): Row => {
    const terms = form.map((variable): Term => [variable, 1])
    return { lower: 1, upper: Number.POSITIVE_INFINITY, terms }
  })
  const bought = offered.map((): Variable => ({ lower: 0, upper: 1, integer: true, cost: 1 }))
  const given = slacks.map((slack) => slackVariable(slack, price))
  const program: Program = {
    sense: 'minimise',
    variables: [...variables, ...given, ...bought],
    rows: [...loosened, ...written, ...someItem],
  }
  return { program, firstSlack, firstWritten }
}

function slackVariable({ upper, integer, weight }: Slack, price: number): Variable {
  return { lower: 0, upper, integer, cost: weight * price }
}
