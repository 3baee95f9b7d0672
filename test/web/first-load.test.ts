import { readdir, readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import t from 'tap'

/** What a phone on a slow line may have to fetch, gzipped, before a candidate sees a page. */
const MOST_BYTES = 100_000
/** The same until the first question is there: page, styles, one language and the exam's scripts. */
const MOST_BYTES_TO_QUESTION = 130_000
/** The build that installing makes. */
const BUILD = new URL('../../dist/web/', import.meta.url)

const read = (path: string) => readFile(new URL(`.${path}`, BUILD), 'utf8')

/** Static imports of a built module; `import(` is fetched only when it is needed. */
function importsOf(source: string): string[] {
  const found = source.matchAll(/(?:\bfrom|\bimport)\s*["'](\.\/[^"']+\.js)["']/g)
  return [...found].map(([, path = '']) => path)
}

/** Every script that the page runs before anybody does anything, each once. */
async function scriptsOf(page: string): Promise<Map<string, string>> {
  const html = await read(page)
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+\.js)"/g)]
  return withImports(named.map(([, path = '']) => path))
}

/** Scripts with all that they import, each once. */
async function withImports(paths: readonly string[]): Promise<Map<string, string>> {
  const waiting = [...paths]
  const scripts = new Map<string, string>()
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (scripts.has(path)) continue
    const source = await read(path)
    scripts.set(path, source)
    const { href } = new URL(path, 'http://page')
    waiting.push(...importsOf(source).map((next) => new URL(next, href).pathname))
  }
  return scripts
}

t.test('static imports are followed, others are not', async (t) => {
  t.strictSame(
    importsOf('import{a as b}from"./one.js";import"./two.js";export*from \'./three.js\';'),
    ['./one.js', './two.js', './three.js'],
  )
  t.strictSame(importsOf('const page=()=>import(`./four.js`).then(e);import("./five.js")'), [])
})

t.test('a candidate’s first load stays small', async (t) => {
  const scripts = await scriptsOf('/index.html')
  const sizes = [...scripts].map(([path, source]) => ({
    path,
    bytes: gzipSync(source, { level: 9 }).length,
  }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const listed = sizes
    .toSorted((left, right) => right.bytes - left.bytes)
    .map(({ path, bytes }) => `${bytes}\t${path}`)
  t.ok(total > 30_000, `the scripts were found: ${total} bytes`)
  if (total > MOST_BYTES) t.fail([`${total} bytes, at most ${MOST_BYTES}:`, ...listed].join('\n'))
  t.notOk(
    [...scripts.keys()].some((path) => /workspace/.test(path)),
    'what an exam needs comes when one is opened',
  )
})

t.test('the first question is not far behind', async (t) => {
  const assets = await readdir(new URL('assets/', BUILD))
  const built = (name: RegExp): string[] => {
    const found = assets.filter((asset) => name.test(asset)).map((asset) => `/assets/${asset}`)
    t.equal(found.length, 1, `${name} is one file`)
    return found
  }
  const exam = [...built(/^attempt-page-.*\.js$/), ...built(/^all-zh-cn-.*\.js$/)]
  const scripts = new Map([...(await scriptsOf('/index.html')), ...(await withImports(exam))])
  const styles = await Promise.all(built(/^candidate-.*\.css$/).map(read))
  const texts = [await read('/index.html'), ...styles, ...scripts.values()]
  const total = texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0)
  t.ok(total < MOST_BYTES_TO_QUESTION, `${total} bytes, at most ${MOST_BYTES_TO_QUESTION}`)
  t.notOk(
    [...scripts.keys()].some((path) => /draw-formula/.test(path)),
    'what draws formulas comes with the first of them',
  )
})
