import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * JSON with sorted keys and no white space: equal values give equal bytes, on any machine.
 * Undefined members are left out, as JSON.stringify does. Follows RFC 8785 for the values
 * used here (no non-finite numbers).
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value instanceof Date) return JSON.stringify(value)
  if (value !== null && typeof value === 'object') {
    const members = value as Readonly<Record<string, unknown>>
    let text = ''
    // Sorted by UTF-16 units, as the standard has it. Whole journals go through here.
    for (const name of Object.keys(members).sort()) {
      const member = members[name]
      if (member === undefined) continue
      text += (text === '' ? '' : ',') + quoted(name) + canonicalJson(member)
    }
    return `{${text}}`
  }
  return JSON.stringify(value ?? null)
}

/** Names of members as they are written; a few hundred make up all that is digested. */
const names = new Map<string, string>()
const NAMES_KEPT = 500

function quoted(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  const text = `${JSON.stringify(name)}:`
  if (names.size < NAMES_KEPT) names.set(name, text)
  return text
}

/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

/** SHA-256 of a value's canonical JSON. */
export function digestOf(value: unknown): string {
  return sha256Hex(canonicalJson(value))
}

/** HMAC-SHA-256 with a key given in hexadecimal; 64 hexadecimal digits. */
export function hmacHex(keyHex: string, text: string): string {
  return bytesToHex(hmac(sha256, hexToBytes(keyHex), utf8ToBytes(text)))
}

/** Public commitment to a secret (hexadecimal): its SHA-256 over the raw bytes. */
export function commitmentTo(secretHex: string): string {
  return bytesToHex(sha256(hexToBytes(secretHex)))
}

/** A UUID (version 8, RFC 9562) made of a digest: the same name always gives the same id. */
export function uuidFrom(name: string): string {
  const hex = sha256Hex(name)
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
