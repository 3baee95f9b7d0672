import type { ExamState } from '../../../domain/scheduling/exam.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { useText } from '../text.ts'

/** Marks data made by the simulator, wherever it shows. */
export function SimulatedBadge() {
  const t = useSharedText()
  return <span className="badge badge-simulated">{t('common.simulated')}</span>
}

export function StateBadge({ state }: { readonly state: ExamState }) {
  const t = useText()
  return <span className={`badge badge-${state}`}>{t(`exam.state.${state}`)}</span>
}
