import { glob } from 'node:fs/promises'
import t from 'tap'

/**
 * Runs test files, each a process of its own, four at a time, and writes TAP. The command `tap`
 * does the same with three module loaders in every process, for mocks and for other dialects of
 * TypeScript; nothing here needs them, and they cost a second of CPU a file.
 */
const LONGEST_SECONDS = 300
const asked = process.argv.slice(2)
const files = asked.length > 0 ? asked : await Array.fromAsync(glob('test/**/*.test.ts'))
const env = {
  ...process.env,
  TAP_TIMEOUT: `${LONGEST_SECONDS}`,
  // Measuring coverage, which a child does unless told, makes figures take three times as long.
  _TAPJS_PROCESSINFO_COVERAGE_: '0',
}
t.jobs = 4
t.setTimeout(0)
for (const file of spread(files.sort())) {
  const options = { buffered: true, env, timeout: LONGEST_SECONDS * 1000 }
  void t.spawn(process.execPath, [file], options, file)
}

/** Journeys mostly wait: spread over all the others, they leave no core idle, nor fight for one. */
function spread(paths: readonly string[]): string[] {
  const journeys = paths.filter((path) => path.includes('journeys/'))
  const others = paths.filter((path) => !path.includes('journeys/'))
  const share = others.length / Math.max(1, journeys.length)
  const parts = journeys.map((journey, at) => {
    return [journey, ...others.slice(Math.round(at * share), Math.round((at + 1) * share))]
  })
  return journeys.length > 0 ? parts.flat() : others
}
