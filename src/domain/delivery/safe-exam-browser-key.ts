import { sha256Hex } from '../digest.ts'

/** A value a configuration may hold: a property list without dates and reals. */
export type BrowserSetting =
  | string
  | boolean
  | number
  | Uint8Array
  | readonly BrowserSetting[]
  | { readonly [name: string]: BrowserSetting }

export type BrowserSettings = Readonly<Record<string, BrowserSetting>>

/** Says who wrote a configuration; no setting, so it does not count. */
const UNCOUNTED = 'originatorVersion'

/**
 * The Config Key of a configuration, 64 hexadecimal digits: SHA-256 of its "SEB-JSON", which is
 * JSON without white space and without any escaping, members sorted by name without regard to
 * case, empty dictionaries left out. Source: Safe Exam Browser, developer documentation, "Config
 * Key". @throws RangeError for a number that is no whole number
 */
export function configKeyOf(settings: BrowserSettings): string {
  const counted = Object.entries(settings).filter(([name]) => name !== UNCOUNTED)
  return sha256Hex(jsonOfMembers(counted))
}

/**
 * What a browser sends with a request for an address to show that it knows a key: SHA-256 of the
 * absolute address without its fragment, followed by the key.
 */
export function requestHashOf(url: string, key: string): string {
  const fragment = url.indexOf('#')
  return sha256Hex((fragment < 0 ? url : url.slice(0, fragment)) + key)
}

function jsonOfMembers(members: readonly (readonly [string, BrowserSetting])[]): string {
  const texts = members
    .filter(([, value]) => !isEmptyDictionary(value))
    .map(([name, value]) => ({ order: name.toLowerCase(), text: `"${name}":${jsonOf(value)}` }))
    .sort((left, right) => (left.order < right.order ? -1 : 1))
  return `{${texts.map(({ text }) => text).join(',')}}`
}

function jsonOf(value: BrowserSetting): string {
  if (typeof value === 'string') return `"${value}"`
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return wholeNumber(value)
  if (value instanceof Uint8Array) return `"${base64Of(value)}"`
  if (isList(value)) return `[${value.map(jsonOf).join(',')}]`
  return jsonOfMembers(Object.entries(value))
}

/** A whole number as both property lists and keys write it. @throws RangeError */
export function wholeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`)
  return String(value)
}

/** Bytes in base64. */
export function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/** Whether a setting is a list; arrays that are read-only escape Array.isArray. */
export function isList(value: BrowserSetting): value is readonly BrowserSetting[] {
  return Array.isArray(value)
}

function isEmptyDictionary(value: BrowserSetting): boolean {
  return (
    typeof value === 'object' &&
    !isList(value) &&
    !(value instanceof Uint8Array) &&
    Object.keys(value).length === 0
  )
}
