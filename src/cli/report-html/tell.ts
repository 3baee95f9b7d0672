import type { Language, LocalizedText } from '../../domain/text.ts'

/** Texts of a report in its one language. */
export interface Tell {
  (zh: string, en: string): string
  readonly language: Language
  readonly of: (text: Readonly<LocalizedText>) => string
}

export function tellIn(language: Language): Tell {
  const tell = (zh: string, en: string) => (language === 'en' ? en : zh)
  return Object.assign(tell, {
    language,
    of: (text: Readonly<LocalizedText>) => text[language],
  })
}
