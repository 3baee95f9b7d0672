import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Figure, Figures } from '../parts/figures.tsx'
import { useText } from '../text.ts'
import { Weight } from './weight.tsx'

function BaseRates({ view }: { readonly view: CaseView }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const all = view.baseRates.reduce((sum, rate) => sum + rate.count, 0)
  if (all === 0) return t('case.base-rates.none')
  return (
    <ul className="base-rates">
      {view.baseRates.map(({ finding, name, count }) => (
        <li key={finding}>
          {t('case.base-rate', { finding: say(name), count: number(count), all: number(all) })}
        </li>
      ))}
    </ul>
  )
}

/** What the case weighs, when it is due, and how cases like it turned out. */
export function CaseFacts({ view }: { readonly view: CaseView }) {
  const t = useText()
  const { date, dateTime } = useFormats()
  return (
    <Figures>
      <Figure
        name={t('cases.weight')}
        value={<Weight weight={view.weight} />}
        hint={t('case.weight.hint')}
      />
      <Figure
        name={t('cases.due')}
        value={date(view.dueAt)}
        hint={t('case.opened', { on: dateTime(view.openedAt) })}
      />
      <Figure
        name={t('cases.decisions')}
        value={t('cases.decisions.of', { count: view.decisions, needed: view.decisionsNeeded })}
        hint={t(`cases.mine.${view.mine}`)}
      />
      <Figure name={t('case.base-rates')} value={null} hint={<BaseRates view={view} />} />
    </Figures>
  )
}
