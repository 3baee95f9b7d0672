import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Figure, Figures } from '../parts/figures.tsx'
import { useText } from '../text.ts'
import { mineText } from './case-columns.tsx'
import { Weight } from './weight.tsx'

function BaseRates({ view }: { readonly view: CaseView }) {
  const t = useText()
  const say = useLocalized()
  const { number, percent } = useFormats()
  const all = view.baseRates.reduce((sum, rate) => sum + rate.count, 0)
  if (all === 0) return t('case.base-rates.none')
  return (
    <ul className="base-rates">
      {view.baseRates.map(({ finding, name, count, low, high }) => (
        <li key={finding}>
          {t('case.base-rate', { finding: say(name), count: number(count), all: number(all) })}{' '}
          <span className="dimmed">
            {t('case.base-rate.interval', { low: percent(low), high: percent(high) })}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What the case weighs, when it is due, and how cases like it turned out. */
export function CaseFacts({ view }: { readonly view: CaseView }) {
  const t = useText()
  const { date } = useFormats()
  return (
    <Figures>
      <Figure
        name={t('cases.weight')}
        value={view.weight === null ? '–' : <Weight weight={view.weight} />}
        hint={t(view.weight === null ? 'case.weight.hidden' : 'case.weight.hint')}
      />
      <Figure
        name={t('cases.due')}
        value={date(view.dueAt)}
        hint={t('case.opened', { on: date(view.openedAt) })}
      />
      <Figure
        name={t('cases.decisions')}
        value={
          view.decisions === null
            ? t('cases.decisions.needed', { needed: view.decisionsNeeded })
            : t('cases.decisions.of', { count: view.decisions, needed: view.decisionsNeeded })
        }
        hint={t(mineText(view))}
      />
      <Figure name={t('case.base-rates')} value={null} hint={<BaseRates view={view} />} />
      {view.origin !== null && (
        <Figure
          name={t('cases.origin')}
          value={t(`cases.origin.${view.origin}`)}
          hint={view.truth === null ? undefined : t(`cases.truth.${view.truth}`)}
        />
      )}
    </Figures>
  )
}
