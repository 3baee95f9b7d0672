import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const COMPRESSIBLE = /\.(js|css|svg|html|webmanifest)$/
/** Below this a packet is a packet. */
const LEAST_BYTES = 1_000

const compress = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    }),
  gz: (content: Buffer) => promisify(gzip)(content, { level: 9 }),
} as const

/** Writes every built text compressed beside itself: done once here, not for each reader. */
export function compressFiles(): Plugin {
  let folder = ''
  return {
    name: 'compress-files',
    apply: 'build',
    enforce: 'post',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir)
    },
    async closeBundle() {
      for (const name of await readdir(folder, { recursive: true })) {
        if (!COMPRESSIBLE.test(name)) continue
        const content = await readFile(join(folder, name))
        if (content.length < LEAST_BYTES) continue
        for (const [ending, by] of Object.entries(compress)) {
          await writeFile(join(folder, `${name}.${ending}`), await by(content))
        }
      }
    },
  }
}
