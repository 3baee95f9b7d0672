import type { KeyedItem, PresentedKey } from '../../../../domain/assembly/keyed-form.ts'
import type { LocalizedText } from '../../../../domain/text.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

/** Numbers of options that are right on this form; empty where there are none to mark. */
export function rightOptions({ keys }: KeyedItem): readonly string[] {
  return keys.flatMap((key) => (key.kind === 'options' ? key.options : []))
}

/** The right answers in one line, options by the number they have on this form. */
export function useKeyText(): (item: KeyedItem) => string {
  const t = useText()
  const say = useLocalized()
  const { list } = useFormats()
  const textOf = (key: PresentedKey, unit: KeyedItem['unit']): string => {
    switch (key.kind) {
      case 'options':
        return list(key.options)
      case 'order':
        return key.options.join(' → ')
      case 'pairs':
        return key.pairs.map(({ prompt, option }) => `${letterOf(prompt)} – ${option}`).join('; ')
      case 'truth':
        return t(key.value ? 'item.true' : 'item.false')
      case 'number':
        return numberText(key, unit, say)
      case 'texts':
        return key.accepted.join(' / ')
    }
  }
  return ({ keys, unit }) =>
    keys.length === 0
      ? t('form.key.void')
      : keys.map((key) => textOf(key, unit)).join(t('form.key.or'))
}

/** Prompts of a matching item carry letters, options numbers, so that a pair reads one way. */
export function letterOf(prompt: string): string {
  return String.fromCodePoint(0x40 + Number(prompt))
}

function numberText(
  key: { readonly value: number; readonly tolerance: number },
  unit: LocalizedText | null,
  say: (text: LocalizedText) => string,
): string {
  const tolerance = key.tolerance > 0 ? ` ± ${key.tolerance}` : ''
  return `${key.value}${tolerance}${unit === null ? '' : ` ${say(unit)}`}`
}
