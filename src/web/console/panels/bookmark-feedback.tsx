import type { LevelFeedback } from '../../../domain/scheduling/panel-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { Figure, Figures } from '../parts/figures.tsx'
import { useText } from '../text.ts'
import { usePlaceNames } from './use-place-names.ts'

interface Props {
  readonly feedback: LevelFeedback
  readonly itemCount: number
}

/** The judge's own bookmark among all of the panel's, which bear no names. */
export function BookmarkFeedback({ feedback, itemCount }: Props) {
  const t = useText()
  const { number } = useFormats()
  const { placeOf, rangeOf } = usePlaceNames(itemCount)
  const { page, pages, judgeCount } = feedback
  const places = [...new Set(pages)]
  return (
    <>
      <Figures>
        <Figure name={t('bookmark.own')} value={page === null ? '–' : placeOf(page)} />
        <Figure
          name={t('rate.panel-cut', { count: judgeCount })}
          value={rangeOf(pages)}
          hint={t('bookmark.range.hint')}
        />
      </Figures>
      <table className="table table-small">
        <caption>{t('bookmark.all')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('bookmark.position')}</th>
            <th scope="col">{t('bookmark.judges')}</th>
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <tr key={place}>
              <th scope="row">
                {place === page ? t('bookmark.yours', { place: placeOf(place) }) : placeOf(place)}
              </th>
              <td>{number(pages.filter((one) => one === place).length)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
