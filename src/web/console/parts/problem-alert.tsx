import { Alert, Button } from '@mantine/core'
import { ApiProblem } from '../../shared/api-error.ts'
import { problemText } from '../../shared/problem-text.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { FindingsList } from './findings-list.tsx'

interface Props {
  readonly error: unknown
  readonly onRetry?: () => unknown
}

/** What happened, what is safe, what to do; with the findings, where the service names some. */
export function ProblemAlert({ error, onRetry }: Props) {
  const t = useSharedText()
  const { title, detail, reference } = problemText(error, t)
  const findings = error instanceof ApiProblem ? error.errors : []
  return (
    <Alert title={title} color="bad" role="alert" className="problem">
      <p>{detail}</p>
      {reference !== null && <p className="dimmed">{reference}</p>}
      {findings.length > 0 && <FindingsList findings={findings} />}
      {onRetry !== undefined && (
        <Button variant="default" onClick={() => void onRetry()}>
          {t('common.retry')}
        </Button>
      )}
    </Alert>
  )
}
