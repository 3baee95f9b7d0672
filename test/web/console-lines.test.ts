import fc from 'fast-check'
import t from 'tap'
import { readLines } from '../../src/web/console/exams/builder/post-for-lines.ts'

/** The bytes in pieces that end wherever the cuts say, inside characters too. */
function inPieces(bytes: Uint8Array, cuts: readonly number[]): ReadableStream<Uint8Array> {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  return new ReadableStream({
    start(controller) {
      let from = 0
      for (const end of [...ends, bytes.length]) {
        controller.enqueue(bytes.slice(from, end))
        from = end
      }
      controller.close()
    },
  })
}

t.test('lines of JSON come out whole, wherever the network cuts them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ text: fc.string({ unit: 'grapheme' }), count: fc.integer() })),
      fc.array(fc.nat(), { maxLength: 12 }),
      fc.constantFrom('', '\n'),
      async (rows, cuts, end) => {
        const text = rows.map((row) => JSON.stringify(row)).join('\n') + end
        const got: unknown[] = []
        await readLines(inPieces(new TextEncoder().encode(text), cuts), (line) => got.push(line))
        t.same(got, rows)
      },
    ),
  )
})

t.test('a line that is no JSON is an error', async (t) => {
  const body = inPieces(new TextEncoder().encode('{"event":"progress"}\n{"event":'), [])
  await t.rejects(
    readLines(body, () => {}),
    SyntaxError,
  )
})
