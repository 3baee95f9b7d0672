import { useState } from 'react'
import type { PolicyExample, PolicyRule } from '../../../../domain/policy/policy.ts'
import {
  documentOf,
  type Keyed,
  keyed,
  type PolicyDraft,
  type PolicyTerms,
} from './policy-draft.ts'

function changed<Part>(
  parts: readonly Keyed<Part>[],
  key: string,
  part: Part | null,
): Keyed<Part>[] {
  return parts.flatMap((one) => {
    if (one.key !== key) return [one]
    return part === null ? [] : [{ key, part }]
  })
}

/** A document as it is written, and whether it differs from what it began with. */
export function useDraft(start: PolicyDraft) {
  const [draft, setDraft] = useState(start)
  const [kept, setKept] = useState(() => JSON.stringify(documentOf(start)))
  return {
    draft,
    unsaved: JSON.stringify(documentOf(draft)) !== kept,
    /** Another document takes its place, as a file does. */
    replace: setDraft,
    /** What stands there now is kept elsewhere: leaving loses nothing. */
    markKept: () => setKept(JSON.stringify(documentOf(draft))),
    changeTerms: (terms: PolicyTerms) => setDraft((now) => ({ ...now, terms })),
    /** Null takes the rule out. */
    changeRule: (key: string, rule: PolicyRule | null) =>
      setDraft((now) => ({ ...now, rules: changed(now.rules, key, rule) })),
    addRule: (rule: PolicyRule) =>
      setDraft((now) => ({ ...now, rules: [...now.rules, keyed(rule)] })),
    changeExample: (key: string, example: PolicyExample | null) =>
      setDraft((now) => ({ ...now, examples: changed(now.examples, key, example) })),
    addExample: (example: PolicyExample) =>
      setDraft((now) => ({ ...now, examples: [...now.examples, keyed(example)] })),
  }
}
export type PolicyDraftApi = ReturnType<typeof useDraft>
