import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import t from 'tap'

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
  const { path, libraries } = await findChromium()
  const browser = await chromium.launch({
    executablePath: path,
    headless: true,
    args: ARGUMENTS,
    env: { ...process.env, ...(libraries ? { LD_LIBRARY_PATH: libraries } : {}) },
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

/** The installed Chromium, or the one that came with the packages, unpacked once per user. */
async function findChromium(): Promise<{ readonly path: string; readonly libraries?: string }> {
  const installed = INSTALLED.find((path) => path !== '' && existsSync(path))
  if (installed) return { path: installed }
  const folder = join(tmpdir(), `probity-chromium-${userInfo().uid}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { TMPDIR, AWS_EXECUTION_ENV } = process.env
  // The package unpacks its shared libraries only where it believes to run in a function service.
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    const path = await packed.executablePath()
    return { path, libraries: process.env['LD_LIBRARY_PATH'] ?? '' }
  } finally {
    restore('TMPDIR', TMPDIR)
    restore('AWS_EXECUTION_ENV', AWS_EXECUTION_ENV)
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}
