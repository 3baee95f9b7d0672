import type { ReactElement } from 'react'
import type { TaskView } from '../../../domain/policy/award-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

const BADGES = {
  open: 'held',
  done: 'granted',
  declined: 'withheld',
  withdrawn: 'withheld',
} as const

/** Talks and retraining that are about me; people arrange them. */
export function Tasks({ tasks }: { readonly tasks: readonly TaskView[] }): ReactElement | null {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  if (tasks.length === 0) return null
  return (
    <>
      <h2>{t('awards.tasks')}</h2>
      <p className="soft">{t('awards.tasks-note')}</p>
      <ul className="cards two">
        {tasks.map((task) => (
          <li key={task.id} className="card pad award-card">
            <div className="card-head">
              <h3>{localized(task.name)}</h3>
              <span className={`badge ${BADGES[task.state]}`}>
                {t(`awards.task.${task.state}`)}
              </span>
            </div>
            <p className="soft">
              {localized(task.title)}
              {task.state === 'open' && (
                <> · {t('awards.task-due', { at: formats.date(task.dueAt) })}</>
              )}
            </p>
            <ul className="plain-list">
              {task.reasons.map((reason) => (
                <li key={reason.en}>{localized(reason)}</li>
              ))}
            </ul>
            {task.ended !== null && task.ended.note !== '' && (
              <p className="said">{task.ended.note}</p>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
