import { useText } from '../../text.ts'

/** What the service says about one place of the blueprint. */
export interface PlacedFinding {
  /** RFC 6901 pointer into the blueprint. */
  readonly pointer: string
  readonly severity: 'error' | 'warning' | 'note'
  readonly text: string
}

interface Props {
  readonly findings: readonly PlacedFinding[]
  readonly pointer: string
  /** The place only, without those inside it that have a line of their own. */
  readonly exactly?: boolean
}

/** What the service says about the field above. */
export function FieldFindings({ findings, pointer, exactly = false }: Props) {
  const t = useText()
  const here = findings.filter(
    (finding) =>
      finding.pointer === pointer || (!exactly && finding.pointer.startsWith(`${pointer}/`)),
  )
  if (here.length === 0) return null
  return (
    <ul className="field-findings plain">
      {here.map(({ severity, text }) => (
        <li key={text} data-severity={severity}>
          <span className="hidden-text">{t(`severity.${severity}`)}: </span>
          {text}
        </li>
      ))}
    </ul>
  )
}
