import { Button } from '@mantine/core'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { api } from '../../../shared/api.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'

/** Everything needed to check the exam offline, once its window has closed. */
export function BundleButton({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const loading = useChange(async () => {
    const bundle = await api.get<unknown>(`/exams/${exam.id}/bundle`, { timeoutMs: 120_000 })
    saveFile(`exam-${exam.id}.bundle.json`, 'application/json', JSON.stringify(bundle, null, 1))
  })
  const ready = exam.state === 'checking' || exam.state === 'final'
  return (
    <div className="bundle">
      <Button
        variant="default"
        disabled={!ready}
        loading={loading.isPending}
        onClick={() => loading.mutate(undefined)}
        aria-describedby="bundle-hint"
      >
        {t('exam.bundle')}
      </Button>
      {ready && (
        <Button
          component="a"
          variant="default"
          href={`/api/exams/${exam.id}/bundle?as=csv`}
          download
        >
          {t('exam.bundle.csv')}
        </Button>
      )}
      <span id="bundle-hint" className="dimmed">
        {t(ready ? 'exam.bundle.hint' : 'exam.bundle.later')}
      </span>
      {loading.error !== null && <ProblemAlert error={loading.error} />}
    </div>
  )
}
