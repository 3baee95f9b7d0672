import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'

/** Something a check has to say about a document: where, how bad, what, in both languages. */
export const Finding = Type.Object(
  {
    /** RFC 6901 pointer into the document that was checked. */
    pointer: Type.String(),
    /** Bank id of the item it is about, where it is about one. */
    item: Type.Union([Type.String(), Type.Null()]),
    severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('note')]),
    code: Type.String(),
    message: LocalizedText,
  },
  { additionalProperties: false },
)
export type Finding = Static<typeof Finding>

/** A pointer of the given reference tokens, escaped as RFC 6901 asks. */
export function pointerTo(...tokens: readonly (string | number)[]): string {
  return tokens
    .map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}

/** Short form for a text in both languages. */
export function say(zh: string, en: string): LocalizedText {
  return { 'zh-CN': zh, en }
}
