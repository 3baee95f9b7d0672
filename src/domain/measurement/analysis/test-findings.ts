import { type Finding, say } from '../../bank/finding.ts'
import type { TestStatistics } from './test-statistics.ts'

/** What the whole test's figures mean, in words. */
export function testFindings(statistics: TestStatistics): Finding[] {
  const findings = [reliabilityFinding(statistics), basisFinding(statistics)]
  return findings.filter((finding) => finding !== null)
}

/** Alpha from .90 for high stakes, .80 for certification, .70 for low stakes (Nunnally 1978). */
function reliabilityFinding({ alpha, alphaInterval, sem, persons }: TestStatistics): Finding {
  if (alpha === null) {
    return finding('warning', 'no-reliability', [
      '信度无法计算：题目或人数太少，或得分没有差别。',
      'Reliability can’t be told: too few items or persons, or no spread of scores.',
    ])
  }
  const [low = alpha, high = alpha] = alphaInterval ?? []
  const range = `${low.toFixed(2)} – ${high.toFixed(2)}`
  const [severity, zh, en] = gradeOf(alpha)
  return finding(severity, 'reliability', [
    `信度 ${alpha.toFixed(2)}（${persons} 人，95% 区间 ${range}）：${zh}。单次得分的标准误为 ${(sem ?? 0).toFixed(1)} 分。`,
    `Reliability ${alpha.toFixed(2)} (${persons} persons, 95 % interval ${range}): ${en}. A single score has a standard error of ${(sem ?? 0).toFixed(1)} points.`,
  ])
}

function gradeOf(alpha: number): readonly [Finding['severity'], string, string] {
  if (alpha >= 0.9)
    return ['note', '足以对个人作重大决定', 'enough for weighty decisions about persons']
  if (alpha >= 0.8) return ['note', '足以用于资格认定', 'enough for certification']
  if (alpha >= 0.7)
    return ['warning', '只够用于影响不大的决定', 'enough only where little depends on it']
  return ['error', '不足以对个人作任何决定', 'not enough for any decision about a person']
}

function basisFinding({ basis, length, items }: TestStatistics): Finding | null {
  if (basis === 'complete') return null
  if (basis === 'pairwise') {
    return finding('note', 'pairwise', [
      '有少量作答缺失；统计量只用已有的作答，题目之间的关系用两题都作答的人计算。',
      'Some responses are missing: figures use those there are, and relations between items the persons who answered both.',
    ])
  }
  return finding('note', 'own-forms', [
    `每人只作答了 ${items} 题中的约 ${length.toFixed(0)} 题；信度按这样长的一份试卷推算，λ2 和 ω 不适用。`,
    `Each person answered about ${length.toFixed(0)} of ${items} items: reliability is for a form of that length; lambda 2 and omega don’t apply.`,
  ])
}

function finding(
  severity: Finding['severity'],
  code: string,
  [zh, en]: readonly [string, string],
): Finding {
  return { pointer: '', item: null, severity, code, message: say(zh, en) }
}
