import t from 'tap'
import { analyseIrt } from '../../../../src/domain/measurement/analysis/irt-analysis.ts'
import { correlation } from '../../../../src/domain/measurement/analysis/moments.ts'
import { seededRandom, shuffle } from '../../../../src/domain/random.ts'
import { drawThetas, simulateResponses, spreadItems } from './simulated-responses.ts'

function analysed(rows: readonly Float64Array[], model: 'rasch' | '1pl' | '2pl') {
  const items = Array.from(rows[0] ?? [], (_, at) => `I${at}`)
  const { irt } = analyseIrt({ table: { items, rows }, model, cuts: [] })
  if (!irt) throw new Error('not calibrated')
  return irt
}

t.test('Rasch and one slope for all are the same model, on scales of their own', async (t) => {
  const thetas = drawThetas(300, 'spread').map((theta) => 1.5 * theta)
  const items = spreadItems(20).map((item) => ({ ...item, slope: 1 }))
  const rows = simulateResponses({ seed: 'spread', thetas, items })
  const [rasch, shared] = [analysed(rows, 'rasch'), analysed(rows, '1pl')]
  const { deviation } = rasch.calibration.latent
  t.ok(deviation > 1.3, `spread ${deviation}`)
  const off = rasch.abilities.map((own, person) => {
    const other = shared.abilities[person]
    return Math.abs((own?.theta ?? 0) - deviation * (other?.theta ?? 0))
  })
  t.ok(Math.max(...off) < 0.01, `abilities differ by ${Math.max(...off)}`)
  const apart = rasch.marginalReliability - shared.marginalReliability
  t.ok(Math.abs(apart) < 1e-3, `reliabilities differ by ${apart}`)
})

t.test('the reliability told is that of the forms candidates had', async (t) => {
  const [persons, pool, each] = [1000, 60, 12]
  const thetas = drawThetas(persons, 'forms')
  const random = seededRandom('forms')
  const whole = simulateResponses({ seed: 'forms', thetas, items: spreadItems(pool) })
  const rows = whole.map((row) => {
    const own = new Set(shuffle([...row.keys()], random).slice(0, each))
    return row.map((value, item) => (own.has(item) ? value : Number.NaN))
  })
  const { abilities, marginalReliability } = analysed(rows, '2pl')
  const estimates = Float64Array.from(abilities, (one) => one?.theta ?? 0)
  const truth = (correlation(estimates, Float64Array.from(thetas)) ?? 0) ** 2
  t.ok(Math.abs(marginalReliability - truth) < 0.06, `${marginalReliability} for ${truth}`)
})
