import type { ReactElement } from 'react'
import { ApiProblem, isProblem } from '../../shared/api-error.ts'
import { Link } from '../router.tsx'
import { useText } from '../text.ts'

/** Where an attempt was refused for its browser: the way to the page that says what to do. */
export function BrowserWay({ error }: { readonly error: unknown }): ReactElement | null {
  const t = useText()
  if (!(error instanceof ApiProblem) || !isProblem(error, 'safe-exam-browser-required')) return null
  const exam = error.errors.find(({ pointer }) => pointer === '/exam')?.detail
  if (exam === undefined) return null
  return (
    <Link href={`/exams/${exam}`} className="button primary">
      {t('exam.browser-way')}
    </Link>
  )
}
