import type { ReactElement } from 'react'
import type { PresentedForm } from '../../../domain/assembly/presented-form.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Facts } from '../parts/facts.tsx'
import { useText } from '../text.ts'
import { type Answers, countsOf } from './counts.ts'

interface SubmitDialogProps {
  readonly form: PresentedForm
  readonly answers: Answers
  readonly secondsLeft: number
  readonly unsaved: number
  readonly onGo: (index: number) => void
  readonly onSubmit: () => void
  readonly onClose: () => void
}

interface PlacesProps {
  readonly title: string
  readonly positions: readonly number[]
  readonly onGo: (position: number) => void
}

function Places({ title, positions, onGo }: PlacesProps): ReactElement | null {
  const t = useText()
  if (positions.length === 0) return null
  return (
    <section className="places">
      <h3>{title}</h3>
      <ul>
        {positions.map((position) => (
          <li key={position}>
            <button type="button" className="button square" onClick={() => onGo(position)}>
              <span className="unseen">{t('overview.go-to')} </span>
              {position}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What is open, what is marked, the time left; then one confirmation. */
export function SubmitDialog(props: SubmitDialogProps): ReactElement {
  const { form, answers, secondsLeft, unsaved, onGo, onSubmit, onClose } = props
  const t = useText()
  const formats = useFormats()
  const counts = countsOf(form, answers)
  const go = (position: number): void =>
    onGo(form.items.findIndex((item) => item.position === position))
  return (
    <Dialog title={t('submit.title')} onClose={onClose}>
      <Facts
        facts={[
          [
            t('submit.answered'),
            t('submit.of', { count: counts.answered, total: form.items.length }),
          ],
          [t('exam.time-left'), formats.duration(secondsLeft)],
        ]}
      />
      <Places title={t('submit.open')} positions={counts.open} onGo={go} />
      <Places title={t('submit.marked')} positions={counts.marked} onGo={go} />
      {unsaved > 0 && <p>{t('submit.unsaved', { count: unsaved })}</p>}
      <p className="strong">{t('submit.consequence')}</p>
      <div className="actions end">
        <button type="button" className="button" onClick={onClose}>
          {t('submit.back')}
        </button>
        <button type="button" className="button primary" onClick={onSubmit}>
          {t('submit.submit')}
        </button>
      </div>
    </Dialog>
  )
}
