import type { retests as english } from '../en/retests.ts'

/** Re-tests that verify an earlier exam: planning them, and reading both sittings side by side. */
export const retests: Readonly<Record<keyof typeof english, string>> = {
  'exam.tab.retests': '复测',
  'retests.title': '复测',
  'retests.purpose':
    '复测是一场有监考的短考试，用来查看成绩能否重现。参加者既有核查人员要求重新考核的考生，也有抽签抽中的其他考生，因此被通知参加并不是对任何人的结论。',
  'retests.empty': '还没有安排复测。点击“安排复测”，可由本场考试生成草稿。',
  'retests.plan': '安排复测',
  'retests.plan.hint':
    '将生成一份草稿：试卷缩短，题库、单位和等级与本场考试相同。发布之前不会通知任何人。默认时间为可提前 {days} 天通知考生的最早一天。',
  'retests.plan.do': '生成草稿并继续',
  'retests.planned': '复测草稿已生成。',
  'retest.of': '本场为复测，所复测的考试：',
  'retest.counts':
    '通知 {called} 人，参加 {sat} 人，能与原考试比较 {compared} 人。比较至少需要十道本人没见过、参数已测定的题的作答。',
  'retest.title': '复测',
  'retest.what':
    '本场复测“{exam}”，题库和单位与该场相同。复测本身不授予任何奖励，只将两次作答放在一起比较，由核查人员作出决定。',
  'retest.supervised':
    '复测应在监考下进行：集中到考场，或使用安全考试浏览器（见下方）。否则它能说明的并不比第一次多。',
  'retest.share': '其余考生中抽签参加的比例',
  'retest.share.hint':
    '5% 至 100%。抽中的人越多，被通知参加就越不能说明什么，也越能看清两次作答之间通常有多大变化。',
  'retest.same-bank': '与所复测的考试相同，不能更改。',
  'retest.same-unit': '与所复测的考试相同，不能更改。',
  'retest.policy': '无论政策如何规定，复测本身不授予任何奖励。',
  'retest.audience':
    '不是全员参加：发布时，在所选单位参加过该场考试的考生中，“重新考核”结论有效者参加，其余由抽签确定。抽签由封存的密钥决定，任何人都不能挑选。',
  'retest.consequence': '发布后，“重新考核”结论有效的考生和抽签抽中的考生将参加复测，且不可撤销。',
  'frozen.retest': '参加者为“重新考核”结论有效的考生，以及从其余参考人员中抽签抽中的 {share}。',

  'case.tab.retest': '复测（{count}）',
  'retest.verifies': '对“{exam}”的复测。',
  'retest.compared': '比较时间：{at}。',
  'retest.sittings': '两次作答及其 95% 区间',
  'retest.sitting': '场次',
  'retest.first': '原考试',
  'retest.second': '复测',
  'retest.score': '分数',
  'retest.interval': '95% 区间',
  'retest.scores': '这两个分数只根据用于比较的题目得出，可能与两场考试各自的成绩不同。',
  'retest.higher': '原考试比复测高 {points} 分（标准误 {error}）。',
  'retest.lower': '原考试比复测低 {points} 分（标准误 {error}）。',
  'retest.level': '两次分数相同（标准误 {error}）。',
  'retest.right': '复测答对题数',
  'retest.right.of': '{right} / {items}',
  'retest.right.expected': '若两次能力相同，预期答对 {expected} 题。',
  'retest.p': 'p 值',
  'retest.p.hint': '若两次能力相同，复测只答对这么多题或更少的概率。',
  'retest.adjusted': '校正后的 p 值',
  'retest.adjusted.hint':
    '按参与比较的全部人数校正（Holm 法），以减少因比较的人多而碰巧找到某个人的可能。',
  'retest.differs':
    '即使考虑到同时比较的人数，仅凭偶然也很少出现这么大的差异。这是需要权衡的证据，不是结论。',
  'retest.fits': '两次作答的结果与能力没有变化的情形相符。但仅凭这一点也不能认定没有问题。',
  'retest.items': '计入比较的有 {items} 题。',
  'retest.left-out.seen': '另有 {seen} 题在原考试中出现过，未计入。',
  'retest.left-out.unmeasured': '另有 {unmeasured} 题难度尚未测定，未计入。',
  'retest.flags': '该考生已参加复测或缺席复测，请查看下方的“复测”。',
  'retest.luck':
    '因成绩格外好而被要求复测的人，再考时仅因偶然也往往会差一些：在模拟中，成绩最突出的 5% 里，每 100 名诚实考生有 17 人 p\u00a0<\u00a00.05，而抽签抽中的人里不到 3 人。因此，这些数字只能与其他证据一并参考，单独不能证明什么。',
  'retest.innocent': '分数较低的常见原因',
  'retest.innocent.nerves': '紧张：被通知复测本身就有压力。',
  'retest.innocent.illness': '生病或当天状态不好。',
  'retest.innocent.motive': '缺少动力：复测不授予任何奖励。',
  'retest.innocent.forgetting': '遗忘：距离当初备考已有一段时间。',
  'retest.innocent.place': '考场或电脑不熟悉。',
  'retest.gap.absent': '考生没有参加复测。',
  'retest.gap.absent.hint': '缺席本身不是证据：可能因病、出差或值班。',
  'retest.gap.too-few-items': '可计入的题目太少，无法比较两次作答。',
  'retest.gap.too-few-items.hint': '因此得不出任何结论，无论有利还是不利。',
}
