import { Drawer } from '@mantine/core'
import { Link } from 'wouter'
import type { ItemReport } from '../../../../domain/settlement/analysis-views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { Figure, Figures } from '../../parts/figures.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { ItemCurvePlot } from '../../plots/item-curve-plot.tsx'
import { PlotTable } from '../../plots/plot-table.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'

const SUSPICIONS = ['wrong-key', 'weak-do-better', 'nearly-nobody']

function ItemFigures({ report }: { readonly report: ItemReport }) {
  const t = useText()
  const { number, percent } = useFormats()
  const { presented, correctShare, seconds, expectedSeconds } = report
  return (
    <Figures>
      <Figure name={t('report.presented')} value={number(presented)} />
      <Figure
        name={t('report.correct')}
        value={correctShare === null ? '–' : percent(correctShare.value)}
        hint={
          correctShare === null
            ? t('analysis.item.too-few')
            : t('report.interval', {
                low: percent(correctShare.low),
                high: percent(correctShare.high),
              })
        }
      />
      <Figure
        name={t('report.median-seconds')}
        value={seconds === null ? '–' : number(seconds.median)}
        hint={
          seconds !== null &&
          t('analysis.item.seconds', {
            low: number(seconds.low),
            high: number(seconds.high),
            expected: number(expectedSeconds),
          })
        }
      />
    </Figures>
  )
}

function Options({ report }: { readonly report: ItemReport }) {
  const t = useText()
  const say = useLocalized()
  const { percent } = useFormats()
  if (report.options.length === 0) return null
  return (
    <section>
      <h3>{t('analysis.item.options')}</h3>
      <PlotTable
        caption={t('analysis.item.options')}
        header={[
          t('analysis.item.option'),
          t('analysis.item.chosen'),
          t('analysis.item.weak'),
          t('analysis.item.strong'),
        ]}
        rows={report.options.map(({ id, text, isKey, share, weak, strong }) => [
          `${id}  ${say(text)}${isKey ? ` ${t('analysis.item.key')}` : ''}`,
          percent(share),
          percent(weak),
          percent(strong),
        ])}
      />
    </section>
  )
}

function Remarks({ report, examId }: { readonly report: ItemReport; readonly examId: string }) {
  const t = useText()
  const say = useLocalized()
  const { remarks, itemId, presented } = report
  const isSuspect = remarks.some(({ code }) => SUSPICIONS.includes(code))
  return (
    <section>
      <h3>{t('analysis.item.remarks')}</h3>
      {remarks.length === 0 ? (
        <p>{t(presented < 30 ? 'analysis.item.few' : 'analysis.item.sound')}</p>
      ) : (
        <ul className="attention">
          {remarks.map(({ code, text }) => (
            <li key={code} data-code={code}>
              {say(text)}
            </li>
          ))}
        </ul>
      )}
      {isSuspect && (
        <p>
          <Link href={`/exams/${examId}?tab=amendments&item=${encodeURIComponent(itemId)}`}>
            {t('analysis.item.correct')}
          </Link>
        </p>
      )}
    </section>
  )
}

/** One item of the exam in plain words, opened by the address so that it can be shared. */
export function ItemReportDrawer({ examId }: { readonly examId: string }) {
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  const [itemId, setItem] = useUrlState('item', '')
  const path = itemId === '' ? null : `/exams/${examId}/items/${encodeURIComponent(itemId)}`
  const report = useApi<ItemReport>(path)
  return (
    <Drawer
      opened={itemId !== ''}
      onClose={() => setItem('')}
      position="right"
      size="xl"
      title={t('analysis.item.title', { item: itemId })}
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      <QueryView query={report}>
        {(reply) => (
          <div className="item-page">
            <p>{say(reply.stem)}</p>
            <p className="dimmed">
              {say(reply.competency)} · {t(`level.${reply.level}`)}
            </p>
            <Remarks report={reply} examId={examId} />
            <ItemFigures report={reply} />
            {reply.groups.length > 0 && <ItemCurvePlot curve={reply.curve} groups={reply.groups} />}
            <Options report={reply} />
          </div>
        )}
      </QueryView>
    </Drawer>
  )
}
