import { type ReactElement, type ReactNode, useState } from 'react'
import type { PresentedForm } from '../../../domain/assembly/presented-form.ts'
import type { ResponseValue } from '../../../domain/bank/response-value.ts'
import { Icon } from '../parts/icon.tsx'
import { useText } from '../text.ts'
import { type Answers, countsOf } from './counts.ts'
import { ItemPane } from './item-pane.tsx'
import { Overview } from './overview.tsx'
import { useFocusOnChange } from './use-focus-on-change.ts'

interface WorkspaceProps {
  readonly form: PresentedForm
  readonly answers: Answers
  readonly current: number
  readonly locked: boolean
  readonly numberKeys: boolean
  /** Lines between the top bar and the item. */
  readonly lines?: ReactNode
  readonly onGo: (index: number) => void
  readonly onAnswer: (itemId: string, value: ResponseValue) => void
  readonly onMark: (itemId: string, marked: boolean) => void
  readonly onFinish: () => void
}

interface BottomBarProps {
  readonly first: boolean
  readonly last: boolean
  readonly marked: boolean
  readonly open: number
  readonly onStep: (by: -1 | 1) => void
  readonly onMark: () => void
  readonly onOverview: () => void
}

function BottomBar(props: BottomBarProps): ReactElement {
  const { first, last, marked, open, onStep, onMark, onOverview } = props
  const t = useText()
  return (
    <nav className="bottom-bar" aria-label={t('exam.steps')}>
      <button type="button" className="button" disabled={first} onClick={() => onStep(-1)}>
        <Icon name="left" />
        <span>{t('exam.previous')}</span>
      </button>
      <button type="button" className="button mark-button" aria-pressed={marked} onClick={onMark}>
        <Icon name="flag" />
        <span>{t(marked ? 'exam.marked' : 'exam.mark')}</span>
      </button>
      <button type="button" className="button" onClick={onOverview}>
        <Icon name="grid" />
        <span>
          {t('exam.overview')} <small>{t('exam.open-count', { count: open })}</small>
        </span>
      </button>
      <button type="button" className="button primary" onClick={() => onStep(1)}>
        <span>{t(last ? 'exam.finish-short' : 'exam.next')}</span>
        <Icon name="right" />
      </button>
    </nav>
  )
}

/** One item at a time with its stimulus, and the ways around the form. */
export function Workspace(props: WorkspaceProps): ReactElement | null {
  const { form, answers, current, locked, numberKeys, lines, onGo, onAnswer, onMark } = props
  const t = useText()
  const [overview, setOverview] = useState(false)
  const item = form.items[current]
  const heading = useFocusOnChange(item?.itemId ?? '')
  if (item === undefined) return null
  const last = current === form.items.length - 1
  const marked = answers.marked.has(item.itemId)
  const finish = (): void => {
    setOverview(false)
    props.onFinish()
  }
  return (
    <>
      <ItemPane
        item={item}
        stimuli={form.stimuli}
        place={t('item.place', { place: item.position, count: form.items.length })}
        value={answers.responses[item.itemId] ?? null}
        locked={locked}
        numberKeys={numberKeys}
        heading={heading}
        lines={lines}
        onAnswer={(value) => onAnswer(item.itemId, value)}
      />
      <BottomBar
        first={current === 0}
        last={last}
        marked={marked}
        open={countsOf(form, answers).open.length}
        onStep={(by) => (by === 1 && last ? finish() : onGo(current + by))}
        onMark={() => onMark(item.itemId, !marked)}
        onOverview={() => setOverview(true)}
      />
      {overview && (
        <Overview
          form={form}
          answers={answers}
          current={current}
          onGo={(index) => {
            setOverview(false)
            onGo(index)
          }}
          onFinish={finish}
          onClose={() => setOverview(false)}
        />
      )}
    </>
  )
}
