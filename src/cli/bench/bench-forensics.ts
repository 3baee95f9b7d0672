import { benchAttempts } from './bench-forensic-attempts.ts'
import { benchIdentity } from './bench-forensic-identity.ts'
import { benchNulls } from './bench-forensic-nulls.ts'
import { benchPower } from './bench-forensic-power.ts'
import { HONEST, PLANTED } from './forensic-scenarios.ts'
import type { Figure } from './measure.ts'

const PLANTED_COHORTS = 3
const IDENTITY_EXAMS = 40
const ATTEMPTS = { honest: 10_000, planted: 1000 }

/**
 * How well p values hold where nobody did anything, and how much is found at fixed rates of false
 * flags where something was planted; every figure is a share of simulated persons, items, rooms or
 * exams with known truth. Takes minutes.
 */
export async function benchForensics(): Promise<Figure[]> {
  const { figures, first } = await benchNulls(HONEST)
  return [
    ...figures,
    ...(await benchPower(PLANTED, { cohorts: PLANTED_COHORTS, honest: first })),
    ...benchIdentity({ exams: IDENTITY_EXAMS }),
    ...benchAttempts(ATTEMPTS),
  ]
}
