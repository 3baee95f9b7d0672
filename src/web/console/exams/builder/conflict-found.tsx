import type { ConflictView } from '../../../../domain/scheduling/conflict-view.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

type Props = Pick<ConflictView, 'minimal' | 'demands' | 'repairs'>

/** Demands that can't be met together, and the smallest repairs. */
export function ConflictFound({ minimal, demands, repairs }: Props) {
  const t = useText()
  const say = useLocalized()
  return (
    <>
      <h3>{t(minimal ? 'conflict.minimal' : 'conflict.together')}</h3>
      <ul>
        {demands.map(({ pointer, message }) => (
          <li key={`${pointer} ${message.en}`}>{say(message)}</li>
        ))}
      </ul>
      {repairs.length > 0 && <h3>{t('conflict.repairs')}</h3>}
      <ul>
        {repairs.map(({ message, verified }) => (
          <li key={message.en}>
            {say(message)} <span className="dimmed">{verified ? t('conflict.verified') : ''}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
