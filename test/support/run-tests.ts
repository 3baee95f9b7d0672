import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * Runs every test through tap and says at the end, on a line of its own, how many assertions
 * passed and failed. Passing files take a line each; of failing ones everything is shown.
 */
const tap = spawn('tap', ['--reporter=tap', ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const lines = createInterface({ input: tap.stdout })
let block: string[] = []
let counts: { readonly passed: number; readonly failed: number } | null = null

for await (const line of lines) {
  const isFile = /^(not )?ok \d+ - test\//.test(line)
  const total = /^# \{(.+)\}$/.exec(line)?.[1]
  if (total) counts = { passed: countOf(total, 'pass'), failed: countOf(total, 'fail') }
  if (isFile && line.startsWith('ok')) {
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
if (exitCode !== 0) process.stdout.write(`${block.join('\n')}\n`)
// A run that broke off before its summary has failed, whatever passed before.
const { passed, failed } = counts ?? { passed: 0, failed: 1 }
const isBroken = exitCode !== 0 && failed === 0
process.stdout.write(`\n${passed} passed, ${isBroken ? 1 : failed} failed\n`)
process.exit(exitCode === 0 && passed > 0 ? 0 : 1)

function countOf(summary: string, name: string): number {
  return Number(new RegExp(`${name}: (\\d+)`).exec(summary)?.[1] ?? 0)
}
