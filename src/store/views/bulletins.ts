import { CREDIT_UTC_OFFSET_HOURS } from '../../domain/policy/credit-cycles.ts'
import { Refusal } from '../../domain/refusal.ts'
import { ageBandOf } from '../../domain/settlement/age-band.ts'
import { halfYearBounds, halfYearOf } from '../../domain/settlement/bulletin/half-year.ts'
import type { BulletinInput, PlacedUnit } from '../../domain/settlement/bulletin/make-bulletin.ts'
import type { BranchPerson } from '../../domain/settlement/bulletin/rate-groups.ts'
import { plainAbility, type Seat } from '../../domain/settlement/bulletin/seat.ts'
import type { Bulletin, BulletinSource } from '../../domain/settlement/bulletin/views.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { type ClosedExam, closedExams, seatsOfExam, seatsOfExams } from './seats.ts'

interface Stores {
  readonly sql: Sql
  readonly frozen: FrozenContent
}

/** Works on everybody of an exam, beside the service. */
interface Maker {
  readonly make: (input: BulletinInput) => Promise<Bulletin>
}

/** One exam, or a programme's half-year. */
export type AskedSource =
  | { readonly examId: string }
  | { readonly program: string; readonly half: string }

const EVER = new Date(0)

/** What a unit's bulletins can be about, the newest first. The caller has checked who asks. */
export function listBulletinSources(
  sql: Sql,
  asked: { readonly unitId: string; readonly now: Date },
): Promise<BulletinSource[]> {
  return read(sql, SYSTEM, async (tx) => {
    const { path } = await placeOf(tx, asked.unitId)
    const exams = await closedExams(tx, { unitPath: path, from: EVER, to: asked.now })
    const halves = Map.groupBy(exams, ({ program, endsAt }) =>
      JSON.stringify([program, halfYearOf(endsAt, CREDIT_UTC_OFFSET_HOURS)]),
    )
    const several = [...halves.values()].filter((own) => own.length > 1).map(halfYearSource)
    return [...several.reverse(), ...exams.reverse().map(examSource)]
  })
}

function examSource({ id, title, endsAt, isFinal, simulated }: ClosedExam): BulletinSource {
  const closedAt = endsAt.toISOString()
  return { kind: 'exam', examId: id, title, closedAt, isFinal, simulated }
}

function halfYearSource(exams: readonly ClosedExam[]): BulletinSource {
  const newest = exams.at(-1) as ClosedExam
  return {
    kind: 'half-year',
    program: newest.program,
    half: halfYearOf(newest.endsAt, CREDIT_UTC_OFFSET_HOURS),
    title: newest.programTitle,
    exams: exams.length,
    isFinal: exams.every(({ isFinal }) => isFinal),
    simulated: exams.some(({ simulated }) => simulated),
  }
}

/**
 * A unit's bulletin. Read as the service itself, since it is protected by, and tested against,
 * everybody of the exam; the caller has checked that the unit lies in the reader's branch.
 * @throws Refusal 'not-found' where nobody of the branch was assigned or the window is not over
 */
export async function getBulletin(
  { sql, frozen, bulletinMaker }: Stores & { readonly bulletinMaker: Maker },
  asked: { readonly unitId: string; readonly source: AskedSource; readonly now: Date },
): Promise<Bulletin> {
  const found = await read(sql, SYSTEM, async (tx) => {
    const unit = await placeOf(tx, asked.unitId)
    const exams = await closedExams(tx, { unitPath: unit.path, from: EVER, to: asked.now })
    const own = exams.filter((exam) => isAsked(exam, asked.source))
    const newest = own.at(-1)
    const [oldest] = own
    if (newest === undefined || oldest === undefined) {
      throw new Refusal('not-found', 'no such exam is over for this unit')
    }
    const children = await tx<PlacedUnit[]>`
      select id, path, name from unit where parent_id = ${unit.id}
      order by name ->> 'zh-CN', id`
    const seats = await seatsOfExams(tx, own)
    const persons = await personsOf(tx, unit.path, newest.opensAt)
    const before = exams.filter(
      ({ program, endsAt }) => program === newest.program && endsAt < oldest.endsAt,
    )
    const earlier = await earlierOf(tx, seats, before)
    return { unit, children, seats, persons, earlier, own, newest }
  })
  const { own, newest, ...input } = found
  const bank = await frozen.bank(newest.bankVersionId)
  const required = newest.levels.find(({ id }) => id === newest.passingLevel)?.name ?? null
  const source = own.length > 1 || 'half' in asked.source ? halfYearSource(own) : examSource(newest)
  const postNames = new Map(bank.posts.map(({ id, name }) => [id, name]))
  return bulletinMaker.make({ ...input, source, required, postNames })
}

/** @throws Refusal 'not-found' */
export async function placeOf(tx: SqlTransaction, unitId: string): Promise<PlacedUnit> {
  const [unit] = await tx<PlacedUnit[]>`select id, path, name from unit where id = ${unitId}`
  if (!unit) throw new Refusal('not-found', 'no such unit')
  return unit
}

function isAsked(exam: ClosedExam, source: AskedSource): boolean {
  if ('examId' in source) return exam.id === source.examId
  const { from, to } = halfYearBounds(source.half, CREDIT_UTC_OFFSET_HOURS)
  return exam.program === source.program && exam.endsAt >= from && exam.endsAt < to
}

async function personsOf(tx: SqlTransaction, unitPath: string, at: Date): Promise<BranchPerson[]> {
  const rows = await tx<(Omit<BranchPerson, 'ageBand'> & { birthYear: number | null })[]>`
    select person.id as "personId", person.rank, person.post, person.birth_year as "birthYear"
    from person join unit on unit.id = person.unit_id
    where starts_with(unit.path, ${unitPath}) order by person.id`
  const year = at.getUTCFullYear()
  return rows.map(({ birthYear, ...row }) => ({ ...row, ageBand: ageBandOf(birthYear, year) }))
}

/** The newest exam before that some of the same persons sat. */
async function earlierOf(
  tx: SqlTransaction,
  seats: readonly Seat[],
  before: readonly ClosedExam[],
) {
  const persons = new Set(seats.map(({ personId }) => personId))
  for (const exam of before.toReversed()) {
    const abilities = new Map<string, number>()
    for (const { personId, estimate } of await seatsOfExam(tx, exam)) {
      const ability = estimate && persons.has(personId) ? plainAbility(estimate) : null
      if (ability !== null) abilities.set(personId, ability)
    }
    if (abilities.size > 0) return { title: exam.title, abilities }
  }
  return null
}
