import type { Blueprint } from '../blueprint.ts'
import { addDemand, addRow, addSlack, demandText, type FormDraft } from './form-draft.ts'
import { BINARY, type Term } from './program.ts'
import { EXPOSURE, OVERLAP } from './quantities.ts'

/** Rows for what forms ask of each other: how often an item may occur, how much two share. */
export function addCrossFormRows(draft: FormDraft, blueprint: Blueprint): void {
  const { exposureCap, overlapLimit } = blueprint.constraints ?? {}
  if (exposureCap !== undefined) addExposureRows(draft, exposureCap)
  if (overlapLimit !== undefined && draft.forms.length > 1) {
    addOverlapRows(draft, blueprint, overlapLimit)
  }
}

/** A whole number of things out of a share, forgiving that 0.29 * 100 is below 29. */
function wholeOf(share: number, count: number): number {
  return Math.floor(share * count + 1e-9)
}

/** The least share of four decimals that gives this whole number. */
function shareFor(whole: number, count: number): number {
  return Math.min(1, Math.ceil((whole / count) * 1e4 - 1e-9) / 1e4)
}

function addExposureRows(draft: FormDraft, cap: number): void {
  const formCount = draft.forms.length
  const often = wholeOf(cap, formCount)
  const pointer = '/constraints/exposureCap'
  const said = demandText(EXPOSURE, 'most', cap)
  const message = {
    'zh-CN': `${said['zh-CN']}（${formCount} 卷中每题至多用于 ${often} 卷）`,
    en: `${said.en} (with ${formCount} forms, each item on ${often} of them at most)`,
  }
  const demand = addDemand(draft, { pointer, message })
  const slack = addSlack(draft, {
    upper: formCount,
    integer: true,
    weight: 3,
    pointer,
    entry: null,
    from: cap,
    side: 'most',
    quantity: EXPOSURE,
    toFigure: (amount) => shareFor(often + amount, formCount),
  })
  draft.pool.items.forEach((_, index) => {
    const terms = draft.forms.map((form): Term => [form[index] ?? 0, 1])
    addRow(draft, { demand, upper: often, terms, relief: [[slack, -1]] })
  })
}

function addOverlapRows(draft: FormDraft, { cells }: Blueprint, limit: number): void {
  const length = cells.reduce((sum, { itemCount }) => sum + itemCount, 0)
  const shared = wholeOf(limit, length)
  const pointer = '/constraints/overlapLimit'
  const said = demandText(OVERLAP, 'most', limit)
  const message = {
    'zh-CN': `${said['zh-CN']}（${length} 题中至多 ${shared} 题相同）`,
    en: `${said.en} (of ${length} items, ${shared} at most)`,
  }
  const demand = addDemand(draft, { pointer, message })
  const slack = addSlack(draft, {
    upper: length,
    integer: true,
    weight: 1,
    pointer,
    entry: null,
    from: limit,
    side: 'most',
    quantity: OVERLAP,
    toFigure: (amount) => shareFor(shared + amount, Math.max(1, length)),
  })
  if (shared === 0) addDisjointRows(draft, demand, slack)
  else addSharedRows(draft, demand, { shared, slack })
}

/** No two forms share anything: a much tighter relaxation than counting what each pair shares. */
function addDisjointRows(draft: FormDraft, demand: number, slack: number): void {
  draft.pool.items.forEach((_, index) => {
    const terms = draft.forms.map((form): Term => [form[index] ?? 0, 1])
    addRow(draft, { demand, upper: 1, terms, relief: [[slack, -draft.forms.length]] })
  })
  // Only for the repair: as soon as the rows above give way, each pair is counted.
  countShared(draft, demand, (terms) => ({ upper: 0, terms, relief: [[slack, -1]] }))
}

function addSharedRows(
  draft: FormDraft,
  demand: number,
  { shared, slack }: { readonly shared: number; readonly slack: number },
): void {
  countShared(draft, demand, (terms) => ({ upper: shared, terms, relief: [[slack, -1]] }))
}

/** A row over each pair of forms, of variables that are at least 1 where both have an item. */
function countShared(
  draft: FormDraft,
  demand: number,
  rowOf: (terms: readonly Term[]) => Omit<Parameters<typeof addRow>[1], 'demand'>,
): void {
  draft.forms.forEach((left, index) => {
    for (const right of draft.forms.slice(index + 1)) {
      const both = draft.pool.items.map((_, item): Term => {
        const variable = draft.variables.push({ ...BINARY, integer: false }) - 1
        const terms: Term[] = [
          [left[item] ?? 0, 1],
          [right[item] ?? 0, 1],
          [variable, -1],
        ]
        addRow(draft, { demand, upper: 1, terms })
        return [variable, 1]
      })
      addRow(draft, { demand, ...rowOf(both) })
    }
  })
}
