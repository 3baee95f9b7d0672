import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import type { Scores } from '../../domain/measurement/scores.ts'
import { advise } from '../../domain/settlement/bulletin/advise.ts'
import type { AdvisedPerson } from '../../domain/settlement/bulletin/advised-views.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { exemptAsItEnds } from '../exempt-as-it-ends.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { placeOf } from './bulletins.ts'

interface Asked {
  readonly unitId: string
  readonly year: number
  readonly now: Date
}
interface Row extends Pick<AdvisedPerson, 'id' | 'name' | 'unitName' | 'rank' | 'hours'> {
  readonly latest: {
    readonly examId: string
    readonly bankVersionId: string
    readonly title: LocalizedText
    readonly levels: Blueprint['levels']
    readonly passingLevel: string
    readonly scores: Scores | null
    readonly isExempt: boolean
  } | null
  readonly next: AdvisedPerson['next']
}

/** More than one adviser can talk to; whoever has a larger branch looks at the smaller ones. */
const MOST = 2000

/**
 * The persons of a unit's branch, the first 2,000 of them by name and how many there are: each with
 * the newest result that may be told, what is to come, and hours attended. Exams may belong to units
 * above: it is read as the service itself, after the caller has checked that the unit lies in the
 * reader's branch.
 */
export async function listAdvised(
  { sql, frozen }: { readonly sql: Sql; readonly frozen: FrozenContent },
  asked: Asked,
): Promise<{ persons: AdvisedPerson[]; total: number }> {
  const { rows, total } = await read(sql, SYSTEM, async (tx) => {
    const { path } = await placeOf(tx, asked.unitId)
    const [counted] = await tx<{ total: number }[]>`
      select count(*)::int as total from person join unit on unit.id = person.unit_id
      where starts_with(unit.path, ${path})`
    return { rows: await personRows(tx, path, asked), total: counted?.total ?? 0 }
  })
  const versions = new Set(rows.flatMap(({ latest }) => latest?.bankVersionId ?? []))
  const names = new Map<string, ReadonlyMap<string, LocalizedText>>()
  for (const id of versions) {
    const { competencies } = await frozen.bank(id)
    names.set(id, new Map(competencies.map((one) => [one.id, one.name])))
  }
  const persons = rows.map(({ latest, next, ...person }) => ({
    ...person,
    next: next && {
      title: next.title,
      opensAt: new Date(next.opensAt).toISOString(),
      closesAt: new Date(next.closesAt).toISOString(),
    },
    ...advise(latest, names.get(latest?.bankVersionId ?? '') ?? new Map()),
  }))
  return { persons, total }
}

function personRows(tx: SqlTransaction, path: string, { year, now }: Asked) {
  const endsAt = tx`exam.closes_at + exam.extended_seconds * interval '1 second'`
  const isTold = tx`(exam.final_at is not null
    or (exam.release_results = 'at-submission' and attempt.state <> 'running')
    or (attempt.id is null and ${endsAt} <= ${now}))`
  return tx<Row[]>`
    select person.id, person.name, unit.name as "unitName", person.rank,
      coalesce((select sum(hours) from (
        select distinct on (day, what) hours from attendance
        where person_id = person.id and extract(year from day) = ${year}
        order by day, what, number desc) as newest), 0)::float8 as hours, (
      select jsonb_build_object('examId', exam.id, 'bankVersionId', exam.bank_version_id,
        'title', exam.blueprint -> 'title', 'levels', exam.blueprint -> 'levels',
        'passingLevel', exam.blueprint ->> 'passingLevel', 'scores', (
          select scores from settlement where attempt_id = attempt.id
          order by number desc limit 1),
        'isExempt', ${exemptAsItEnds(tx, tx`exam.id`, tx`person.id`)})
      from assignment join exam on exam.id = assignment.exam_id
      left join attempt on attempt.exam_id = exam.id and attempt.candidate_id = person.id
      where assignment.person_id = person.id and exam.published_at is not null and ${isTold}
      order by exam.opens_at desc, exam.id limit 1) as latest, (
      select jsonb_build_object('title', exam.blueprint -> 'title', 'opensAt', exam.opens_at,
        'closesAt', ${endsAt})
      from assignment join exam on exam.id = assignment.exam_id
      where assignment.person_id = person.id and exam.published_at is not null
        and ${endsAt} > ${now} and not ${exemptAsItEnds(tx, tx`exam.id`, tx`person.id`)}
        and not exists (select 1 from attempt
          where attempt.exam_id = exam.id and attempt.candidate_id = person.id
            and attempt.state <> 'running')
      order by exam.opens_at, exam.id limit 1) as next
    from person join unit on unit.id = person.unit_id
    where starts_with(unit.path, ${path}) order by person.name, person.id limit ${MOST}`
}
