import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import type { Item } from '../bank/item.ts'
import { digestOf } from '../digest.ts'
import { seededRandom } from '../random.ts'
import { Refusal } from '../refusal.ts'
import { compareText } from '../text.ts'
import { arrangeForm } from './arrange-form.ts'
import type { Blueprint, FixedForm } from './blueprint.ts'
import { cellKey, passingCut } from './cells.ts'
import type { LinearForm, ParityCertificate } from './form.ts'
import { certificateOf, measureItem, type ParityMeasures, sumOf, targetOf } from './parity.ts'

/** The forms a blueprint holds; null where candidates do not share forms. */
export function fixedFormsOf({ delivery }: Blueprint): readonly FixedForm[] | null {
  return delivery?.mode === 'fixed-forms' ? delivery.forms : null
}

/**
 * Each seed draws one of the forms, all equally likely, and its own order of items and options.
 * @throws Refusal 'blueprint-infeasible' where there is no form, or an item the bank lacks
 */
export function prepareFixedDraw(bank: Bank, blueprint: Blueprint, forms: readonly FixedForm[]) {
  const target = targetOf(bank, blueprint)
  const made = certifyFixedForms(bank, blueprint, { forms, target })
  const choose = (seed: string) => {
    const form = made[Math.floor(seededRandom(seed, 'fixed-form')() * made.length)]
    if (form) return form
    const detail = 'the blueprint holds no forms yet: assemble forms first'
    throw new Refusal('blueprint-infeasible', detail, [{ pointer: '/delivery/forms', detail }])
  }
  return {
    target,
    choose,
    draw: (seed: string): LinearForm => {
      const { items: chosen, certificate } = choose(seed)
      const items = arrangeForm(chosen, seed)
      return { items, certificate, digest: digestOf(items) }
    },
    pick: (seed: string) => byCell(choose(seed).items, blueprint),
  }
}

function certifyFixedForms(
  bank: Bank,
  blueprint: Blueprint,
  { forms, target }: { readonly forms: readonly FixedForm[]; readonly target: ParityMeasures },
): { readonly items: readonly Item[]; readonly certificate: ParityCertificate }[] {
  const against = { target, tolerance: blueprint.tolerance }
  const cut = passingCut(blueprint)
  return forms.map(({ items: ids }, index) => {
    const items = knownItems(bank, ids, index)
    const measures = sumOf(items.map((item) => measureItem(item, bank, cut)))
    return { items, certificate: certificateOf(measures, against, 1) }
  })
}

function knownItems(bank: Bank, ids: readonly string[], form: number): readonly Item[] {
  return ids.map((id, place) => {
    const item = indexOf(bank).items.get(id)
    if (item) return item
    const detail = `the bank has no item ${id}`
    const pointer = `/delivery/forms/${form}/items/${place}`
    throw new Refusal('blueprint-infeasible', detail, [{ pointer, detail }])
  })
}

function byCell(items: readonly Item[], { cells }: Blueprint): Item[][] {
  return cells.map((cell) => items.filter((item) => cellKey(item) === cellKey(cell)))
}

/** Forms as a blueprint holds them: named 1, 2 and so on, items by cell and then by id. */
export function toFixedForms(
  forms: readonly Pick<LinearForm, 'items'>[],
  bank: Bank,
  blueprint: Blueprint,
): FixedForm[] {
  return forms.map(({ items }, index) => {
    const known = items.flatMap(({ item }) => indexOf(bank).items.get(item) ?? [])
    const sorted = byCell(known, blueprint).map((cell) =>
      cell.map(({ id }) => id).toSorted(compareText),
    )
    return { name: String(index + 1), items: sorted.flat() }
  })
}

/** What the forms of a blueprint are like together; exact, no chance in it. */
export interface FixedFormsSummary {
  /** Share of the forms each item stands on, by item id. */
  readonly rates: ReadonlyMap<string, number>
  /** Shares of items that two different forms have in common; 0 with a single form. */
  readonly overlap: { readonly largest: number; readonly mean: number }
  /**
   * Share of items that two candidates have in common on average. They draw independently, so
   * each item is common to them with the square of its rate; that they draw the same form counts.
   */
  readonly overlapOfCandidates: number
}

/** Exposure and overlap of the forms of a blueprint; an item listed twice on a form counts once. */
export function summarizeFixedForms(forms: readonly FixedForm[]): FixedFormsSummary {
  const sets = forms.map(({ items }) => new Set(items))
  const counts = new Map<string, number>()
  for (const set of sets) for (const id of set) counts.set(id, (counts.get(id) ?? 0) + 1)
  const pairs = sets.flatMap((left, index) =>
    sets.slice(index + 1).map((right) => sharedShare(left, right)),
  )
  const rates = new Map([...counts].map(([id, count]) => [id, count / sets.length]))
  const length = sum(sets.map(({ size }) => size)) / Math.max(1, sets.length)
  return {
    rates,
    overlap: {
      largest: pairs.reduce((most, share) => Math.max(most, share), 0),
      mean: pairs.length === 0 ? 0 : sum(pairs) / pairs.length,
    },
    overlapOfCandidates:
      length === 0 ? 0 : sum([...rates.values()].map((rate) => rate ** 2)) / length,
  }
}

/** Items two forms have in common, as a share of the longer one. */
function sharedShare(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  return left.intersection(right).size / Math.max(1, left.size, right.size)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
