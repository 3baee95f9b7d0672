import { type Extension, RangeSetBuilder } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'

/** Colours by the page's custom properties, which reach into the editor's own tree. */
const THEME = EditorView.theme({
  '&': {
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-small)',
    background: 'var(--surface)',
    color: 'var(--ink)',
    fontSize: '1rem',
  },
  '&.cm-focused': { outline: '3px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-content': { minHeight: '3.2rem', padding: '0.5rem 0.25rem', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '& .cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    background: 'var(--accent-wash)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    background: 'var(--accent-wash)',
    outline: '1px solid var(--line-strong)',
  },
  '.cm-tooltip': {
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-small)',
    background: 'var(--surface)',
    color: 'var(--ink)',
    fontFamily: 'var(--sans)',
  },
  '.cm-tooltip-hover, .cm-completionInfo': {
    maxWidth: '26rem',
    padding: '0.5rem 0.75rem',
    fontSize: '0.9375rem',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--sans)', maxHeight: '14rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.35rem 0.6rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-completionLabel': { fontFamily: 'var(--mono)' },
  '.cm-completionMatchedText': { fontWeight: '600' },
  '.cm-completionDetail': { fontStyle: 'normal' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-diagnostic': { padding: '0.35rem 0.6rem', maxWidth: '26rem' },
  '.cm-fact': { color: 'var(--accent)' },
  '.cm-text': { color: 'var(--good)' },
  '.cm-number, .cm-word': { color: 'var(--warn)' },
})

const TOKEN =
  /"(?:[^"\\]|\\.)*"|\b\d+(?:\.\d+)?\b|\b(?:true|false|in|exists|all|size|has)\b|\b\w+\b/g

function classOf(token: string, facts: ReadonlySet<string>): string | null {
  if (token.startsWith('"')) return 'cm-text'
  if (/^\d/.test(token)) return 'cm-number'
  if (/^(?:true|false|in|exists|all|size|has)$/.test(token)) return 'cm-word'
  return facts.has(token) ? 'cm-fact' : null
}

function marksIn(view: EditorView, facts: ReadonlySet<string>): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  for (const match of view.state.doc.toString().matchAll(TOKEN)) {
    const name = classOf(match[0], facts)
    if (name === null) continue
    builder.add(match.index, match.index + match[0].length, Decoration.mark({ class: name }))
  }
  return builder.finish()
}

/** Colours of texts, numbers and facts; they repeat what the signs say already. */
export function conditionColours(factIds: readonly string[]): Extension {
  const facts = new Set(factIds)
  const marks = ViewPlugin.define(
    (view) => ({
      marks: marksIn(view, facts),
      update(update: ViewUpdate) {
        if (update.docChanged) this.marks = marksIn(update.view, facts)
      },
    }),
    { decorations: (plugin) => plugin.marks },
  )
  return [THEME, marks]
}
