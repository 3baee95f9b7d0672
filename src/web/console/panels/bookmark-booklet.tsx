import { Button, NativeSelect } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import type { BookmarkInput } from '../../../domain/measurement/standard-setting/panel.ts'
import type { MyPanelView } from '../../../domain/scheduling/panel-views.ts'
import { api } from '../../shared/api.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { useText } from '../text.ts'
import { JudgeHeading } from './judge-heading.tsx'
import { JudgedItem } from './judged-item.tsx'
import { type Answers, useAnswers } from './use-answers.ts'
import { usePlaceNames } from './use-place-names.ts'

interface Props {
  readonly panel: MyPanelView
  readonly bookmarks: Answers<BookmarkInput>
}

/** The items from the easiest to the hardest, with a place for a bookmark before each. */
export function BookmarkBooklet({ panel }: { readonly panel: MyPanelView }) {
  const t = useText()
  const { panelId, round, form, state } = panel
  const bookmarks = useAnswers<BookmarkInput>({
    given: panel.bookmarks,
    keyOf: ({ level }) => level,
    send: (placed) => api.post(`/my/panels/${panelId}/bookmarks`, { round, bookmarks: placed }),
  })
  return (
    <>
      <JudgeHeading panel={panel} />
      {state === 'rating' && <Status panel={panel} bookmarks={bookmarks} />}
      {bookmarks.error !== null && (
        <ProblemAlert error={bookmarks.error} onRetry={bookmarks.retry} />
      )}
      <ol className="plain paper-items">
        {form.items.map((item) => (
          <li key={item.bankItemId} className="booklet-page">
            <Places panel={panel} bookmarks={bookmarks} page={item.position} />
            <JudgedItem form={form} item={item} />
          </li>
        ))}
      </ol>
      <Places panel={panel} bookmarks={bookmarks} page={form.items.length + 1} />
      {state === 'rating' && bookmarks.count === panel.asked && (
        <p className="note">{t('bookmark.done')}</p>
      )}
    </>
  )
}

/** What is placed so far, and fields that place a bookmark without scrolling to it. */
function Status({ panel, bookmarks }: Props) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const count = panel.form.items.length
  const { placeOf } = usePlaceNames(count)
  const before = new Map(panel.bookmarksBefore.map(({ level, page }) => [level, page]))
  const pages = Array.from({ length: count + 1 }, (_, index) => index + 1)
  return (
    <>
      <p className="rate-status" role="status">
        <strong>
          {t('bookmark.progress', {
            placed: number(bookmarks.count),
            asked: number(panel.asked),
          })}
        </strong>{' '}
        {t(`rate.saving.${bookmarks.saving}`)}
      </p>
      <div className="bookmark-fields">
        {panel.levels.map(({ id, name }) => {
          const earlier = before.get(id)
          return (
            <NativeSelect
              key={id}
              label={t('bookmark.field', { level: say(name) })}
              description={
                earlier === undefined
                  ? undefined
                  : t('bookmark.last-round', { place: placeOf(earlier) })
              }
              value={String(bookmarks.find(id)?.page ?? '')}
              onChange={(event) => {
                const page = Number(event.currentTarget.value)
                if (page > 0) bookmarks.give({ level: id, page })
              }}
              data={[
                { value: '', label: t('bookmark.none'), disabled: true },
                ...pages.map((page) => ({ value: String(page), label: placeOf(page) })),
              ]}
            />
          )
        })}
      </div>
      <Order panel={panel} bookmarks={bookmarks} />
    </>
  )
}

/** A higher level asks for more: its bookmark lies further on. */
function Order({ panel, bookmarks }: Props) {
  const t = useText()
  const say = useLocalized()
  const pages = panel.levels.map(({ id }) => bookmarks.find(id)?.page)
  const fallen = panel.levels.filter((_, index) => {
    const [own, lower] = [pages[index], pages[index - 1]]
    return own !== undefined && lower !== undefined && own <= lower
  })
  return fallen.map(({ id, name }) => (
    <p key={id} className="note">
      {t('bookmark.order', { level: say(name) })}
    </p>
  ))
}

function Places({ panel, bookmarks, page }: Props & { readonly page: number }) {
  const t = useText()
  const say = useLocalized()
  const place = usePlaceNames(panel.form.items.length).placeOf(page)
  const open = panel.state === 'rating'
  return (
    <div className="bookmark-places">
      {panel.levels.map(({ id, name }) => {
        const placed = bookmarks.find(id)?.page === page
        if (!open && !placed) return null
        return (
          <Button
            key={id}
            size="compact-sm"
            variant={placed ? 'filled' : 'default'}
            aria-pressed={placed}
            data-bookmark-level={id}
            disabled={!open}
            onClick={() => bookmarks.give({ level: id, page })}
            onKeyDown={moveFocus}
          >
            {t(placed ? 'bookmark.here' : 'bookmark.put', { level: say(name) })}
            <span className="hidden-text">{place}</span>
          </Button>
        )
      })}
    </div>
  )
}

/** Arrows go to the level's place before the next or the last item; Enter or Space places. */
function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  event.preventDefault()
  const own = event.currentTarget
  const places = [...document.querySelectorAll<HTMLElement>('[data-bookmark-level]')].filter(
    (one) => one.dataset['bookmarkLevel'] === own.dataset['bookmarkLevel'],
  )
  places[places.indexOf(own) + step]?.focus()
}
