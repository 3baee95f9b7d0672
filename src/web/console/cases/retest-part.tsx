import type { RetestView } from '../../../domain/review/retest-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Figure, Figures } from '../parts/figures.tsx'
import { useText } from '../text.ts'
import { SittingsPlot } from './sittings-plot.tsx'
import { useProbability } from './use-probability.ts'

const INNOCENT = ['nerves', 'illness', 'motive', 'forgetting', 'place'] as const

/** How far the attempt lies from its re-test, in words. */
function DifferenceLine({ difference, standardError }: NonNullable<RetestView['comparison']>) {
  const t = useText()
  const { number } = useFormats()
  const points = Math.abs(Math.round(difference))
  const kind = points === 0 ? 'level' : difference > 0 ? 'higher' : 'lower'
  return <p>{t(`retest.${kind}`, { points: number(points), error: number(standardError) })}</p>
}

function Compared({ retest }: { readonly retest: RetestView }) {
  const t = useText()
  const { number } = useFormats()
  const probability = useProbability()
  const { comparison, items } = retest
  if (comparison === null) return null
  const { right, expectedRight, p, adjusted, differs } = comparison
  return (
    <>
      <SittingsPlot first={comparison.first} second={comparison.second} />
      <p className="dimmed">{t('retest.scores')}</p>
      <DifferenceLine {...comparison} />
      <p>{t(differs ? 'retest.differs' : 'retest.fits')}</p>
      <Figures>
        <Figure
          name={t('retest.right')}
          value={t('retest.right.of', { right, items })}
          hint={t('retest.right.expected', { expected: number(expectedRight, 1) })}
        />
        <Figure name={t('retest.p')} value={probability(p)} hint={t('retest.p.hint')} />
        <Figure
          name={t('retest.adjusted')}
          value={probability(adjusted)}
          hint={t('retest.adjusted.hint')}
        />
      </Figures>
    </>
  )
}

/** Items that count, and those that don't with the reason. */
function ItemsLine({ items, leftOut }: Pick<RetestView, 'items' | 'leftOut'>) {
  const t = useText()
  const { seen, unmeasured } = leftOut
  return (
    <p className="dimmed">
      {t('retest.items', { items })}
      {seen > 0 && ` ${t('retest.left-out.seen', { seen })}`}
      {unmeasured > 0 && ` ${t('retest.left-out.unmeasured', { unmeasured })}`}
    </p>
  )
}

function OneRetest({ retest }: { readonly retest: RetestView }) {
  const t = useText()
  const say = useLocalized()
  const { dateTime } = useFormats()
  const { gap } = retest
  return (
    <article>
      <h3>{say(retest.retest.examTitle)}</h3>
      <p className="dimmed">
        {t('retest.verifies', { exam: say(retest.verified.examTitle) })}{' '}
        {t('retest.compared', { at: dateTime(retest.comparedAt) })}
      </p>
      {gap !== null && (
        <>
          <p>
            <strong>{t(`retest.gap.${gap}`)}</strong>
          </p>
          <p>{t(`retest.gap.${gap}.hint`)}</p>
        </>
      )}
      <Compared retest={retest} />
      {gap !== 'absent' && <ItemsLine items={retest.items} leftOut={retest.leftOut} />}
    </article>
  )
}

function InnocentReasons() {
  const t = useText()
  return (
    <section>
      <p className="note">{t('retest.luck')}</p>
      <h3>{t('retest.innocent')}</h3>
      <ul>
        {INNOCENT.map((reason) => (
          <li key={reason}>{t(`retest.innocent.${reason}`)}</li>
        ))}
      </ul>
    </section>
  )
}

/** The attempt of a case beside its re-tests, newest first, and what may lower a score. */
export function RetestPart({ retests }: { readonly retests: readonly RetestView[] }) {
  return (
    <div className="retests">
      {retests.map((retest) => (
        <OneRetest key={retest.comparedAt} retest={retest} />
      ))}
      {retests.some(({ comparison }) => comparison !== null) && <InnocentReasons />}
    </div>
  )
}
