import fc from 'fast-check'
import t from 'tap'
import { stateOfExam } from '../../../src/domain/scheduling/exam.ts'
import {
  LARGEST_STANDARD_ERROR_AT_CUT,
  LEAST_JOB_RELEVANCE,
  type Publication,
  publicationRules,
  rulesInTheWay,
} from '../../../src/domain/scheduling/publication-rules.ts'

const DAY_MS = 86_400_000
const now = new Date('2026-03-01T08:00:00.000Z')
const inDays = (days: number, ms = 0) => new Date(now.getTime() + days * DAY_MS + ms)

/** A publication that meets every rule unless told otherwise. */
function aPublication(overrides: Readonly<Partial<Publication>> = {}): Publication {
  return {
    now,
    opensAt: inDays(7),
    closesAt: inDays(14),
    timeLimitSeconds: 3600,
    expectedSeconds: 3000,
    feasible: true,
    jobRelevance: 1,
    standardErrorAtCut: 0.4,
    verdict: 'meaningful',
    candidateCount: 30,
    bankApproved: true,
    policyApproved: true,
    policyEffectiveFrom: inDays(-9),
    cutHasBasis: true,
    judgesAmongCandidates: 0,
    ...overrides,
  }
}

const broken = (publication: Publication) =>
  publicationRules(publication)
    .filter(({ met }) => !met)
    .map(({ rule }) => rule)

t.test('an exam as it should be breaks no rule', async (t) => {
  t.same(broken(aPublication()), [])
})

const CASES: readonly (readonly [string, Partial<Publication>, readonly string[]])[] = [
  ['the bank cannot fill the blueprint', { feasible: false }, ['feasible']],
  ['notice to the millisecond', { opensAt: inDays(7) }, []],
  ['a millisecond too little notice', { opensAt: inDays(7, -1) }, ['notice']],
  ['open already', { opensAt: inDays(-1) }, ['notice']],
  ['closed already', { opensAt: inDays(-2), closesAt: inDays(0) }, ['window-ahead', 'notice']],
  [
    'the window is as long as the time limit',
    { opensAt: inDays(8), closesAt: inDays(8, 3_600_000) },
    [],
  ],
  [
    'the window is a millisecond shorter',
    { opensAt: inDays(8), closesAt: inDays(8, 3_599_999) },
    ['window-holds-time-limit'],
  ],
  ['nobody is to sit it', { candidateCount: 0 }, ['audience']],
  ['nobody else has seen the bank', { bankApproved: false }, ['bank-approved']],
  ['the policy has no second signature', { policyApproved: false }, ['policy-approved']],
  ['the policy takes effect as the exam opens', { policyEffectiveFrom: inDays(7) }, []],
  ['the policy takes effect later', { policyEffectiveFrom: inDays(7, 1) }, ['policy-approved']],
  ['exactly time enough', { expectedSeconds: 3600 }, []],
  ['too little time', { expectedSeconds: 3601 }, ['time-enough']],
  ['no post, so no question of relevance', { jobRelevance: null }, []],
  ['just relevant enough', { jobRelevance: LEAST_JOB_RELEVANCE }, []],
  ['beside the job', { jobRelevance: 0.59 }, ['job-relevance']],
  ['just exact enough', { standardErrorAtCut: LARGEST_STANDARD_ERROR_AT_CUT }, []],
  ['cuts out of thin air', { cutHasBasis: false }, ['cut-has-basis']],
  ['a candidate knows the keys', { judgesAmongCandidates: 1 }, ['judges-are-no-candidates']],
  ['a formality', { standardErrorAtCut: 0.56 }, ['meaningful']],
  ['weak is no formality', { verdict: 'weak' }, []],
  ['found a formality', { verdict: 'formality' }, ['not-a-formality']],
  ['no cut that means anything', { standardErrorAtCut: null }, ['meaningful']],
]

for (const [title, overrides, expected] of CASES) {
  t.test(`${title}: ${expected.join(' and ') || 'nothing'} is broken`, async (t) => {
    t.same(broken(aPublication(overrides)), expected)
  })
}

const publications: fc.Arbitrary<Publication> = fc
  .record({
    opensAt: fc.integer({ min: -3, max: 10 }).map((days) => inDays(days)),
    windowDays: fc.integer({ min: 1, max: 5 }),
    feasible: fc.boolean(),
    bankApproved: fc.boolean(),
    policyApproved: fc.boolean(),
    candidateCount: fc.nat({ max: 2 }),
    expectedSeconds: fc.constantFrom(3000, 4000),
    standardErrorAtCut: fc.constantFrom(null, 0.3, 0.9),
    verdict: fc.constantFrom('meaningful', 'weak', 'formality'),
    jobRelevance: fc.constantFrom(null, 0.2, 1),
  })
  .map(({ windowDays, ...rest }) =>
    aPublication({ ...rest, closesAt: new Date(rest.opensAt.getTime() + windowDays * DAY_MS) }),
  )

t.test(
  'a waiver lifts what can be waived and nothing else; an empty one lifts nothing',
  async () => {
    fc.assert(
      fc.property(publications, fc.constantFrom(null, '', ' \n'), (publication, empty) => {
        const rules = publicationRules(publication)
        const unmet = rules.filter(({ met }) => !met)
        const names = (list: readonly { rule: string }[]) => list.map(({ rule }) => rule).join()
        return (
          names(rulesInTheWay(rules, empty)) === names(unmet) &&
          names(rulesInTheWay(rules, 'because')) ===
            names(unmet.filter(({ waivable }) => !waivable))
        )
      }),
    )
  },
)

t.test('which rules can be waived is fixed', async (t) => {
  const waivable = publicationRules(aPublication()).filter((rule) => rule.waivable)
  t.same(
    waivable.map(({ rule }) => rule),
    [
      'notice',
      'time-enough',
      'job-relevance',
      'meaningful',
      'not-a-formality',
      'cut-has-basis',
      'judges-are-no-candidates',
    ],
  )
})

t.test('an exam is open from the moment its window opens until the moment it closes', async (t) => {
  const window = { opensAt: inDays(1), closesAt: inDays(2), extendedSeconds: 0 }
  const exam = { publishedAt: inDays(-9), finalAt: null, ...window }
  const cases = [
    [{ ...exam, publishedAt: null }, inDays(1), 'draft'],
    [exam, inDays(1, -1), 'published'],
    [exam, inDays(1), 'open'],
    [exam, inDays(2, -1), 'open'],
    [exam, inDays(2), 'checking'],
    [{ ...exam, extendedSeconds: 60 }, inDays(2, 60_000 - 1), 'open'],
    [{ ...exam, extendedSeconds: 60 }, inDays(2, 60_000), 'checking'],
    [{ ...exam, finalAt: inDays(3) }, inDays(4), 'final'],
  ] as const
  for (const [of, at, state] of cases) t.equal(stateOfExam(of, at), state)
})
