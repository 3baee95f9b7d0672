import { type ReactElement, useEffect, useState } from 'react'
import { Note } from '../parts/note.tsx'
import type { SafeBrowserProps } from '../safe-browser/browser-asked.ts'
import { useText } from '../text.ts'

type Advice = (props: SafeBrowserProps) => ReactElement

/** Whether this is the exam's browser, and how to get it; loaded only for exams that ask for one. */
export function SafeBrowser(props: SafeBrowserProps): ReactElement {
  const t = useText()
  const [loaded, setLoaded] = useState<{ readonly Advice: Advice } | null>(null)
  useEffect(() => {
    import('../safe-browser/browser-advice.tsx').then(
      ({ BrowserAdvice }) => setLoaded({ Advice: BrowserAdvice }),
      // What is below says the least that must be known.
      () => {},
    )
  }, [])
  if (loaded !== null) return <loaded.Advice {...props} />
  return <Note tone="plain">{t('problem.safe-exam-browser-required')}</Note>
}
