import { simulateCadre } from '../../../src/cli/demo/simulate-cadre.ts'
import { drawForm } from '../../../src/domain/assembly/draw-form.ts'
import { toBankEntries } from '../../../src/domain/delivery/answers.ts'
import type { JournalEntry, KeptEntry } from '../../../src/domain/delivery/journal.ts'
import type { SettlementInput } from '../../../src/domain/settlement/settle-attempt.ts'
import { BANK, BLUEPRINT } from '../../journeys/fixtures/open-exam.ts'
import { aPolicy, aRule } from '../../support/builders.ts'

export const STARTED_AT = new Date('2026-03-02T08:00:00.000Z')
const LATENCY_MS = 100

/** Grants to who passed, withholds from who left most unanswered. */
export const POLICY = aPolicy({
  rules: [
    aRule({ id: 'pass', when: 'passed', award: { kind: 'credits', amount: 6 } }),
    aRule({ id: 'certificate', when: 'passProbability >= 0.8' }),
    aRule({ id: 'absent', when: 'answeredShare < 0.3', effect: 'withhold' }),
  ],
})

/** An entry that reached the server at once after it happened. */
export function keptAt(entry: JournalEntry): KeptEntry {
  const receivedAt = new Date(STARTED_AT.getTime() + entry.clientMs + LATENCY_MS).toISOString()
  return { ...entry, receivedAt }
}

/**
 * What one simulated cadre left behind; the same seed gives the same. `pace` stretches all its
 * times: at 0.02 nobody can have read anything, at 2 nobody is in a hurry.
 */
export function aSitting(
  seed: string,
  overrides: Readonly<Partial<SettlementInput>> = {},
  pace = 1,
): SettlementInput {
  const form = drawForm({ bank: BANK, blueprint: BLUEPRINT, seed })
  const { entries, durationSeconds } = simulateCadre(seed, { form, bank: BANK })
  const kept = entries.map(({ entry }) =>
    keptAt({ ...entry, clientMs: Math.round(entry.clientMs * pace) }),
  )
  return {
    bank: BANK,
    form,
    blueprint: BLUEPRINT,
    entries: toBankEntries(kept, form, BANK),
    startedAt: STARTED_AT,
    closedAt: new Date(STARTED_AT.getTime() + durationSeconds * 1000 * pace + 10_000),
    pauses: [],
    calibration: null,
    amendments: [],
    accommodated: false,
    policy: POLICY,
    cohortFlags: [],
    cohortTests: [],
    caseOpensAt: 1,
    reviewCase: null,
    post: 'clerk',
    rank: 'clerk',
    simulated: true,
    ...overrides,
  }
}
