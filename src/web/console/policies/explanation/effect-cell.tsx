import type { Award, OutcomeEffect } from '../../../../domain/policy/policy.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { useAwardName } from '../use-award-name.ts'

interface Props {
  readonly effect: OutcomeEffect
  readonly awards: readonly Award[]
}

/** What came out, and what it gives or would give. */
export function EffectCell({ effect, awards }: Props) {
  const t = useText()
  const awardName = useAwardName()
  const { list } = useFormats()
  return (
    <div>
      <span className="effect" data-effect={effect}>
        {t(`effect.${effect}`)}
      </span>
      <div className="dimmed">{list(awards.map(awardName))}</div>
    </div>
  )
}
