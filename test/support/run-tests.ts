import { spawn } from 'node:child_process'
import { appendFile, glob, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { prepareDatabase } from '../../src/store/database.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/start-embedded-postgres.ts'
import { MADE_DATABASE } from './test-service.ts'

/**
 * Makes a database for the tests to copy, runs every test through tap and says at the end, on a
 * line of its own, how many assertions passed and failed. Passing files take a line each; of
 * failing ones everything is shown.
 */
const folder = await mkdtemp(join(tmpdir(), 'probity-tests-'))
const made = await makeDatabase(join(folder, 'pg'))
const tests = fileURLToPath(new URL('./spawn-tests.ts', import.meta.url))
const tap = spawn(process.execPath, [tests, ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
  // Every file is a process of its own: what one has compiled the next ones need not.
  env: { NODE_COMPILE_CACHE: join(folder, 'compiled'), ...process.env, [MADE_DATABASE]: made },
})
const lines = createInterface({ input: tap.stdout })
let block: string[] = []
let emptyFiles = 0
let counts: { readonly passed: number; readonly failed: number } | null = null

for await (const line of lines) {
  const isFile = /^(not )?ok \d+ - test\//.test(line)
  // A file that ended before its first assertion has proved nothing.
  const isEmpty = isFile && line.includes('# SKIP no tests found')
  if (isEmpty) emptyFiles += 1
  const total = /^# \{(.+)\}$/.exec(line)?.[1]
  if (total) counts = { passed: countOf(total, 'pass'), failed: countOf(total, 'fail') }
  if (isFile && line.startsWith('ok') && !isEmpty) {
    process.stdout.write(`${line}\n`)
    block = []
  } else if (isFile) {
    process.stdout.write(`${[...block, line].join('\n')}\n`)
    block = []
  } else block.push(line)
}
const exitCode = await new Promise<number>((resolve) => {
  if (tap.exitCode !== null) resolve(tap.exitCode)
  else tap.on('close', (code) => resolve(code ?? 1))
})
await rm(folder, { recursive: true, force: true })
if (exitCode !== 0) process.stdout.write(`${block.join('\n')}\n`)
// A run that broke off before its summary has failed, whatever passed before.
const { passed, failed: refuted } = counts ?? { passed: 0, failed: 1 }
const failed = refuted + emptyFiles
const isBroken = exitCode !== 0 && failed === 0
process.stdout.write(`\n${passed} passed, ${isBroken ? 1 : failed} failed\n`)
process.exit(exitCode === 0 && passed > 0 && failed === 0 ? 0 : 1)

function countOf(summary: string, name: string): number {
  return Number(new RegExp(`${name}: (\\d+)`).exec(summary)?.[1] ?? 0)
}

/** A migrated database that nobody runs on, for tests to copy. */
async function makeDatabase(dataFolder: string): Promise<string> {
  const embedded = await startEmbeddedPostgres({ dataFolder, log: () => {} })
  await prepareDatabase(embedded.address)
  await embedded.stop()
  // Tests kill processes, never the machine: what the system has is on a disk for them.
  for await (const file of glob('**/postgresql.auto.conf', { cwd: dataFolder })) {
    await appendFile(join(dataFolder, file), 'fsync = off\n')
  }
  return dataFolder
}
