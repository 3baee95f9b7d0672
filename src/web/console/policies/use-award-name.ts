import type { Award } from '../../../domain/policy/policy.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** What an award is called, in the viewer's language. */
export function useAwardName(): (award: Award) => string {
  const t = useText()
  const say = useLocalized()
  return (award) => {
    switch (award.kind) {
      case 'credits':
        return t('award-name.credits', { amount: award.amount })
      case 'certificate':
        return t('award-name.certificate')
      case 'eligibility':
        return t('award-name.eligibility', { of: award.name ? say(award.name) : award.of })
      case 'talk':
        return t('award-name.talk')
      case 'retraining':
        return award.competency === undefined
          ? t('award-name.retraining')
          : t('award-name.retraining-in', { competency: award.competency })
    }
  }
}
