import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { nextDiagnostic, previousDiagnostic } from '@codemirror/lint'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, hoverTooltip, keymap } from '@codemirror/view'
import type { FactDescriptionView } from '../../../../domain/policy/views.ts'
import type { Language } from '../../../../domain/text.ts'
import { completeCondition } from './condition-completion.ts'
import { conditionColours } from './condition-theme.ts'

export interface ConditionEditing {
  readonly label: string
  /** Ids of elements can't be named from within the editor's own tree; words can. */
  readonly hint: string
  readonly language: Language
  readonly facts: readonly FactDescriptionView[]
  readonly onChange: (text: string) => void
  /** The fact the cursor stands in, or none. */
  readonly onFact: (fact: FactDescriptionView | null) => void
}

/** The fact whose name covers a place in the text, with its bounds. */
function factAt(text: string, place: number, facts: readonly FactDescriptionView[]) {
  for (const match of text.matchAll(/\w+/g)) {
    const end = match.index + match[0].length
    if (match.index > place || end < place) continue
    const fact = facts.find(({ id }) => id === match[0])
    if (fact) return { fact, from: match.index, to: end }
  }
  return null
}

function describeOnHover({ facts, language }: ConditionEditing): Extension {
  return hoverTooltip((view, place) => {
    const found = factAt(view.state.doc.toString(), place, facts)
    if (found === null) return null
    const { fact, from, to } = found
    const create = () => {
      const dom = document.createElement('div')
      dom.textContent = `${fact.name[language]} (${fact.type}): ${fact.description[language]}`
      return { dom }
    }
    return { pos: from, end: to, above: true, create }
  })
}

/** Everything a condition's editor does; Tab leaves it, as it leaves any field. */
export function conditionExtensions(editing: ConditionEditing): Extension[] {
  const { label, hint, language, facts, onChange, onFact } = editing
  return [
    history(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ override: [completeCondition(facts, language)], icons: false }),
    describeOnHover(editing),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      { key: 'F8', run: nextDiagnostic },
      { key: 'Shift-F8', run: previousDiagnostic },
    ]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': `${label}. ${hint}`, spellcheck: 'false' }),
    EditorState.phrases.of(PHRASES[language]),
    conditionColours(facts.map(({ id }) => id)),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString())
      if (!update.docChanged && !update.selectionSet) return
      const { head } = update.state.selection.main
      onFact(factAt(update.state.doc.toString(), head, facts)?.fact ?? null)
    }),
  ]
}

const PHRASES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {},
  'zh-CN': { Completions: '补全', Diagnostics: '检查结果', 'Selection deleted': '已删除所选内容' },
}
