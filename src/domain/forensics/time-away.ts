import { compareText, type LocalizedText } from '../text.ts'
import type { AttemptRecord, AwayInterval } from './attempt-record.ts'
import { countedAbsences } from './behavior/item-absences.ts'
import { pageLoadLines } from './behavior/page-loads.ts'
import type { Flag } from './flag.ts'
import type { Indicator } from './indicator.ts'
import { lengthOf } from './intervals.ts'

/** Seconds out of sight in one attempt from which somebody should look. */
const FLAG_AT_SECONDS = 60

/** At least the upper 95 % bound measured in test/domain/forensics/false-flag-rate.test.ts. */
const FALSE_FLAG_RATE = 0.05

const LINES = 10
const ID = 'time-away'
const NAME: LocalizedText = { 'zh-CN': '离开考试页面的时间', en: 'Time away from the exam page' }
const BASIS: LocalizedText = {
  'zh-CN':
    '以 10,000 次诚实作答的模拟测得：每次作答平均被打断一次，离开时长中位数 8 秒、对数标准差 1。实际比例取决于考场环境，应以本单位数据复核。',
  en: 'Measured on 10,000 simulated honest attempts: one interruption an attempt on average, median 8 s, SD of log seconds 1. The real share depends on where people sit; check it against your own cohorts.',
}
const INNOCENT: readonly LocalizedText[] = [
  {
    'zh-CN': '系统更新、安全软件或来电通知切换了窗口。',
    en: 'An update, security software or an incoming call took over the screen.',
  },
  {
    'zh-CN': '屏幕自动锁定，或电脑在考生思考、阅读纸质草稿时休眠。',
    en: 'The screen locked or the machine slept while the candidate was thinking.',
  },
  {
    'zh-CN': '因身体原因、突发工作或旁人打扰暂时离开。',
    en: 'The candidate had to leave for a moment: health, duty, or somebody at the door.',
  },
]

function secondsText(ms: number): string {
  return (ms / 1000).toFixed(ms < 10_000 ? 1 : 0)
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function evidenceOf(away: AwayInterval): Flag['evidence'][number] {
  const { fromMs, toMs, itemId, explanation } = away
  const length = secondsText(toMs - fromMs)
  const told = {
    'zh-CN': explanation === null ? '考生未作说明' : `考生说明：${explanation}`,
    en: explanation === null ? 'no explanation given' : `the candidate explains: ${explanation}`,
  }
  return {
    itemId,
    text: {
      'zh-CN': `开考后 ${clock(fromMs)} 起页面不可见 ${length} 秒；${told['zh-CN']}`,
      en: `page hidden for ${length} s from ${clock(fromMs)} after the start; ${told.en}`,
    },
  }
}

function byLength(left: AwayInterval, right: AwayInterval): number {
  return (
    right.toMs - right.fromMs - (left.toMs - left.fromMs) ||
    left.fromMs - right.fromMs ||
    compareText(left.itemId ?? '', right.itemId ?? '') ||
    compareText(left.explanation ?? '', right.explanation ?? '')
  )
}

function examine(record: AttemptRecord): Flag | null {
  // Screen readers, magnifiers and input methods hide pages as a matter of course.
  if (record.accommodated) return null
  const counted = countedAbsences(record.away)
  const hiddenMs = lengthOf(counted)
  if (hiddenMs < FLAG_AT_SECONDS * 1000) return null
  const explained = counted.filter(({ explanation }) => explanation !== null).length
  return {
    indicator: ID,
    family: 'behavior',
    name: NAME,
    summary: {
      'zh-CN': `考试页面共 ${counted.length} 次不可见，合计 ${secondsText(hiddenMs)} 秒，其中 ${explained} 次有考生说明。`,
      en: `The exam page was hidden ${counted.length} times, ${secondsText(hiddenMs)} s in all; ${explained} explained by the candidate.`,
    },
    statistic: hiddenMs / 1000,
    threshold: FLAG_AT_SECONDS,
    p: null,
    falseFlagRate: { value: FALSE_FLAG_RATE, basis: BASIS },
    weight: 0.5,
    evidence: [
      ...counted.toSorted(byLength).slice(0, LINES).map(evidenceOf),
      ...pageLoadLines(record.pageLoads),
    ],
    innocentExplanations: [...INNOCENT],
  }
}

export const timeAway: Indicator = {
  id: ID,
  family: 'behavior',
  name: NAME,
  source:
    'Total time in which the page was not visible (W3C Page Visibility); stretches while ' +
    'offline, asleep, on a poor network or too short to do anything are left out, and loss of ' +
    'focus alone is never counted. A stated threshold, no model.',
  examine,
}
