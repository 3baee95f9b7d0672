import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { OutcomeEffect, PolicyDocument, PolicyOutcome } from '../../domain/policy/policy.ts'
import type { StandingView } from '../../domain/policy/views.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

interface StandingRow
  extends Pick<
    StandingView,
    'standingId' | 'policyVersionId' | 'subject' | 'personId' | 'cycle' | 'number' | 'complete'
  > {
  readonly unitId: string
  readonly personName: string | null
  readonly unitName: LocalizedText | null
  readonly sortName: string
  readonly outcome: PolicyOutcome
  readonly at: Date
  readonly total: number
}
interface VersionRow {
  readonly id: string
  readonly policy: string
  readonly version: number
  readonly title: PolicyDocument['title']
}

/** Which standings are asked for; left out: all in scope. */
export interface StandingSearch {
  readonly policy?: string | undefined
  readonly cycle?: string | undefined
  readonly personId?: string | undefined
  readonly effect?: OutcomeEffect | undefined
  /** Part of a person's or a unit's name, in either language. */
  readonly search?: string | undefined
  /** The `next` of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}
interface StandingsPage {
  readonly standings: StandingView[]
  /** How many fit, on all pages. */
  readonly total: number
  /** What the next page is asked for by; null on the last. */
  readonly next: string | null
}

/**
 * A page of the latest evaluations of every standing in scope: newest cycle first, then by name.
 * @throws Refusal 'invalid-input' where `after` is no `next`
 */
export async function listStandings(
  sql: Sql,
  scope: Scope,
  asked: StandingSearch,
): Promise<StandingsPage> {
  // Rules are told to everybody whom they concern.
  const versions = await read(
    sql,
    SYSTEM,
    (tx) => tx<VersionRow[]>`
      select id, policy, version, document -> 'title' as title from policy_version
      where (${asked.policy ?? null}::text is null or policy = ${asked.policy ?? null})`,
  )
  const versionIds = versions.map(({ id }) => id)
  const rows = await read(sql, scope, (tx) => fitting(tx, { ...asked, versionIds }))
  const byId = new Map(versions.map((version) => [version.id, version]))
  const page = rows.slice(0, asked.limit)
  const last = rows.length > asked.limit ? page.at(-1) : undefined
  return {
    standings: page.map((row) => shown(row, byId.get(row.policyVersionId) as VersionRow)),
    total: rows[0]?.total ?? 0,
    next: last ? cursorOf([last.cycle, last.sortName, last.standingId]) : null,
  }
}

/** One more than asked for, where there is one. */
function fitting(
  tx: SqlTransaction,
  asked: StandingSearch & { readonly versionIds: readonly string[] },
): Promise<StandingRow[]> {
  const { cycle = null, personId = null, effect = null, search = '' } = asked
  const after = asked.after === undefined ? null : placeIn(asked.after)
  const [afterCycle, afterName, afterId] = after ?? [null, null, null]
  return tx<StandingRow[]>`
    select * from (
      select latest.*, person.name as "personName", unit.name as "unitName",
        coalesce(person.name, unit.name ->> 'zh-CN', '') collate "C" as "sortName",
        count(*) over ()::int as total
      from (
        select distinct on (key) id as "standingId", policy_version_id as "policyVersionId",
          subject, person_id as "personId", unit_id as "unitId", cycle, number, complete, outcome,
          evaluated_at as at
        from standing where policy_version_id = any(${[...asked.versionIds]}::uuid[])
          and (${cycle}::text is null or cycle = ${cycle})
          and (${personId}::uuid is null or person_id = ${personId})
        order by key, number desc
      ) as latest
      left join person on person.id = latest."personId"
      left join unit on unit.id = latest."unitId"
      where (${effect}::text is null or outcome ->> 'effect' = ${effect})
        and strpos(lower(concat_ws(chr(10), person.name,
          case when person.id is null then unit.name ->> 'zh-CN' end,
          case when person.id is null then unit.name ->> 'en' end)), lower(${search})) > 0
    ) as fit
    where ${after === null} or cycle < ${afterCycle}
      or (cycle = ${afterCycle} and ("sortName", "standingId") > (${afterName}, ${afterId}::uuid))
    order by cycle desc, "sortName", "standingId" limit ${asked.limit + 1}`
}

/** Where a page ended: cycle, name and id of its last row. */
type Place = readonly [cycle: string, name: string, standingId: string]

const cursorOf = (place: Place): string =>
  Buffer.from(JSON.stringify(place), 'utf8').toString('base64url')

const Id = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })
/** The database knows no text with a zero in it. */
const Text = Type.String({ pattern: '^[^\\u0000]*$' })
const PlaceShape = Type.Tuple([Text, Text, Id])

function placeIn(cursor: string): Place {
  const wrong = new Refusal('invalid-input', 'no page ends there')
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Value.Check(PlaceShape, place)) return place
  } catch {
    throw wrong
  }
  throw wrong
}

function shown(
  { personName, unitName, unitId, outcome, at, total: _, sortName: __, ...row }: StandingRow,
  { policy, version, title }: VersionRow,
): StandingView {
  const name = personName === null ? unitName : { 'zh-CN': personName, en: personName }
  return {
    ...row,
    ...{ policy, version, policyTitle: title },
    unitId: row.subject === 'unit' ? unitId : null,
    name: name ?? { 'zh-CN': '', en: '' },
    effect: outcome.effect,
    awards: outcome.awards,
    reasons: outcome.reasons,
    at: at.toISOString(),
  }
}
