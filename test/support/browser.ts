import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import t from 'tap'
import { type UnpackedChromium, unpackChromium } from './unpack-chromium.ts'

/** Where people and systems keep a Chromium; CHROMIUM names another. */
const INSTALLED = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

let launching: Promise<Browser> | null = null

/** One browser a test file, which costs seconds to start; closed after its last test. */
function browserOfFile(): Promise<Browser> {
  launching ??= launch()
  return launching
}

async function launch(): Promise<Browser> {
  const { path, env } = await findChromium()
  const browser = await chromium.launch({
    executablePath: path,
    headless: true,
    args: ARGUMENTS,
    env: { ...process.env, ...env },
  })
  t.teardown(() => browser.close())
  return browser
}

/** A device of its own: no cookies, no storage, nothing shared with others; closed after the test. */
export async function openBrowser(
  test: Pick<typeof t, 'teardown'>,
  options: {
    readonly locale: 'zh-CN' | 'en'
    readonly width: number
    readonly height: number
  },
): Promise<BrowserContext> {
  const { locale, width, height } = options
  const browser = await browserOfFile()
  const viewport = { width, height }
  const context = await browser.newContext({ locale, timezoneId: 'Asia/Shanghai', viewport })
  test.teardown(() => context.close())
  return context
}

/** The installed Chromium, or the one that came with the packages. */
async function findChromium(): Promise<UnpackedChromium> {
  const installed = INSTALLED.find((path) => path !== '' && existsSync(path))
  return installed ? { path: installed, env: {} } : unpackChromium()
}
