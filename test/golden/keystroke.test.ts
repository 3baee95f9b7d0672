import t from 'tap'
import { matchRhythms } from '../../src/domain/forensics/identity/match-rhythms.ts'
import {
  distanceOfSample,
  equalErrorRate,
  profileOf,
} from '../../src/domain/forensics/identity/rhythm-profile.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

const SKIP = referencePresent ? {} : { skip: REFERENCE_ABSENT }

/** Trained on repetitions 1 to 34, tested on the others; of strangers the first 5. */
const TRAINED = 34
const OF_STRANGERS = 5
const REPETITIONS = 51

interface Repetition {
  readonly subject: number
  readonly repetition: number
  readonly sample: readonly number[]
}

function readRepetitions(): Repetition[] {
  return readReferenceTable('data/keystroke_meu_mobile_56x51.csv').map((row) => {
    const { subject, rep, ...measures } = row
    const sample = Object.values(measures).map(Number)
    return { subject: Number(subject), repetition: Number(rep), sample }
  })
}

t.test('equal error rates on MEU-Mobile are those of the reference', SKIP, async (t) => {
  const { results } = readReferenceJson<{
    readonly results: readonly {
      readonly detector: string
      readonly mean_EER: number
      readonly per_subject_EER: readonly number[]
    }[]
  }>('expected/keystroke_meu_mobile.json')
  const expected = results.find(({ detector }) => detector === 'manhattan_scaled')
  const all = readRepetitions()
  const subjects = [...new Set(all.map(({ subject }) => subject))]
  const rates = subjects.map((subject) => {
    const own = all.filter((one) => one.subject === subject)
    const trained = own.filter(({ repetition }) => repetition <= TRAINED)
    const profile = profileOf(trained.map(({ sample }) => sample))
    const distances = (some: readonly Repetition[]) =>
      some.map(({ sample }) => distanceOfSample(profile, sample) ?? Number.NaN)
    return equalErrorRate(
      distances(own.filter(({ repetition }) => repetition > TRAINED)),
      distances(all.filter((one) => one.subject !== subject && one.repetition <= OF_STRANGERS)),
    )
  })
  t.equal(rates.length, 56)
  rates.forEach((rate, place) => {
    const wanted = expected?.per_subject_EER[place] ?? Number.NaN
    t.ok(Math.abs(rate - wanted) < 1e-9, `subject ${place + 1}: ${rate} for ${wanted}`)
  })
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  t.ok(Math.abs(mean - (expected?.mean_EER ?? Number.NaN)) < 1e-9, `mean ${mean}`)
})

t.test(
  'p of two real strangers is as rare as it says, and one person is found',
  SKIP,
  async (t) => {
    const all = readRepetitions()
    for (const perAccount of [5, 17]) {
      const parts = Math.floor(REPETITIONS / perAccount)
      const accounts = Array.from({ length: 56 * parts }, (_, place) => ({
        subject: 1 + (place % 56),
        part: Math.floor(place / 56),
      }))
      const samples = accounts.map(({ subject, part }) =>
        all
          .filter((one) => one.subject === subject)
          .filter(({ repetition }) => Math.floor((repetition - 1) / perAccount) === part)
          .map(({ sample }) => sample),
      )
      const isOne = (left: number, right: number) =>
        accounts[left]?.subject === accounts[right]?.subject
      const matcher = matchRhythms(samples, { seed: 'meu', related: isOne })
      const strangers: number[] = []
      const same: number[] = []
      for (let left = 0; left < accounts.length; left += 1) {
        for (let right = left + 1; right < accounts.length; right += 1) {
          const p = matcher.match(left, right)?.p ?? Number.NaN
          if (isOne(left, right)) same.push(p)
          else strangers.push(p)
        }
      }
      const share = (ps: readonly number[], limit: number) =>
        ps.filter((p) => p <= limit).length / ps.length
      for (const limit of [0.05, 0.01, 0.001]) {
        const found = share(strangers, limit)
        t.ok(found < 1.15 * limit, `${perAccount} samples: ${found} of strangers at ${limit}`)
      }
      t.ok(share(same, 0.01) > 0.55, `${perAccount} samples: ${share(same, 0.01)} found at .01`)
    }
  },
)
