import { en } from './catalogue/en.ts'
import { zhCn } from './catalogue/zh-cn.ts'
import { type Catalogues, type Texts, type Translate, translateIn } from './text.ts'
import { useLanguage } from './use-preferences.ts'

/** The hook of one bundle: `export const useText = createUseText({ en, 'zh-CN': zhCn })`. */
export function createUseText<En extends Texts>(catalogues: Catalogues<En>): () => Translate<En> {
  const translators = {
    en: translateIn(catalogues, 'en'),
    'zh-CN': translateIn(catalogues, 'zh-CN'),
  }
  return () => translators[useLanguage()]
}

/**
 * Texts both bundles share: signing in, problems, languages, time. For the console; the
 * candidate's pages load one language only.
 */
export const useSharedText = /* #__PURE__ */ createUseText({ en, 'zh-CN': zhCn })
export type SharedTranslate = ReturnType<typeof useSharedText>
