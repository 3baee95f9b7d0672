import t from 'tap'
import { expectedQuality } from '../../src/domain/measurement/expected-quality.ts'
import golden from './classification.json' with { type: 'json' }

t.test('classification accuracy and consistency agree with cacIRT', async (t) => {
  const parameters = golden.parameters.map((item) => ({
    ...item,
    discrimination: item.discrimination * golden.slopeFactor,
  }))
  const [found] = expectedQuality({ parameters, cuts: [golden.cut] }).cuts
  t.ok(Math.abs((found?.accuracy ?? 0) - golden.accuracy) < golden.tolerance, `${found?.accuracy}`)
  const error = Math.abs((found?.consistency ?? 0) - golden.consistency)
  t.ok(error < golden.tolerance, `${found?.consistency}`)
})
