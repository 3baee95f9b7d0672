import type { ReactElement, ReactNode } from 'react'
import { DisplayMenu } from '../parts/display-menu.tsx'
import { useText } from '../text.ts'
import { setLayout, useLayout } from './use-layout.ts'

interface ExamTopProps {
  readonly title: string
  readonly numberKeys: boolean
  readonly onNumberKeys: (on: boolean) => void
  /** Whether all items are there, so that they can be shown on one page. */
  readonly wholeForm: boolean
  readonly children?: ReactNode
  readonly leave?: ReactNode
}

/** Title, time left, saving state and display settings: all that an exam needs of a header. */
export function ExamTop(props: ExamTopProps): ReactElement {
  const { title, numberKeys, onNumberKeys, wholeForm, children, leave } = props
  const t = useText()
  const layout = useLayout()
  return (
    <header className="exam-top">
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <h1 tabIndex={-1}>{title}</h1>
      <div className="exam-state">{children}</div>
      <div className="exam-tools">
        {leave}
        <DisplayMenu>
          {wholeForm && (
            <label className="switch">
              <input
                type="checkbox"
                checked={layout === 'all'}
                onChange={(event) => setLayout(event.target.checked ? 'all' : 'one')}
              />
              {t('exam.all-on-page')}
            </label>
          )}
          <label className="switch">
            <input
              type="checkbox"
              checked={numberKeys}
              onChange={(event) => onNumberKeys(event.target.checked)}
            />
            {t('exam.number-keys')}
          </label>
        </DisplayMenu>
      </div>
    </header>
  )
}
