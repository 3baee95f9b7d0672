import { type Finding, say } from '../../bank/finding.ts'
import type { JudgedPairs, PairNull } from '../fusion/judge-pairs.ts'
import type { JudgedIndicator } from '../fusion/judge-tests.ts'

/** Where p values were not what they should be among persons nobody suspects. */
export function nullFindings(
  indicators: readonly JudgedIndicator[],
  given: {
    readonly pairs: { readonly null: PairNull | null } | null
    readonly judged: JudgedPairs | null
  },
): Finding[] {
  const own = indicators.flatMap(({ run, unsound, nullCheck: { corrected, center, scale } }) => {
    const lost = unsound > 0 ? [unsoundTests(run, unsound)] : []
    if (!corrected) return lost
    const [at, spread] = [(center ?? 0).toFixed(2), (scale ?? 0).toFixed(2)]
    return [
      ...lost,
      warning(
        'p-values-corrected',
        say(
          `“${run.indicator.name['zh-CN']}”的 p 值在本场考试中普遍偏小（中心 ${at}，离散 ${spread}；应为 0 与 1），已改用本场的经验分布。`,
          `P values of “${run.indicator.name.en}” are too small in this exam (center ${at}, scale ${spread}; 0 and 1 are expected); the exam's own distribution was taken.`,
        ),
      ),
    ]
  })
  const omega = given.pairs?.null
  if (!given.judged?.corrected || !omega) return own
  const [mean, deviation] = [omega.mean.toFixed(2), omega.deviation.toFixed(2)]
  return [
    ...own,
    warning(
      'pair-null-off',
      say(
        `各对考生的 ω 均值 ${mean}、标准差 ${deviation}（应接近 0 与 1）：模型不完全适合本场作答，各对的 p 值已据此放大。`,
        `Omega of all pairs has mean ${mean} and SD ${deviation} (0 and 1 are expected): the model does not quite fit these answers, and p of pairs were made greater accordingly.`,
      ),
    ),
  ]
}

function unsoundTests({ indicator }: JudgedIndicator['run'], count: number): Finding {
  return warning(
    'tests-unsound',
    say(
      `“${indicator.name['zh-CN']}”有 ${count} 人算不出可用的结果，按未检验处理；这是程序缺陷，请报告。`,
      `“${indicator.name.en}” gave no usable figure for ${count} ${count === 1 ? 'person' : 'persons'}, who count as not tested; this is a fault of the program, please report it.`,
    ),
  )
}

function warning(code: string, message: Finding['message']): Finding {
  return { pointer: '', item: null, severity: 'warning', code, message }
}
