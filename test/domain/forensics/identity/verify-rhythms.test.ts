import t from 'tap'
import type { IdentityData } from '../../../../src/domain/forensics/identity/identity-data.ts'
import { simulateSittings } from '../../../../src/domain/forensics/identity/simulate-sittings.ts'
import { verifyRhythms } from '../../../../src/domain/forensics/identity/verify-rhythms.ts'

const SCENARIO = {
  units: 20,
  perUnit: 15,
  shiftShare: 0,
  families: 0,
  farms: 0,
  farmSize: 1,
  farmMachines: 1,
  subordinates: 0,
  stretches: 16,
  machineEffect: 0.3,
  answers: false,
}
const SWAPPED = 10

/** Half of each sitting's stretches as an earlier exam; the first ten persons then are others. */
function twoExams(seed: string, swapped: number): IdentityData {
  const { data } = simulateSittings(SCENARIO, seed)
  const rhythmOf = (account: number) => data.sittings[account]?.rhythm ?? []
  const sittings = data.sittings.flatMap((sitting) => {
    const { account, rhythm } = sitting
    const source = account < swapped ? rhythmOf(account + 150) : rhythm
    return [
      { ...sitting, rhythm: rhythm.slice(8) },
      { ...sitting, exam: 'earlier', rhythm: source.slice(0, 8) },
    ]
  })
  return { ...data, sittings }
}

t.test('one in a hundred of the same persons is asked again; another person mostly', async (t) => {
  let asked = 0
  let found = 0
  const rounds = 6
  for (let round = 0; round < rounds; round += 1) {
    asked += verifyRhythms(twoExams(`same ${round}`, 0)).length
    const others = verifyRhythms(twoExams(`other ${round}`, SWAPPED))
    found += others.filter(({ account }) => account < SWAPPED).length
  }
  const honest = rounds * SCENARIO.units * SCENARIO.perUnit
  t.ok(asked < 0.02 * honest, `${asked} of ${honest} the same persons`)
  t.ok(found > 0.6 * rounds * SWAPPED, `${found} of ${rounds * SWAPPED} others`)
})

t.test(
  'a change between desk and touch resets the profile; few accounts tell nothing',
  async (t) => {
    const data = twoExams('touch', SWAPPED)
    const touched = data.sittings.map((sitting) =>
      sitting.exam === 'earlier' ? { ...sitting, input: 'touch' as const } : sitting,
    )
    t.strictSame(verifyRhythms({ ...data, sittings: touched }), [])
    const few = data.sittings.filter(({ account }) => account < 29)
    t.strictSame(verifyRhythms({ ...data, sittings: few }), [])
    const first = data.sittings.filter(({ exam }) => exam !== 'earlier')
    t.strictSame(verifyRhythms({ ...data, sittings: first }), [], 'nobody sat before')
  },
)
