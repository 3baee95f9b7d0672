import { en as sharedEn } from '../shared/catalogue/en.ts'
import { zhCn as sharedZhCn } from '../shared/catalogue/zh-cn.ts'
import { createUseText } from '../shared/use-text.ts'
import { en } from './catalogue/en.ts'
import { zhCn } from './catalogue/zh-cn.ts'

/** Every text of the candidate's pages, shared ones included. */
export const useText = createUseText({
  en: { ...sharedEn, ...en },
  'zh-CN': { ...sharedZhCn, ...zhCn },
})
export type CandidateTranslate = ReturnType<typeof useText>
