import type { Flag } from '../../domain/forensics/flag.ts'
import type { Scores } from '../../domain/measurement/scores.ts'
import type { PolicyFacts } from '../../domain/policy/facts.ts'
import type { PolicyOutcome } from '../../domain/policy/policy.ts'
import type { MyReview } from '../../domain/review/my-review.ts'
import type { OwnRetest } from '../../domain/review/retest-views.ts'
import type { OwnSection } from '../../domain/settlement/own-data/own-data.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { evidenceViews } from '../views/evidence-looks.ts'
import { myReviewOf, readReview } from '../views/my-review.ts'
import { findRetests } from '../views/retests.ts'
import type { OwnAttempt } from './attempt-sections.ts'
import { sectionOf } from './section.ts'

interface SettlementRow {
  readonly attemptId: string
  readonly number: number
  readonly cause: string
  readonly scores: Scores
  readonly flags: readonly Flag[]
  readonly facts: PolicyFacts
  readonly outcome: PolicyOutcome
  readonly inputDigest: string
  readonly settledAt: Date
}

/** A released attempt with what people made of it. */
interface Reviewed {
  readonly attempt: string
  readonly review: MyReview
}

/** Results, what was noticed, and what people decided; nothing of what is not released yet. */
export async function reviewSections(
  tx: SqlTransaction,
  asked: {
    readonly personId: string
    readonly attempts: readonly OwnAttempt[]
    readonly now: Date
  },
): Promise<OwnSection[]> {
  const { personId, now } = asked
  const released = asked.attempts.filter((attempt) => attempt.released)
  const settlements = await tx<SettlementRow[]>`
    select attempt_id as "attemptId", number, cause, scores, flags, facts, outcome,
      input_digest as "inputDigest", settled_at as "settledAt"
    from settlement where attempt_id = any(${released.map(({ id }) => id)}::uuid[])
    order by attempt_id, number`
  const latest = new Map(settlements.map((row) => [row.attemptId, row]))
  const reviewed: Reviewed[] = []
  const retests: OwnRetest[] = []
  for (const { id } of released) {
    const rows = await readReview(tx, { personId, attemptId: id })
    for (const found of rows.earlier) {
      const review = myReviewOf({ ...rows, found, earlier: [] }, [], now)
      if (review) reviewed.push({ attempt: id, review })
    }
    const review = myReviewOf(rows, latest.get(id)?.flags ?? [], now)
    if (review) reviewed.push({ attempt: id, review })
    retests.push(...(await findRetests(tx, { verified: id })))
  }
  return [
    settlementSection(settlements),
    flagSection(reviewed),
    caseSection(reviewed),
    await statementSection(tx, personId),
    appealSection(reviewed),
    retestSection(retests),
  ]
}

function settlementSection(settlements: readonly SettlementRow[]): OwnSection {
  return sectionOf(
    {
      id: 'results',
      title: ['成绩与结算', 'Results'],
      note: [
        '每次结算一行，同一考试中序号最大的有效。尚未公布的成绩不在此列。摘要可以证明结算所依据的全部内容。',
        'One line each time an attempt was settled; of an attempt the highest number is valid. Results not yet released are not here. The digest vouches for everything a settlement rests on.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        number: ['序号', 'Number'],
        cause: ['原因', 'Cause'],
        settledAt: ['时间', 'At'],
        theta: ['能力估计', 'Ability estimate'],
        standardError: ['标准误', 'Standard error'],
        level: ['等级', 'Level'],
        passProbability: ['达到合格线的概率', 'Probability of passing'],
        passed: ['通过', 'Passed'],
        competencies: ['各能力', 'Competencies'],
        effect: ['规则的结果', 'Outcome of the rules'],
        decidedBy: ['起决定作用的规则', 'Rules that decided'],
        reasons: ['理由', 'Reasons'],
        facts: ['规则所依据的事实', 'Facts the rules went by'],
        inputDigest: ['依据的摘要', 'Digest of what went in'],
      },
    },
    settlements.map(({ attemptId, scores, facts, outcome, ...row }) => ({
      ...row,
      attempt: attemptId,
      theta: scores.overall.theta,
      standardError: scores.overall.standardError,
      level: scores.overall.level,
      passProbability: scores.passProbability,
      passed: scores.passed,
      competencies: JSON.stringify(scores.competencies),
      effect: outcome.effect,
      decidedBy: outcome.decidedBy.join(', '),
      reasons: outcome.reasons,
      facts: JSON.stringify(facts),
    })),
  )
}

function flagSection(reviewed: readonly Reviewed[]): OwnSection {
  return sectionOf(
    {
      id: 'flags',
      title: ['注意到的情况', 'What was noticed'],
      note: [
        '这些是供人查看的线索，不是结论；每项都写明诚实作答者出现的比例和可能的正常原因。',
        'Leads for people to look at, no verdicts; each with the share of honest attempts that show it and ordinary reasons for it.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        name: ['名称', 'Name'],
        summary: ['概要', 'Summary'],
        evidence: ['证据', 'Evidence'],
        innocentExplanations: ['可能的正常原因', 'Ordinary reasons'],
        falseFlagRate: ['诚实作答者中的比例', 'Share of honest attempts'],
        basis: ['该比例的依据', 'How that share is known'],
      },
    },
    reviewed.flatMap(({ attempt, review }) =>
      review.flags.map(({ falseFlagRate, ...flag }) => ({
        ...flag,
        attempt,
        falseFlagRate: falseFlagRate.value,
        basis: falseFlagRate.basis,
      })),
    ),
  )
}

function caseSection(reviewed: readonly Reviewed[]): OwnSection {
  return sectionOf(
    {
      id: 'cases',
      title: ['核查', 'Reviews'],
      note: [
        '核查人员的身份和内部备注不在此列；他们同样不知道您的姓名。',
        'Who the auditors are and their working notes are not here; nor did they know your name.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        state: ['状态', 'State'],
        origin: ['起因', 'Origin'],
        openedAt: ['开始', 'Opened'],
        dueAt: ['应在此前决定', 'Due'],
        finding: ['结论', 'Finding'],
        reason: ['理由', 'Reason'],
        decidedAt: ['决定时间', 'Decided'],
        appealUntil: ['申诉截止', 'Last moment for an appeal'],
      },
    },
    reviewed
      .filter(({ review }) => review.state !== 'none')
      .map(({ attempt, review }) => ({
        ...review,
        attempt,
        finding: review.finding?.name,
        reason: review.finding?.reason,
        decidedAt: review.finding?.decidedAt,
      })),
  )
}

async function statementSection(tx: SqlTransaction, personId: string): Promise<OwnSection> {
  const rows = await tx<{ attempt: string; text: string; at: Date }[]>`
    select attempt_id as attempt, text, stated_at as at from statement
    where candidate_id = ${personId} order by stated_at, id`
  return sectionOf(
    {
      id: 'statements',
      title: ['您的说明', 'Your statements'],
      note: ['核查人员会阅读。', 'Auditors read them.'],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        text: ['内容', 'Text'],
        at: ['时间', 'At'],
      },
    },
    rows,
  )
}

function appealSection(reviewed: readonly Reviewed[]): OwnSection {
  return sectionOf(
    {
      id: 'appeals',
      title: ['您的申诉', 'Your appeals'],
      note: [
        '由没有参与原决定的人审理，结论只会更轻，不会更重。',
        'Heard by somebody who had no part in the finding, which can only become milder.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        grounds: ['理由', 'Grounds'],
        filedAt: ['提出', 'Filed'],
        dueAt: ['应在此前决定', 'Due'],
        finding: ['申诉后的结论', 'Finding on appeal'],
        reason: ['决定的理由', 'Reason'],
        explanation: ['说明', 'Explanation'],
        decidedAt: ['决定时间', 'Decided'],
      },
    },
    reviewed.flatMap(({ attempt, review: { appeal } }) =>
      appeal === null
        ? []
        : [{ ...appeal, ...appeal.decision, attempt, decidedAt: appeal.decision?.at }],
    ),
  )
}

function retestSection(retests: readonly OwnRetest[]): OwnSection {
  return sectionOf(
    {
      id: 're-tests',
      title: ['您的复测', 'Your re-tests'],
      note: [
        '复测与所核对考试的比较；p 是能力相同时复测得分这么低的概率，只有人才能据此作决定。',
        'Re-tests beside the attempts they verify; p is the probability of so low a score in the re-test if the ability was the same. Only people decide.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        retest: ['复测的考试编号', 'Attempt of the re-test'],
        comparedAt: ['比较时间', 'Compared'],
        gap: ['未能比较的原因', 'Why not compared'],
        items: ['计入的题数', 'Items that count'],
        first: ['考试得分', 'Score in the attempt'],
        second: ['复测得分', 'Score in the re-test'],
        difference: ['分数差', 'Difference in points'],
        standardError: ['分数差的标准误', 'Its standard error'],
        right: ['复测答对', 'Right in the re-test'],
        expectedRight: ['能力相同时预期答对', 'Right as expected'],
        p: ['p', 'p'],
        adjusted: ['校正后的 p', 'p, adjusted'],
      },
    },
    retests.map(({ verified, retest, comparison, ...row }) => ({
      ...row,
      ...comparison,
      attempt: verified.attemptId,
      retest: retest.attemptId,
      first: comparison?.first.score,
      second: comparison?.second.score,
    })),
  )
}

/** Who looked at the person's evidence, by role. */
export async function lookSection(sql: Sql, attempts: readonly OwnAttempt[]): Promise<OwnSection> {
  const looks = []
  for (const { id } of attempts) {
    for (const look of await evidenceViews(sql, id)) looks.push({ ...look, attempt: id })
  }
  return sectionOf(
    {
      id: 'looks',
      title: ['谁查看过您的资料', 'Who looked at your evidence'],
      note: [
        '按角色，不写姓名；每次查看和导出都有记录。',
        'By role, not by name; every look and every copy is logged.',
      ],
      columns: {
        attempt: ['考试编号', 'Attempt'],
        at: ['时间', 'At'],
        act: ['查看或导出', 'Look or copy'],
        what: ['内容', 'What'],
        role: ['角色', 'Role'],
      },
    },
    looks,
  )
}
