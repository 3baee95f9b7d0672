import type { LocalizedText } from '../text.ts'

/** What an attempt records, as candidates read it before they start. */
export const RECORDED: readonly LocalizedText[] = [
  {
    'zh-CN': '您的每一次作答和修改，以及服务器收到的时间',
    en: 'Every answer and change of answer, with the time the server received it',
  },
  {
    'zh-CN': '每道题的显示时间',
    en: 'How long each question was in view',
  },
  {
    'zh-CN': '考试页面使用的语言（只用来检查题目对不同语言的考生是否公平）',
    en: 'Which language the exam page was in (only to check that questions are fair in both)',
  },
  {
    'zh-CN': '考试页面被隐藏、失去焦点、退出全屏、断网、重新加载的时刻',
    en: 'When the exam page was hidden, lost focus, left full screen, went offline or was reloaded',
  },
  {
    'zh-CN': '在考试页面内复制、粘贴、打印的动作（不记录内容）',
    en: 'That something was copied, pasted or printed on the exam page (never its content)',
  },
  {
    'zh-CN': '您对上述情况所作的说明',
    en: 'Whatever you choose to explain about any of these',
  },
]

/** Who gets to see it. */
export const SEEN_BY: readonly LocalizedText[] = [
  { 'zh-CN': '您本人', en: 'You' },
  {
    'zh-CN': '两名以上与您所在单位无上下级关系的核查人员（看不到姓名；每次查看都有记录）',
    en: 'Auditors from outside your line of superiors, who do not see your name; every look is logged',
  },
  {
    'zh-CN': '考试组织者只能看到成绩和作答进度，看不到行为记录',
    en: 'The organizer sees results and progress, never the record of behaviour',
  },
]

export const KEPT_UNTIL: LocalizedText = {
  'zh-CN': '保存到本次考试的复核与申诉期结束之后，由所在机关按档案规定处理',
  en: 'Kept until reviews and appeals about this exam have ended, then as your organization’s records schedule says',
}
