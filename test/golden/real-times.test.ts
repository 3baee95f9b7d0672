import t from 'tap'
import { FALSE_FLAG_RATE, FLAG_AT_Z } from '../../src/domain/forensics/response-time.ts'
import { fitLognormalTimes } from '../../src/domain/measurement/fit-lognormal-times.ts'
import { estimateSpeed, misfitOfTimes } from '../../src/domain/measurement/lognormal-times.ts'
import golden from './real-times.json' with { type: 'json' }
import { REFERENCE_ABSENT, readReferenceTable, referencePresent } from './reference.ts'

const { tolerance } = golden

function readTimes(): Float64Array[] {
  return readReferenceTable('data/credential_form1_rt_seconds.csv').map((row) => {
    const cells = Object.entries(row).filter(([column]) => column !== 'person')
    return Float64Array.from(cells, ([, cell]) => (cell === '' ? Number.NaN : Number(cell)))
  })
}

function largest(errors: readonly number[]): number {
  return errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0)
}

t.test('the lognormal model agrees with the reference on a real licensure exam', async (t) => {
  if (!referencePresent) {
    t.comment(REFERENCE_ABSENT)
    return
  }
  const times = readTimes()
  const fit = fitLognormalTimes(times)
  const items = readReferenceTable('expected/rt_cred1_lognormal_items.csv')
  const persons = readReferenceTable('expected/rt_cred1_persons.csv')
  t.ok(fit.converged)
  t.ok(Math.abs(fit.logLikelihood - golden.logLikelihood) < tolerance.logLikelihood)
  t.ok(Math.abs(fit.speedDeviation - golden.speedDeviation) < tolerance.speedDeviation)
  const beta = items.map((item, i) => Number(item.beta) - (fit.items[i]?.timeIntensity ?? 9))
  const alpha = items.map((item, i) => Number(item.alpha) - (fit.items[i]?.timeDiscrimination ?? 9))
  t.ok(largest(beta) < tolerance.parameter, `beta off by ${largest(beta).toExponential(1)}`)
  t.ok(largest(alpha) < tolerance.parameter, `alpha off by ${largest(alpha).toExponential(1)}`)
  const ml = persons.map((person, i) => Number(person.tau_ml) - (fit.persons[i]?.tauMl ?? 9))
  const eap = persons.map((person, i) => Number(person.tau_eap) - (fit.persons[i]?.tauEap ?? 9))
  t.ok(largest(ml) < tolerance.speed, `tau ML off by ${largest(ml).toExponential(1)}`)
  t.ok(largest(eap) < tolerance.speed, `tau EAP off by ${largest(eap).toExponential(1)}`)

  const observed = times.map((row) =>
    Array.from(row, (seconds, i) => ({ seconds, timeParameters: fit.items[i] ?? null })).flatMap(
      ({ seconds, timeParameters }) =>
        timeParameters === null ? [] : [{ seconds, timeParameters }],
    ),
  )
  const misfit = persons.map((person, i) => {
    return Number(person.L_T) - misfitOfTimes(observed[i] ?? []).statistic
  })
  t.ok(largest(misfit) < tolerance.misfit, `L_T off by ${largest(misfit).toExponential(1)}`)

  const fast = observed.filter((person) => {
    const { tauMl, standardErrorMl } = estimateSpeed(person, fit.speedDeviation)
    return tauMl / Math.hypot(standardErrorMl, fit.speedDeviation) >= FLAG_AT_Z
  })
  t.comment(`${fast.length} of ${times.length} real candidates pass the threshold of speed`)
  t.equal(fast.length, 16, 'as the indicator states')
  t.ok(fast.length / times.length < FALSE_FLAG_RATE.calibrated)
})
