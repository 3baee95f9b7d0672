import { say } from '../finding.ts'
import type { ForeignFinding, ForeignPlace, ForeignText } from './foreign-bank.ts'

/** A finding about a place in a file; texts are Chinese, then English. */
export function foreignFinding(
  { file, row, column, pointer }: ForeignPlace,
  [severity, code]: readonly [ForeignFinding['severity'], string],
  [zh, en]: readonly [string, string],
): ForeignFinding {
  return { file, row, column, pointer, severity, code, message: say(zh, en) }
}

/** The place that is a file as a whole. */
export function wholeFile(file: string): ForeignPlace {
  return { file, row: null, column: null, pointer: null }
}

/** A text in the one language it is in: Chinese where it has a Chinese character. */
export function inOneLanguage(text: string): ForeignText {
  return /\p{Script=Han}/u.test(text) ? { 'zh-CN': text, en: null } : { 'zh-CN': null, en: text }
}
