import { existsSync } from 'node:fs'
import { glob, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sfntOfWoff } from '../../src/workflows/sfnt-of-woff.ts'

/** A browser on disk, with the environment it needs. */
export interface UnpackedChromium {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
}

/** What the browser's package changes in the environment when it is loaded. */
const CHANGED = ['TMPDIR', 'AWS_EXECUTION_ENV', 'FONTCONFIG_PATH', 'LD_LIBRARY_PATH', 'HOME']

/**
 * The Chromium of the packages, unpacked once per user, with fonts for both languages: what a page
 * looks like, and how wide its texts are, must not depend on what a machine has. It is moved to its
 * place when it is whole, because several tests may be the first.
 */
export async function unpackChromium(): Promise<UnpackedChromium> {
  const place = join(tmpdir(), `probity-chromium-${await versionOf()}-${userInfo().uid}`)
  if (!existsSync(place)) {
    const made = await mkdtemp(`${place}-`)
    await unpackInto(made)
    await addFonts(made, place)
    await moveUnlessThere(made, place)
  }
  return {
    path: join(place, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(place, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(place, 'fonts.conf'),
    },
  }
}

async function versionOf(): Promise<string> {
  const main = fileURLToPath(import.meta.resolve('@sparticuz/chromium'))
  const text = await readFile(join(dirname(main), '..', 'package.json'), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

async function unpackInto(folder: string): Promise<void> {
  const before = CHANGED.map((name) => [name, process.env[name]] as const)
  // The package unpacks its shared libraries only where it believes to run in a function service.
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

/** The package's Latin font, which its own configuration does not find, and a Chinese one. */
async function addFonts(folder: string, place: string): Promise<void> {
  const chinese = join(folder, 'fonts', 'chinese')
  await mkdir(chinese, { recursive: true })
  const files = join(
    dirname(fileURLToPath(import.meta.resolve('@fontsource/noto-sans-sc'))),
    'files',
  )
  for await (const file of glob('noto-sans-sc-*-{400,700}-normal.woff', { cwd: files })) {
    const name = `${basename(file, '.woff')}.ttf`
    await writeFile(join(chinese, name), sfntOfWoff(await readFile(join(files, file))))
  }
  await writeFile(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(place, 'fonts')}</dir>
  <cachedir>${join(place, 'font-cache')}</cachedir>
</fontconfig>
`,
  )
}

async function moveUnlessThere(made: string, place: string): Promise<void> {
  try {
    await rename(made, place)
  } catch (error) {
    await rm(made, { recursive: true, force: true })
    // Another test was first; anything else is a fault.
    if (!existsSync(place)) throw error
  }
}
