import { seededRandom } from '../random.ts'
import type { FormConstraints } from './blueprint.ts'
import type { LinearForm } from './form.ts'
import { CHANCE, overlapOfForms } from './overlap.ts'

/** Mean, standard deviation (n - 1), least and most of some values. */
interface Spread {
  readonly mean: number
  readonly deviation: number
  readonly least: number
  readonly most: number
}

/** A figure held against what the blueprint allows. */
interface Verdict {
  readonly limit: number
  readonly value: number
  /** Chance excused: four standard errors of the value over that many draws. */
  readonly chance: number
  readonly kept: boolean
}

/** What many forms of one blueprint are like together. */
export interface FormsSummary {
  readonly draws: number
  readonly equivalent: number
  readonly parity: Readonly<
    Record<'expectedScore' | 'informationAtCut' | 'expectedSeconds', Spread>
  >
  /** Over the items drawn at least once; `verdict` is null where the blueprint sets no cap. */
  readonly exposure: Spread & {
    readonly items: Readonly<Record<string, number>>
    readonly verdict: Verdict | null
  }
  /** Mean share of items two forms have in common, over all pairs. */
  readonly overlap: number
  readonly overlapVerdict: Verdict | null
  /** The same share over pairs taken at random, to see how far single pairs go. */
  readonly overlapOfPairs: Spread & { readonly pairs: number }
}

const PAIR_LIMIT = 10_000

/** Parity, exposure and overlap of forms; at least two are needed. */
export function summarizeForms(
  forms: readonly LinearForm[],
  constraints: FormConstraints | undefined,
): FormsSummary {
  const counts = new Map<string, number>()
  for (const { items } of forms) {
    for (const { item } of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  }
  const rates = new Map([...counts].sort().map(([item, count]) => [item, count / forms.length]))
  const overlap = overlapOfForms(forms.map(({ items }) => items.map(({ item }) => item)))
  const included = new Set(constraints?.include)
  const open = [...rates].flatMap(([item, rate]) => (included.has(item) ? [] : [rate]))
  const { exposureCap: cap, overlapLimit } = constraints ?? {}
  const spreadOf = (figure: keyof FormsSummary['parity']) =>
    spread(forms.map(({ certificate }) => certificate[figure].value))
  return {
    draws: forms.length,
    equivalent: forms.filter(({ certificate }) => certificate.equivalent).length,
    parity: {
      expectedScore: spreadOf('expectedScore'),
      informationAtCut: spreadOf('informationAtCut'),
      expectedSeconds: spreadOf('expectedSeconds'),
    },
    exposure: {
      ...spread([...rates.values()]),
      items: Object.fromEntries(rates),
      verdict: verdictOn(Math.max(0, ...open), cap, rateError(cap ?? 0, forms.length)),
    },
    overlap: overlap.mean,
    overlapVerdict: verdictOn(overlap.mean, overlapLimit, overlap.error),
    overlapOfPairs: spreadOfPairs(forms),
  }
}

/** Standard error of a rate over so many draws. */
function rateError(rate: number, draws: number): number {
  return Math.sqrt((rate * (1 - rate)) / draws)
}

function verdictOn(value: number, limit: number | undefined, error: number): Verdict | null {
  if (limit === undefined) return null
  const chance = CHANCE * error
  return { limit, value, chance, kept: value <= limit + chance }
}

function spreadOfPairs(forms: readonly LinearForm[]): FormsSummary['overlapOfPairs'] {
  const length = forms[0]?.items.length ?? 0
  const random = seededRandom('pairs of forms', String(forms.length))
  const sets = forms.map(({ items }) => new Set(items.map(({ item }) => item)))
  const pairs = Math.min(PAIR_LIMIT, (forms.length * (forms.length - 1)) / 2)
  const shares = Array.from({ length: pairs }, () => {
    const first = Math.floor(random() * sets.length)
    // A step from 1 to n - 1 on from the first, so that no form is paired with itself.
    const step = 1 + Math.floor(random() * (sets.length - 1))
    const second = (first + step) % sets.length
    return (sets[first]?.intersection(sets[second] ?? new Set()).size ?? 0) / length
  })
  return { pairs, ...spread(shares) }
}

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return {
    mean,
    deviation: Math.sqrt(squares / Math.max(1, values.length - 1)),
    least: values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    most: values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  }
}
