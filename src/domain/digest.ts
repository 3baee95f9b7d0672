import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * JSON with sorted keys and no white space: equal values give equal bytes, on any machine.
 * Undefined members are left out, as JSON.stringify does. Follows RFC 8785 for the values
 * used here (no non-finite numbers).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value instanceof Date) return JSON.stringify(value)
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
    return `{${members.join(',')}}`
  }
  return JSON.stringify(value ?? null)
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
