import type { Audit, AuditIndex } from '../../../domain/measurement/audit/audit.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

const MARKS = { good: '✓', weak: '!', bad: '✕' } as const
const SEVERITIES = { good: 'note', weak: 'warning', bad: 'error' } as const
const VERDICT_MARKS = { meaningful: '✓', weak: '!', formality: '✕' } as const

function Indices({ indices }: { readonly indices: readonly AuditIndex[] }) {
  const t = useText()
  const say = useLocalized()
  return (
    <ul className="preview-findings">
      {indices.map(({ code, rating, message, repair }) => (
        <li key={code} data-severity={SEVERITIES[rating]}>
          <span className="finding-mark" aria-hidden="true">
            {MARKS[rating]}
          </span>
          <span>
            <span className="hidden-text">{t(`audit.rating.${rating}`)}: </span>
            {say(message)}
            {repair && (
              <span className="rule-note">{t('audit.repair', { repair: say(repair) })}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Whether an exam means something: the verdict in a sentence, what it rests on folded. */
export function AuditPart({ audit }: { readonly audit: Audit }) {
  const t = useText()
  const say = useLocalized()
  const { list } = useFormats()
  const { verdict, summary, reasons, sound, leftOut } = audit
  return (
    <section className="audit">
      <p className="verdict" data-verdict={verdict}>
        <span aria-hidden="true">{VERDICT_MARKS[verdict]}</span>
        {say(summary)}
      </p>
      <details>
        <summary>{t('audit.reasons')}</summary>
        {reasons.length > 0 && (
          <>
            <h3>{t('audit.against')}</h3>
            <Indices indices={reasons} />
          </>
        )}
        {sound.length > 0 && (
          <>
            <h3>{t('audit.sound')}</h3>
            <Indices indices={sound} />
          </>
        )}
        {leftOut.length > 0 && (
          <>
            <h3>{t('audit.left-out')}</h3>
            <ul className="dimmed">
              {[...Map.groupBy(leftOut, ({ message }) => say(message))].map(([reason, own]) => (
                <li key={reason}>
                  {t('audit.left-out.one', {
                    what: list(own.map(({ code }) => t(`audit.code.${code}`))),
                    reason,
                  })}
                </li>
              ))}
            </ul>
          </>
        )}
      </details>
    </section>
  )
}
