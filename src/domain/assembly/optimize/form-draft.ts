import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import type { ItemPool } from './item-pool.ts'
import { BINARY, type Program, type Row, type Term, type Variable } from './program.ts'

/** Something the blueprint or the bank asks for; its rows can only be left out together. */
export interface Demand {
  /** Into the blueprint; enemies point to the bank's items. */
  readonly pointer: string
  readonly message: LocalizedText
}

/** A figure in words: what is counted, in both languages, and its Chinese unit. */
export interface Quantity {
  readonly zh: string
  readonly unit: string
  readonly en: string
}

export type Side = 'least' | 'most' | 'exact' | 'tolerance'

/** How a demand could give way: by how much at most, at what cost, and which figure changes. */
export interface Slack {
  readonly upper: number
  readonly integer: boolean
  readonly weight: number
  readonly pointer: string
  /** Where the demand is one entry of a list, the entry; giving way means leaving it out. */
  readonly entry: string | null
  readonly from: number
  readonly side: Side
  readonly quantity: Quantity
  /** The figure that allows this much. */
  readonly toFigure: (amount: number) => number
}

/** A row, the demand it belongs to (null: it only defines variables), what would loosen it. */
export interface FormRow extends Row {
  readonly demand: number | null
  /** Slack indexes with the coefficient they would have in the row. */
  readonly relief: readonly Term[]
}

/** Blueprint and bank as a program for several forms at once. */
export interface FormProgram {
  readonly pool: ItemPool
  readonly variables: readonly Variable[]
  readonly rows: readonly FormRow[]
  readonly demands: readonly Demand[]
  readonly slacks: readonly Slack[]
  /** Per form the variable of every pool item. */
  readonly forms: readonly (readonly number[])[]
}

/** A form program while it is being written. */
export interface FormDraft extends FormProgram {
  readonly variables: Variable[]
  readonly rows: FormRow[]
  readonly demands: Demand[]
  readonly slacks: Slack[]
  /** Variables that tell whether a form uses any of some items, by form and items. */
  readonly uses: Map<string, number>
}

export function startDraft(pool: ItemPool, formCount: number): FormDraft {
  const variables: Variable[] = []
  const forms = Array.from({ length: formCount }, () =>
    pool.items.map(() => variables.push(BINARY) - 1),
  )
  return { pool, variables, rows: [], demands: [], slacks: [], forms, uses: new Map() }
}

/** Notes a demand; gives its index for the rows. */
export function addDemand(draft: FormDraft, demand: Demand): number {
  return draft.demands.push(demand) - 1
}

/** Notes how a demand could give way; gives its index for the rows. */
export function addSlack(draft: FormDraft, slack: Slack): number {
  return draft.slacks.push(slack) - 1
}

export function addRow(
  draft: FormDraft,
  row: {
    readonly demand: number | null
    readonly lower?: number
    readonly upper?: number
    readonly terms: readonly Term[]
    readonly relief?: readonly Term[]
  },
): void {
  draft.rows.push({
    demand: row.demand,
    lower: row.lower ?? Number.NEGATIVE_INFINITY,
    upper: row.upper ?? Number.POSITIVE_INFINITY,
    terms: row.terms,
    relief: row.relief ?? [],
  })
}

/**
 * A variable that is 1 where a form has any of these pool items and 0 otherwise. It follows
 * from the items, so it need not be declared whole.
 */
export function usedVariable(draft: FormDraft, form: number, items: readonly number[]): number {
  const key = `${form}:${items.join()}`
  const known = draft.uses.get(key)
  if (known !== undefined) return known
  const used = draft.variables.push({ ...BINARY, integer: false }) - 1
  const chosen = items.map((item) => draft.forms[form]?.[item] ?? 0)
  for (const variable of chosen) {
    addRow(draft, {
      demand: null,
      upper: 0,
      terms: [
        [variable, 1],
        [used, -1],
      ],
    })
  }
  const all = chosen.map((variable): Term => [variable, 1])
  addRow(draft, { demand: null, lower: 0, terms: [...all, [used, -1]] })
  draft.uses.set(key, used)
  return used
}

/** The constraints with only some of the demands; all of them unless told. */
export function constraintsOf(
  { variables, rows }: FormProgram,
  kept?: ReadonlySet<number>,
): Pick<Program, 'variables' | 'rows'> {
  const counts = ({ demand }: FormRow) => !kept || demand === null || kept.has(demand)
  return { variables, rows: rows.filter(counts) }
}

const SIDES: Readonly<Record<Side, { readonly zh: string; readonly en: string }>> = {
  least: { zh: '至少', en: 'at least' },
  most: { zh: '至多', en: 'at most' },
  exact: { zh: '恰好', en: 'exactly' },
  tolerance: { zh: '与目标相差至多', en: 'off target by at most' },
}

/** Three decimals at most. */
export function figure(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

/** What a demand asks, in words. */
export function demandText({ zh, unit, en }: Quantity, side: Side, value: number): LocalizedText {
  const words = SIDES[side]
  const amount = figure(value)
  return say(`${zh}${words.zh} ${amount}${unit}`, `${en}: ${words.en} ${amount}`)
}
