import type { retest as english } from '../en/retest.ts'

/** Re-tests: before one, and beside the attempt that it verifies. */
export const retest: Readonly<Record<keyof typeof english, string>> = {
  'retest.title': '复测',
  'retest.before':
    '这是对“{exam}”的简短复测。部分参加者由抽签确定，因此被通知参加并不是对您的任何结论。仅凭复测不会授予或取消任何奖励。',
  'retest.of-this': '您被通知参加本场考试的复测：“{exam}”。',
  'retest.is-one': '这是对“{exam}”的复测。',
  'retest.see-first': '查看该场考试的成绩',
  'retest.see-second': '查看复测成绩',
  'retest.first': '原考试',
  'retest.second': '复测',
  'retest.line': '{score}（95% 区间 {low} 至 {high}）',
  'retest.scores': '这两个分数只根据用于比较的题目得出，可能与两场考试各自的成绩不同。',
  'retest.higher': '原考试比复测高 {points} 分（标准误 {error}）。',
  'retest.lower': '原考试比复测低 {points} 分（标准误 {error}）。',
  'retest.level': '两次分数相同（标准误 {error}）。',
  'retest.fits': '两次作答的结果与能力没有变化的情形相符。',
  'retest.differs': '即使考虑到同时比较的人数，仅凭偶然也很少出现这么大的差异。',
  'retest.right':
    '计入比较的 {items} 题中，您答对 {right} 题；若两次能力相同，预期答对 {expected} 题。',
  'retest.p':
    '若两次能力相同，只答对这么多题或更少的概率为 {p}；按参与比较的全部人数校正后为 {adjusted}。',
  'retest.seen': '有 {seen} 题您在原考试中见过，未计入。',
  'retest.unmeasured': '有 {unmeasured} 题难度尚未测定，未计入。',
  'retest.luck':
    '因成绩格外好而被要求复测的人，再考时仅因偶然也往往会差一些：在模拟中，成绩最突出的 5% 里，每 100 名诚实考生有 17 人的上述概率（未校正）低于 0.05。因此，这些数字只能与其他证据一并参考，单独不能证明什么。',
  'retest.means':
    '分数较低有许多常见原因：紧张、生病、缺少动力、遗忘、考场或电脑不熟悉。比较结果本身不产生任何后果。如果复测是核查人员要求的，或两次差异明显，将由核查人员对照两次作答后作出决定；届时您可以在“{exam}”的成绩页面上向他们说明情况。',
  'retest.gap.absent':
    '您没有参加复测。缺席本身不能说明任何问题。如果因故未能参加，请告知考试组织者。',
  'retest.gap.too-few-items': '可计入的题目太少，无法比较两次作答，因此得不出任何结论。',
  'review.retest':
    '核查人员正在对照查看您的原考试和复测。两者都是证据，不是结论：作出决定的人不知道您的姓名，他们会阅读您在下方的说明。',
  'result.needs-retest':
    '核查人员正在对照查看您的原考试和复测。请查看他们看到的内容，并说明您了解的情况。',
}
