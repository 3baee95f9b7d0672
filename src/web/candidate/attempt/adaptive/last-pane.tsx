import type { ReactElement, ReactNode, RefObject } from 'react'
import { useText } from '../../text.ts'

interface LastPaneProps {
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly lines: ReactNode
  readonly locked: boolean
  readonly onSubmit: () => void
}

/** After the last item: all that is left is to submit. */
export function LastPane({ heading, lines, locked, onSubmit }: LastPaneProps): ReactElement {
  const t = useText()
  return (
    <main id="main" className="exam-main">
      {lines}
      <section className="item last-pane" aria-labelledby="last">
        <h2 id="last" ref={heading} tabIndex={-1}>
          {t('adaptive.last')}
        </h2>
        <p>{t('adaptive.last-lead')}</p>
        <div className="actions">
          <button
            type="button"
            className="button primary large"
            disabled={locked}
            onClick={onSubmit}
          >
            {t('submit.submit')}
          </button>
        </div>
      </section>
    </main>
  )
}
