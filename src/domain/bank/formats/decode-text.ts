/**
 * The text of a file, whatever office program wrote it: UTF-8 with or without byte order mark,
 * UTF-16 with one, else GB 18030 (and so GBK). Null where it is none of these or holds NUL, as
 * binary files do.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const text = decodeMarked(bytes) ?? decodeAs(bytes, 'utf-8') ?? decodeAs(bytes, 'gb18030')
  return text?.includes('\0') ? null : text
}

function decodeMarked(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs(bytes, 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs(bytes, 'utf-16be')
  return null
}

function decodeAs(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    // Not in this encoding; the caller tries the next one.
    return null
  }
}
