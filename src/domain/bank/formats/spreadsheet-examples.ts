import type { LocalizedText } from '../../text.ts'
import { say } from '../finding.ts'
import type { Field } from './spreadsheet-columns.ts'

/** What an example puts into each field; options and prompts one by one. */
export type Example = Partial<
  Record<Exclude<Field, 'option' | 'options' | 'prompt'>, LocalizedText>
> & {
  readonly option?: readonly LocalizedText[]
  readonly prompt?: readonly LocalizedText[]
}

const plain = (text: string) => say(text, text)

/** What every example shares. */
const COMMON = {
  // A bank keeps the name in both languages, and a sheet has one column for it.
  competency: plain('Sample (示例能力)'),
  source: say('示例依据', 'Sample source'),
} as const

/** A worked example for each item type; as a bank they have nothing that a check would find. */
export const EXAMPLES: readonly Example[] = [
  {
    ...COMMON,
    id: plain('EX-1'),
    level: say('识记', 'know'),
    type: say('单选', 'single-choice'),
    stem: say('一年有几个季度？', 'How many quarters does a year have?'),
    option: ['2', '3', '4', '12'].map(plain),
    key: plain('C'),
    rationale: say('每三个月为一个季度。', 'A quarter is three months.'),
    provision: say('第一条', 'Article 1'),
    url: plain('https://example.org/rules'),
  },
  {
    ...COMMON,
    id: plain('EX-2'),
    level: say('应用', 'apply'),
    type: say('多选', 'multiple-choice'),
    stem: say('下列哪些月份有 31 天？', 'Which of these months have 31 days?'),
    option: [
      say('一月', 'January'),
      say('四月', 'April'),
      say('七月', 'July'),
      say('九月', 'September'),
    ],
    key: plain('A,C'),
    rationale: say('四月和九月各有 30 天。', 'April and September have 30 days.'),
    provision: say('第二条', 'Article 2'),
  },
  {
    ...COMMON,
    id: plain('EX-3'),
    level: say('研判', 'judge'),
    type: say('判断', 'true-false'),
    stem: say(
      '按上述通知，会议可以改到星期日。',
      'By this notice the meeting may move to a Sunday.',
    ),
    key: say('错', 'F'),
    rationale: say('通知写明只在工作日。', 'The notice says working days only.'),
    provision: say('第三条', 'Article 3'),
    'stimulus-title': say('会议通知', 'Notice of a meeting'),
    stimulus: say(
      '会议每月一次，只在工作日召开。',
      'The meeting is held once a month, on working days only.',
    ),
  },
  {
    ...COMMON,
    id: plain('EX-4'),
    level: say('应用', 'apply'),
    type: say('数值', 'numeric'),
    stem: say('两个星期共有多少天？', 'How many days do two weeks make?'),
    key: plain('14'),
    tolerance: plain('0'),
    unit: say('天', 'days'),
    rationale: say('一个星期七天。', 'A week has seven days.'),
    provision: say('第四条', 'Article 4'),
  },
  {
    ...COMMON,
    id: plain('EX-5'),
    level: say('识记', 'know'),
    type: say('填空', 'short-text'),
    stem: say('水的化学式是什么？', 'What is the chemical formula of water?'),
    key: plain('H2O|H₂O'),
    rationale: say('两个氢原子和一个氧原子。', 'Two atoms of hydrogen and one of oxygen.'),
    provision: say('第五条', 'Article 5'),
  },
  {
    ...COMMON,
    id: plain('EX-6'),
    level: say('应用', 'apply'),
    type: say('排序', 'ordering'),
    stem: say('请按办理的先后排列。', 'Put these steps of an application in order.'),
    option: [say('审核', 'Check'), say('受理', 'Accept'), say('答复', 'Answer')],
    key: plain('B,A,C'),
    rationale: say('先受理，再审核，最后答复。', 'It is accepted, then checked, then answered.'),
    provision: say('第六条', 'Article 6'),
  },
  {
    ...COMMON,
    id: plain('EX-7'),
    level: say('识记', 'know'),
    type: say('匹配', 'matching'),
    stem: say('请为每种证件选出用途。', 'Match each document with its use.'),
    prompt: [say('护照', 'Passport'), say('驾驶证', 'Driving licence')],
    option: [
      say('驾驶机动车', 'Driving a car'),
      say('出入国境', 'Crossing a border'),
      say('借阅图书', 'Borrowing books'),
    ],
    key: plain('1-B,2-A'),
    rationale: say('借阅图书用借书证。', 'Borrowing books takes a library card.'),
    provision: say('第七条', 'Article 7'),
  },
]
