import type { PresentedForm, PresentedItem } from '../../../domain/assembly/presented-form.ts'
import type { LocalizedText } from '../../../domain/text.ts'
import { PRACTICE_CHART } from './practice-chart.ts'

const text = (zhCN: string, en: string): LocalizedText => ({ 'zh-CN': zhCN, en })

function options(...texts: readonly LocalizedText[]): PresentedItem['options'] {
  return texts.map((each, i) => ({ id: String(i + 1), text: each }))
}

const none = { options: [], prompts: [], unit: null, stimulusId: null }

const CHART: NonNullable<PresentedItem['pictures']>[number] = {
  mediaType: 'image/png',
  base64: PRACTICE_CHART,
  alt: text(
    '四类图书一周借出册数的柱形图：A 120，B 80，C 150，D 60。',
    'Bar chart of the books of four kinds borrowed in a week: A 120, B 80, C 150, D 60.',
  ),
}

const ITEMS: readonly Omit<PresentedItem, 'itemId' | 'position'>[] = [
  {
    ...none,
    type: 'single-choice',
    stem: text('图书馆每周几全天不开放？', 'On which day is the library closed all day?'),
    options: options(
      text('星期一', 'Monday'),
      text('星期三', 'Wednesday'),
      text('星期五', 'Friday'),
      text('星期日', 'Sunday'),
    ),
    stimulusId: 'hours',
  },
  {
    ...none,
    type: 'multiple-choice',
    stem: text('哪几天晚上七点还能借书？', 'On which days can books be borrowed at 7 p.m.?'),
    options: options(
      text('星期二', 'Tuesday'),
      text('星期四', 'Thursday'),
      text('星期六', 'Saturday'),
      text('星期一', 'Monday'),
    ),
    stimulusId: 'hours',
  },
  {
    ...none,
    type: 'true-false',
    stem: text(
      '每位读者一次最多可以借五本书。',
      'A reader may borrow at most five books at a time.',
    ),
    stimulusId: 'hours',
  },
  {
    ...none,
    type: 'numeric',
    stem: text(
      '有人借了三本书，都晚还了四天，应付多少逾期费？',
      'Somebody returned three books four days late. How much is the late fee?',
    ),
    unit: text('元', 'yuan'),
    stimulusId: 'hours',
  },
  {
    ...none,
    type: 'single-choice',
    stem: text('哪一类图书借出最多？', 'Which kind of book was borrowed most?'),
    pictures: [CHART],
    options: options(text('A', 'A'), text('B', 'B'), text('C', 'C'), text('D', 'D')),
  },
  {
    ...none,
    type: 'single-choice',
    stem: text(
      '下面的算式等于多少？\\[\\frac{1}{2} + \\frac{1}{4}\\]',
      'What is this equal to?\\[\\frac{1}{2} + \\frac{1}{4}\\]',
    ),
    options: options(
      text('\\(\\frac{2}{6}\\)', '\\(\\frac{2}{6}\\)'),
      text('\\(\\frac{3}{4}\\)', '\\(\\frac{3}{4}\\)'),
      text('\\(\\frac{1}{8}\\)', '\\(\\frac{1}{8}\\)'),
    ),
  },
  {
    ...none,
    type: 'short-text',
    stem: text(
      '一年有几个季节？请用汉字或英文写出。',
      'How many seasons are in a year? Write a word.',
    ),
  },
  {
    ...none,
    type: 'ordering',
    stem: text('请把泡茶的步骤排成先后顺序。', 'Put the steps of making tea in order.'),
    options: options(
      text('倒入热水', 'Pour in the hot water'),
      text('烧水', 'Boil the water'),
      text('饮用', 'Drink it'),
      text('放入茶叶', 'Put in the tea leaves'),
    ),
  },
  {
    ...none,
    type: 'matching',
    stem: text('请为每种工具选出它的用途。', 'Match each tool with what it is for.'),
    prompts: options(text('尺子', 'Ruler'), text('秤', 'Scales'), text('钟', 'Clock')),
    options: options(
      text('量时间', 'Measuring time'),
      text('量长度', 'Measuring length'),
      text('量温度', 'Measuring temperature'),
      text('量重量', 'Measuring weight'),
    ),
  },
]

/** One item of every type, a picture, a formula and a stimulus, about nothing that is ever examined; never sent anywhere. */
export const PRACTICE_FORM: PresentedForm = {
  items: ITEMS.map((item, i) => ({ ...item, itemId: `p${i + 1}`, position: i + 1 })),
  stimuli: [
    {
      id: 'hours',
      title: text('社区图书馆告示', 'Notice at the community library'),
      text: text(
        '开放时间：星期二至星期五 9:00–20:00，星期六、星期日 9:00–17:00，星期一闭馆。\n每位读者一次最多可借四本书，期限三十天。\n逾期归还，每本每天收费 0.50 元。',
        'Open Tuesday to Friday 9:00–20:00, Saturday and Sunday 9:00–17:00. Closed on Monday.\nA reader may borrow up to four books at a time, for thirty days.\nBooks returned late cost 0.50 yuan per book and day.',
      ),
    },
  ],
}
