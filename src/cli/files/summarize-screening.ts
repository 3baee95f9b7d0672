import type { CohortScreening } from '../../domain/forensics/cohort/screening.ts'
import type { Tier } from '../../domain/forensics/fusion/fuse-tests.ts'
import type { JudgedRetest } from '../../domain/forensics/score-gain/judge-retests.ts'
import { CASE_OPENS_AT } from '../../domain/forensics/weigh.ts'
import type { Language } from '../../domain/text.ts'

const READING = {
  en: 'A flag is work statistically inconsistent with independent work, for a person to look at; it is no finding.',
  'zh-CN': '标记表示作答在统计上与独立作答不一致，供人工查看，并非结论。',
}

/** How many attempts came into each tier. */
export function countTiers({ attempts }: CohortScreening): Readonly<Record<Tier, number>> {
  const count = (tier: Tier) => attempts.filter((one) => one.tier === tier).length
  return { strong: count('strong'), review: count('review'), watch: count('watch') }
}

/**
 * How many would come into each tier if everybody had worked alone: strong and review are events of
 * a whole exam (chance of even one, under the false discovery rate), watch is a share of persons.
 */
export function expectedByChance({ attempts, fdr }: CohortScreening) {
  const tested = attempts.filter(({ p }) => p !== null).length
  const called = attempts.filter(({ tier }) => tier === 'strong' || tier === 'review').length
  return {
    chanceOfAnyStrong: 0.05,
    chanceOfAnyReview: fdr,
    /** At most so many of those called may be honest. */
    falseAmongCalled: fdr * called,
    watch: 0.01 * tested,
  }
}

/** Who sat again, of whom that told something, and who was flagged. */
export function countRetests(retests: readonly JudgedRetest[]) {
  return {
    retested: retests.length,
    tested: retests.filter(({ comparison }) => comparison !== null).length,
    flagged: retests.filter(({ flagged }) => flagged).length,
    /** Chance of even one flag if all were as able in the re-test. */
    chanceOfAnyFlag: 0.05,
  }
}

/** What a screening comes to, for other programs. */
export function summarizeScreening(screening: CohortScreening, language: Language) {
  const { persons, items, fdr, model, indicators, attempts, pairs, clusters } = screening
  const named = attempts.filter(({ tier }) => tier === 'strong' || tier === 'review')
  return {
    persons: persons.length,
    items: items.length,
    fdr,
    model,
    tiers: countTiers(screening),
    expectedByChance: expectedByChance(screening),
    casesAtWeight: CASE_OPENS_AT,
    cases: attempts.filter(({ weight }) => weight >= CASE_OPENS_AT).length,
    flagged: Object.fromEntries(indicators.map(({ id, flagged }) => [id, flagged])),
    indicators: indicators.map(({ id, family, tested, flagged, threshold, nullCheck }) => ({
      ...{ id, family, tested, flagged, threshold },
      null: nullCheck,
    })),
    attempts: named.map(({ person, tier, weight, p, holm, q, flags, shares }) => ({
      person: persons[person],
      ...{ tier, weight, p, holm, q },
      indicators: flags.map(({ indicator, family }, at) => ({
        ...{ indicator, family, share: shares[at] },
      })),
    })),
    pairs: pairs && {
      basis: pairs.basis,
      tested: pairs.tested,
      flagged: pairs.pairs.filter(({ flagged }) => flagged).length,
      flaggedByHolm: pairs.pairs.filter(({ holm }) => holm < 0.05).length,
      omega: pairs.null,
      corrected: pairs.corrected,
    },
    clusters: clusters.map(({ kind, members }) => ({ kind, size: members.length })),
    leakedItems: screening.itemResults.flatMap(({ item, leak }) => (leak?.flagged ? [item] : [])),
    groups: screening.groups
      .filter(({ flagged }) => flagged)
      .map(({ grouping, group }) => ({ grouping, group })),
    findings: screening.findings.map(({ severity, code, message }) => ({
      ...{ severity, code },
      message: message[language],
    })),
    reading: READING[language],
  }
}
