import { useMemo, useSyncExternalStore } from 'react'
import type { Language, LocalizedText } from '../../domain/text.ts'
import { type Formats, formatsIn } from './format.ts'
import { getPreferences, onPreferences, type Preferences } from './preferences.ts'

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, getPreferences)
}

export function useLanguage(): Language {
  return usePreferences().language
}

/** Picks a text from the API in the viewer's language. */
export function useLocalized(): (text: LocalizedText) => string {
  const language = useLanguage()
  return (text) => text[language]
}

/** Dates, numbers and durations in the viewer's language and zone. */
export function useFormats(): Formats {
  const language = useLanguage()
  return useMemo(() => formatsIn(language), [language])
}
