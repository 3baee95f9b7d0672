import type { PolicyOutcome } from '../../domain/policy/policy.ts'
import type { OwnSection } from '../../domain/settlement/own-data/own-data.ts'
import type { LocalizedText } from '../../domain/text.ts'
import type { SqlTransaction } from '../sql-pool.ts'
import { sectionOf } from './section.ts'

/** What a person's branch keeps about them beside exams, within their own scope. */
export async function tierSections(tx: SqlTransaction, personId: string): Promise<OwnSection[]> {
  return [
    await standingSection(tx, personId),
    await exemptionSection(tx, personId),
    await attendanceSection(tx, personId),
  ]
}

interface StandingRow {
  readonly policy: LocalizedText
  readonly cycle: string
  readonly number: number
  readonly complete: boolean
  readonly outcome: PolicyOutcome
  readonly facts: unknown
  readonly inputDigest: string
  readonly at: Date
}

async function standingSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<StandingRow[]>`
    select policy_version.document -> 'title' as policy, cycle, number, complete, outcome, facts,
      input_digest as "inputDigest", evaluated_at as at
    from standing join policy_version on policy_version.id = standing.policy_version_id
    where person_id = ${personId} order by evaluated_at, standing.id`
  return sectionOf(
    {
      id: 'standings',
      title: ['年度和五年规则的达成情况', 'Standing in yearly and five-year rules'],
      note: [
        '每次计算一行，同一周期中序号最大的有效。',
        'One line each time it was worked out; of a cycle the highest number is valid.',
      ],
      columns: {
        policy: ['政策', 'Policy'],
        cycle: ['周期', 'Cycle'],
        number: ['序号', 'Number'],
        complete: ['周期已结束', 'Cycle over'],
        effect: ['结果', 'Outcome'],
        reasons: ['理由', 'Reasons'],
        facts: ['所依据的事实', 'Facts it went by'],
        inputDigest: ['依据的摘要', 'Digest of what went in'],
        at: ['时间', 'At'],
      },
    },
    rows.map(({ outcome, facts, ...row }) => ({
      ...row,
      effect: outcome.effect,
      reasons: outcome.reasons,
      facts: JSON.stringify(facts),
    })),
  )
}

interface ExemptionRow {
  readonly exam: LocalizedText
  readonly reason: string
  readonly untilAt: Date | null
  readonly at: Date
  readonly endedAt: Date | null
  readonly endReason: string | null
}

async function exemptionSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<ExemptionRow[]>`
    select exam.blueprint -> 'title' as exam, exemption.reason, until_at as "untilAt",
      exempted_at as at, ended_at as "endedAt", exemption_end.reason as "endReason"
    from exemption join exam on exam.id = exemption.exam_id
    left join exemption_end on exemption_id = exemption.id
    where person_id = ${personId} order by exempted_at, exemption.id`
  return sectionOf(
    {
      id: 'exemptions',
      title: ['免考登记', 'Exemptions'],
      note: ['您免予参加的考试及理由。', 'Exams you were exempted from, and why.'],
      columns: {
        exam: ['考试', 'Exam'],
        reason: ['理由', 'Reason'],
        untilAt: ['至', 'Until'],
        at: ['登记时间', 'Entered'],
        endedAt: ['取消时间', 'Ended'],
        endReason: ['取消理由', 'Why it ended'],
      },
    },
    rows,
  )
}

interface AttendanceRow {
  readonly day: string
  readonly what: string
  readonly hours: number
  readonly at: Date
}

async function attendanceSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<AttendanceRow[]>`
    select day::text, what, hours, recorded_at as at from attendance
    where person_id = ${personId} order by day, what, number`
  return sectionOf(
    {
      id: 'attendance',
      title: ['参训记录', 'Attendance'],
      note: ['参训与能力分开计算。', 'Attendance is counted apart from competence.'],
      columns: {
        day: ['日期', 'Day'],
        what: ['内容', 'What'],
        hours: ['学时', 'Hours'],
        at: ['登记时间', 'Entered'],
      },
    },
    rows,
  )
}
