import t from 'tap'

const HEADERS = ['x-probity-page', 'x-probity-config-key-hash', 'x-probity-browser-exam-key-hash']

/** The module as a page has it that is loaded at an address, with or without the browser's API. */
async function loadedAt(href: string, browser?: object) {
  const location = { href }
  Object.assign(globalThis, { location, SafeExamBrowser: browser })
  const loaded = await import(`../../src/web/shared/exam-browser.ts?${href}`)
  return { ...(loaded as typeof import('../../src/web/shared/exam-browser.ts')), location }
}

t.afterEach(() => {
  Object.assign(globalThis, { location: undefined, SafeExamBrowser: undefined })
})

t.test('an ordinary browser shows nothing', async (t) => {
  const { examBrowserHeaders, inExamBrowser } = await loadedAt('https://a.example/1')
  t.strictSame(examBrowserHeaders(), {})
  t.equal(inExamBrowser(), false)
})

t.test('the hashes go with the address that was loaded and the one moved to', async (t) => {
  const security = { configKey: 'c'.repeat(64), browserExamKey: 'b'.repeat(64) }
  const page = await loadedAt('https://a.example/2', { security })
  page.location.href = 'https://a.example/moved'
  t.strictSame(Object.entries(page.examBrowserHeaders()), [
    [HEADERS[0], 'https://a.example/2 https://a.example/moved'],
    [HEADERS[1], security.configKey],
    [HEADERS[2], security.browserExamKey],
  ])
  t.equal(page.inExamBrowser(), true)
})

t.test('a version that must be asked for its keys calls back by a global name', async (t) => {
  const security = {
    configKey: '',
    updateKeys(whenDone: () => void) {
      security.configKey = 'd'.repeat(64)
      // By name, as such versions do.
      const { [whenDone.name]: called } = globalThis as unknown as Record<string, () => void>
      called?.()
      t.equal(called, whenDone)
    },
  }
  const { examBrowserHeaders } = await loadedAt('https://a.example/3', { security })
  t.match(examBrowserHeaders(), { 'x-probity-config-key-hash': security.configKey })
})
