import fc from 'fast-check'
import t from 'tap'
import {
  AS_UNCHANGED,
  changeDistribution,
  excessTail,
} from '../../../../src/domain/forensics/answer-changes/change-tail.ts'
import {
  type Changer,
  changersOf,
} from '../../../../src/domain/forensics/answer-changes/changed-items.ts'
import { erasureIndex } from '../../../../src/domain/forensics/answer-changes/erasure-index.ts'
import { fitHonestChanges } from '../../../../src/domain/forensics/answer-changes/honest-changes.ts'
import { wrongToRight } from '../../../../src/domain/forensics/answer-changes/wrong-to-right.ts'
import { prepareCohort } from '../../../../src/domain/forensics/cohort/prepare-cohort.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { chanceBound, prepared, recorded, sharesBelow } from '../person-fit/simulated-cohort.ts'
import { withThoughtfulChanges } from './thoughtful-changes.ts'

const LEVELS = [0.05, 0.01, 0.001] as const
const FORM: Scenario = { persons: 2500, model: '2pl', items: { count: 40 } }

function aChanger(logits: readonly number[], wrongToRightCount: number): Changer {
  return {
    person: 0,
    columns: logits.map((_, place) => place),
    wrongToRight: wrongToRightCount,
    theta: 0,
    standardError: 0,
    logits: Float64Array.from(logits),
    slopes: new Float64Array(logits.length).fill(1),
  }
}

const logits = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 1, maxLength: 9 })

t.test('the tail is the sum over all outcomes that are as telling', async (t) => {
  fc.assert(
    fc.property(logits, fc.nat(9), (odds, some) => {
      const found = Math.min(some, odds.length)
      let truth = 0
      for (let outcome = 0; outcome < 2 ** odds.length; outcome += 1) {
        const right = odds.map((_, place) => (outcome >> place) & 1)
        if (right.reduce((sum, one) => sum + one, 0) < found) continue
        truth += right.reduce(
          (product, one, at) => product / (1 + Math.exp((one ? -1 : 1) * (odds[at] ?? 0))),
          1,
        )
      }
      return Math.abs(excessTail(aChanger(odds, found), AS_UNCHANGED) / truth - 1) < 1e-9
    }),
  )
  t.pass('checked')
})

t.test(
  'what is not known of a person widens the distribution, and it still sums to 1',
  async (t) => {
    fc.assert(
      fc.property(logits, fc.double({ min: 0, max: 2, noNaN: true }), (odds, spread) => {
        const wide = changeDistribution(aChanger(odds, 0), { shift: 0, spread })
        return Math.abs(wide.reduce((sum, chance) => sum + chance, 0) - 1) < 1e-9
      }),
    )
    // Ten coins: with a normal shift of SD 1 the chance of ten heads is the mean of L(z)^10.
    const coins = aChanger(new Array(10).fill(0), 10)
    let truth = 0
    for (let z = -8; z <= 8; z += 0.01) {
      truth +=
        ((0.01 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)) * (1 / (1 + Math.exp(-z))) ** 10
    }
    t.ok(Math.abs(excessTail(coins, { shift: 0, spread: 1 }) - truth) < 1e-4 * truth)
  },
)

t.test('the index of a group is that of its sums, with half a change taken off', async (t) => {
  // Expected 1 and 2 of 2 and 4 even chances, variance 1.5 together; 5 found.
  const group = [aChanger([0, 0], 2), aChanger([0, 0, 0, 0], 3)]
  t.ok(Math.abs(erasureIndex(group) - (5 - 3 - 0.5) / Math.sqrt(1.5)) < 1e-12)
})

t.test(
  'there and back again is no change; an answer taken back and given anew is one',
  async (t) => {
    const { cohort } = prepared({ ...FORM, persons: 40 }, 'paths')
    const scores = Int8Array.from(cohort.scores)
    scores.set([1, 1, 0], 0)
    const step = (item: number, from: number | null, to: number | null) => ({
      person: 0,
      item,
      from,
      to,
      seconds: null,
    })
    const changes = [
      step(0, 1, 0),
      step(0, 0, 1),
      step(1, 0, null),
      step(1, null, 1),
      step(2, null, 0),
    ]
    const [changer] = changersOf({ ...cohort, scores, changes })
    t.same(changer?.columns, [1])
    t.equal(changer?.wrongToRight, 1)
  },
)

const HONEST: readonly (readonly [string, number, number])[] = [
  ['changes like other answers', 0, 0],
  ['changes mostly for the better', 0.8, 0],
  ['some change for the better, some do not', 0.8, 0.8],
]
for (const [name, advantage, spread] of HONEST) {
  t.test(`honest persons are flagged no more often than p says: ${name}`, async (t) => {
    const { data, known } = recorded(FORM, 'honest')
    const changed = withThoughtfulChanges(data, { share: 0.15, advantage, spread })
    const found = wrongToRight.test(prepareCohort(changed, known).cohort)
    const tested = found.tests.filter((test) => test !== null).length
    t.ok(tested > 1000, `${tested} were tested`)
    const shares = sharesBelow(found, LEVELS)
    t.comment(shares.join(' '))
    LEVELS.forEach((level, place) => {
      t.ok((shares[place] ?? 1) <= chanceBound(level, tested), `p < ${level}`)
    })
  })
}

t.test('a small cohort with parameters of its own: honest persons', async (t) => {
  const { data } = recorded({ ...FORM, persons: 120 }, 'small')
  const changed = withThoughtfulChanges(data, { share: 0.2, advantage: 0.5, spread: 0.5 })
  const found = wrongToRight.test(prepareCohort(changed, null).cohort)
  const [share = 1] = sharesBelow(found, [0.05])
  t.ok(share <= chanceBound(0.05, 80), `${share}`)
})

t.test(
  'answers made right by another hand are found far more often than honest ones',
  async (t) => {
    const { cohort, planted } = prepared(
      {
        ...FORM,
        options: { count: 4 },
        changes: { share: 0.08 },
        planted: [{ kind: 'tampered-answers', persons: 0.03, items: 0.6 }],
      },
      'tampered',
    )
    const found = wrongToRight.test(cohort)
    const [power = 0] = sharesBelow(found, [0.01], planted)
    const honest = cohort.persons.flatMap((_, person) => (planted.includes(person) ? [] : [person]))
    const [falsely = 1] = sharesBelow(found, [0.01], honest)
    t.comment(`power ${power}, honest ${falsely}`)
    t.ok(power > 0.3 && falsely <= 0.01)
    const { summary, evidence } = found.describe(planted[0] ?? 0)
    t.match(summary.en, 'statistically inconsistent with independent work')
    t.match(evidence[1]?.text.en, 'changes from wrong to right were made between')
  },
)

t.test('what is usual is found where it is known', async (t) => {
  const { data, known } = recorded({ ...FORM, persons: 1500 }, 'usual')
  const plain = withThoughtfulChanges(data, { share: 0.15, advantage: 0, spread: 0 })
  const fitted = fitHonestChanges(changersOf(prepareCohort(plain, known).cohort))
  t.ok(fitted && fitted.shift < 0.15 && fitted.spread < 0.5, JSON.stringify(fitted))
})

t.test('too little to go by tests nobody and says why', async (t) => {
  const { cohort } = prepared({ ...FORM, persons: 40 }, 'few')
  t.match(wrongToRight.test(cohort).findings[0]?.code, 'changes-not-recorded')
  const few = wrongToRight.test({ ...cohort, changes: [] })
  t.match(few.findings[0]?.code, 'changes-too-few')
  t.ok(few.tests.every((test) => test === null))
})
