import type { Formula, Literal } from './condition-formula.ts'
import type { Variable } from './condition-variables.ts'

/** What values of a variable are left. */
export interface Domain {
  readonly variable: Variable
  readonly bool: boolean | null
  readonly low: number
  readonly lowOpen: boolean
  readonly high: number
  readonly highOpen: boolean
  /** Null: every text but the excluded ones. */
  readonly among: readonly string[] | null
  readonly excluded: readonly string[]
}

/** One way in which a formula can hold: a domain for each variable it asks something of. */
export type Case = ReadonlyMap<string, Domain>

/** More ways than this are not looked through; then nothing is claimed. */
const MOST_CASES = 1000

/**
 * Every way in which all formulas can hold together, contradictory ones left out. Empty: they
 * can't. @returns null where there are too many to say
 */
export function casesOf(formulas: readonly Formula[]): Case[] | null {
  let cases: Case[] = [new Map()]
  for (const formula of formulas) {
    const extended = extend(cases, formula)
    if (!extended) return null
    cases = extended
  }
  return cases
}

function extend(cases: readonly Case[], formula: Formula): Case[] | null {
  if (formula.op === 'literal') {
    return cases.flatMap((one) => withLiteral(one, formula.literal) ?? [])
  }
  if (formula.op === 'and') {
    let extended: Case[] | null = [...cases]
    for (const part of formula.parts) {
      extended = extend(extended, part)
      if (!extended) return null
    }
    return extended
  }
  const all: Case[] = []
  for (const part of formula.parts) {
    const extended = extend(cases, part)
    if (!extended) return null
    all.push(...extended)
    if (all.length > MOST_CASES) return null
  }
  return all
}

function withLiteral(known: Case, literal: Literal): Case[] {
  const { key } = literal.variable
  const domain = narrowed(known.get(key) ?? wholeDomain(literal.variable), literal)
  return isEmpty(domain) ? [] : [new Map(known).set(key, domain)]
}

function wholeDomain(variable: Variable): Domain {
  return {
    variable,
    bool: null,
    low: variable.minimum,
    lowOpen: false,
    high: variable.maximum,
    highOpen: false,
    among: variable.values,
    excluded: [],
  }
}

function narrowed(domain: Domain, literal: Literal): Domain {
  switch (literal.is) {
    case 'bool':
      return domain.bool === null || domain.bool === literal.value
        ? { ...domain, bool: literal.value }
        : { ...domain, low: 1, high: 0 }
    case 'text': {
      if (literal.negated) {
        return { ...domain, excluded: [...domain.excluded, ...literal.among] }
      }
      const among = domain.among?.filter((one) => literal.among.includes(one)) ?? literal.among
      return { ...domain, among }
    }
    case 'bound':
      return bounded(domain, literal)
  }
}

function bounded(domain: Domain, literal: Literal & { readonly is: 'bound' }): Domain {
  const { value, open, side } = literal
  if (side === 'low') {
    if (value < domain.low) return domain
    const lowOpen = value > domain.low ? open : open || domain.lowOpen
    return { ...domain, low: value, lowOpen }
  }
  if (value > domain.high) return domain
  const highOpen = value < domain.high ? open : open || domain.highOpen
  return { ...domain, high: value, highOpen }
}

function isEmpty({ variable, low, lowOpen, high, highOpen, among, excluded }: Domain): boolean {
  if (variable.kind === 'text') return among?.every((one) => excluded.includes(one)) ?? false
  if (variable.kind === 'bool') return low > high
  if (variable.integer) return leastInteger(low, lowOpen) > -leastInteger(-high, highOpen)
  return low > high || (low === high && (lowOpen || highOpen))
}

/** The least whole number from a bound on. */
export function leastInteger(low: number, open: boolean): number {
  const least = Math.ceil(low)
  return open && least === low ? least + 1 : least
}
