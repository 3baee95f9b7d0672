import t from 'tap'
import { prepareDraw } from '../../../src/domain/assembly/draw-form.ts'
import type { Bank } from '../../../src/domain/bank/bank.ts'
import type { ItemParameters } from '../../../src/domain/bank/item.ts'
import type { ResponseValue } from '../../../src/domain/bank/response-value.ts'
import { probabilityCorrect } from '../../../src/domain/measurement/item-response.ts'
import { amendedKeys } from '../../../src/domain/measurement/key-amendment.ts'
import { empiricalReliability } from '../../../src/domain/measurement/reliability.ts'
import { scoreAttempt } from '../../../src/domain/measurement/score-attempt.ts'
import type { Scores } from '../../../src/domain/measurement/scores.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { itemsOf as itemsOfForm } from '../../../src/domain/settlement/attempt-evidence.ts'
import { augmentCompetencies } from '../../../src/domain/settlement/augment-competencies.ts'
import {
  type CalibratedAttempt,
  calibrateExam,
} from '../../../src/domain/settlement/calibrate-exam.ts'
import { valueExamSubscores } from '../../../src/domain/settlement/value-exam-subscores.ts'
import { aBank, aBlueprint, itemsOf } from '../../support/builders.ts'
import { deviate } from '../forensics/simulated-attempts.ts'

const POOL = 30
const COMPETENCIES = ['rules', 'people'] as const

const truthOf = (at: number): ItemParameters => ({
  discrimination: 1 + (at % 3) * 0.3,
  difficulty: -1.5 + (3 * (at % POOL)) / (POOL - 1),
  guessing: 0,
})
const ITEMS = COMPETENCIES.flatMap((id) => itemsOf(id, 'know', POOL)).map((item, at) => ({
  ...item,
  parameters: { values: truthOf(at), provenance: 'calibrated' as const, note: '' },
}))
const BANK: Bank = aBank({ items: ITEMS })
const AMENDED = amendedKeys(BANK, [])

interface Cohort {
  readonly attempts: readonly CalibratedAttempt[]
  /** One ability per competency. */
  readonly traits: readonly (readonly number[])[]
  readonly scores: readonly Scores[]
}

/** Candidates on own forms, with two abilities of which `correlation` is known. */
function aCohort(given: {
  readonly correlation: number
  readonly persons: number
  readonly itemsEach: number
  readonly blankShare?: number
}): Cohort {
  const { correlation, persons, itemsEach, blankShare = 0 } = given
  const random = seededRandom('subscores', JSON.stringify(given))
  const blueprint = aBlueprint({
    cells: COMPETENCIES.map((competency) => ({ competency, level: 'know', itemCount: itemsEach })),
    tolerance: { expectedScore: 30, informationShare: 10, timeShare: 10 },
  })
  const { draw } = prepareDraw(BANK, blueprint)
  const { levels, passingLevel } = blueprint
  const traits: number[][] = []
  const scores: Scores[] = []
  const attempts = Array.from({ length: persons }, (_, person): CalibratedAttempt => {
    const common = deviate(random)
    const own = COMPETENCIES.map(
      () => Math.sqrt(correlation) * common + Math.sqrt(1 - correlation) * deviate(random),
    )
    const form = draw(`person ${person}`)
    const responses = new Map<string, ResponseValue>()
    const items = itemsOfForm(form, BANK)
    for (const item of items) {
      if (random() < blankShare) continue
      const theta = own[item.competency === 'rules' ? 0 : 1] ?? 0
      const values = item.parameters?.values ?? truthOf(0)
      responses.set(item.id, random() < probabilityCorrect(theta, values) ? 'A' : 'B')
    }
    traits.push(own)
    scores.push(scoreAttempt({ items, responses, amended: AMENDED, levels, passingLevel }))
    return { form, responses }
  })
  return { attempts, traits, scores }
}

const verdictsOf = ({ attempts }: Cohort) => {
  const found = valueExamSubscores(BANK, attempts, AMENDED)
  if (!found) throw new Error('the cohort is large enough')
  return found.verdicts
}

/** Share of the variance of one variable that another one tells: the squared correlation. */
function shareTold(truth: readonly number[], score: readonly number[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(truth), mean(score)]
  const product = mean(truth.map((value, at) => (value - x) * ((score[at] ?? 0) - y)))
  const squares = (values: readonly number[], center: number) =>
    mean(values.map((value) => (value - center) ** 2))
  return product ** 2 / (squares(truth, x) * squares(score, y))
}

const estimateOf = (scores: Scores, competency: string) => {
  const found = scores.competencies.find((one) => one.competency === competency)
  if (!found) throw new Error(`nobody was asked about ${competency}`)
  return found.estimate
}

t.test('PRMSE is what the service’s own scores tell of the abilities planted', async (t) => {
  for (const correlation of [0.3, 0.8]) {
    const cohort = aCohort({ correlation, persons: 1200, itemsEach: 12 })
    for (const verdict of verdictsOf(cohort)) {
      const at = verdict.competency === 'rules' ? 0 : 1
      const truth = cohort.traits.map((own) => own[at] ?? 0)
      const own = cohort.scores.map((one) => estimateOf(one, verdict.competency).theta)
      const whole = cohort.scores.map(({ overall }) => overall.theta)
      const [told, toldByWhole] = [shareTold(truth, own), shareTold(truth, whole)]
      t.ok(Math.abs(told - verdict.prmseSubscore) < 0.06, `${told}, ${verdict.prmseSubscore}`)
      t.ok(Math.abs(toldByWhole - verdict.prmseTotal) < 0.06, `${verdict.prmseTotal}`)
      t.ok(verdict.prmseAugmented >= Math.max(verdict.prmseSubscore, verdict.prmseTotal) - 1e-9)
      t.equal(verdict.adds, verdict.reason === 'adds-value')
    }
  }
})

t.test('abilities apart add value; one ability under two names adds none', async (t) => {
  const apart = verdictsOf(aCohort({ correlation: 0, persons: 500, itemsEach: 12 }))
  t.same(
    apart.map(({ competency, reason }) => [competency, reason]),
    COMPETENCIES.map((competency) => [competency, 'adds-value']),
  )
  const one = verdictsOf(aCohort({ correlation: 1, persons: 500, itemsEach: 12 }))
  t.ok(one.every(({ adds, reason }) => !adds && reason === 'total-says-more'))
})

t.test('own forms: few items a person are few, however many the bank has', async (t) => {
  const found = verdictsOf(aCohort({ correlation: 0, persons: 300, itemsEach: 4 }))
  t.ok(found.every(({ reason, adds }) => reason === 'too-few-items' && !adds))
})

t.test(
  'the reliability is the one of the scores as settled, blanks counted as wrong',
  async (t) => {
    const cohort = aCohort({ correlation: 0.5, persons: 200, itemsEach: 10, blankShare: 0.2 })
    for (const { competency, reliability } of verdictsOf(cohort)) {
      const settled = cohort.scores.map((one) => estimateOf(one, competency))
      const expected = empiricalReliability(settled, true) ?? 0
      t.ok(Math.abs((reliability ?? 9) - expected) < 1e-9, `${reliability}, ${expected}`)
    }
  },
)

t.test('a calibration keeps it, and leaves it out where nothing can be said', async (t) => {
  const cohort = aCohort({ correlation: 0, persons: 100, itemsEach: 12 })
  const found = calibrateExam(BANK, cohort.attempts, AMENDED)
  t.same(
    found.subscores?.map(({ competency }) => competency),
    [...COMPETENCIES],
  )
  const few = calibrateExam(BANK, cohort.attempts.slice(1), AMENDED)
  t.notOk('subscores' in few)
  const single = aBank({ items: ITEMS.map((item) => ({ ...item, competency: 'rules' })) })
  t.equal(valueExamSubscores(single, cohort.attempts, AMENDED), null)
})

t.test(
  'with correlated competencies the augmented estimates come nearer to the truth',
  async (t) => {
    const cohort = aCohort({ correlation: 0.8, persons: 800, itemsEach: 12 })
    const found = valueExamSubscores(BANK, cohort.attempts, AMENDED)
    if (!found) throw new Error('the cohort is large enough')
    const sums = { plain: 0, augmented: 0, stated: 0, count: 0 }
    cohort.scores.forEach(({ competencies }, person) => {
      const augmented = augmentCompetencies(competencies, found.traits)
      competencies.forEach(({ competency, estimate }) => {
        const truth = cohort.traits[person]?.[competency === 'rules' ? 0 : 1] ?? 0
        const better = augmented.get(competency)
        if (!better) throw new Error('a competency is missing')
        sums.plain += (estimate.theta - truth) ** 2
        sums.augmented += (better.theta - truth) ** 2
        sums.stated += better.standardError ** 2
        sums.count += 1
      })
    })
    t.ok(sums.augmented < 0.9 * sums.plain, `${sums.augmented} against ${sums.plain}`)
    const honest = sums.augmented / sums.stated
    t.ok(honest > 0.85 && honest < 1.15, `squared errors are ${honest} of those stated`)
    t.same(augmentCompetencies([], found.traits).size, 0, 'nothing is made up')
  },
)
