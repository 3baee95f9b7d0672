import { createUseText } from '../shared/use-text.ts'
import { en } from './catalogue/en.ts'
import { zhCn } from './catalogue/zh-cn.ts'

/** Texts of the console. */
export const useText = createUseText({ en, 'zh-CN': zhCn })
export type ConsoleTranslate = ReturnType<typeof useText>
