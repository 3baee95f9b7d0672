import { auditPlan } from '../../domain/measurement/audit/audit-plan.ts'
import { auditResponses } from '../../domain/measurement/audit/audit-responses.ts'
import {
  FORMALITIES,
  PLANNED_FORMALITIES,
  plannedExam,
  SOUND_EXAMS,
  SOUND_PLANS,
  satExam,
} from './audit-scenarios.ts'
import type { Figure } from './measure.ts'

/** Exams of each kind. */
const EXAMS = 200
const PLANS = 400

/** How often exams of known worth are called a formality, after and before they are sat. */
export async function benchAudit(): Promise<Figure[]> {
  const sat = (kind: (typeof FORMALITIES | typeof SOUND_EXAMS)[number]) =>
    shareOf(EXAMS, (seed) => {
      const audit = auditResponses(satExam(kind, seed))
      return 'verdict' in audit && audit.verdict === 'formality'
    })
  const planned = (kind: (typeof PLANNED_FORMALITIES | typeof SOUND_PLANS)[number]) =>
    shareOf(PLANS, (seed) => auditPlan(plannedExam(kind, seed)).verdict === 'formality')
  return [
    ...ratesOf('formality found after', FORMALITIES, sat),
    ...ratesOf('sound exam called a formality after', SOUND_EXAMS, sat),
    ...ratesOf('formality found before', PLANNED_FORMALITIES, planned),
    ...ratesOf('sound exam called a formality before', SOUND_PLANS, planned),
  ]
}

function shareOf(count: number, isCalled: (seed: string) => boolean): number {
  let called = 0
  for (let number = 1; number <= count; number += 1) {
    if (isCalled(`reported ${number}`)) called += 1
  }
  return called / count
}

/** A rate for each kind, and over all kinds alike. */
function ratesOf<Kind extends string>(
  what: string,
  kinds: readonly Kind[],
  rateOf: (kind: Kind) => number,
): Figure[] {
  const rates = kinds.map(rateOf)
  const all = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  const figure = (name: string, value: number) => ({ name, value, unit: 'share', ratioTo: '' })
  return [
    figure(what, all),
    ...kinds.map((kind, at) => figure(`${what}: ${kind}`, rates[at] ?? Number.NaN)),
  ]
}
