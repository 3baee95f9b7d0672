import type { Language } from '../../domain/text.ts'

/** The part of a placeholder before its plural forms: `count|answer|answers` is `count`. */
type NameOf<Placeholder extends string> = Placeholder extends `${infer Name}|${string}`
  ? Name
  : Placeholder

/** Names of the placeholders in a text: `{name}`, or `{count|one|many}` for a plural word. */
type PlaceholdersOf<Text extends string> = Text extends `${string}{${infer Inner}}${infer Rest}`
  ? NameOf<Inner> | PlaceholdersOf<Rest>
  : never

/** The shape of a catalogue: the English one, written `as const`, sets the keys. */
export type Texts = Readonly<Record<string, string>>

/** One catalogue per language over the same keys; a missing key does not compile. */
export interface Catalogues<En extends Texts> {
  readonly en: En
  readonly 'zh-CN': Readonly<Record<keyof En, string>>
}

type Values<Text extends string> = [PlaceholdersOf<Text>] extends [never]
  ? []
  : [values: Readonly<Record<PlaceholdersOf<Text>, string | number>>]

/** Translates a key; the values its placeholders need are part of its type. */
export interface Translate<En extends Texts> {
  <Key extends keyof En & string>(key: Key, ...values: Values<En[Key]>): string
  /** Whether there is a text for what may be a key, such as one made of an error's code. */
  readonly knows: (key: string) => boolean
}

const PLACEHOLDER = /\{([^{}|]+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(PLACEHOLDER, (_, name: string, one?: string, many?: string) => {
    const value = values[name]
    if (one === undefined) return String(value ?? '')
    return (Number(value) === 1 ? one : many) ?? ''
  })
}

/** The translating function over the texts of one language. */
export function translateWith<En extends Texts>(
  texts: Readonly<Record<keyof En & string, string>>,
): Translate<En> {
  const translate = <Key extends keyof En & string>(
    key: Key,
    ...values: Values<En[Key]>
  ): string => (values[0] === undefined ? texts[key] : fill(texts[key], values[0]))
  return Object.assign(translate, { knows: (key: string) => key in texts })
}

/** The translating function of one language. */
export function translateIn<En extends Texts>(
  catalogues: Catalogues<En>,
  language: Language,
): Translate<En> {
  return translateWith<En>(catalogues[language])
}
