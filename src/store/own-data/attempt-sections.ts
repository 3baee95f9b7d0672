import type { KeptEntry } from '../../domain/delivery/journal.ts'
import type { Receipt } from '../../domain/delivery/views.ts'
import type { OwnSection, OwnValue } from '../../domain/settlement/own-data/own-data.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { readJournals } from '../journal/read-journal.ts'
import type { SqlTransaction } from '../sql-pool.ts'
import { readNoticesOf } from '../views/notices.ts'
import { sectionOf } from './section.ts'

/** An attempt of the person. */
export interface OwnAttempt {
  readonly id: string
  readonly exam: LocalizedText
  readonly examId: string
  /** Whether its result has been given out. */
  readonly released: boolean
}

interface AttemptRow extends OwnAttempt {
  readonly state: string
  readonly startedAt: Date
  readonly deadlineAt: Date
  readonly closedAt: Date | null
  readonly claim: number
  readonly reopened: number
  readonly pauses: readonly unknown[]
  readonly receipt: Receipt | null
}

/** The attempts of the person, within their own scope. */
export async function ownAttempts(tx: SqlTransaction, personId: string): Promise<AttemptRow[]> {
  return tx<AttemptRow[]>`
    select attempt.id, exam.blueprint -> 'title' as exam, exam.id as "examId", attempt.state,
      attempt.started_at as "startedAt", attempt.deadline_at as "deadlineAt",
      attempt.closed_at as "closedAt", attempt.claim, attempt.reopened, attempt.pauses,
      attempt.receipt, attempt.state <> 'running' and (exam.final_at is not null
        or exam.release_results = 'at-submission') as released
    from attempt join exam on exam.id = attempt.exam_id
    where attempt.candidate_id = ${personId} order by attempt.started_at, attempt.id`
}

/** Everything recorded while the person sat their exams, within their own scope. */
export async function attemptSections(
  tx: SqlTransaction,
  attempts: readonly AttemptRow[],
): Promise<OwnSection[]> {
  const ids = attempts.map(({ id }) => id)
  const journals = await readJournals(tx, ids)
  const entries = ids.flatMap((attempt) =>
    (journals.get(attempt) ?? []).map((entry) => ({ attempt, entry })),
  )
  return [
    attemptSection(attempts),
    responseSection(entries),
    behaviorSection(entries),
    await contactSection(tx, ids),
    await noticeSection(tx, ids),
  ]
}

function attemptSection(attempts: readonly AttemptRow[]): OwnSection {
  return sectionOf(
    {
      id: 'attempts',
      title: ['您的考试', 'Your attempts'],
      note: [
        '回执由本系统签名，任何人都能核对。试卷内容仍在使用，不在此列。',
        'Receipts are signed by the service; anybody can check them. The questions are still in use and are not here.',
      ],
      columns: {
        id: ['编号', 'Id'],
        exam: ['考试', 'Exam'],
        state: ['状态', 'State'],
        startedAt: ['开始', 'Started'],
        deadlineAt: ['截止', 'Deadline'],
        closedAt: ['结束', 'Closed'],
        claim: ['页面打开次数', 'Times a page opened it'],
        reopened: ['重新开放次数', 'Times it was reopened'],
        pauses: ['没有计时的时段', 'Time that did not count'],
        receipt: ['回执', 'Receipt'],
      },
    },
    attempts.map(({ pauses, receipt, ...row }) => ({
      ...row,
      pauses: pauses.length === 0 ? null : JSON.stringify(pauses),
      receipt: receipt && JSON.stringify(receipt),
    })),
  )
}

interface PlacedEntry {
  readonly attempt: string
  readonly entry: KeptEntry
}

function responseSection(entries: readonly PlacedEntry[]): OwnSection {
  return sectionOf(
    {
      id: 'responses',
      title: ['作答', 'Answers'],
      note: [
        '每一次作答和修改，按您试卷上的题号和选项编号。',
        'Every answer and change of answer, by the numbers of questions and options on your form.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        sequence: ['序号', 'Sequence'],
        question: ['题目', 'Question'],
        value: ['作答', 'Answer'],
        clientMs: ['您设备的时间（毫秒）', 'Your device’s clock (ms)'],
        receivedAt: ['服务器收到', 'Received by the server'],
        page: ['第几次打开的页面', 'From which opening of the page'],
      },
    },
    entries.flatMap(({ attempt, entry }) => {
      if (entry.kind !== 'response') return []
      const { sequence, itemId, clientMs, receivedAt, claim } = entry
      const value = plain(entry.value)
      return [{ attempt, sequence, question: itemId, value, clientMs, receivedAt, page: claim }]
    }),
  )
}

function behaviorSection(entries: readonly PlacedEntry[]): OwnSection {
  return sectionOf(
    {
      id: 'behaviour',
      title: ['考试页面的事件', 'What happened to the exam page'],
      note: [
        '例如页面被隐藏、断网、输入节奏摘要，以及您所作的说明。这些本身不说明任何问题。',
        'Such as being hidden or offline, summaries of rhythm, and what you explained. None of it says anything by itself.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        sequence: ['序号', 'Sequence'],
        event: ['事件', 'Event'],
        question: ['题目', 'Question'],
        detail: ['内容', 'Detail'],
        clientMs: ['您设备的时间（毫秒）', 'Your device’s clock (ms)'],
        receivedAt: ['服务器收到', 'Received by the server'],
        page: ['第几次打开的页面', 'From which opening of the page'],
      },
    },
    entries.flatMap(({ attempt, entry }) => {
      if (entry.kind !== 'behavior') return []
      const { sequence, itemId, clientMs, receivedAt, claim, behavior } = entry
      const detail = plain(entry.detail ?? entry.text ?? null)
      const at = { attempt, sequence, question: itemId ?? null, clientMs, receivedAt }
      return [{ ...at, event: behavior, detail, page: claim }]
    }),
  )
}

function plain(value: unknown): OwnValue {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean)
}

interface ContactRow {
  readonly attempt: string
  readonly device: string | null
  readonly address: string
  readonly network: string
  readonly client: string
  readonly firstSeenAt: Date
}

async function contactSection(tx: SqlTransaction, ids: readonly string[]): Promise<OwnSection> {
  const rows = await tx<ContactRow[]>`
    select attempt_id as attempt, device, address, network, client,
      first_seen_at as "firstSeenAt"
    from attempt_contact where attempt_id = any(${[...ids]}::uuid[])
    order by attempt_id, first_seen_at`
  return sectionOf(
    {
      id: 'contacts',
      title: ['设备与网络', 'Devices and networks'],
      note: [
        '设备标记、地址和网络只以加密摘要保存：可以比较是否相同，不能还原出地址。用来发现一人代多人考试；同一办公室或家庭共用不算证据。',
        'Device mark, address and network are kept as keyed digests: they can be compared, but no address can be read from them. They serve to find one person behind several accounts; an office or family that shares them is no evidence.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        device: ['设备摘要', 'Device (digest)'],
        address: ['地址摘要', 'Address (digest)'],
        network: ['网络摘要', 'Network (digest)'],
        client: ['浏览器类别', 'Kind of browser'],
        firstSeenAt: ['首次出现', 'First seen'],
      },
    },
    rows,
  )
}

async function noticeSection(tx: SqlTransaction, ids: readonly string[]): Promise<OwnSection> {
  const notices = await readNoticesOf(tx, ids)
  return sectionOf(
    {
      id: 'notices',
      title: ['考试中告知您的事项', 'What you were told during an exam'],
      note: [
        '延长、暂停、消息和重新开放，及其理由。',
        'Time added, pauses, messages and reopenings, with their reasons.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        kind: ['事项', 'Kind'],
        seconds: ['秒', 'Seconds'],
        text: ['内容', 'Text'],
        at: ['时间', 'At'],
      },
    },
    [...notices].flatMap(([attempt, told]) =>
      told.map(({ kind, seconds, text, at }) => ({ attempt, kind, seconds, text, at })),
    ),
  )
}
