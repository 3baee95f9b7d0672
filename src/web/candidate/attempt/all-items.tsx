import { memo, type ReactElement, type ReactNode, useCallback, useEffect, useRef } from 'react'
import type { PresentedForm, PresentedItem } from '../../../domain/assembly/presented-form.ts'
import type { ResponseValue } from '../../../domain/bank/response-value.ts'
import { ItemCard } from '../items/item-card.tsx'
import { Stimulus } from '../items/stimulus.tsx'
import { answerOfKey } from '../items/values.ts'
import { useText } from '../text.ts'
import type { Answers } from './counts.ts'
import { type ItemGroup, itemGroups } from './item-groups.ts'
import { watchMostVisible } from './most-visible.ts'
import { useNumberKeys } from './use-number-keys.ts'

interface AllItemsProps {
  readonly form: PresentedForm
  readonly answers: Answers
  readonly current: number
  readonly locked: boolean
  readonly numberKeys: boolean
  readonly lines?: ReactNode
  readonly onGo: (index: number) => void
  readonly onAnswer: (itemId: string, value: ResponseValue) => void
  readonly onFinish: () => void
}

interface RowProps {
  readonly item: PresentedItem
  readonly place: string
  readonly value: ResponseValue
  readonly locked: boolean
  readonly current: boolean
  readonly onAnswer: (itemId: string, value: ResponseValue) => void
}

/** Drawn again only when something of it has changed: there may be a hundred of them. */
const Row = memo(({ item, place, value, locked, current, onAnswer }: RowProps): ReactElement => {
  return (
    <div className={current ? 'item-row current' : 'item-row'} data-item={item.itemId}>
      <ItemCard
        item={item}
        value={value}
        place={place}
        locked={locked}
        heading={null}
        onAnswer={(given) => onAnswer(item.itemId, given)}
      />
    </div>
  )
})

const rowsIn = (main: HTMLElement | null): HTMLElement[] => [
  ...(main?.querySelectorAll<HTMLElement>('[data-item]') ?? []),
]

/**
 * Keeps the item in view and the one the form is at the same: scrolling and focus move the
 * form's place; a place chosen elsewhere, as in the overview, is scrolled to and read out.
 */
function useItemInView(current: number, onGo: (index: number) => void) {
  const main = useRef<HTMLElement>(null)
  /** Where the page is by itself; null until it has been looked at. */
  const seen = useRef<number | null>(current === 0 ? 0 : null)
  const go = useRef(onGo)
  go.current = onGo
  const see = useCallback((index: number): void => {
    if (index === seen.current) return
    seen.current = index
    go.current(index)
  }, [])
  useEffect(() => watchMostVisible(rowsIn(main.current), see), [see])
  useEffect(() => {
    if (seen.current === current) return
    const opened = seen.current === null
    seen.current = current
    const row = rowsIn(main.current)[current]
    row?.scrollIntoView({ block: 'start' })
    if (!opened) row?.querySelector('h2')?.focus({ preventScroll: true })
  }, [current])
  return { main, see }
}

/** The item that has the focus, or else the one in view. */
function itemForKeys(form: PresentedForm, current: number): PresentedItem | undefined {
  const row = document.activeElement?.closest<HTMLElement>('[data-item]')
  const id = row?.dataset['item'] ?? form.items[current]?.itemId
  return form.items.find((item) => item.itemId === id)
}

/** Every item of the form below each other, a stimulus once for the items that follow it. */
export function AllItems(props: AllItemsProps): ReactElement {
  const { form, answers, current, locked, numberKeys, lines, onGo, onFinish } = props
  const t = useText()
  const { main, see } = useItemInView(current, onGo)
  const latest = useRef(props)
  latest.current = props
  const answer = useCallback((itemId: string, value: ResponseValue): void => {
    latest.current.onAnswer(itemId, value)
  }, [])
  useNumberKeys(numberKeys && !locked, (key) => {
    const item = itemForKeys(form, current)
    if (item === undefined) return
    const given = answerOfKey(item, answers.responses[item.itemId] ?? null, key)
    if (given !== undefined) answer(item.itemId, given)
  })
  const row = (item: PresentedItem): ReactElement => (
    <Row
      key={item.itemId}
      item={item}
      place={t('item.place', { place: item.position, count: form.items.length })}
      value={answers.responses[item.itemId] ?? null}
      locked={locked}
      current={form.items[current] === item}
      onAnswer={answer}
    />
  )
  return (
    <main
      id="main"
      className="exam-main all-items"
      ref={main}
      onFocus={({ target }) => {
        const row = target.closest<HTMLElement>('[data-item]')
        if (row !== null) see(rowsIn(main.current).indexOf(row))
      }}
    >
      {lines}
      {itemGroups(form).map((group: ItemGroup) => (
        <div
          key={group.items[0]?.itemId}
          className={group.stimulus === null ? 'item-group' : 'item-group beside'}
        >
          {group.stimulus !== null && <Stimulus stimulus={group.stimulus} />}
          <div className="item-rows">{group.items.map(row)}</div>
        </div>
      ))}
      <div className="actions end">
        <button type="button" className="button primary large" onClick={onFinish}>
          {t('exam.finish')}
        </button>
      </div>
    </main>
  )
}
