import { say } from '../../bank/finding.ts'
import { drawNormal } from '../../measurement/simulation/draw-value.ts'
import { type Random, seededRandom, shuffle } from '../../random.ts'
import type { Account, AnswerPair, IdentityData, Sitting } from './identity-data.ts'
import type { RhythmSample } from './rhythm-profile.ts'

/** An organization that sits an exam, and who of it sits for others. */
export interface IdentityScenario {
  /** Units of a head and members below; each has one address for all its machines. */
  readonly units: number
  readonly perUnit: number
  /** Share of units whose members sit in shifts, six to a machine. */
  readonly shiftShare: number
  /** Pairs of honest accounts with one machine at home, one after the other. */
  readonly families: number
  /** Groups of accounts worked by one hired person, over so many machines. */
  readonly farms: number
  readonly farmSize: number
  readonly farmMachines: number
  /** Heads whose subordinate sits for them, after their own sitting. */
  readonly subordinates: number
  /** Stretches of typing and pointing a sitting; 0 for an exam that records none. */
  readonly stretches: number
  /** Standard deviation a machine adds to every measure, where persons differ by 1. */
  readonly machineEffect: number
  /** Whether answers were compared. */
  readonly answers: boolean
}

/** An exam, and who truly worked each account. */
export interface SimulatedSittings {
  readonly data: IdentityData
  /** By account: equal numbers are one person. */
  readonly persons: readonly number[]
}

const MINUTE = 60_000
const SITTING = 60 * MINUTE
const WINDOW = 3 * 24 * 60 * MINUTE
const MEASURES = 10
/** Listed by the screening of answers up to this p. */
const LISTED_AT = 1e-3

/** Where and when an account is worked, and by whom. */
interface Plan {
  readonly person: number
  readonly device: string
  readonly address: string
  readonly startedMs: number
}

/** Draws an exam of an organization; equal seeds give equal exams. */
export function simulateSittings(scenario: IdentityScenario, seed: string): SimulatedSittings {
  const accounts = accountsOf(scenario)
  const plans = plansOf(scenario, accounts.length, seededRandom(seed, 'plans'))
  const persons = plans.map(({ person }) => person)
  const rhythm = rhythmDraw(scenario, seed)
  const sittings = plans.map(
    ({ person, device, address, startedMs }, account): Sitting => ({
      account,
      exam: 'exam',
      startedMs,
      endedMs: startedMs + SITTING,
      contacts: [{ device, address, network: `${address} network`, login: `login ${account}` }],
      input: 'desk',
      rhythm: Array.from({ length: scenario.stretches }, () => rhythm(person, device)),
    }),
  )
  const answerPairs = scenario.answers ? answersOf(persons, seededRandom(seed, 'answers')) : null
  return { data: { accounts, exam: 'exam', sittings, answerPairs, seed }, persons }
}

/** The first account of a unit is its head's. */
function accountsOf({ units, perUnit }: IdentityScenario): Account[] {
  return Array.from({ length: units * perUnit }, (_, account) => {
    const unit = Math.floor(account / perUnit)
    const isHead = account % perUnit === 0
    return {
      id: `account-${account}`,
      label: say(`账号 ${account + 1}`, `account ${account + 1}`),
      unitPath: isHead ? `/county/${unit}/` : `/county/${unit}/members/`,
    }
  })
}

function plansOf(scenario: IdentityScenario, count: number, random: Random): Plan[] {
  const plans = Array.from({ length: count }, (_, account) => atOffice(scenario, account, random))
  const free = shuffle(
    plans.flatMap(({ device }, account) => (device.startsWith('shift') ? [] : [account])),
    random,
  )
  const heads = free.filter((account) => account % scenario.perUnit === 0)
  for (const head of heads.slice(0, scenario.subordinates)) {
    const below = plans[head + 1] as Plan
    plans[head] = { ...below, startedMs: below.startedMs + SITTING + gap(random) }
  }
  const others = free.filter((account) => account % scenario.perUnit > 1)
  const take = (size: number) => others.splice(0, size)
  for (let family = 0; family < scenario.families; family += 1) {
    sitInTurn(plans, take(2), { name: `family ${family}`, machines: 1, random })
  }
  for (let farm = 0; farm < scenario.farms; farm += 1) {
    const members = take(scenario.farmSize)
    sitInTurn(plans, members, { name: `farm ${farm}`, machines: scenario.farmMachines, random })
    for (const account of members)
      plans[account] = { ...(plans[account] as Plan), person: count + farm }
  }
  return plans
}

/** At a machine of one's own, or in the shifts of a unit that has few; some sit at home. */
function atOffice(scenario: IdentityScenario, account: number, random: Random): Plan {
  const { perUnit, shiftShare, units } = scenario
  const unit = Math.floor(account / perUnit)
  const startedMs = random() * WINDOW
  const address = `office ${unit}`
  if (unit < units * shiftShare) {
    const place = account % perUnit
    const turn = (place % 6) * (SITTING + 5 * MINUTE)
    return {
      person: account,
      device: `shift ${unit} ${Math.floor(place / 6)}`,
      address,
      startedMs: turn,
    }
  }
  const home = random() < 0.3
  return {
    person: account,
    device: `own ${account}`,
    address: home ? `home ${account}` : address,
    startedMs,
  }
}

/** One sitting after the other at home, minutes apart. */
function sitInTurn(
  plans: Plan[],
  accounts: readonly number[],
  by: { readonly name: string; readonly machines: number; readonly random: Random },
): void {
  let startedMs = by.random() * WINDOW
  accounts.forEach((account, place) => {
    const device = `${by.name} machine ${place % by.machines}`
    plans[account] = { person: account, device, address: by.name, startedMs }
    startedMs += SITTING + gap(by.random)
  })
}

function gap(random: Random): number {
  return (1 + 8 * random()) * MINUTE
}

/** Person, machine and stretch add up; one stretch in ten has no keys, one in ten no pointer. */
function rhythmDraw({ machineEffect }: IdentityScenario, seed: string) {
  const noise = seededRandom(seed, 'stretches')
  const known = new Map<string, readonly number[]>()
  const vectorOf = (name: string): readonly number[] => {
    const random = seededRandom(seed, name)
    const vector = known.get(name) ?? Array.from({ length: MEASURES }, () => drawNormal(random))
    known.set(name, vector)
    return vector
  }
  return (person: number, device: string): RhythmSample => {
    const own = vectorOf(`person ${person}`)
    const machine = vectorOf(device)
    const kind = noise()
    return own.map((value, measure) => {
      const missing = measure < MEASURES / 2 ? kind < 0.1 : kind > 0.9
      const drawn = value + machineEffect * (machine[measure] as number) + drawNormal(noise)
      return missing ? Number.NaN : drawn
    })
  }
}

/** Uniform p for pairs of different persons; for one person from 0.1 down to 1e-7. */
function answersOf(persons: readonly number[], random: Random): AnswerPair[] {
  const pairs: AnswerPair[] = []
  for (let right = 1; right < persons.length; right += 1) {
    for (let left = 0; left < right; left += 1) {
      const same = persons[left] === persons[right]
      const p = same ? 10 ** -(1 + 6 * random()) : random()
      if (p <= LISTED_AT) pairs.push({ left, right, p })
    }
  }
  return pairs
}
