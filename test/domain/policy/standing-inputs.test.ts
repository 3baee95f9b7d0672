import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { checkPolicy } from '../../../src/domain/policy/check-policy.ts'
import { cycleFor, cycleName } from '../../../src/domain/policy/cycle.ts'
import { evaluatePolicy } from '../../../src/domain/policy/evaluate-policy.ts'
import type { Award, PolicyDocument } from '../../../src/domain/policy/policy.ts'
import {
  attendanceCounted,
  type PersonInput,
  personFactsOf,
  type UnitInput,
  unitFactsOf,
} from '../../../src/domain/policy/standing-inputs.ts'
import { stateOf, versionInForce } from '../../../src/domain/policy/version-in-force.ts'
import { wilsonInterval } from '../../../src/domain/settlement/wilson-interval.ts'

const folder = new URL('../../../question-banks/grassroots/policies/', import.meta.url)
const shipped = new Map(
  readdirSync(folder).map((file) => {
    const { policy, findings } = checkPolicy(
      JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
    )
    return [file.replace('.json', ''), { policy, findings }] as const
  }),
)
function policyOf(name: string): PolicyDocument {
  const policy = shipped.get(name)?.policy
  if (!policy) throw new Error(`${name} is not shipped, or not sound`)
  return policy
}

const YEAR = { cycle: { from: 2026, to: 2026 }, now: new Date('2027-01-10T00:00:00+08:00') }
const FIVE = { cycle: { from: 2023, to: 2027 }, now: new Date('2028-01-10T00:00:00+08:00') }

function aPerson(overrides: Partial<PersonInput> = {}): PersonInput {
  const nothing = { credits: [], certificates: [], results: [], earlier: [] }
  return { rank: 'clerk', post: null, ...nothing, ...overrides }
}
const inYear = (year: number, competence: number, attendance = 0) => ({
  ...{ year, competence, attendance },
  held: 0,
})
const passed = (passProbability: number, finding = '', caseState = 'none') => ({
  program: 'grassroots',
  level: 'proficient',
  levels: ['basic', 'proficient', 'advanced'],
  ...{ passProbability, finding, caseState },
})

t.test('every shipped policy is sound, and its examples come out as written', async (t) => {
  t.ok(shipped.size >= 5)
  for (const [name, { policy, findings }] of shipped) {
    t.same(findings, [], name)
    t.ok((policy?.examples.length ?? 0) >= 4, name)
  }
})

t.test('attendance counts up to its share of what counts, and no further', async (t) => {
  // Worked by hand: of 50 credits at most 40 %, that is 20, may come from attendance.
  t.equal(attendanceCounted(30, 100, 0.4), 20)
  t.equal(attendanceCounted(29, 100, 0.4), 19)
  t.equal(attendanceCounted(48, 32, 0.4), 32)
  t.equal(attendanceCounted(0, 100, 0.4), 0)
  t.equal(attendanceCounted(10, 7, undefined), 0)
  t.equal(attendanceCounted(0, 7, 1), 7)
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), fc.nat(98), (competence, attendance, percent) => {
      const counted = attendanceCounted(competence, attendance, percent / 100)
      // In whole numbers, so that no rounding hides a fault.
      const isWithin = (amount: number) => 100 * amount <= percent * (competence + amount)
      t.ok(counted <= attendance && (counted === 0 || isWithin(counted)))
      t.notOk(counted < attendance && isWithin(counted + 1), 'and not one less than may count')
    }),
  )
})

t.test('annual credits, worked by hand', async (t) => {
  const document = policyOf('annual-credits')
  const outcome = (input: Partial<PersonInput>, time = YEAR) => {
    const facts = personFactsOf(document, aPerson(input), time)
    const { effect, decidedBy } = evaluatePolicy(document, facts)
    return `${effect} ${decidedBy.join()}`
  }
  t.equal(outcome({ credits: [inYear(2026, 30, 60)] }), 'grant staff-met')
  t.equal(outcome({ credits: [inYear(2026, 29, 60)] }), 'grant staff-talk', '29 + 19 = 48')
  t.equal(outcome({ credits: [inYear(2026, 0, 400)] }), 'grant staff-talk', 'presence alone')
  const head = { rank: 'division-head' }
  t.equal(outcome({ ...head, credits: [inYear(2026, 48, 32)] }), 'grant heads-met')
  t.equal(outcome({ ...head, credits: [inYear(2026, 47, 40)] }), 'grant heads-talk', '47 + 31')
  const running = { ...YEAR, now: new Date('2026-12-31T23:59:00+08:00') }
  t.equal(outcome({ credits: [inYear(2026, 10)] }, running), 'withhold probity:default')
  const open = passed(0.9, '', 'open')
  t.equal(outcome({ credits: [inYear(2026, 10)], results: [open] }), 'hold probity:case-open')
})

t.test('who is promoted after a year ended is judged by the rank held then', async (t) => {
  const document = policyOf('annual-credits')
  const input = { credits: [inYear(2026, 60)] }
  const facts = personFactsOf(document, aPerson(input), YEAR)
  const earlier = [{ cycle: '2026', facts, outcome: evaluatePolicy(document, facts) }]
  const promoted = aPerson({ ...input, earlier, rank: 'division-head', post: 'desk' })
  t.same(personFactsOf(document, promoted, YEAR), facts)
  const next = { cycle: { from: 2027, to: 2027 }, now: YEAR.now }
  t.match(personFactsOf(document, promoted, next), { rank: 'division-head', post: 'desk' })
})

t.test('five years, first-rate and unit talks, worked by hand', async (t) => {
  const five = policyOf('five-year-cycle')
  const cycle = (amounts: readonly number[], time = FIVE) =>
    evaluatePolicy(
      five,
      personFactsOf(
        five,
        aPerson({ credits: amounts.map((amount, index) => inYear(2023 + index, amount)) }),
        time,
      ),
    ).decidedBy.join()
  t.equal(cycle([50, 50, 50, 50, 50]), 'cycle-met')
  t.equal(cycle([29, 80, 80, 80, 80]), 'cycle-retraining')
  t.equal(cycle([30, 70, 50, 50, 50]), 'cycle-met')
  t.equal(cycle([50, 50, 50, 50, 49]), 'cycle-retraining')
  const last = { ...FIVE, now: new Date('2027-12-01T00:00:00+08:00') }
  t.equal(cycle([80, 80, 80, 80], last), 'probity:default', 'the fifth year may yet fall short')
  const fourth = { ...FIVE, now: new Date('2026-06-01T00:00:00+08:00') }
  t.equal(cycle([80, 80, 80, 80], fourth), 'probity:default')

  const first = policyOf('first-rate')
  const evaluated = (input: Partial<PersonInput>) =>
    evaluatePolicy(first, personFactsOf(first, aPerson(input), YEAR)).decidedBy.join()
  const credits = [inYear(2026, 50)]
  t.equal(evaluated({ credits, results: [passed(0.7), passed(0.92)] }), 'first-rate')
  t.equal(evaluated({ credits, results: [passed(0.89)] }), 'probity:default')
  t.equal(
    evaluated({ credits, results: [passed(0.95), passed(0.99, 'invalidated')] }),
    'no-invalid-result',
  )

  const unit = policyOf('unit-talk')
  const aUnit: UnitInput = {
    ...{ headcount: 42, expected: 40, participated: 36, atLevel: 22, earlier: [] },
    target: { participation: 0.9, shareAtLevel: 0.7 },
  }
  const talks = (input: Partial<UnitInput>) =>
    evaluatePolicy(unit, unitFactsOf({ ...aUnit, ...input }, YEAR, wilsonInterval)).decidedBy.join()
  t.equal(talks({}), 'probity:default', '36 of 40 is the target; 22 of 36 may be chance')
  t.equal(talks({ participated: 35 }), 'participation-missed')
  t.equal(talks({ atLevel: 14 }), 'share-missed', 'Wilson (Newcombe 1998): 14 of 36 is at most .55')
  t.equal(talks({ target: null, participated: 10 }), 'probity:default')
})

t.test('cycles missed before are counted back to the first that was not', async (t) => {
  const talk = evaluatePolicy(policyOf('annual-credits'), personFactsOf({}, aPerson(), YEAR))
  const facts = personFactsOf({}, aPerson(), YEAR)
  const standing = (
    cycle: string,
    effect: 'grant' | 'withhold' | 'hold',
    awards: readonly Award[] = [{ kind: 'certificate' }],
  ) => ({ cycle, facts, outcome: { ...talk, effect, awards: [...awards] } })
  const missed = (...earlier: ReturnType<typeof standing>[]) =>
    personFactsOf({}, aPerson({ earlier }), YEAR).missedCycles
  t.equal(missed(), 0)
  t.equal(missed(standing('2025', 'withhold'), standing('2024', 'withhold')), 2)
  t.equal(missed(standing('2024', 'withhold')), 0, '2025 is not known')
  t.equal(missed(standing('2025', 'withhold'), standing('2024', 'grant')), 1)
  t.equal(missed(standing('2025', 'grant', talk.awards)), 1, 'a talk is nothing that was given')
  t.equal(missed(standing('2025', 'hold')), 0, 'what is held may yet be given')
  t.equal(cycleName(cycleFor({ cycle: 'five-years' }, 2026)), '2023-2027')
})

t.test('a version is in force from its date or its approval, never before', async (t) => {
  const day = (text: string) => new Date(`${text}T00:00:00Z`)
  const versions = [
    { version: 1, effectiveFrom: day('2026-01-01'), approvedAt: day('2025-12-01') },
    { version: 2, effectiveFrom: day('2026-03-01'), approvedAt: day('2026-05-01') },
    { version: 3, effectiveFrom: day('2026-08-01'), approvedAt: null },
  ]
  const inForce = (at: string) => versionInForce(versions, day(at))?.version ?? null
  t.equal(inForce('2025-12-31'), null)
  t.equal(inForce('2026-04-01'), 1, 'approved after its date, it waits for the approval')
  t.equal(inForce('2026-05-01'), 2)
  t.equal(inForce('2027-01-01'), 2, 'without approval never')
  t.same(
    versions.map((version) => stateOf(version, versions, day('2026-06-01'))),
    ['superseded', 'in-force', 'awaiting-approval'],
  )
})
