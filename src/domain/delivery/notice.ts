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
    'zh-CN': '考试页面被隐藏、失去焦点、退出全屏、改变窗口大小、断网、停顿、打开或重新加载的时刻',
    en: 'When the exam page was hidden, lost focus, left full screen, changed its size, went offline, stood still, or was opened or reloaded',
  },
  {
    'zh-CN': '考试页面在哪个浏览器的哪个标签页中打开：由浏览器自报，用只属于本次考试的随机标记区分',
    en: 'Which tab of which browser the exam page was opened in, as the browser tells it, by random marks made for this exam alone',
  },
  {
    'zh-CN': '电脑是否连接多个屏幕（仅当浏览器告知时），以及电脑时钟是否被大幅调整',
    en: 'Whether the desktop spans several screens, where the browser tells, and whether the clock of the computer was moved far',
  },
  {
    'zh-CN': '在考试页面内复制、剪切、粘贴、打印、打开右键菜单的动作（不记录内容）',
    en: 'That something was copied, cut, pasted or printed on the exam page, or a context menu opened (never any content)',
  },
  {
    'zh-CN':
      '每两分钟一次的输入节奏摘要：按键长短与间隔的中位数，鼠标移动的快慢与曲直（不记录按了哪个键、写了什么、点了哪里；获准使用辅助技术者不记录）',
    en: 'A summary every two minutes of the rhythm of typing and pointing: medians of how long keys are held and how far apart they are struck, how fast and straight the mouse moves (never which keys, what was written or where was clicked; not where assistive technology is approved)',
  },
  {
    'zh-CN':
      '使用的设备、网络地址和登录：浏览器保存一个随机设备标记（保存一年，各次考试通用），服务器只保存加密摘要，看不到地址本身；用来发现一人代多人考试，同一办公室或家庭共用设备不算证据',
    en: 'Which device, network address and login you used: a random mark of the browser, kept for a year and the same in every exam, of which the server keeps keyed digests only, never the address itself; to find one person behind several accounts, for which an office or family that shares a device is no evidence',
  },
  {
    'zh-CN':
      '考试结束后，作答和用时会与同场其他考生比较，以发现雷同和异常；比较的结果只是线索，由人判断',
    en: 'After the exam, answers and times are compared with those of the other candidates, to find work too much alike or out of the ordinary; what is found is a lead for people to judge',
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
    'zh-CN':
      '考试组织者只能看到成绩、作答进度，以及全场比较中有多少份作答需要查看（不含姓名）；考试进行中还能看到各单位有多少人正在作答、离开页面或失去联系，以及长时间没有动静者的姓名，以便及时帮助；看不到行为记录',
    en: 'The organizer sees results, progress and how many attempts of the exam call for a look (never whose); while the exam is open also how many in each unit are working, away from the page or out of contact, and who has been silent for long, to help in time; never the record of behaviour',
  },
]

export const KEPT_UNTIL: LocalizedText = {
  'zh-CN': '保存到本次考试的复核与申诉期结束之后，由所在机关按档案规定处理',
  en: 'Kept until reviews and appeals about this exam have ended, then as your organization’s records schedule says',
}
