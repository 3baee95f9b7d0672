import { verify } from 'node:crypto'

/** Checks an Ed25519 signature over a text; only the one spelling of it in base64 counts. */
export function isSigned(text: string, signature: string, publicKeyPem: string): boolean {
  const bytes = Buffer.from(signature, 'base64')
  if (bytes.toString('base64') !== signature) return false
  try {
    return verify(null, Buffer.from(text, 'utf8'), publicKeyPem, bytes)
  } catch {
    return false
  }
}
