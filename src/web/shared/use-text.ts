import { useMemo, useSyncExternalStore } from 'react'
import type { Language, LocalizedText } from '../../domain/text.ts'
import { en } from './catalogue/en.ts'
import { zhCn } from './catalogue/zh-cn.ts'
import { type Formats, formatsIn } from './format.ts'
import { getPreferences, onPreferences, type Preferences } from './preferences.ts'
import { type Catalogues, type Texts, type Translate, translateIn } from './text.ts'

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, getPreferences)
}

export function useLanguage(): Language {
  return usePreferences().language
}

/** The hook of one bundle: `export const useText = createUseText({ en, 'zh-CN': zhCn })`. */
export function createUseText<En extends Texts>(catalogues: Catalogues<En>): () => Translate<En> {
  const translators = {
    en: translateIn(catalogues, 'en'),
    'zh-CN': translateIn(catalogues, 'zh-CN'),
  }
  return () => translators[useLanguage()]
}

/** Texts both bundles share: signing in, problems, languages, time. */
export const useSharedText = /* #__PURE__ */ createUseText({ en, 'zh-CN': zhCn })
export type SharedTranslate = ReturnType<typeof useSharedText>

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
