import { type Static, Type } from 'typebox'
import { Finding } from '../bank/finding.ts'
import type { CohortScreening } from '../forensics/cohort/screening.ts'
import { EVIDENCE_FAMILIES } from '../forensics/flag.ts'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const Figure = Type.Union([Type.Number(), Type.Null()])

/**
 * What comparing the attempts of an exam found, without anybody's name or row: for organizers, who
 * have to know whether the exam was sound, and must not know whom auditors look at.
 */
export const ScreeningSummary = Type.Object(
  {
    attempts: Type.Integer(),
    fdr: Type.Number(),
    /** Of attempts: strong, for review, and watched only. */
    tiers: Type.Object(
      { strong: Type.Integer(), review: Type.Integer(), watch: Type.Integer() },
      closed,
    ),
    indicators: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          family: Type.Enum(EVIDENCE_FAMILIES),
          name: LocalizedText,
          source: Type.String(),
          tested: Type.Integer(),
          flagged: Type.Integer(),
          threshold: Figure,
          /** Whether p values ran small among everybody, so that the exam's own were taken. */
          corrected: Type.Boolean(),
          /** Tests in each twentieth from p = 0 to 1; equal heights in honest work. */
          histogram: Type.Array(Type.Integer()),
        },
        closed,
      ),
    ),
    pairs: Type.Union([
      Type.Object(
        {
          basis: Type.Union([Type.Literal('options'), Type.Literal('scores')]),
          tested: Type.Integer(),
          flagged: Type.Integer(),
          /** Of omega over all pairs; 0 and at most 1 in independent work. */
          mean: Figure,
          deviation: Figure,
        },
        closed,
      ),
      Type.Null(),
    ]),
    /** Groups of attempts that go together, with how many are in each. */
    clusters: Type.Array(Type.Object({ kind: Type.String(), size: Type.Integer() }, closed)),
    leaks: Type.Array(
      Type.Object(
        {
          itemId: Type.String(),
          q: Figure,
          /** Time of those who seem to know it, as a share of that of others of like speed. */
          timeFactor: Figure,
          evidence: Type.Union([LocalizedText, Type.Null()]),
        },
        closed,
      ),
    ),
    findings: Type.Array(Finding),
  },
  closed,
)
export type ScreeningSummary = Static<typeof ScreeningSummary>

/** The same with the time at which it was found. */
export const ScreeningView = Type.Object(
  { ...ScreeningSummary.properties, screenedAt: Type.String({ format: 'date-time' }) },
  closed,
)
export type ScreeningView = Static<typeof ScreeningView>

/** What a screening comes to when everything about single attempts is left out. */
export function screeningSummary(screening: CohortScreening): ScreeningSummary {
  const { attempts, fdr, indicators, pairs, clusters, itemResults, findings } = screening
  const inTier = (tier: string) => attempts.filter((attempt) => attempt.tier === tier).length
  return {
    attempts: attempts.length,
    fdr,
    tiers: { strong: inTier('strong'), review: inTier('review'), watch: inTier('watch') },
    indicators: indicators.map((indicator) => {
      const { id, family, name, source, tested, flagged, threshold, nullCheck } = indicator
      const { corrected, histogram } = nullCheck
      return {
        ...{ id, family, name, source, tested, flagged, threshold, corrected },
        histogram: [...histogram],
      }
    }),
    pairs: pairs && {
      basis: pairs.basis,
      tested: pairs.tested,
      flagged: pairs.pairs.filter((pair) => pair.flagged).length,
      mean: pairs.null?.mean ?? null,
      deviation: pairs.null?.deviation ?? null,
    },
    clusters: clusters.map(({ kind, members }) => ({ kind, size: members.length })),
    leaks: itemResults.flatMap(({ item: itemId, leak }) => {
      if (!leak?.flagged) return []
      const { q, timeFactor, evidence } = leak
      return [{ itemId, q, timeFactor, evidence }]
    }),
    findings: [...findings],
  }
}
