import { Link } from 'wouter'
import type { MyPanelRow } from '../../../domain/scheduling/panel-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'

/** The panels the reader is a judge of; nothing for who is none. */
export function MyPanels() {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const mine = useApi<{ panels: MyPanelRow[] }>('/my/panels', { fresh: true })
  if (mine.error !== null) return <ProblemAlert error={mine.error} onRetry={mine.refetch} />
  const panels = mine.data?.panels ?? []
  if (panels.length === 0) return null
  return (
    <section className="card panel-part my-panels">
      <h2>{t('panels.mine')}</h2>
      <ul className="plain">
        {panels.map(({ panelId, title, state, rated, asked }) => (
          <li key={panelId}>
            <Link href={`/panels/mine/${panelId}`}>{say(title)}</Link>{' '}
            <span className="dimmed">
              {state === 'rating'
                ? t('panels.mine.rated', { rated: number(rated), asked: number(asked) })
                : t(`panel.state.${state}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
