import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import type { PolicyFinding } from './place-findings.ts'

const MARKS = { error: '✕', warning: '!', note: 'i' } as const

/** Which field of its part a finding is about; empty for the part as a whole and its condition. */
function placeIn(pointer: string): string {
  const place = pointer.replace(/^\/(?:(?:rules|examples)\/\d+\/?)?/, '')
  return place === 'when' ? '' : place
}

/** What the check says of one part, worst first. */
export function Findings({ findings }: { readonly findings: readonly PolicyFinding[] }) {
  const t = useText()
  const say = useLocalized()
  if (findings.length === 0) return null
  const order = ['error', 'warning', 'note']
  const sorted = [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
  return (
    <ul className="preview-findings">
      {sorted.map((finding) => (
        <li key={`${finding.pointer} ${finding.message.en}`} data-severity={finding.severity}>
          <span className="finding-mark" aria-hidden="true">
            {MARKS[finding.severity]}
          </span>
          <span>
            <span className="hidden-text">{t(`severity.${finding.severity}`)}: </span>
            {placeIn(finding.pointer) !== '' && <code>{placeIn(finding.pointer)} </code>}
            {say(finding.message)}
          </span>
        </li>
      ))}
    </ul>
  )
}
