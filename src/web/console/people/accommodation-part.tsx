import { Button } from '@mantine/core'
import { useState } from 'react'
import type {
  Accommodation,
  AccommodationView,
} from '../../../domain/organization/accommodation.ts'
import type { Me, PersonView } from '../../../domain/organization/views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { AccommodationDialog } from './accommodation-dialog.tsx'

/** Conditions in words. */
function useConditionWords(): (conditions: Accommodation) => string {
  const t = useText()
  const { percent } = useFormats()
  return (conditions) => {
    const { extraTimeShare, assistiveTechnology } = conditions
    if (extraTimeShare === 0 && !assistiveTechnology) return t('arrange.none')
    if (extraTimeShare === 0) return t('arrange.assistive')
    const share = percent(extraTimeShare)
    return t(assistiveTechnology ? 'arrange.both' : 'arrange.time', { share })
  }
}

function History({ history }: Pick<AccommodationView, 'history'>) {
  const t = useText()
  const words = useConditionWords()
  const { dateTime } = useFormats()
  if (history.length === 0) return null
  return (
    <details>
      <summary>{t('arrange.history')}</summary>
      <ul className="arrangements">
        {history.map(({ number, reason, by, at, ...conditions }) => (
          <li key={number}>
            <div>{words(conditions)}</div>
            <div>{reason}</div>
            <div className="dimmed">{t('arrange.by', { when: dateTime(at), name: by.name })}</div>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** The conditions under which a person sits exams: what holds, what held, and the change of it. */
export function AccommodationPart({ person }: { readonly person: PersonView }) {
  const t = useText()
  const words = useConditionWords()
  const [changing, setChanging] = useState(false)
  const me = useApi<Me>('/me')
  const accommodation = useApi<AccommodationView>(`/persons/${person.id}/accommodation`)
  return (
    <section aria-labelledby="arrangements-title">
      <h3 id="arrangements-title">{t('arrange.title')}</h3>
      <QueryView query={accommodation}>
        {({ current, history }) => (
          <>
            <p>{words(current)}</p>
            {me.data?.personId === person.id ? (
              <p className="dimmed">{t('arrange.own')}</p>
            ) : (
              <div className="buttons">
                <Button variant="default" onClick={() => setChanging(true)}>
                  {t('arrange.change')}
                </Button>
              </div>
            )}
            <History history={history} />
            {changing && (
              <AccommodationDialog {...{ person, current }} onClose={() => setChanging(false)} />
            )}
          </>
        )}
      </QueryView>
    </section>
  )
}
