import type { ReactNode } from 'react'
import type { ExamPreview } from '../../../../domain/scheduling/views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { Figure, Figures } from '../../parts/figures.tsx'
import { useText } from '../../text.ts'
import type { DeliveryMode } from '../delivery-fields.ts'

/** The highest share of candidates who see one and the same item. */
function topExposure(reply: ExamPreview): number {
  return Math.max(0, ...reply.cells.map((cell) => cell.exposure))
}

function TimeHint({ reply }: { readonly reply: ExamPreview }): ReactNode {
  const t = useText()
  const { number, percent } = useFormats()
  const share = reply.expectedSeconds / reply.timeLimitSeconds
  return (
    <>
      <span className="share-track" data-over={share > 1} aria-hidden="true">
        <span style={{ width: `${Math.min(1, share) * 100}%` }} />
      </span>
      {t('preview.time.of', {
        limit: number(reply.timeLimitSeconds / 60),
        share: percent(share),
      })}
    </>
  )
}

interface Props {
  readonly reply: ExamPreview
  readonly mode: DeliveryMode
}

/** The figures of an exam nobody has sat yet. */
export function PreviewFigures({ reply, mode }: Props) {
  const t = useText()
  const { number, percent } = useFormats()
  return (
    <section>
      <Figures>
        <Figure
          name={t('preview.reliability')}
          value={number(reply.reliability, 2)}
          hint={t('preview.reliability.hint')}
        />
        <Figure
          name={t('preview.time')}
          value={t('preview.minutes', { minutes: number(reply.expectedSeconds / 60) })}
          hint={<TimeHint reply={reply} />}
        />
        <Figure
          name={t('preview.relevance')}
          value={reply.jobRelevance === null ? '–' : percent(reply.jobRelevance)}
          hint={t(
            reply.jobRelevance === null ? 'preview.relevance.none' : 'preview.relevance.hint',
          )}
        />
        {/* Both reckon with whole forms drawn at random; adaptive attempts have their own. */}
        {mode !== 'adaptive' && (
          <>
            <Figure
              name={t('preview.overlap')}
              value={percent(reply.overlap)}
              hint={t('preview.overlap.hint')}
            />
            <Figure
              name={t('preview.exposure')}
              value={percent(topExposure(reply))}
              hint={t('preview.exposure.hint')}
            />
          </>
        )}
        <Figure
          name={t(mode === 'adaptive' ? 'preview.items-at-most' : 'preview.items')}
          value={number(reply.itemCount)}
          hint={t(`preview.items.${mode}`)}
        />
      </Figures>
      <p className="note">{t(`provenance.${reply.parameters}`)}</p>
    </section>
  )
}
