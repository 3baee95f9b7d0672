import { Inflate } from 'fflate'
import type { LocalizedText } from '../../text.ts'
import { say } from '../finding.ts'

/** What a container may hold at most. */
export interface ZipLimits {
  readonly files: number
  /** Bytes of all files together, inflated. */
  readonly totalBytes: number
  /** Inflated over packed bytes of one file; looked at once a file exceeds one million bytes. */
  readonly ratio: number
}

export const ZIP_LIMITS: ZipLimits = { files: 10_000, totalBytes: 200_000_000, ratio: 200 }
/** Small files may be packed as tightly as they like: they can't fill a memory. */
const RATIO_FREE_BYTES = 1_000_000
/** Deflate packs at most 1 : 1032, so a step inflates at most about 17 MB before the count. */
const STEP_BYTES = 16_384
/** End record: 22 bytes and a comment of at most 65,535. */
const END_BYTES = 22
const MOST_COMMENT = 65_535

/** Why a container was refused. */
export interface ZipFault {
  readonly fault:
    | 'zip-damaged'
    | 'zip-encrypted'
    | 'zip-unsupported'
    | 'zip-path'
    | 'zip-duplicate'
    | 'zip-overlap'
    | 'zip-too-many-files'
    | 'zip-too-large'
    | 'zip-ratio'
  readonly message: LocalizedText
}

export interface OpenedZip {
  /** Files by their path; folders are left out. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

interface Entry {
  readonly name: string
  readonly encrypted: boolean
  readonly method: number
  readonly crc: number
  readonly packedBytes: number
  readonly bytes: number
  readonly header: number
}

function fault(code: ZipFault['fault'], zh: string, en: string): ZipFault {
  return { fault: code, message: say(zh, en) }
}

function damaged(zh: string, en: string): ZipFault {
  return fault('zip-damaged', `压缩包已损坏：${zh}`, `the zip container is damaged: ${en}`)
}

/** Starts like a zip container, or is an empty one. */
export function isZip(bytes: Uint8Array): boolean {
  const [first, second, third, fourth] = bytes
  const ends = (third === 3 && fourth === 4) || (third === 5 && fourth === 6)
  return first === 0x50 && second === 0x4b && ends
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Where the end record stands, searched from the end; -1 if there is none. */
function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_BYTES - MOST_COMMENT)
  for (let at = view.byteLength - END_BYTES; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50) return at
  }
  return -1
}

/** Names are UTF-8 by a flag, in practice also without it, and GBK where made on Chinese systems. */
function decodeName(bytes: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // Not in this encoding: the next one is tried.
    }
  }
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

/** The central directory; the layout is section 4.3.12 of the ZIP application note (6.3.10). */
function listEntries(bytes: Uint8Array, limits: ZipLimits): Entry[] | ZipFault {
  const view = viewOf(bytes)
  const end = findEnd(view)
  if (end < 0) return damaged('没有结尾记录', 'it has no end record')
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count === 0xffff || at === 0xffffffff) return unsupported('ZIP64')
  if (count > limits.files) return tooManyFiles(limits)
  const entries: Entry[] = []
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) {
      return damaged('目录不完整', 'its directory is incomplete')
    }
    const nameEnd = at + 46 + view.getUint16(at + 28, true)
    if (nameEnd > end) return damaged('目录不完整', 'its directory is incomplete')
    entries.push({
      name: decodeName(bytes.subarray(at + 46, nameEnd)),
      encrypted: (view.getUint16(at + 8, true) & 0x41) !== 0,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      header: view.getUint32(at + 42, true),
    })
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

function unsupported(what: string): ZipFault {
  return fault('zip-unsupported', `不支持的压缩方式：${what}`, `${what} is not supported`)
}

function tooManyFiles({ files }: ZipLimits): ZipFault {
  return fault(
    'zip-too-many-files',
    `压缩包内文件超过 ${files} 个`,
    `the container holds more than ${files} files`,
  )
}

function tooLarge({ totalBytes }: ZipLimits): ZipFault {
  const megabytes = totalBytes / 1_000_000
  return fault(
    'zip-too-large',
    `解压后超过 ${megabytes} MB`,
    `the container inflates to more than ${megabytes} MB`,
  )
}

function isUnsafePath(name: string): boolean {
  if (name === '' || name.includes('\\') || name.includes('\0')) return true
  return name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.split('/').includes('..')
}

/** What is wrong with an entry before anything of it is inflated. */
function faultOf(entry: Entry, seen: ReadonlySet<string>): ZipFault | null {
  const { name } = entry
  if (isUnsafePath(name)) {
    return fault(
      'zip-path',
      `压缩包内路径“${name}”指向包外`,
      `the path "${name}" could lead out of the container`,
    )
  }
  if (seen.has(name)) {
    return fault('zip-duplicate', `压缩包内有两个“${name}”`, `the container holds "${name}" twice`)
  }
  if (entry.encrypted) {
    return fault('zip-encrypted', '文件已加密，请先去除密码', 'the file is encrypted')
  }
  const sizes = [entry.packedBytes, entry.bytes, entry.header]
  if (sizes.includes(0xffffffff)) return unsupported('ZIP64')
  if (entry.method !== 0 && entry.method !== 8) return unsupported(`method ${entry.method}`)
  return null
}

/** Where the packed bytes of an entry begin, by its local header; null if that is not one. */
function startOf(view: DataView, { header }: Entry): number | null {
  if (header + 30 > view.byteLength || view.getUint32(header, true) !== 0x04034b50) return null
  return header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true)
}

/** Reversed polynomial 0xEDB88320 (ISO 3309), one entry a byte value. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  }
  return value
})

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** Inflates step by step and stops at the limit, whatever size the headers claim. */
function inflate(packed: Uint8Array, room: number, limits: ZipLimits): Uint8Array | ZipFault {
  const chunks: Uint8Array[] = []
  let length = 0
  const stream = new Inflate((chunk) => {
    chunks.push(chunk)
    length += chunk.length
  })
  try {
    for (let at = 0; at < packed.length; at += STEP_BYTES) {
      const last = at + STEP_BYTES >= packed.length
      stream.push(packed.subarray(at, at + STEP_BYTES), last)
      if (length > room) return tooLarge(limits)
      if (length > RATIO_FREE_BYTES && length > limits.ratio * packed.length) {
        return fault(
          'zip-ratio',
          `压缩率超过 1:${limits.ratio}，疑似压缩炸弹`,
          `a file is packed tighter than 1 : ${limits.ratio}, as zip bombs are`,
        )
      }
    }
  } catch {
    return damaged('压缩数据有误', 'packed data are malformed')
  }
  return join(chunks, length)
}

function unpack(
  entry: Entry,
  packed: Uint8Array,
  given: { readonly room: number; readonly limits: ZipLimits },
): Uint8Array | ZipFault {
  const { room, limits } = given
  if (entry.method === 0 && packed.length > room) return tooLarge(limits)
  const content = entry.method === 0 ? packed.slice() : inflate(packed, room, limits)
  if ('fault' in content) return content
  if (content.length !== entry.bytes || crcOf(content) !== entry.crc) {
    return damaged(`“${entry.name}”与目录不符`, `"${entry.name}" is not what the directory says`)
  }
  return content
}

/**
 * Opens a zip container from a stranger, in memory and within limits; nothing of it is trusted:
 * paths that lead out, doubled names, encrypted, overlapping and bomb-like entries are refused,
 * and inflating stops at the limit whatever sizes the headers claim.
 */
export function openZip(bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS): OpenedZip | ZipFault {
  const entries = listEntries(bytes, limits)
  if ('fault' in entries) return entries
  const view = viewOf(bytes)
  const files = new Map<string, Uint8Array>()
  const seen = new Set<string>()
  // In file order, so that two entries that share packed bytes (overlap bombs) are neighbours.
  const inOrder = entries.toSorted((left, right) => left.header - right.header)
  let free = 0
  let room = limits.totalBytes
  for (const entry of inOrder) {
    const wrong = faultOf(entry, seen)
    if (wrong) return wrong
    seen.add(entry.name)
    const start = startOf(view, entry)
    const end = (start ?? 0) + entry.packedBytes
    if (start === null || end > bytes.length) return damaged('文件不完整', 'it is incomplete')
    if (entry.header < free) {
      return fault('zip-overlap', '压缩包内文件互相重叠', 'files in the container overlap')
    }
    free = end
    const content = unpack(entry, bytes.subarray(start, end), { room, limits })
    if ('fault' in content) return content
    room -= content.length
    if (!entry.name.endsWith('/')) files.set(entry.name, content)
  }
  return { files }
}
