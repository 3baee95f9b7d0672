import type { CreditFigures, CreditLine, MyCredits } from '../../domain/policy/award-views.ts'
import { creditYear, cycleOf } from '../../domain/policy/credit-cycles.ts'
import {
  balancesOf,
  type CreditSource,
  type Posting,
  type TransactionKind,
} from '../../domain/policy/ledger.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface Line {
  readonly at: Date
  readonly origin: string
  readonly sequence: number
  readonly kind: TransactionKind
  readonly source: CreditSource
  readonly amount: number
  readonly counters: number | null
  readonly title: LocalizedText
  readonly earnedAt: Date
  readonly expiresAt: Date
  readonly attemptId: string | null
  readonly postings: Posting[]
}

/** A person's own ledger, newest transaction first, with what stands by year and by cycle. */
export async function getMyCredits(sql: Sql, personId: string): Promise<MyCredits> {
  const lines = await read(
    sql,
    { person: personId, branches: [] },
    (tx) => tx<Line[]>`
      select made_at as at, origin, sequence, kind, source, amount, counters, title,
        earned_at as "earnedAt", expires_at as "expiresAt", attempt_id as "attemptId",
        (select jsonb_agg(jsonb_build_object('account', account, 'amount', posting.amount))
          from credit_posting as posting where posting.origin = credit_transaction.origin
            and posting.sequence = credit_transaction.sequence) as postings
      from credit_transaction where person_id = ${personId}
      order by made_at desc, origin, sequence desc`,
  )
  const { available, held } = balancesOf([...lines])
  const years = periodsOf(lines, (year) => ({ from: year, to: year }))
  const cycles = periodsOf(lines, cycleOf)
  return { available, held, years, cycles, lines: lines.map(shown) }
}

function periodsOf(
  lines: readonly Line[],
  periodOf: (year: number) => { readonly from: number; readonly to: number },
): MyCredits['years'] {
  const groups = Map.groupBy(lines, ({ earnedAt }) => periodOf(creditYear(earnedAt.getTime())).from)
  return [...groups]
    .sort(([left], [right]) => right - left)
    .map(([from, group]) => ({
      ...periodOf(from),
      competence: figuresOf(group.filter(({ source }) => source === 'competence')),
      attendance: figuresOf(group.filter(({ source }) => source === 'attendance')),
    }))
}

function figuresOf(lines: readonly Line[]): CreditFigures {
  const { issued: _, ...figures } = balancesOf(lines)
  return figures
}

function shown({ at, earnedAt, expiresAt, postings: _, ...line }: Line): CreditLine {
  return {
    ...line,
    at: at.toISOString(),
    earnedAt: earnedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    meaning: MEANINGS[line.kind],
  }
}

const MEANINGS: Readonly<Record<TransactionKind, LocalizedText>> = {
  grant: { 'zh-CN': '授予学分', en: 'Credits granted' },
  hold: { 'zh-CN': '暂缓：有事项尚未办结', en: 'On hold: something is still open' },
  release: { 'zh-CN': '解除暂缓，学分可用', en: 'Released: the credits are available' },
  revoke: { 'zh-CN': '冲正：以反向分录收回', en: 'Taken back by counter-entry' },
  expire: { 'zh-CN': '周期结束，未用学分失效', en: 'Expired unused as the cycle ended' },
}
