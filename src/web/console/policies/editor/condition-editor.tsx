import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { EditorView } from '@codemirror/view'
import { useEffect, useRef, useState } from 'react'
import type { FactDescriptionView } from '../../../../domain/policy/views.ts'
import type { Language } from '../../../../domain/text.ts'
import { useLanguage } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { conditionExtensions } from './condition-extensions.ts'
import type { PolicyFinding } from './place-findings.ts'

interface Props {
  readonly label: string
  /**
   * What it begins with. From then on the editor holds the text: a text given back a moment later
   * would undo what was typed since. Another document needs another editor.
   */
  readonly value: string
  readonly onChange: (text: string) => void
  readonly facts: readonly FactDescriptionView[]
  /** What the check says of this condition. */
  readonly findings: readonly PolicyFinding[]
}

const SEVERITY = { error: 'error', warning: 'warning', note: 'info' } as const

/** Findings as marks in the text; one without a place, or of an older text, marks what there is. */
function marksOf(
  findings: readonly PolicyFinding[],
  length: number,
  language: Language,
): Diagnostic[] {
  return findings.map(({ range, severity, message }) => ({
    from: Math.min(range?.start ?? 0, length),
    to: Math.min(range?.end ?? length, length),
    severity: SEVERITY[severity],
    message: message[language],
  }))
}

/**
 * The editor of one condition. It lives in a tree of its own: there its rules of style need no
 * style element, which the content security policy forbids.
 */
export function ConditionEditor({ label, value, onChange, facts, findings }: Props) {
  const t = useText()
  const language = useLanguage()
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const latest = useRef({ value, onChange })
  latest.current = { value, onChange }
  const [fact, setFact] = useState<FactDescriptionView | null>(null)
  const hint = t('policy-editor.when.keys')
  useEffect(() => {
    if (host.current === null) return
    const tree = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' })
    const editor = new EditorView({
      doc: latest.current.value,
      parent: tree,
      root: tree,
      extensions: conditionExtensions({
        ...{ label, hint, language, facts, onFact: setFact },
        onChange: (text) => latest.current.onChange(text),
      }),
    })
    view.current = editor
    return () => {
      view.current = null
      editor.destroy()
    }
  }, [label, hint, language, facts])
  useEffect(() => {
    const editor = view.current
    if (editor === null) return
    const marks = marksOf(findings, editor.state.doc.length, language)
    editor.dispatch(setDiagnostics(editor.state, marks))
  }, [findings, language])
  return (
    <div className="condition">
      <span className="field-label">{t('policy.when')}</span>
      <div ref={host} className="condition-host" />
      <p className="condition-fact">
        {fact === null ? (
          hint
        ) : (
          <>
            <code>{fact.id}</code> {fact.description[language]}
          </>
        )}
      </p>
    </div>
  )
}
