import t from 'tap'
import type { IdentityData } from '../../../../src/domain/forensics/identity/identity-data.ts'
import { linkedAccounts } from '../../../../src/domain/forensics/identity/linked-accounts.ts'
import {
  type IdentityScenario,
  simulateSittings,
} from '../../../../src/domain/forensics/identity/simulate-sittings.ts'

t.setTimeout(240_000)

const HONEST: IdentityScenario = {
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
const LIMITS = [0.05, 0.01, 0.001]

/** No more than chance explains 999 times in 1,000, at the nominal rate. */
function most(limit: number, count: number): number {
  return limit * count + 3.1 * Math.sqrt(limit * count) + 1
}

const scenarios: Readonly<Record<string, Partial<IdentityScenario>>> = {
  'rhythms and answers': {},
  'rhythms alone, machines that matter as much as persons': { answers: false, machineEffect: 1 },
  'answers alone': { stretches: 0 },
  'few stretches': { stretches: 3 },
  'a small exam': { units: 5, families: 4 },
}
for (const [name, change] of Object.entries(scenarios)) {
  t.test(`shared offices, shifts and families are not flagged: ${name}`, async (t) => {
    const found = LIMITS.map(() => 0)
    let tested = 0
    let grouped = 0
    const rounds = name === 'a small exam' ? 20 : 5
    for (let round = 0; round < rounds; round += 1) {
      const { data } = simulateSittings({ ...HONEST, ...change }, `${name} ${round}`)
      const { tests, identity } = linkedAccounts.test(data)
      grouped += identity.groups.length
      for (const test of tests) {
        if (test?.p == null) continue
        tested += 1
        LIMITS.forEach((limit, place) => {
          if ((test.p ?? 1) <= limit) found[place] = (found[place] ?? 0) + 1
        })
      }
    }
    t.ok(tested > 500, `${tested} tested`)
    LIMITS.forEach((limit, place) => {
      t.ok((found[place] ?? 0) <= most(limit, tested), `${found[place]} of ${tested} at ${limit}`)
    })
    t.ok(grouped <= 2, `${grouped} groups`)
  })
}

t.test('who sits for others is found, on one machine or several', async (t) => {
  for (const farmMachines of [1, 5]) {
    let proxied = 0
    let flagged = 0
    let grouped = 0
    let wrongly = 0
    for (let round = 0; round < 4; round += 1) {
      const scenario = { ...HONEST, farms: 4, farmMachines, subordinates: 4 }
      const { data, persons } = simulateSittings(scenario, `farm ${round}`)
      const { tests, identity } = linkedAccounts.test(data)
      const isFarmed = (account: number) => (persons[account] ?? 0) >= persons.length
      tests.forEach((test, account) => {
        if (!isFarmed(account)) return
        proxied += 1
        if ((test?.p ?? 1) < 0.001) flagged += 1
      })
      for (const { left, right, q } of identity.links) {
        const together = persons[left] === persons[right]
        if (q !== null && q <= 0.01 && !together) wrongly += 1
      }
      grouped += identity.groups.filter(({ accounts }) => accounts.some(isFarmed)).length
    }
    t.equal(proxied, 80)
    t.ok(flagged >= 0.75 * proxied, `${flagged} of ${proxied}, ${farmMachines} machines`)
    t.ok(grouped >= 14, `${grouped} of 16 farms are groups`)
    t.ok(wrongly <= 5, `${wrongly} links of two persons`)
  }
})

t.test('what is shown of a flag names others by label, and innocent causes', async (t) => {
  const { data, persons } = simulateSittings({ ...HONEST, farms: 3 }, 'shown')
  const { tests, describe, identity } = linkedAccounts.test(data)
  const farmed = persons.findIndex((person, account) => {
    return person >= persons.length && (tests[account]?.p ?? 1) < 0.001
  })
  const { summary, evidence } = describe(farmed)
  t.match(summary.en, /statistically inconsistent with independent work/)
  t.ok(evidence.length >= 2 && evidence.every(({ text }) => /account \d+/.test(text.en)))
  t.notMatch(JSON.stringify(evidence), /account-\d/, 'never by id')
  t.strictSame(JSON.parse(JSON.stringify(identity)), identity, 'all of it is JSON')
  t.ok(linkedAccounts.innocentExplanations.length >= 3)
  const group = identity.groups.find(({ accounts }) => accounts.includes(farmed))
  t.ok((group?.kinds.length ?? 0) >= 2)
})

t.test('a superior above is told and changes no p', async (t) => {
  const { data } = simulateSittings({ ...HONEST, stretches: 0, subordinates: 8 }, 'line')
  const { tests, identity } = linkedAccounts.test(data)
  t.ok(identity.links.some(({ superiorLine }) => superiorLine))
  // Heads beside their members instead of above; strangers are not compared, so all else is equal.
  const cut = data.accounts.map(({ unitPath, ...account }) => {
    return { ...account, unitPath: unitPath?.replace('/members/', '-members/') ?? null }
  })
  const flat = linkedAccounts.test({ ...data, accounts: cut })
  t.notOk(flat.identity.links.some(({ superiorLine }) => superiorLine))
  const shared = (one: typeof identity) =>
    one.links
      .filter(({ evidence }) => evidence.some(({ kind }) => kind === 'device'))
      .map(({ left, right, p }) => ({ left, right, p }))
  t.strictSame(shared(flat.identity), shared(identity))
  t.equal(flat.tests.length, tests.length)
})

t.test('where nothing tells persons apart nobody is tested, and it is said why', async (t) => {
  const blind = { ...HONEST, stretches: 0, answers: false }
  const codes = (data: IdentityData) => {
    const { tests, findings } = linkedAccounts.test(data)
    return {
      tested: tests.filter((test) => test !== null).length,
      codes: findings.map((f) => f.code),
    }
  }
  t.strictSame(codes(simulateSittings(blind, 'blind').data), {
    tested: 0,
    codes: ['too-few-rhythms', 'answers-not-compared', 'identity-not-tested'],
  })
  const unseen = simulateSittings({ ...HONEST, stretches: 0 }, 'unseen').data
  const sittings = unseen.sittings.map((sitting) => ({ ...sitting, contacts: [] }))
  t.match(codes({ ...unseen, sittings }), { tested: 0, codes: /identity-not-tested/ })
  const lonely = { ...HONEST, families: 3, shiftShare: 0, answers: false }
  const { data } = simulateSittings(lonely, 'lonely')
  const { tests, findings, identity } = linkedAccounts.test(data)
  t.match(findings, [{ code: 'device-effect-unknown' }, { code: 'answers-not-compared' }])
  for (const { left, right, evidence, p } of identity.links) {
    if (!evidence.some(({ kind }) => kind === 'device')) continue
    t.equal(p, null)
    t.equal(tests[left], null)
    t.equal(tests[right], null)
  }
})

t.test('equal data and seeds give equal results', async (t) => {
  const { data } = simulateSittings({ ...HONEST, units: 8, farms: 1 }, 'same')
  const [one, other] = [linkedAccounts.test(data), linkedAccounts.test(data)]
  t.strictSame(one.tests, other.tests)
  t.strictSame(one.identity, other.identity)
})
