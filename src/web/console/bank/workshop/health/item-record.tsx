import type { WorkshopPerformance } from '../../../../../domain/bank/workshop-health-views.ts'
import type { WorkshopExposure } from '../../../../../domain/bank/workshop-views.ts'
import { useFormats } from '../../../../shared/use-preferences.ts'
import { QueryView } from '../../../parts/query-view.tsx'
import { useApi } from '../../../queries.ts'
import { useText } from '../../../text.ts'
import { CorrectShare } from './correct-share.tsx'

interface Props {
  readonly program: string
  readonly itemId: string
}

/** What exams tell of one item; nothing is asked of their journals before it stood on a form. */
export function ItemRecordPart({ program, itemId }: Props) {
  const t = useText()
  const { percent } = useFormats()
  const exposure = useApi<WorkshopExposure>(`/workshops/${program}/exposure`)
  return (
    <QueryView query={exposure}>
      {({ items }) => {
        const seen = items.find((item) => item.itemId === itemId)
        if (seen === undefined || seen.formCount === 0) return <p>{t('health.item.unseen')}</p>
        const { formCount, examCount, share } = seen
        return (
          <dl className="item-facts">
            <dt>{t('health.sightings')}</dt>
            <dd>
              {t('health.item.seen', { forms: formCount, exams: examCount })}
              {share !== null && ` (${t('health.item.share', { share: percent(share) })})`}
            </dd>
            <Performance program={program} itemId={itemId} />
          </dl>
        )
      }}
    </QueryView>
  )
}

function Performance({ program, itemId }: Props) {
  const t = useText()
  const { number } = useFormats()
  const performance = useApi<WorkshopPerformance>(`/workshops/${program}/performance`)
  const result = performance.data?.items.find((item) => item.itemId === itemId) ?? null
  const seconds = result?.medianSeconds ?? null
  return (
    <>
      <dt>{t('health.correct')}</dt>
      <dd>
        <QueryView query={performance}>{() => <CorrectShare result={result} />}</QueryView>
      </dd>
      <dt>{t('report.median-seconds')}</dt>
      <dd>{seconds === null ? '–' : number(seconds)}</dd>
    </>
  )
}
