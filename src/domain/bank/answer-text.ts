import { LANGUAGES, type Language, type LocalizedText } from '../text.ts'
import type { Item } from './item.ts'
import type { ResponseValue } from './response-value.ts'

const NONE: LocalizedText = { 'zh-CN': '未作答', en: 'no answer' }
const TRUE: LocalizedText = { 'zh-CN': '正确', en: 'true' }
const FALSE: LocalizedText = { 'zh-CN': '错误', en: 'false' }
const SEPARATOR: Readonly<Record<Language, string>> = { 'zh-CN': '；', en: '; ' }

/** An answer (bank ids) in words, as a person reads it. */
export function answerText(item: Item, value: ResponseValue): LocalizedText {
  if (value === null) return NONE
  if (typeof value === 'boolean') return value ? TRUE : FALSE
  const [zh, en] = LANGUAGES.map((language) => textIn(item, value, language))
  return { 'zh-CN': zh || NONE['zh-CN'], en: en || NONE.en }
}

function textIn(item: Item, value: NonNullable<ResponseValue>, language: Language): string {
  const options = 'options' in item ? item.options : []
  const optionText = (id: string) =>
    options.find((option) => option.id === id)?.text[language] ?? id
  if (Array.isArray(value)) return value.map(optionText).join(SEPARATOR[language])
  if (typeof value === 'object') {
    const prompts = 'prompts' in item ? item.prompts : []
    return Object.entries(value)
      .map(([id, option]) => {
        const prompt = prompts.find((one) => one.id === id)?.text[language] ?? id
        return `${prompt} → ${optionText(option)}`
      })
      .join(SEPARATOR[language])
  }
  if (item.type === 'numeric') return `${value} ${item.unit[language]}`
  return typeof value === 'string' ? optionText(value) : String(value)
}
