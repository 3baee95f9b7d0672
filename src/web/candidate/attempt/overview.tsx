import type { ReactElement } from 'react'
import type { PresentedForm } from '../../../domain/assembly/presented-form.ts'
import { isAnswered } from '../items/values.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { useText } from '../text.ts'
import { type Answers, countsOf } from './counts.ts'

interface OverviewProps {
  readonly form: PresentedForm
  readonly answers: Answers
  readonly current: number
  readonly onGo: (index: number) => void
  readonly onFinish: () => void
  readonly onClose: () => void
}

interface CellProps {
  readonly position: number
  readonly answered: boolean
  readonly marked: boolean
  readonly here: boolean
  readonly onGo: () => void
}

function Cell({ position, answered, marked, here, onGo }: CellProps): ReactElement {
  const t = useText()
  const words = [
    t('overview.item', { place: position }),
    t(answered ? 'overview.answered' : 'overview.open'),
    marked ? t('overview.marked') : '',
  ]
  return (
    <button
      type="button"
      className={answered ? 'cell answered' : 'cell'}
      aria-current={here ? 'step' : undefined}
      aria-label={words.filter((word) => word !== '').join(', ')}
      onClick={onGo}
    >
      {position}
      <span className="cell-signs">
        {answered && <Icon name="check" />}
        {marked && <Icon name="flag" />}
      </span>
    </button>
  )
}

/** Every item as a numbered cell: answered, open, marked. */
export function Overview(props: OverviewProps): ReactElement {
  const { form, answers, current, onGo, onFinish, onClose } = props
  const t = useText()
  const counts = countsOf(form, answers)
  return (
    <Dialog title={t('overview.title')} onClose={onClose}>
      <ul className="legend">
        <li>
          <span className="cell answered" aria-hidden="true">
            <span className="cell-signs">
              <Icon name="check" />
            </span>
          </span>
          {t('overview.count-answered', { count: counts.answered })}
        </li>
        <li>
          <span className="cell" aria-hidden="true" />
          {t('overview.count-open', { count: counts.open.length })}
        </li>
        <li>
          <span className="cell" aria-hidden="true">
            <span className="cell-signs">
              <Icon name="flag" />
            </span>
          </span>
          {t('overview.count-marked', { count: counts.marked.length })}
        </li>
      </ul>
      <ol className="cells">
        {form.items.map((item, index) => (
          <li key={item.itemId}>
            <Cell
              position={item.position}
              answered={isAnswered(item, answers.responses[item.itemId])}
              marked={answers.marked.has(item.itemId)}
              here={index === current}
              onGo={() => onGo(index)}
            />
          </li>
        ))}
      </ol>
      <div className="actions end">
        <button type="button" className="button" onClick={onClose}>
          {t('overview.back')}
        </button>
        <button type="button" className="button primary" onClick={onFinish}>
          {t('exam.finish')}
        </button>
      </div>
    </Dialog>
  )
}
