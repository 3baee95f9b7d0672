import type { Blueprint } from '../../../domain/assembly/blueprint.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** Says in a sentence how candidates get their forms. */
export function useDeliveryWords(): (delivery: Blueprint['delivery']) => string {
  const t = useText()
  const { number } = useFormats()
  return (delivery) => {
    if (delivery?.mode === 'fixed-forms') {
      return t('words.fixed-forms', { count: delivery.forms.length })
    }
    if (delivery?.mode === 'adaptive') {
      return t('words.adaptive', {
        fewest: number(delivery.fewestItems),
        error: number(delivery.standardError, 2),
        count: delivery.randomesque,
      })
    }
    return t('words.own-forms')
  }
}
