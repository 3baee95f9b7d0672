import type { Award, PolicyDocument, PolicyRule } from '../../../domain/policy/policy.ts'
import type { LocalizedText } from '../../../domain/text.ts'

/** One value before and after, as it is shown; null: there was none, or is none any more. */
export interface FieldChange<Field extends string, Value> {
  readonly field: Field
  readonly before: Value | null
  readonly after: Value | null
}

export type RuleFieldChange =
  | FieldChange<'title', LocalizedText>
  | FieldChange<'reason', LocalizedText>
  | FieldChange<'when', string>
  | FieldChange<'effect', string>
  | FieldChange<'award', Award>

export type TermField = 'title' | 'cycle' | 'attendanceShare' | 'levels'

export type PolicyChange =
  | { readonly kind: 'rule-added' | 'rule-removed'; readonly rule: PolicyRule }
  | {
      readonly kind: 'rule-changed'
      readonly rule: PolicyRule
      readonly fields: readonly RuleFieldChange[]
    }
  | ({ readonly kind: 'term-changed' } & FieldChange<TermField, LocalizedText | string | number>)
  | {
      readonly kind: 'examples-changed'
      readonly added: number
      readonly removed: number
    }

/** What a later document says otherwise than an earlier one; rules go by their ids. */
export function changesBetween(before: PolicyDocument, after: PolicyDocument): PolicyChange[] {
  return [
    ...termChanges(before, after),
    ...after.rules.flatMap((rule) => ruleChange(before, rule)),
    ...before.rules.flatMap((rule): PolicyChange[] =>
      after.rules.some(({ id }) => id === rule.id) ? [] : [{ kind: 'rule-removed', rule }],
    ),
    ...exampleChanges(before, after),
  ]
}

function ruleChange(before: PolicyDocument, rule: PolicyRule): PolicyChange[] {
  const old = before.rules.find(({ id }) => id === rule.id)
  if (old === undefined) return [{ kind: 'rule-added', rule }]
  const fields: readonly RuleFieldChange[] = [
    { field: 'title', before: old.title, after: rule.title },
    { field: 'when', before: old.when, after: rule.when },
    { field: 'effect', before: old.effect, after: rule.effect },
    { field: 'award', before: old.award ?? null, after: rule.award ?? null },
    { field: 'reason', before: old.reason, after: rule.reason },
  ]
  const changed = fields.filter((field) => !same(field.before, field.after))
  return changed.length === 0 ? [] : [{ kind: 'rule-changed', rule, fields: changed }]
}

function termChanges(before: PolicyDocument, after: PolicyDocument): PolicyChange[] {
  const terms = (document: PolicyDocument) =>
    [
      ['title', document.title],
      ['cycle', document.cycle ?? null],
      ['attendanceShare', document.attendanceShare ?? null],
      ['levels', document.levels?.join(', ') ?? null],
    ] as const
  const old = new Map<TermField, LocalizedText | string | number | null>(terms(before))
  return terms(after).flatMap(([field, value]): PolicyChange[] => {
    const was = old.get(field) ?? null
    return same(was, value) ? [] : [{ kind: 'term-changed', field, before: was, after: value }]
  })
}

function exampleChanges(before: PolicyDocument, after: PolicyDocument): PolicyChange[] {
  const had = before.examples.map(ordered)
  const has = after.examples.map(ordered)
  const added = has.filter((example) => !had.includes(example)).length
  const removed = had.filter((example) => !has.includes(example)).length
  return added + removed === 0 ? [] : [{ kind: 'examples-changed', added, removed }]
}

const same = (left: unknown, right: unknown): boolean => ordered(left) === ordered(right)

/** As JSON whatever order the fields were written in. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
