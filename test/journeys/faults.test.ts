import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { runLoad } from '../../src/cli/bench/bench-load.ts'
import type { LoadSizes } from '../../src/cli/bench/load-plan.ts'

t.setTimeout(240_000)

/** An exam day in a quarter of a minute; `npm run bench load -- --full` is the long one. */
const SIZES: LoadSizes = {
  ...{ starts: 20, startSeconds: 1, attempts: 30, everySeconds: 1, lastTimes: 4 },
  ...{ calmSeconds: 0.5, struckSeconds: 5, submitSeconds: 1, connections: 48, awaySeconds: 0 },
}
/** Services are started four times here: code is read as it was compiled before. */
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'probity-test-code')

t.test('an exam day on which everything breaks loses nothing', async (t) => {
  const { phases, check, struck, away, surprises } = await runLoad(SIZES)

  t.test('application, database and network were struck, and requests failed', async (t) => {
    t.equal(away.length, 2, 'the application was killed twice')
    // Whether somebody calls within the second of a cut is left to chance.
    const { refused: _, ...sure } = struck
    for (const [fault, times] of Object.entries(sure)) t.ok(times > 0, fault)
    const sum = (of: (count: (typeof phases)[number]['count']) => number) =>
      phases.reduce((total, { count }) => total + of(count), 0)
    t.ok(sum(({ unanswered }) => unanswered) > 0, 'requests without an answer')
    t.ok(sum(({ reloads }) => reloads) > 0, 'pages crashed')
    t.ok(sum(({ takeovers }) => takeovers) > 0, 'second devices took over')
  })

  t.test('everybody came through', async (t) => {
    for (const { name, missing } of phases) t.equal(missing, 0, name)
    t.same(surprises, [], 'pages met nothing they do not expect')
    t.equal(check.attempts, SIZES.attempts)
    t.equal(check.receipts, SIZES.attempts)
    t.ok(check.acknowledgedAnswers > 5 * SIZES.attempts, `${check.acknowledgedAnswers} answers`)
    t.ok(check.acknowledgedEntries > check.acknowledgedAnswers)
  })

  t.test('every promise was kept', async (t) => {
    const { attempts, acknowledgedEntries, acknowledgedAnswers, receipts, ...faults } = check
    for (const [fault, count] of Object.entries(faults)) t.equal(count, 0, fault)
  })
})
