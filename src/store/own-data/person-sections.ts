import type { OwnSection } from '../../domain/settlement/own-data/own-data.ts'
import type { LocalizedText } from '../../domain/text.ts'
import type { SqlTransaction } from '../sql-pool.ts'
import { sectionOf } from './section.ts'

/** Who the person is to the service, and how they signed in; within their own scope. */
export async function personSections(tx: SqlTransaction, personId: string): Promise<OwnSection[]> {
  return [
    await personSection(tx, personId),
    await roleSection(tx, personId),
    await loginSection(tx, personId),
    await accommodationSection(tx, personId),
    await assignmentSection(tx, personId),
  ]
}

interface PersonRow {
  readonly account: string
  readonly name: string
  readonly unit: LocalizedText
  readonly post: string | null
  readonly rank: string
  readonly birthYear: number | null
  readonly simulated: boolean
  readonly createdAt: Date
  readonly activatedAt: Date | null
}

async function personSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<PersonRow[]>`
    select account, person.name, unit.name as unit, post, rank, birth_year as "birthYear",
      simulated, person.created_at as "createdAt", activated_at as "activatedAt"
    from person join unit on unit.id = person.unit_id where person.id = ${personId}`
  return sectionOf(
    {
      id: 'person',
      title: ['账号与身份', 'Account and person'],
      note: [
        '由管理员登记。密码只以无法还原的摘要保存，不在此列。',
        'As administrators entered it. Of the password only a digest is kept that cannot be turned back; it is not here.',
      ],
      columns: {
        account: ['账号', 'Account'],
        name: ['姓名', 'Name'],
        unit: ['单位', 'Unit'],
        post: ['岗位', 'Post'],
        rank: ['职级', 'Rank'],
        birthYear: ['出生年份', 'Year of birth'],
        simulated: ['模拟人员', 'Simulated'],
        createdAt: ['登记时间', 'Entered'],
        activatedAt: ['首次设置密码', 'Password first set'],
      },
    },
    rows,
  )
}

async function roleSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<{ role: string; unit: LocalizedText; grantedAt: Date }[]>`
    select role, unit.name as unit, granted_at as "grantedAt"
    from role_grant join unit on unit.id = role_grant.unit_id
    where person_id = ${personId} order by granted_at, role`
  return sectionOf(
    {
      id: 'roles',
      title: ['角色', 'Roles'],
      note: ['您在哪些单位担任什么角色。', 'Which roles you hold, and over which branch.'],
      columns: {
        role: ['角色', 'Role'],
        unit: ['单位', 'Branch'],
        grantedAt: ['授予时间', 'Granted'],
      },
    },
    rows,
  )
}

interface LoginRow {
  readonly client: string
  readonly createdAt: Date
  readonly lastUsedAt: Date
  readonly revokedAt: Date | null
  readonly revokedReason: string | null
}

async function loginSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<LoginRow[]>`
    select client, created_at as "createdAt", last_used_at as "lastUsedAt",
      revoked_at as "revokedAt", revoked_reason as "revokedReason"
    from login where person_id = ${personId} order by created_at, id`
  return sectionOf(
    {
      id: 'logins',
      title: ['登录', 'Sign-ins'],
      note: [
        '每次登录所用的浏览器和时间。您可以在“我的账号”中结束仍有效的登录。',
        'Browser and times of every sign-in. Those still valid can be ended under “My account”.',
      ],
      columns: {
        client: ['浏览器自称', 'What the browser calls itself'],
        createdAt: ['登录时间', 'Signed in'],
        lastUsedAt: ['最后使用', 'Last used'],
        revokedAt: ['结束时间', 'Ended'],
        revokedReason: ['结束原因', 'Why it ended'],
      },
    },
    rows,
  )
}

interface AccommodationRow {
  readonly extraTimeShare: number
  readonly assistiveTechnology: boolean
  readonly reason: string
  readonly at: Date
}

async function accommodationSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<AccommodationRow[]>`
    select extra_time_share as "extraTimeShare", reason,
      assistive_technology as "assistiveTechnology", given_at as at
    from accommodation where person_id = ${personId} order by number`
  return sectionOf(
    {
      id: 'accommodations',
      title: ['为您作出的便利安排', 'Accommodations'],
      note: [
        '理由只有管理员可以阅读，任何日志中都没有。',
        'The reason is read by administrators only and stands in no log.',
      ],
      columns: {
        extraTimeShare: ['延长时间的比例', 'Share of time added'],
        assistiveTechnology: ['辅助技术', 'Assistive technology'],
        reason: ['理由', 'Reason'],
        at: ['批准时间', 'Approved'],
      },
    },
    rows,
  )
}

async function assignmentSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<{ exam: LocalizedText; opensAt: Date; closesAt: Date }[]>`
    select exam.blueprint -> 'title' as exam, exam.opens_at as "opensAt",
      exam.closes_at as "closesAt"
    from assignment join exam on exam.id = assignment.exam_id
    where assignment.person_id = ${personId} order by exam.opens_at, exam.id`
  return sectionOf(
    {
      id: 'assignments',
      title: ['安排给您的考试', 'Exams assigned to you'],
      note: ['无论是否参加。', 'Whether you sat them or not.'],
      columns: {
        exam: ['考试', 'Exam'],
        opensAt: ['开放', 'Opens'],
        closesAt: ['截止', 'Closes'],
      },
    },
    rows,
  )
}
