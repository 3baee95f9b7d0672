import { createHash } from 'node:crypto'
import type { Plugin, Rolldown } from 'vite'

const WORKER = 'service-worker.js'
const ENTRY = 'candidate'

type Bundle = Rolldown.OutputBundle

/** The scripts that a chunk may ever load, itself included, and the styles they bring. */
function filesOf(bundle: Bundle, start: string): string[] {
  const found = new Set<string>()
  const waiting = [start]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const chunk = bundle[name]
    if (found.has(name) || chunk === undefined) continue
    found.add(name)
    if (chunk.type !== 'chunk') continue
    waiting.push(...chunk.imports, ...chunk.dynamicImports)
    waiting.push(...(chunk.viteMetadata?.importedCss ?? []))
    waiting.push(...(chunk.viteMetadata?.importedAssets ?? []))
  }
  return [...found].sort()
}

/**
 * Tells the service worker which files the candidate's pages consist of, and gives it a name
 * that changes with any of them.
 */
export function keepCandidateFiles(): Plugin {
  return {
    name: 'keep-candidate-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const worker = bundle[WORKER]
      const entry = Object.values(bundle).find(
        (chunk) => chunk.type === 'chunk' && chunk.isEntry && chunk.name === ENTRY,
      )
      const page = bundle['index.html']
      if (worker?.type !== 'chunk' || entry === undefined || page?.type !== 'asset') {
        throw new Error('the service worker, the candidate’s entry or its page was not built')
      }
      const files = ['/', ...filesOf(bundle, entry.fileName).map((name) => `/${name}`)]
      const build = createHash('sha256').update(page.source).update(files.join('\n'))
      worker.code = worker.code
        .replace('__FILES__', JSON.stringify(files))
        .replace('__BUILD__', build.digest('hex').slice(0, 16))
    },
  }
}
