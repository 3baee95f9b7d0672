import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { FactDescriptionView } from '../../../../domain/policy/views.ts'
import type { Language } from '../../../../domain/text.ts'

/** What a condition may say besides facts; the same set the service understands. */
const WORDS = ['true', 'false', 'in', 'exists', 'all', 'size'] as const

const VALUE = /(\w+)(?:\[[^\]]*\])?\s*(?:==|!=)\s*"([^"]*)$/
const FIELD = /(\w+)\[[^\]]*\]\.(\w*)$/
const WORD = /\w+$/

interface Offer {
  readonly from: number
  readonly options: readonly Completion[]
}

/**
 * What fits before the cursor: values after a comparison, fields of an entry, else facts. Null
 * where nothing is begun and nobody asked.
 */
export function offerFor(
  before: string,
  facts: readonly FactDescriptionView[],
  language: Language,
): Offer | null {
  const value = VALUE.exec(before)
  if (value) {
    const values = facts.find(({ id }) => id === value[1])?.values ?? []
    const options = values.filter((text) => text !== '').map((label) => ({ label, type: 'enum' }))
    return options.length === 0 ? null : { from: before.length - (value[2] ?? '').length, options }
  }
  // Within a text nothing else is offered.
  if ((before.match(/"/g) ?? []).length % 2 === 1) return null
  const field = FIELD.exec(before)
  if (field) {
    const fields = facts.find(({ id }) => id === field[1])?.fields ?? []
    const options = fields.map(({ id, type }) => ({ label: id, detail: type, type: 'property' }))
    return { from: before.length - (field[2] ?? '').length, options }
  }
  const begun = WORD.exec(before)?.[0] ?? ''
  const offered = facts.map((fact) => ({
    label: fact.id,
    detail: fact.name[language],
    info: fact.description[language],
    type: 'variable',
  }))
  const words = WORDS.map((label) => ({ label, type: 'keyword' }))
  return { from: before.length - begun.length, options: [...offered, ...words] }
}

/** Completion of conditions from the facts of the policy's subject. */
export function completeCondition(facts: readonly FactDescriptionView[], language: Language) {
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.state.sliceDoc(0, context.pos)
    const offer = offerFor(before, facts, language)
    if (offer === null) return null
    const isBegun = offer.from < context.pos || /["\].]$/.test(before)
    return isBegun || context.explicit ? { ...offer, validFor: /^[\w-]*$/ } : null
  }
}
