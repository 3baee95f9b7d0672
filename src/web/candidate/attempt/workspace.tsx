import { type ReactElement, type ReactNode, useState } from 'react'
import type { PresentedForm, PresentedItem } from '../../../domain/assembly/presented-form.ts'
import type { ResponseValue } from '../../../domain/bank/response-value.ts'
import { useText } from '../text.ts'
import { AllItems } from './all-items.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { type Answers, countsOf } from './counts.ts'
import { ItemPane } from './item-pane.tsx'
import { Overview } from './overview.tsx'
import { useFocusOnChange } from './use-focus-on-change.ts'
import { useLayout } from './use-layout.ts'

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

interface OneItemProps
  extends Pick<
    WorkspaceProps,
    'form' | 'answers' | 'locked' | 'numberKeys' | 'lines' | 'onAnswer'
  > {
  readonly item: PresentedItem
}

function OneItem({ form, item, answers, onAnswer, ...pane }: OneItemProps): ReactElement {
  const t = useText()
  const heading = useFocusOnChange(item.itemId)
  return (
    <ItemPane
      {...pane}
      item={item}
      stimuli={form.stimuli}
      place={t('item.place', { place: item.position, count: form.items.length })}
      value={answers.responses[item.itemId] ?? null}
      heading={heading}
      onAnswer={(value) => onAnswer(item.itemId, value)}
    />
  )
}

/** One item at a time with its stimulus or all of them, as the person likes, and the ways around the form. */
export function Workspace(props: WorkspaceProps): ReactElement | null {
  const { form, answers, current, locked, numberKeys, lines, onGo, onAnswer, onMark } = props
  const layout = useLayout()
  const [overview, setOverview] = useState(false)
  const item = form.items[current]
  if (item === undefined) return null
  const last = current === form.items.length - 1
  const marked = answers.marked.has(item.itemId)
  const finish = (): void => {
    setOverview(false)
    props.onFinish()
  }
  return (
    <>
      {layout === 'all' ? (
        <AllItems
          {...{ form, answers, current, locked, numberKeys, lines, onGo, onAnswer }}
          onFinish={finish}
        />
      ) : (
        <OneItem {...{ form, item, answers, locked, numberKeys, lines, onAnswer }} />
      )}
      <BottomBar
        first={current === 0}
        last={last}
        marked={marked}
        markPlace={layout === 'all' ? item.position : null}
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
