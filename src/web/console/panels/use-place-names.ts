import { useText } from '../text.ts'

interface PlaceNames {
  /** Of one bookmark; a page is the number of the first item not mastered. */
  readonly placeOf: (page: number) => string
  /** From the earliest of several bookmarks to the latest. */
  readonly rangeOf: (pages: readonly number[]) => string
}

/** Where bookmarks lie, in words. */
export function usePlaceNames(itemCount: number): PlaceNames {
  const t = useText()
  const placeOf = (page: number): string =>
    page > itemCount ? t('bookmark.behind') : t('bookmark.before', { page })
  const rangeOf = (pages: readonly number[]): string => {
    const [low, high] = [placeOf(Math.min(...pages)), placeOf(Math.max(...pages))]
    return low === high ? low : t('bookmark.range', { low, high })
  }
  return { placeOf, rangeOf }
}
