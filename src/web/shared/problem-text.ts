import { ApiOffline, ApiProblem } from './api-error.ts'
import type { en } from './catalogue/en.ts'
import type { SharedTranslate } from './use-text.ts'

export interface ProblemText {
  readonly title: string
  readonly detail: string
  /** For the administrator, where the service itself is at fault. */
  readonly reference: string | null
}

type PlainProblem = Extract<
  {
    [Key in keyof typeof en]: (typeof en)[Key] extends `${string}{${string}` ? never : Key
  }[keyof typeof en],
  `problem.${string}`
>

function detailOf(problem: ApiProblem, t: SharedTranslate): string {
  const key = `problem.${problem.code}`
  const known = problem.code !== 'too-busy' && !problem.code.includes('.') && t.knows(key)
  if (known) return t(key as PlainProblem)
  if (problem.status === 429 || problem.status === 503) {
    return t('problem.too-busy', { seconds: Math.ceil(problem.retryAfterSeconds ?? 30) })
  }
  return problem.status >= 500 ? t('problem.server.detail') : problem.detail || problem.title
}

/** What happened, what is safe and what to do, in the viewer's language. */
export function problemText(error: unknown, t: SharedTranslate): ProblemText {
  if (error instanceof ApiOffline) {
    return {
      title: t('problem.offline.title'),
      detail: t('problem.offline.detail'),
      reference: null,
    }
  }
  if (!(error instanceof ApiProblem)) {
    return { title: t('problem.server.title'), detail: t('problem.server.detail'), reference: null }
  }
  const fault = error.status >= 500
  const { requestId } = error
  return {
    title: t(fault ? 'problem.server.title' : 'problem.other.title'),
    detail: detailOf(error, t),
    reference: fault && requestId !== null ? t('problem.request-id', { id: requestId }) : null,
  }
}
