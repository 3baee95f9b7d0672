import type { screening as english } from '../en/screening.ts'

/** What comparing all attempts of an exam found: figures for organizers, without names. */
export const screening: Readonly<Record<keyof typeof english, string>> = {
  'exam.tab.screening': '比对',
  'screening.lead':
    '全场答卷两两比对、逐份检验的结果。疑点表示作答在统计上与独立作答不一致，需要由人查看，并附有无辜的解释；疑点不作任何决定。具体是谁只有核查人员可见，因此这里不列姓名。',
  'screening.pending.open':
    '每份答卷都要与全场对照，因此在 {closesAt} 考试开放时间截止后才开始比对。',
  'screening.pending.none': '无人参加本场考试，没有可以比对的答卷。',
  'screening.pending.soon': '考试开放时间已截止。几分钟内自动开始比对，无需任何操作。',
  'screening.pending.going': '正在比对：已完成 {share} 的答卷对。完成后本页自动显示结果。',
  'screening.pending.never': '本场考试定稿时未作比对，因此没有结果可显示。',
  'screening.heading': '比对结果',
  'screening.at': '比对时间：{time}',
  'screening.nothing':
    '比对 {count} 份答卷，没有发现需要查看之处。这并不证明人人独立作答：人数少或个别情况往往不留痕迹。单份答卷自身的疑点（如离开页面）另行检查。',
  'screening.called': '{all} 份答卷中有 {count} 份需要查看。具体是哪些，由核查人员查看。',
  'screening.attempts': '参与比对的答卷',
  'screening.tier.strong': '强',
  'screening.tier.strong.hint':
    '有两类证据相互印证。若人人独立作答，只有不超过 {share} 的考试会出现哪怕一份。',
  'screening.tier.review': '复核',
  'screening.tier.review.hint':
    '“强”与“复核”中，预计至多约 {share} 实属无辜：{called} 份中约 {count} 份。',
  'screening.tier.review.none': '若人人独立作答，只有不超过 {share} 的考试会出现哪怕一份。',
  'screening.tier.watch': '留意',
  'screening.tier.watch.hint':
    '证据太弱，不需查看。仅凭偶然，至多约 {share} 的答卷（{count} 份）会落在这里。',
  'screening.pairs': '答卷两两比对',
  'screening.pairs.none': '无法两两比对，原因见“请注意”。',
  'screening.pairs.options':
    '{all} 对答卷中有 {tested} 对可按所选选项比对，其中 {flagged} 对的相同之处超出偶然。',
  'screening.pairs.scores':
    '{all} 对答卷中有 {tested} 对可比对（仅按对错），其中 {flagged} 对的相同之处超出偶然。',
  'screening.pairs.few': '可比对的太少，无从得知考生之间总体上有多相像。',
  'screening.pairs.omega': '全部答卷对的相似程度（ω）：平均 {mean}，标准差 {deviation}。',
  'screening.pairs.omega.hint':
    '独立作答时平均值接近 0，标准差约不超过 1。若偏大，说明考生之间本来就比模型所说的更相像，比对会相应更谨慎。',
  'screening.clusters': '彼此关联的答卷组',
  'screening.clusters.none': '没有答卷之间的关联超出偶然。',
  'screening.cluster.pair': '成对',
  'screening.cluster.ring': '互相相似的一组',
  'screening.cluster.leaked-key': '似乎依照同一份答案的一组',
  'screening.clusters.row': '{name}：{count} 组，人数为 {sizes}',
  'screening.clusters.pairs': '{name}：{count} 对',
  'screening.clusters.hint': '座位相邻、同一位老师或同一份笔记，也会使答卷相像。',
  'screening.leaks': '可能事先已知的试题',
  'screening.leaks.none': '在可以检验的范围内（见“请注意”），没有试题显得异常。',
  'screening.leaks.hint':
    '部分考生在这些题上的表现好于其能力所能解释的程度。请核实这些题是否曾在培训、资料或往年考试中出现。',
  'screening.leaks.faster': '这些考生的用时约为同等速度者的 {share}。',
  'screening.leaks.not-faster': '这些考生并不比同等速度者更快。',
  'screening.leaks.no-times': '用时对此说明不了什么。',
  'screening.leaks.q': '列入时的错误发现率：{q}',
  'screening.indicators': '各项指标',
  'screening.indicators.hint':
    '每项指标查看一类痕迹。若人人独立作答，p 值应均匀分布：各柱等高，小于 .05 的占 5%。“投入”与“作答模式”只作佐证，单凭它们不会使任何答卷需要查看。',
  'screening.indicator': '指标',
  'screening.family': '证据类别',
  'screening.tested': '已检验',
  'screening.flagged': '有疑点',
  'screening.p': 'p 值分布',
  'screening.p.small': 'p < .05：{share}',
  'screening.p.bars':
    'p 从 0 到 1 每二十分之一内的份数：{counts}。共 {tested} 份，其中 {share} 小于 .05；偶然情况下为 5%。',
  'screening.p.none': '无 p 值',
  'screening.untested': '未检验',
  'screening.corrected': '以本场分布为准',
  'screening.corrected.hint':
    '“以本场分布为准”：全体的 p 值普遍偏小，因此每份答卷改以本场自身的分布判断：疑点只会减少，不会增加。',
  'screening.source': '方法与出处',
  'screening.findings': '请注意',
  'screening.findings.more': '另有 {count} 条说明，多为未能检验之处',
}
