import { FINDINGS, type Finding } from '../../review/decision.ts'
import type { Agreement } from '../../review/statistics-views.ts'
import { fleissKappa } from './fleiss-kappa.ts'
import { shareOf } from './share-of.ts'

/**
 * How far the first two decisions about each case agree: these two were taken independently, a
 * third one only where they differ. Auditors are interchangeable, since it is chance who decides
 * first, so kappa is that of Fleiss.
 */
export function agreementOf(pairs: readonly (readonly [Finding, Finding])[]): Agreement {
  const counts = pairs.map((pair) => {
    return FINDINGS.map((finding) => pair.filter((one) => one === finding).length)
  })
  const agreed = pairs.filter(([first, second]) => first === second).length
  return {
    cases: pairs.length,
    agreed: shareOf(agreed, pairs.length),
    kappa: fleissKappa(counts),
  }
}
