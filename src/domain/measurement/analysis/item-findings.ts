import { type Finding, say } from '../../bank/finding.ts'
import type { ItemStatistics } from './item-statistics.ts'

/** Persons below which nothing is said of single items, and below which it is provisional. */
const FEWEST_PERSONS = 30
const FEW_PERSONS = 100

/**
 * What classical statistics say against an item: thresholds of the corrected correlation .10 and
 * .20 (Ebel & Frisbie 1991), difficulty .20 and .95. Below 30 persons nothing is said.
 */
export function itemFindings(statistics: ItemStatistics): Finding[] {
  const { item, n, p, corrected } = statistics
  const findings: Finding[] = []
  const add = (severity: Finding['severity'], code: string, [zh, en]: readonly [string, string]) =>
    findings.push({ pointer: '', item, severity, code, message: say(zh, en) })
  if (n === 0)
    add('warning', 'nobody-answered', [`${item}：没有人作答。`, `${item}: nobody answered it.`])
  if (n < FEWEST_PERSONS || p === null) return findings
  if (corrected === null) {
    add('warning', 'constant-item', [
      `${item}：所有人得分相同，区分不出任何人。`,
      `${item}: everybody has the same score, so it tells nobody apart.`,
    ])
    return findings
  }
  const discrimination = discriminationText(statistics, corrected)
  if (discrimination) add(discrimination.severity, discrimination.code, discrimination.text)
  const share = `${Math.round(100 * p)} %`
  if (p < 0.2) {
    add('note', 'too-hard', [
      `${item}：只有 ${share} 的得分率，偏难。`,
      `${item}: ${share} of the points were earned: hard.`,
    ])
  }
  if (p > 0.95) {
    add('note', 'too-easy', [
      `${item}：得分率 ${share}，几乎人人答对。`,
      `${item}: ${share} of the points were earned: nearly everyone gets it right.`,
    ])
  }
  return findings
}

function discriminationText({ item, n, correctedInterval }: ItemStatistics, r: number) {
  if (r >= 0.2) return null
  const [low, high] = correctedInterval ?? [r, r]
  const isWide = n < FEW_PERSONS
  const zhDoubt = isWide
    ? `（只有 ${n} 人，可能在 ${shown(low)} 到 ${shown(high)} 之间，请勿仅凭此删题）`
    : ''
  const enDoubt = isWide
    ? ` (only ${n} persons: it may lie between ${shown(low)} and ${shown(high)}; don't drop it for that alone)`
    : ''
  if (r < 0) {
    return {
      severity: 'error' as const,
      code: 'negative-discrimination',
      text: [
        `${item}：高分者反而更容易答错（相关 ${shown(r)}）；请核对答案和题干${zhDoubt}。`,
        `${item}: stronger candidates get it wrong more often (correlation ${shown(r)}): check key and wording${enDoubt}.`,
      ] as const,
    }
  }
  if (r < 0.1) {
    return {
      severity: 'warning' as const,
      code: 'no-discrimination',
      text: [
        `${item}：几乎区分不出高低（相关 ${shown(r)}）；请修改或撤下${zhDoubt}。`,
        `${item}: it hardly tells strong from weak (correlation ${shown(r)}): mend it or take it out${enDoubt}.`,
      ] as const,
    }
  }
  return {
    severity: 'note' as const,
    code: 'weak-discrimination',
    text: [
      `${item}：区分能力较弱（相关 ${shown(r)}）${zhDoubt}。`,
      `${item}: it tells strong from weak only a little (correlation ${shown(r)})${enDoubt}.`,
    ] as const,
  }
}

function shown(value: number): string {
  return value.toFixed(2).replace('-', '−')
}
