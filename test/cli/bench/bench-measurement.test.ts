import t from 'tap'
import { benchMeasurement } from '../../../src/cli/bench/bench-measurement.ts'
import { peerData } from '../../../src/cli/bench/peer-data.ts'
import { REFERENCE_ABSENT, referencePresent } from '../../golden/reference.ts'

t.setTimeout(240_000)

t.test('bench measurement tells seconds, steps, log-likelihood and growth', async (t) => {
  const figures = await benchMeasurement([200, 800], false)
  const named = (unit: string) =>
    figures.filter((figure) => figure.unit === unit).map(({ name }) => name)
  const fits = ['2pl 200 x 60', '2pl 800 x 60', '3pl 200 x 60', 'grm 200 x 60']
  t.strictSame(named('EM steps'), fits)
  t.strictSame(named('log-likelihood'), fits)
  const timed = [...fits.slice(0, 2), 'EAP 200 x 60', 'EAP 800 x 60', ...fits.slice(2)]
  t.strictSame(named('s'), timed)
  t.strictSame(named('s CPU'), timed)
  t.equal(named('exponent').length, 2)
  for (const { value, unit, name, ratioTo } of figures) {
    t.equal(ratioTo, '')
    if (unit === 'log-likelihood') t.ok(value < 0 && value > -200_000, name)
    else if (unit === 'exponent') t.ok(Number.isFinite(value), name)
    else t.ok(value > 0, name)
  }
})

t.test('other packages were timed on data of these sizes', async (t) => {
  if (!referencePresent) return t.comment(REFERENCE_ABSENT)
  const found = await peerData()
  t.strictSame(
    found.map(({ matrix }) => [matrix.personCount, matrix.itemCount]),
    [
      [1636, 170],
      [10_000, 60],
    ],
  )
  for (const { peers, matrix } of found) {
    t.ok(peers.length >= 2 && peers.every(({ cpuSeconds }) => cpuSeconds > 0))
    t.ok(matrix.categoryCounts.every((count) => count === 2))
  }
})
