import type { ReactElement, ReactNode } from 'react'
import { DisplayMenu } from '../parts/display-menu.tsx'
import { useText } from '../text.ts'

interface ExamTopProps {
  readonly title: string
  readonly numberKeys: boolean
  readonly onNumberKeys: (on: boolean) => void
  readonly children?: ReactNode
  readonly leave?: ReactNode
}

/** Title, time left, saving state and display settings: all that an exam needs of a header. */
export function ExamTop(props: ExamTopProps): ReactElement {
  const { title, numberKeys, onNumberKeys, children, leave } = props
  const t = useText()
  return (
    <header className="exam-top">
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <h1>{title}</h1>
      <div className="exam-state">{children}</div>
      <div className="exam-tools">
        {leave}
        <DisplayMenu>
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
