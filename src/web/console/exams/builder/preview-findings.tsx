import type { BankVersionRow, ExamPreview } from '../../../../domain/scheduling/views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

interface Props {
  readonly reply: ExamPreview
  readonly bank: BankVersionRow | undefined
}

const MARKS = { error: '✕', warning: '!', note: 'i' } as const

/** Feasible or not, in a sentence; then what to repair, and which cells lack items. */
export function PreviewFindings({ reply, bank }: Props) {
  const t = useText()
  const say = useLocalized()
  const { number, list } = useFormats()
  const short = reply.cells.filter(({ needed, usable }) => usable < needed)
  const nameOf = (id: string): string => {
    const found = bank?.competencies.find((competency) => competency.id === id)
    return found ? say(found.name) : id
  }
  return (
    <section>
      <p className="verdict" data-good={reply.feasible}>
        <span aria-hidden="true">{reply.feasible ? '✓' : '✕'}</span>
        {reply.feasible
          ? t('preview.feasible')
          : short.length === 0
            ? t('preview.infeasible.other')
            : t('preview.infeasible', {
                cells: list(
                  short.map(({ competency, level, usable, needed }) =>
                    t('preview.short-cell', {
                      cell: `${nameOf(competency)} / ${t(`level.${level}`)}`,
                      usable: number(usable),
                      needed: number(needed),
                    }),
                  ),
                ),
              })}
      </p>
      {reply.findings.length > 0 && (
        <ul className="preview-findings">
          {reply.findings.map(({ pointer, severity, message }) => (
            <li key={`${pointer} ${message.en}`} data-severity={severity}>
              <span className="finding-mark" aria-hidden="true">
                {MARKS[severity]}
              </span>
              <span>
                <span className="hidden-text">{t(`severity.${severity}`)}: </span>
                {say(message)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
