import type { ScreeningView } from '../../../../domain/settlement/screening-summary.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'

type Leak = ScreeningView['leaks'][number]

/** Items that may have been known before the exam; each opens its report. */
export function ScreeningLeaks({ leaks }: Pick<ScreeningView, 'leaks'>) {
  const t = useText()
  return (
    <section className="card">
      <h2>{t('screening.leaks')}</h2>
      {leaks.length === 0 ? (
        <p>{t('screening.leaks.none')}</p>
      ) : (
        <>
          <p>{t('screening.leaks.hint')}</p>
          <ul className="screening-leaks">
            {leaks.map((leak) => (
              <LeakRow key={leak.itemId} leak={leak} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function LeakRow({ leak }: { readonly leak: Leak }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const [, setItem] = useUrlState('item', '')
  const { itemId, q, evidence } = leak
  return (
    <li>
      <button type="button" className="attention-item" onClick={() => setItem(itemId)}>
        <code>{itemId}</code>
      </button>{' '}
      <TimeWords timeFactor={leak.timeFactor} />
      {evidence !== null && <div className="dimmed">{say(evidence)}</div>}
      {q !== null && (
        <div className="dimmed">
          {t('screening.leaks.q', { q: q < 0.001 ? '< 0.001' : number(q, 3) })}
        </div>
      )}
    </li>
  )
}

function TimeWords({ timeFactor }: Pick<Leak, 'timeFactor'>) {
  const t = useText()
  const { percent } = useFormats()
  if (timeFactor === null) return t('screening.leaks.no-times')
  if (Math.round(100 * timeFactor) >= 100) return t('screening.leaks.not-faster')
  return t('screening.leaks.faster', { share: percent(timeFactor) })
}
