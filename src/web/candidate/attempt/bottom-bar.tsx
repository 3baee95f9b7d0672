import type { ReactElement } from 'react'
import { Icon } from '../parts/icon.tsx'
import { useText } from '../text.ts'

interface BottomBarProps {
  readonly first: boolean
  readonly last: boolean
  readonly marked: boolean
  /** Which item the mark is for, where several are in view. */
  readonly markPlace: number | null
  readonly open: number
  readonly onStep: (by: -1 | 1) => void
  readonly onMark: () => void
  readonly onOverview: () => void
}

/** The ways around the form, always within reach of a thumb. */
export function BottomBar(props: BottomBarProps): ReactElement {
  const { first, last, marked, markPlace, open, onStep, onMark, onOverview } = props
  const t = useText()
  const mark =
    markPlace === null
      ? t(marked ? 'exam.marked' : 'exam.mark')
      : t(marked ? 'exam.marked-place' : 'exam.mark-place', { place: markPlace })
  return (
    <nav className="bottom-bar" aria-label={t('exam.steps')}>
      <button type="button" className="button" disabled={first} onClick={() => onStep(-1)}>
        <Icon name="left" />
        <span>{t('exam.previous')}</span>
      </button>
      <button type="button" className="button mark-button" aria-pressed={marked} onClick={onMark}>
        <Icon name="flag" />
        <span>{mark}</span>
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
