import { Button } from '@mantine/core'
import type { ImportProgress } from '../../../../domain/bank/formats/import-progress.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { useText } from '../../text.ts'

interface Props {
  /** Null while the file is sent and opened. */
  readonly progress: ImportProgress | null
  readonly onCancel: () => void
}

function useStage(progress: ImportProgress | null): string {
  const t = useText()
  if (progress === null) return t('import.stage.sending')
  if (progress.stage === 'reading') return t('import.stage.reading')
  return progress.total === null ? t('import.stage.again') : t('import.stage.checking')
}

/** How far a reading is; only a new stage is spoken, not every number. */
export function ReadingProgress({ progress, onCancel }: Props) {
  const t = useText()
  const shared = useSharedText()
  const { number } = useFormats()
  const stage = useStage(progress)
  const { done = 0, total = null } = progress ?? {}
  const unit = progress?.stage === 'checking' ? 'import.steps.checks' : 'import.steps.items'
  return (
    <div className="reading-progress">
      <p role="status">{stage}</p>
      {/* Without a value the bar tells that something goes on, not how far it is. */}
      <progress aria-label={stage} {...(total === null ? {} : { value: done, max: total })} />
      <span className="dimmed">
        {total === null ? '\u00a0' : t(unit, { done: number(done), total: number(total) })}
      </span>
      <Button variant="default" onClick={onCancel}>
        {shared('common.cancel')}
      </Button>
    </div>
  )
}
