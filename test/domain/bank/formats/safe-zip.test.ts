import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import t from 'tap'
import { openZip, ZIP_LIMITS } from '../../../../src/domain/bank/formats/safe-zip.ts'

const faultOf = (bytes: Uint8Array, limits = ZIP_LIMITS) => {
  const opened = openZip(bytes, limits)
  return 'fault' in opened ? opened.fault : null
}

/** Positions of the directory's entries, found by their signature. */
function directoryOf(zip: Uint8Array): { view: DataView; entries: number[]; end: number } {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const entries: number[] = []
  for (let at = 0; at + 4 <= zip.length; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50) entries.push(at)
  }
  return { view, entries, end: zip.length - 22 }
}

t.test('what another packer packed comes out unchanged', async (t) => {
  const content = fc.dictionary(
    fc.stringMatching(/^[a-z题]{1,8}(\/[a-z]{1,8}){0,2}\.xml$/),
    fc.uint8Array({ maxLength: 5_000 }),
    { maxKeys: 6 },
  )
  fc.assert(
    fc.property(content, fc.constantFrom(0 as const, 6 as const), (files, level) => {
      const opened = openZip(zipSync(files, { level }))
      if ('fault' in opened) throw new Error(opened.fault)
      t.same(Object.fromEntries(opened.files), { ...files })
    }),
    { numRuns: 60 },
  )
})

t.test('large files are inflated whole', async (t) => {
  const lines = Array.from({ length: 200_000 }, (_, index) => `${index} ${index * 7919}\n`).join('')
  const opened = openZip(zipSync({ 'a.txt': strToU8(lines) }))
  if ('fault' in opened) throw new Error(opened.fault)
  t.equal(new TextDecoder().decode(opened.files.get('a.txt')), lines)
})

t.test('paths that lead out, doubled names and folders', async (t) => {
  for (const name of ['../a', 'a/../../b', '/etc/passwd', 'C:/a', 'c:a', 'a\\b', '..\\a']) {
    t.equal(faultOf(zipSync({ [name]: strToU8('x') })), 'zip-path', name)
  }
  const folders = openZip(zipSync({ 'a/': new Uint8Array(), 'a/..b': strToU8('x') }))
  t.same('files' in folders && [...folders.files.keys()], ['a/..b'])
  const twice = zipSync({ 'a.xml': strToU8('x'), 'b.xml': strToU8('y') })
  const { entries } = directoryOf(twice)
  twice.set(strToU8('a.xml'), (entries[1] ?? 0) + 46)
  t.equal(faultOf(twice), 'zip-duplicate')
})

t.test('a bomb of 300 MB is refused without being inflated', async (t) => {
  const packed = zipSync({ 'sheet.xml': new Uint8Array(300_000_000) }, { level: 9 })
  t.ok(packed.length < 400_000)
  const before = process.memoryUsage().arrayBuffers
  t.equal(faultOf(packed), 'zip-ratio')
  t.equal(faultOf(packed, { ...ZIP_LIMITS, ratio: 2000 }), 'zip-too-large')
  t.ok(process.memoryUsage().arrayBuffers - before < 300_000_000)
})

t.test('sizes that lie do not lift the limits', async (t) => {
  const zeros = deflateRawSync(new Uint8Array(300_000_000))
  const lying = zipSync({ 'sheet.xml': zeros }, { level: 0 })
  const { view, entries } = directoryOf(lying)
  const entry = entries[0] ?? 0
  // The stored stream is declared deflated, and to hold ten bytes.
  view.setUint16(entry + 10, 8, true)
  view.setUint32(entry + 24, 10, true)
  t.equal(faultOf(lying), 'zip-ratio')
  const small = zipSync({ 'a.xml': strToU8('abc'.repeat(100)) })
  const directory = directoryOf(small)
  directory.view.setUint32((directory.entries[0] ?? 0) + 24, 10, true)
  t.equal(faultOf(small), 'zip-damaged')
})

t.test('the limit holds for all files together', async (t) => {
  const part = Uint8Array.from({ length: 40_000 }, (_, index) => (index * 7919) >>> 3)
  const zip = zipSync({ a: part, b: part, c: part })
  t.equal(faultOf(zip, { files: 3, totalBytes: 120_000, ratio: 200 }), null)
  t.equal(faultOf(zip, { files: 3, totalBytes: 119_999, ratio: 200 }), 'zip-too-large')
  t.equal(faultOf(zip, { files: 2, totalBytes: 120_000, ratio: 200 }), 'zip-too-many-files')
})

t.test('overlapping entries are refused', async (t) => {
  const zip = zipSync({ 'a.xml': strToU8('same'), 'b.xml': strToU8('same') })
  const { view, entries } = directoryOf(zip)
  view.setUint32((entries[1] ?? 0) + 42, 0, true)
  t.equal(faultOf(zip), 'zip-overlap')
})

t.test('encrypted, unsupported and damaged containers are refused', async (t) => {
  const zip = (change: (view: DataView, entry: number, end: number) => void) => {
    const bytes = zipSync({ 'a.xml': strToU8('some text '.repeat(20)) })
    const { view, entries, end } = directoryOf(bytes)
    change(view, entries[0] ?? 0, end)
    return bytes
  }
  t.equal(faultOf(zip((view, entry) => view.setUint16(entry + 8, 1, true))), 'zip-encrypted')
  t.equal(faultOf(zip((view, entry) => view.setUint16(entry + 10, 12, true))), 'zip-unsupported')
  t.equal(
    faultOf(zip((view, _, end) => view.setUint32(end + 16, 0xffffffff, true))),
    'zip-unsupported',
  )
  t.equal(faultOf(zip((view, entry) => view.setUint32(entry + 16, 1, true))), 'zip-damaged')
  t.equal(faultOf(zip((view, entry) => view.setUint32(entry + 42, 9_999, true))), 'zip-damaged')
  t.equal(faultOf(zip((view, _, end) => view.setUint16(end + 10, 2, true))), 'zip-damaged')
  t.equal(faultOf(zip(() => {}).subarray(0, 60)), 'zip-damaged')
  t.equal(faultOf(new Uint8Array()), 'zip-damaged')
})

t.test('any bytes are answered, never thrown at', async (t) => {
  const whole = zipSync({ 'a.xml': strToU8('some text '.repeat(20)), 'b/c': strToU8('more') })
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      const bytes = whole.slice()
      bytes[at] = byte
      const opened = openZip(bytes)
      t.ok('fault' in opened || opened.files.size <= 2)
    }),
    { numRuns: 500 },
  )
})
