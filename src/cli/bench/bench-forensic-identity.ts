import type { PersonTest } from '../../domain/forensics/cohort/person-indicator.ts'
import { linkedAccounts } from '../../domain/forensics/identity/linked-accounts.ts'
import {
  type IdentityScenario,
  simulateSittings,
} from '../../domain/forensics/identity/simulate-sittings.ts'
import { countFigure, shareFigure, shareOf, upperQuantile } from './forensic-figures.ts'
import type { Figure } from './measure.ts'

/** Offices with one address each, machines used in shifts, family computers. */
const OFFICES: IdentityScenario = {
  units: 24,
  perUnit: 12,
  shiftShare: 0.4,
  families: 30,
  farms: 0,
  farmSize: 5,
  farmMachines: 1,
  subordinates: 0,
  stretches: 8,
  machineEffect: 0.4,
  answers: true,
}
const FARMED = { farms: 4, subordinates: 4 }
const NOMINAL = [0.05, 0.01, 0.001] as const
const FALSE_FLAG_RATES = [0.01, 0.001] as const

/** One account and what is true of it. */
interface Told {
  readonly test: PersonTest | null
  /** Worked by somebody hired, who works others too. */
  readonly isFarmed: boolean
  /** A subordinate sat for a superior: both accounts. */
  readonly isShared: boolean
}

/** A hired person's accounts, and whether a group of linked accounts has them all, or two. */
interface Farm {
  readonly isWhole: boolean
  readonly isFound: boolean
}

/**
 * Links between accounts on simulated organizations, `exams` of each kind: p values where everybody
 * sat themselves, accounts and whole farms found where one hired person works five, on one machine
 * and on five, and colleagues in the same exams who are flagged.
 */
export function benchIdentity({ exams }: { readonly exams: number }): Figure[] {
  const honest = simulateMany(OFFICES, { exams, name: 'offices' }).accounts
  const ps = honest.flatMap(({ test }) => (test?.p == null ? [] : [test.p]))
  const kind = 'honest, offices and shifts: linked-accounts'
  return [
    countFigure(`${kind} tested`, ps.length),
    ...NOMINAL.map((level) =>
      shareFigure(
        `${kind} p < ${level}`,
        shareOf(ps, (p) => p < level),
      ),
    ),
    ...[1, 5].flatMap((machines) => benchFarms({ machines, exams, honest })),
  ]
}

function benchFarms(given: {
  readonly machines: number
  readonly exams: number
  readonly honest: readonly Told[]
}): Figure[] {
  const { machines, exams, honest } = given
  const name = `one person behind five accounts, ${machines} machine${machines === 1 ? '' : 's'}`
  const scenario = { ...OFFICES, ...FARMED, farmMachines: machines }
  const { accounts, farms } = simulateMany(scenario, { exams, name })
  const farmed = accounts.filter(({ isFarmed }) => isFarmed)
  const colleagues = accounts.filter(({ isFarmed, isShared }) => !isFarmed && !isShared)
  const usual = honest.map(tellingOf)
  return [
    ...FALSE_FLAG_RATES.map((rate) => {
      const bound = upperQuantile(usual, rate)
      const found = shareOf(farmed, (one) => tellingOf(one) > bound)
      return shareFigure(`${name}: found by linked-accounts at ${rate} false flags`, found)
    }),
    shareFigure(
      `${name}: farms with two accounts linked`,
      shareOf(farms, ({ isFound }) => isFound),
    ),
    shareFigure(
      `${name}: farms linked whole`,
      shareOf(farms, ({ isWhole }) => isWhole),
    ),
    shareFigure(
      `${name}: colleagues with p < 0.001`,
      shareOf(colleagues, ({ test }) => (test?.p ?? 1) < 0.001),
    ),
  ]
}

function tellingOf({ test }: Told): number {
  return test?.p == null ? Number.NEGATIVE_INFINITY : -test.p
}

function simulateMany(
  scenario: IdentityScenario,
  { exams, name }: { readonly exams: number; readonly name: string },
): { readonly accounts: Told[]; readonly farms: Farm[] } {
  const accounts: Told[] = []
  const farms: Farm[] = []
  for (let round = 0; round < exams; round += 1) {
    const { data, persons } = simulateSittings(scenario, `${name} ${round}`)
    const { tests, identity } = linkedAccounts.test(data)
    const accountsOf = new Map<number, number[]>()
    persons.forEach((person, account) => {
      accountsOf.set(person, [...(accountsOf.get(person) ?? []), account])
    })
    persons.forEach((person, account) => {
      const isFarmed = person >= persons.length
      const isShared = !isFarmed && (accountsOf.get(person)?.length ?? 0) > 1
      accounts.push({ test: tests[account] ?? null, isFarmed, isShared })
    })
    for (const [person, own] of accountsOf) {
      if (person < persons.length) continue
      const linked = identity.groups.map(
        (group) => own.filter((account) => group.accounts.includes(account)).length,
      )
      const most = Math.max(0, ...linked)
      farms.push({ isWhole: most === own.length, isFound: most > 1 })
    }
  }
  return { accounts, farms }
}
