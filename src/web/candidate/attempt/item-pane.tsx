import type { ReactElement, ReactNode, RefObject } from 'react'
import type { PresentedForm, PresentedItem } from '../../../domain/assembly/presented-form.ts'
import type { ResponseValue } from '../../../domain/bank/response-value.ts'
import { ItemCard } from '../items/item-card.tsx'
import { Stimulus } from '../items/stimulus.tsx'
import { answerOfKey } from '../items/values.ts'
import { useNumberKeys } from './use-number-keys.ts'

interface ItemPaneProps {
  readonly item: PresentedItem
  readonly stimuli: PresentedForm['stimuli']
  /** Which of how many, in words. */
  readonly place: string
  readonly value: ResponseValue
  readonly locked: boolean
  readonly numberKeys: boolean
  readonly heading: RefObject<HTMLHeadingElement | null>
  /** Lines between the top bar and the item. */
  readonly lines?: ReactNode
  readonly onAnswer: (value: ResponseValue) => void
}

/** One item with its stimulus, answered by hand or by number keys. */
export function ItemPane(props: ItemPaneProps): ReactElement {
  const { item, stimuli, place, value, locked, numberKeys, heading, lines, onAnswer } = props
  useNumberKeys(numberKeys && !locked, (key) => {
    const answer = answerOfKey(item, value, key)
    if (answer !== undefined) onAnswer(answer)
  })
  const stimulus = stimuli.find((candidate) => candidate.id === item.stimulusId)
  return (
    <main id="main" className={stimulus === undefined ? 'exam-main' : 'exam-main beside'}>
      {lines}
      {stimulus !== undefined && <Stimulus key={stimulus.id} stimulus={stimulus} />}
      <ItemCard
        key={item.itemId}
        item={item}
        value={value}
        place={place}
        locked={locked}
        heading={heading}
        onAnswer={onAnswer}
      />
    </main>
  )
}
