import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import type { BulletinMark, MarkKind } from './views.ts'

/** Numbers a mark is told with; each kind has its own of them. */
export interface MarkFigures {
  readonly count: number
  readonly hits?: number
  readonly others?: number
  readonly share?: number
  readonly difference?: number
  readonly standardError?: number
}

/** A mark in words: what was seen, and what else it may come from. */
export function wordMark(kind: MarkKind, p: number, figures: MarkFigures): BulletinMark {
  return { kind, p, sentence: SENTENCES[kind](figures), explanations: [...EXPLANATIONS[kind]] }
}

const percent = (share: number | undefined) => `${Math.round(100 * (share ?? 0))}%`

const SENTENCES: Readonly<Record<MarkKind, (figures: MarkFigures) => LocalizedText>> = {
  jump: ({ count, difference = 0, standardError = 0 }) => {
    const size = `${Math.abs(difference).toFixed(2)} ± ${(1.96 * standardError).toFixed(2)}`
    return difference > 0
      ? say(
          `两次都参加的 ${count} 人，比其他单位的人多进步 ${size} 个标准差。`,
          `The ${count} persons who sat both times gained ${size} standard deviations more than ` +
            'those of other units.',
        )
      : say(
          `两次都参加的 ${count} 人，比其他单位的人多退步 ${size} 个标准差。`,
          `The ${count} persons who sat both times lost ${size} standard deviations more than ` +
            'those of other units.',
        )
  },
  'late-starts': ({ count, hits, others }) =>
    say(
      `${count} 人中有 ${hits} 人在考试时段的最后十分之一才开始，其他单位为 ${percent(others)}。`,
      `${hits} of ${count} began in the last tenth of the window, against ${percent(others)} elsewhere.`,
    ),
  'above-the-cut': ({ count, hits }) =>
    say(
      `及格线附近的 ${count} 个成绩中，有 ${hits} 个刚好在线上，多于按平滑分布和其他单位应有的数目。`,
      `Of ${count} results near the cut ${hits} lie just above it, more than a smooth distribution ` +
        'and the other units would give.',
    ),
  'missing-weak': ({ count, share }) =>
    say(
      `有以往成绩的人中 ${count} 人没有参加（含免考）；任取其一，以往成绩低于某一参加者的可能性为 ${percent(share)}。`,
      `${count} persons with an earlier result did not sit (exempted ones included); one of them ` +
        `had a lower result than one who sat with a chance of ${percent(share)}.`,
    ),
  'missing-ranks': ({ count, share = 0.5 }) =>
    share > 0.5
      ? say(
          `没有参加（含免考）的 ${count} 人，职级明显低于参加者。`,
          `The ${count} who did not sit (exempted ones included) hold clearly lower ranks than those who did.`,
        )
      : say(
          `没有参加（含免考）的 ${count} 人，职级明显高于参加者。`,
          `The ${count} who did not sit (exempted ones included) hold clearly higher ranks than those who did.`,
        ),
}

const EXPLANATIONS: Readonly<Record<MarkKind, readonly LocalizedText[]>> = {
  jump: [
    say('单位组织了针对性的培训。', 'The unit trained for just this.'),
    say('上一次考试时条件不好。', 'Conditions were bad the time before.'),
    say('工作内容变了。', 'The work there changed.'),
  ],
  'late-starts': [
    say('单位统一安排在最后几天考试。', 'The unit had appointed the last days for everybody.'),
    say(
      '此前有应急任务、会议或网络故障。',
      'An emergency, meetings or a network fault came before.',
    ),
  ],
  'above-the-cut': [
    say('培训内容恰好针对及格要求。', 'Training aimed at just what passing takes.'),
    say(
      '该单位人员水平集中在及格线附近。',
      'The abilities of this unit happen to lie around the cut.',
    ),
  ],
  'missing-weak': [
    say('没有参加的多为新进或临近退休人员。', 'Those missing are mostly new or near retirement.'),
    say('生病、产假或借调。', 'Illness, parental leave or secondment.'),
  ],
  'missing-ranks': [
    say('某一职级的人同期有任务或会议。', 'One rank had an assignment or a meeting at the time.'),
    say('某些职级不在要求范围之内。', 'The exam was not meant for some ranks.'),
  ],
}
