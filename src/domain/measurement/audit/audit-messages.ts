import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import type { AuditCode } from './audit.ts'

type Interval = { readonly low: number; readonly high: number } | undefined
type Teller = (value: number, interval: Interval) => LocalizedText

const two = (value: number) => value.toFixed(2)
const percent = (value: number) => `${Math.round(100 * value)} %`

/** A share as a whole percentage where that does not round to all or nothing. */
function share(value: number): string {
  const isNear = value > 0.005 && value < 0.995
  return isNear || value === 0 || value === 1 ? percent(value) : `${(100 * value).toFixed(1)} %`
}

const TELLERS: Readonly<Record<AuditCode, Teller>> = {
  'standard-error-at-cut': (value) =>
    say(
      `合格线处的标准误为 ${two(value)}。`,
      `The standard error at the cut score is ${two(value)}.`,
    ),
  accuracy: (value) =>
    say(
      `约 ${share(value)} 的人会被判到正确的一边。`,
      `About ${share(value)} of candidates end on the right side of the cut.`,
    ),
  consistency: (value) =>
    say(
      `换一份等值试卷，约 ${share(value)} 的人会得到同样的结论。`,
      `About ${share(value)} would get the same decision on another form like it.`,
    ),
  reliability: (value, interval) =>
    interval
      ? say(
          `信度为 ${two(value)}（95 % 区间 ${two(interval.low)} 至 ${two(interval.high)}）。`,
          `Reliability is ${two(value)} (95 % interval ${two(interval.low)} to ${two(interval.high)}).`,
        )
      : say(`预计信度为 ${two(value)}。`, `The expected reliability is ${two(value)}.`),
  discrimination: (value) =>
    say(
      `${share(value)} 的题目能区分水平高低。`,
      `${share(value)} of the items tell abler candidates from weaker ones.`,
    ),
  'ceiling-persons': (value) =>
    say(
      `${share(value)} 的人答对 95 % 以上的题目。`,
      `${share(value)} of candidates get at least 95 % of the items right.`,
    ),
  'ceiling-items': (value) =>
    say(
      `${share(value)} 的题目几乎人人答对。`,
      `${share(value)} of the items are answered right by nearly everyone.`,
    ),
  'pass-share': (value) =>
    say(
      `${share(value)} 的人落在合格线的同一边。`,
      `${share(value)} of candidates end on the same side of the cut.`,
    ),
  chance: (value) =>
    say(
      `分数的差异是靠掷硬币作答时的 ${two(value)} 倍。`,
      `Scores vary ${two(value)} times as much as if everybody had thrown coins.`,
    ),
  'reading-time': (value) =>
    say(
      `一般人的答题用时是只读题目所需时间的 ${two(value)} 倍。`,
      `The typical candidate took ${two(value)} times as long as reading alone takes.`,
    ),
  'finished-early': (value) =>
    say(
      `${share(value)} 的人用不到四分之一时限就交卷并合格。`,
      `${share(value)} passed in less than a quarter of the time limit.`,
    ),
  'look-up': (value) =>
    say(
      `用时长的作答，答对的优势是用时短的 ${two(value)} 倍。`,
      `The odds of a right answer are ${two(value)} times as high where it took long.`,
    ),
  'times-unrelated': (value) =>
    say(
      `题目难度和长短只解释 ${share(value)} 的用时差异。`,
      `How hard and how long the items are explains ${share(value)} of their times.`,
    ),
  overlap: (value) =>
    say(
      `任意两人有 ${share(value)} 的题目相同。`,
      `Any two candidates have ${share(value)} of their items in common.`,
    ),
  'repeated-items': (value) =>
    say(
      `${share(value)} 的题目在以前的考试中用过。`,
      `${share(value)} of the items were used in earlier exams.`,
    ),
  coverage: (value) =>
    say(
      `题库能提供蓝图所要题目的 ${share(value)}。`,
      `The bank has ${share(value)} of the items the blueprint asks for.`,
    ),
  'job-relevance': (value) =>
    say(`${share(value)} 的题目与岗位有关。`, `${share(value)} of the items matter to the post.`),
}

/** Why nothing is said of repeated items. */
export const EARLIER_UNKNOWN: LocalizedText = say(
  '不知道以前的考试用过哪些题。',
  'Nothing is known of earlier exams.',
)

/** A figure in a plain sentence. */
export function messageOf(code: AuditCode, value: number, interval: Interval): LocalizedText {
  return TELLERS[code](value, interval)
}
