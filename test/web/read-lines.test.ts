import fc from 'fast-check'
import t from 'tap'
import { ApiOffline } from '../../src/web/shared/api-error.ts'
import { readLines } from '../../src/web/shared/read-lines.ts'

/** The bytes in pieces that end wherever the cuts say, inside characters too. */
function inPieces(bytes: Uint8Array, cuts: readonly number[]): Pick<Response, 'body'> {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      let from = 0
      for (const end of [...ends, bytes.length]) {
        controller.enqueue(bytes.slice(from, end))
        from = end
      }
      controller.close()
    },
  })
  return { body }
}

t.test('lines of JSON come out whole, wherever the network cuts them', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ text: fc.string({ unit: 'grapheme' }), count: fc.integer() })),
      fc.array(fc.nat(), { maxLength: 12 }),
      fc.constantFrom('\n', '\n\n'),
      async (rows, cuts, end) => {
        const text = rows.map((row) => `${JSON.stringify(row)}${end}`).join('')
        const got: unknown[] = []
        await readLines(inPieces(new TextEncoder().encode(text), cuts), (line) => got.push(line))
        t.same(got, rows)
      },
    ),
  )
})

const read = (text: string, got: unknown[] = []) =>
  readLines(inPieces(new TextEncoder().encode(text), []), (line) => got.push(line))

t.test('a line that is no JSON is an error', async (t) => {
  await t.rejects(read('{"event":"progress"}\n{"event":\n'), SyntaxError)
})

t.test('a reply that breaks off is told from one that ends', async (t) => {
  for (const cut of ['{"event":', '{"event":"read"}']) {
    const got: unknown[] = []
    await t.rejects(read(`{"event":"progress"}\n${cut}`, got), ApiOffline, cut)
    t.strictSame(got, [{ event: 'progress' }], 'what came whole was handed over')
  }
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) })
  await t.rejects(
    readLines({ body: broken }, () => {}),
    ApiOffline,
  )
  await t.resolves(readLines({ body: null }, () => {}))
})
