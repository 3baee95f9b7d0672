import { nameOfAward } from '../../domain/policy/award-names.ts'
import type { Award } from '../../domain/policy/policy.ts'
import type { OwnSection } from '../../domain/settlement/own-data/own-data.ts'
import type { LocalizedText } from '../../domain/text.ts'
import type { SqlTransaction } from '../sql-pool.ts'
import { sectionOf } from './section.ts'

/** What a person was awarded, and what was asked of them, within their own scope. */
export async function awardSections(tx: SqlTransaction, personId: string): Promise<OwnSection[]> {
  return [
    await awardSection(tx, personId),
    await creditSection(tx, personId),
    await certificateSection(tx, personId),
    await taskSection(tx, personId),
  ]
}

interface AwardRow {
  readonly attempt: string | null
  readonly title: LocalizedText | null
  readonly award: Award
  readonly state: string
  readonly number: number
  readonly validUntil: Date | null
  readonly at: Date
}

async function awardSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<AwardRow[]>`
    select attempt_id as attempt, title, award, state, settlement_number as number,
      valid_until as "validUntil", awarded_at as at
    from award where person_id = ${personId} order by awarded_at, origin, number, position`
  return sectionOf(
    {
      id: 'awards',
      title: ['奖励', 'Awards'],
      note: [
        '每次结算后的状态各一行，最后一行有效。',
        'One line for the state after each settlement; the last one is valid.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        title: ['来自', 'From'],
        award: ['奖励', 'Award'],
        state: ['状态', 'State'],
        number: ['第几次结算', 'Settlement'],
        validUntil: ['有效期至', 'Valid until'],
        at: ['时间', 'At'],
      },
    },
    rows.map(({ award, ...row }) => ({ ...row, award: nameOfAward(award) })),
  )
}

interface CreditRow {
  readonly attempt: string | null
  readonly title: LocalizedText
  readonly kind: string
  readonly source: string
  readonly amount: number
  readonly sequence: number
  readonly counters: number | null
  readonly earnedAt: Date
  readonly expiresAt: Date
  readonly at: Date
}

async function creditSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<CreditRow[]>`
    select attempt_id as attempt, title, kind, source, amount, sequence, counters,
      earned_at as "earnedAt", expires_at as "expiresAt", made_at as at
    from credit_transaction where person_id = ${personId} order by made_at, origin, sequence`
  return sectionOf(
    {
      id: 'credits',
      title: ['学分明细', 'Credits'],
      note: [
        '明细从不删除；改正用新的一行冲销。',
        'Lines are never removed; what is put right is countered by another line.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        title: ['来自', 'From'],
        kind: ['种类', 'Kind'],
        source: ['来源', 'Source'],
        amount: ['学分', 'Credits'],
        sequence: ['序号', 'Sequence'],
        counters: ['冲销的序号', 'Counters'],
        earnedAt: ['取得', 'Earned'],
        expiresAt: ['到期', 'Expires'],
        at: ['记入', 'Entered'],
      },
    },
    rows,
  )
}

interface CertificateRow {
  readonly attempt: string | null
  readonly number: number
  readonly content: unknown
  readonly state: string
  readonly issuedAt: Date
  readonly validUntil: Date | null
}

async function certificateSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<CertificateRow[]>`
    select attempt_id as attempt, certificate.number, content, latest.state,
      issued_at as "issuedAt", valid_until as "validUntil"
    from certificate cross join lateral (select state from certificate_event
      where certificate_id = certificate.id order by number desc limit 1) as latest
    where person_id = ${personId} order by issued_at, certificate.id`
  return sectionOf(
    {
      id: 'certificates',
      title: ['证书', 'Certificates'],
      note: [
        '证书本身可在“我的奖励”中下载。',
        'Get the certificates themselves under “My awards”.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        number: ['序号', 'Number'],
        content: ['内容', 'Content'],
        state: ['状态', 'State'],
        issuedAt: ['签发', 'Issued'],
        validUntil: ['有效期至', 'Valid until'],
      },
    },
    rows.map(({ content, ...row }) => ({ ...row, content: JSON.stringify(content) })),
  )
}

interface TaskRow {
  readonly kind: string
  readonly title: LocalizedText
  readonly reasons: LocalizedText[]
  readonly openedAt: Date
  readonly dueAt: Date
  readonly ended: string | null
  readonly note: string | null
  readonly endedAt: Date | null
}

async function taskSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<TaskRow[]>`
    select human_task.kind, title, reasons, opened_at as "openedAt", due_at as "dueAt",
      made.kind as ended, made.note, made.at as "endedAt"
    from human_task left join human_task_event as made on made.task_id = human_task.id
    where person_id = ${personId} order by opened_at, human_task.id`
  return sectionOf(
    {
      id: 'tasks',
      title: ['谈话与补训', 'Talks and retraining'],
      note: [
        '由人安排和完成，系统不会自动执行。',
        'Arranged and done by people, never by the service.',
      ],
      columns: {
        kind: ['种类', 'Kind'],
        title: ['来自', 'From'],
        reasons: ['理由', 'Reasons'],
        openedAt: ['提出', 'Opened'],
        dueAt: ['应在此前完成', 'Due'],
        ended: ['结果', 'How it ended'],
        note: ['备注', 'Note'],
        endedAt: ['结束', 'Ended'],
      },
    },
    rows,
  )
}
