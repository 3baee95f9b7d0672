import { readFile } from 'node:fs/promises'
import t from 'tap'

/** The build that installing makes; its worker names every file the candidate's pages may need. */
const BUILD = new URL('../../dist/web/', import.meta.url)
const read = (path: string) => readFile(new URL(`.${path}`, BUILD), 'utf8')

/**
 * What browsers of the build's targets (Chromium 87, Safari 15.4) lack. A build lowers syntax; a
 * method that is missing leaves a white page in the middle of an exam.
 */
const TOO_NEW = [
  /\.at\(-?\d/,
  /\.findLast(Index)?\(/,
  /\.to(Reversed|Sorted|Spliced)\(/,
  /\b(Object|Map)\.groupBy\(/,
  /\bObject\.hasOwn\(/,
  /\bstructuredClone\(/,
  /\bPromise\.withResolvers\(/,
  /\bURL\.(parse|canParse)\(/,
  /\bAbortSignal\.(any|timeout)\(/,
  /\bArray\.fromAsync\(/,
  /\(\?<[=!]/,
]

t.test('the candidate’s pages ask nothing of a phone that its browser may not have', async (t) => {
  const worker = await read('/service-worker.js')
  const paths = [...worker.matchAll(/"(\/assets\/[^"]+\.js)"/g)].map(([, path = '']) => path)
  t.ok(
    paths.some((path) => path.includes('attempt-page')),
    `the scripts were found: ${paths.length}`,
  )
  for (const path of paths) {
    const source = await read(path)
    const found = TOO_NEW.flatMap((pattern) => source.match(pattern)?.[0] ?? [])
    t.same(found, [], path)
  }
})
