import type { Language, LocalizedText } from '../../text.ts'
import type { OwnValue } from './own-data.ts'

/** Whether a value is one text in two languages. */
export function isLocalized(value: OwnValue): value is LocalizedText {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as people read it in a language. */
export function wordsOf(value: OwnValue, language: Language): string {
  if (value === null) return '—'
  if (typeof value === 'boolean') {
    return language === 'en' ? (value ? 'yes' : 'no') : value ? '是' : '否'
  }
  if (isLocalized(value)) return value[language]
  if (typeof value === 'object') return value.map((one) => wordsOf(one, language)).join('\n')
  return String(value)
}
