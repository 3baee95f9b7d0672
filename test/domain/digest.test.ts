import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  canonicalJson,
  commitmentTo,
  digestOf,
  hmacHex,
  sha256Hex,
  uuidFrom,
} from '../../src/domain/digest.ts'

t.test('SHA-256 gives the published vectors (FIPS 180-4 examples)', async (t) => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  const long = '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'
  t.equal(sha256Hex(''), empty)
  t.equal(sha256Hex('abc'), abc)
  t.equal(sha256Hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'), long)
  t.equal(commitmentTo('616263'), abc, 'a commitment is over the bytes, not their digits')
})

t.test('SHA-256 is that of Node for any text', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      return sha256Hex(text) === createHash('sha256').update(text, 'utf8').digest('hex')
    }),
  )
})

t.test('HMAC-SHA-256 gives the published vectors (RFC 4231, cases 1, 2 and 6)', async (t) => {
  const cases = [
    [
      '0b'.repeat(20),
      'Hi There',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      Buffer.from('Jefe').toString('hex'),
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      'aa'.repeat(131),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ] as const
  for (const [key, text, mac] of cases) t.equal(hmacHex(key, text), mac)
})

t.test('canonical JSON is that of RFC 8785 for its own examples', async (t) => {
  const sample = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000f\u000aA\'B"\\\\"/',
    literals: [null, true, false],
  }
  t.equal(
    canonicalJson(sample),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
  const names = {
    '\u20ac': 5,
    '\r': 1,
    '\ufb33': 7,
    '1': 2,
    '\u{1f600}': 6,
    '\u0080': 3,
    '\u00f6': 4,
  }
  const order = (canonicalJson(names).match(/\d(?=[,}])/g) ?? []).join('')
  t.equal(order, '1234567', 'sorted by UTF-16 code units')
})

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown)

/** The same value with the members of every object in another order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, turned(member)]),
  )
}

t.test('canonical JSON says the same value in the same bytes, whatever the order', async () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalJson(value)
      const back: unknown = JSON.parse(text)
      return canonicalJson(turned(value)) === text && canonicalJson(back) === text
    }),
  )
})

t.test('different values have different digests', async () => {
  fc.assert(
    fc.property(json, json, (left, right) => {
      const isSame = JSON.stringify(turned(left)) === JSON.stringify(turned(right))
      return (
        isSame ||
        (digestOf(left) === digestOf(right)) === (canonicalJson(left) === canonicalJson(right))
      )
    }),
  )
})

t.test('canonical JSON leaves out what is undefined and writes dates as text', async (t) => {
  t.equal(canonicalJson({ b: undefined, a: [undefined] }), '{"a":[null]}')
  t.equal(canonicalJson({ at: new Date(0) }), '{"at":"1970-01-01T00:00:00.000Z"}')
})

t.test('an id made of a name is a UUID of version 8, always the same', async () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (name, other) => {
      const id = uuidFrom(name)
      const isSound = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(
        id,
      )
      return isSound && uuidFrom(name) === id && (name === other || uuidFrom(other) !== id)
    }),
  )
})
