import { creditYear } from '../../domain/policy/credit-cycles.ts'
import { type Cycle, cycleBounds, cycleName } from '../../domain/policy/cycle.ts'
import type { PersonFacts, UnitFacts } from '../../domain/policy/standing-facts.ts'
import type {
  CountedResult,
  EarlierStanding,
  PersonInput,
  UnitInput,
  YearCredits,
} from '../../domain/policy/standing-inputs.ts'
import { exemptAsItEnds } from '../exempt-as-it-ends.ts'
import type { SqlTransaction } from '../sql-pool.ts'

/** A person or a unit whose standing is asked for. */
export interface PlacedSubject {
  /** Of the person, or of the unit itself. */
  readonly id: string
  readonly unitId: string
  readonly unitPath: string
}

/** Persons of a branch, in an order that stays. */
export function listPersons(tx: SqlTransaction, unitPath: string): Promise<PlacedSubject[]> {
  return tx<PlacedSubject[]>`
    select person.id, unit.id as "unitId", unit.path as "unitPath"
    from person join unit on unit.id = person.unit_id
    where starts_with(unit.path, ${unitPath}) order by person.id`
}

/** Units of a branch. */
export function listUnits(tx: SqlTransaction, unitPath: string): Promise<PlacedSubject[]> {
  return tx<PlacedSubject[]>`
    select id, id as "unitId", path as "unitPath" from unit
    where starts_with(path, ${unitPath}) order by id`
}

/** Whose standings, under which policy. */
interface AskedCycle {
  readonly policy: string
  readonly cycle: Cycle
}

/** Persons whose standing in a cycle is held, or of whose results one was settled again since. */
export async function listUnsettled(
  tx: SqlTransaction,
  { policy, cycle }: AskedCycle,
): Promise<ReadonlySet<string>> {
  const { from, until } = cycleBounds(cycle)
  const rows = await tx<{ id: string }[]>`
    select id from (
      select distinct on (key) person_id as id, outcome, evaluated_at from standing
      join policy_version on policy_version.id = standing.policy_version_id
      where policy_version.policy = ${policy} and subject = 'person'
        and cycle = ${cycleName(cycle)}
      order by key, number desc
    ) as latest
    where outcome ->> 'effect' = 'hold' or exists (
      select 1 from attempt join settlement on settlement.attempt_id = attempt.id
      where attempt.candidate_id = latest.id and settled_at > latest.evaluated_at
        and attempt.closed_at >= ${from} and attempt.closed_at < ${until})`
  return new Set(rows.map(({ id }) => id))
}

/** What persons brought together in a cycle, under a policy; of one that ended as it was then. */
export async function readPersonInputs(
  tx: SqlTransaction,
  personIds: readonly string[],
  { policy, cycle, now }: AskedCycle & { readonly now: Date },
): Promise<ReadonlyMap<string, PersonInput>> {
  const ids = [...personIds]
  const { from, until } = cycleBounds(cycle)
  const end = now < until ? now : until
  const persons = await tx<{ id: string; rank: string; post: string | null }[]>`
    select id, rank, post from person where id = any(${ids}::uuid[])`
  const credits = await readCredits(tx, ids, cycle)
  const certificates = await tx<{ personId: string; program: string }[]>`
    select person_id as "personId", content ->> 'program' as program from certificate
    where person_id = any(${ids}::uuid[]) and earned_at < ${until}
      and (valid_until is null or valid_until > ${end})
      and (select state from certificate_event where certificate_id = certificate.id
        order by number desc limit 1) = 'valid'`
  const results = await tx<(CountedResult & { personId: string })[]>`
    select attempt.candidate_id as "personId", bank_version.program,
      settled.facts ->> 'level' as level,
      (select jsonb_agg(one ->> 'id') from jsonb_array_elements(exam.blueprint -> 'levels') as one)
        as levels,
      (settled.facts ->> 'passProbability')::float8 as "passProbability",
      settled.facts ->> 'finding' as finding, settled.facts ->> 'caseState' as "caseState"
    from attempt join exam on exam.id = attempt.exam_id
    join bank_version on bank_version.id = exam.bank_version_id
    join lateral (select facts from settlement where attempt_id = attempt.id
      order by number desc limit 1) as settled on true
    where attempt.candidate_id = any(${ids}::uuid[]) and attempt.state <> 'running'
      and attempt.closed_at >= ${from} and attempt.closed_at < ${until}
      and (exam.final_at is not null or exam.release_results = 'at-submission')
      and exam.verifies_exam_id is null`
  const earlier = await readEarlier<PersonFacts>(tx, 'person', { policy, ids })
  return new Map(
    persons.map(({ id, rank, post }) => {
      const own = <Row extends { readonly personId: string }>(rows: readonly Row[]) =>
        rows.filter(({ personId }) => personId === id)
      const programs = own(certificates).map(({ program }) => program)
      const found = { credits: own(credits), certificates: programs, results: own(results) }
      return [id, { rank, post, ...found, earlier: earlier.get(id) ?? [] }]
    }),
  )
}

type CreditsOfYear = YearCredits & { readonly personId: string }

/** Without what standings gave: no rule feeds itself. */
async function readCredits(
  tx: SqlTransaction,
  ids: string[],
  cycle: Cycle,
): Promise<CreditsOfYear[]> {
  const { from, until } = cycleBounds(cycle)
  const rows = await tx<
    {
      personId: string
      source: 'competence' | 'attendance'
      account: string
      earnedAt: Date
      amount: number
    }[]
  >`
    select person_id as "personId", source, account, earned_at as "earnedAt",
      sum(credit_posting.amount)::int as amount
    from credit_transaction join credit_posting using (origin, sequence)
    where person_id = any(${ids}::uuid[]) and account in ('available', 'held', 'expired')
      and origin not like 'standing:%'
      and earned_at >= ${from} and earned_at < ${until}
    group by person_id, source, account, earned_at`
  return rows.map(({ personId, source, account, earnedAt, amount }) => {
    const isHeld = account === 'held'
    return {
      personId,
      year: creditYear(earnedAt.getTime()),
      // What expired since was earned all the same.
      competence: !isHeld && source === 'competence' ? amount : 0,
      attendance: !isHeld && source === 'attendance' ? amount : 0,
      held: isHeld ? amount : 0,
    }
  })
}

async function readEarlier<Facts>(
  tx: SqlTransaction,
  subject: 'person' | 'unit',
  { policy, ids }: { readonly policy: string; readonly ids: string[] },
): Promise<ReadonlyMap<string, EarlierStanding<Facts>[]>> {
  const rows = await tx<(EarlierStanding<Facts> & { id: string })[]>`
    select distinct on (key) case subject when 'person' then person_id else unit_id end as id,
      cycle, facts, outcome
    from standing join policy_version on policy_version.id = standing.policy_version_id
    where policy_version.policy = ${policy} and subject = ${subject} and complete
      and (case subject when 'person' then person_id else unit_id end) = any(${ids}::uuid[])
    order by key, number desc`
  return Map.groupBy(rows, ({ id }) => id)
}

/** What the branches of units came to in a cycle, under a policy. */
export async function readUnitInputs(
  tx: SqlTransaction,
  units: readonly PlacedSubject[],
  { policy, cycle }: AskedCycle,
): Promise<ReadonlyMap<string, UnitInput>> {
  const ids = units.map(({ id }) => id)
  const places = await readPlaces(tx, cycle)
  const targets = await tx<{ unitId: string; participation: number; shareAtLevel: number }[]>`
    select distinct on (unit_id) unit_id as "unitId", participation,
      share_at_level as "shareAtLevel"
    from unit_target where unit_id = any(${ids}::uuid[]) and year = ${cycle.to}
    order by unit_id, number desc`
  const earlier = await readEarlier<UnitFacts>(tx, 'unit', { policy, ids })
  return new Map(
    units.map(({ id, unitPath }) => {
      const { unitId: _, ...target } = targets.find(({ unitId }) => unitId === id) ?? {}
      const branch = places.filter(({ path }) => path.startsWith(unitPath))
      const sum = (of: keyof Omit<PlaceCounts, 'path'>) =>
        branch.reduce((total, place) => total + place[of], 0)
      return [
        id,
        {
          headcount: sum('headcount'),
          expected: sum('expected'),
          participated: sum('participated'),
          atLevel: sum('atLevel'),
          target: 'participation' in target ? (target as UnitInput['target']) : null,
          earlier: earlier.get(id) ?? [],
        },
      ]
    }),
  )
}

interface PlaceCounts {
  readonly path: string
  readonly headcount: number
  readonly expected: number
  readonly participated: number
  readonly atLevel: number
}

/**
 * By unit, its own persons and what became of their exams of a cycle, counted as bulletins do:
 * exempt is who was so when the window ended, and whoever sat nevertheless took part.
 */
function readPlaces(tx: SqlTransaction, cycle: Cycle): Promise<PlaceCounts[]> {
  const { from, until } = cycleBounds(cycle)
  return tx<PlaceCounts[]>`
    select unit.path, count(*)::int as headcount,
      count(*) filter (where is_due or sat)::int as expected,
      count(*) filter (where sat)::int as participated,
      count(*) filter (where sat and passed)::int as "atLevel"
    from person join unit on unit.id = person.unit_id
    cross join lateral (select exists (
      select 1 from assignment join exam on exam.id = assignment.exam_id
      where assignment.person_id = person.id and exam.published_at is not null
        and exam.verifies_exam_id is null
        and exam.closes_at >= ${from} and exam.closes_at < ${until}
        and not ${exemptAsItEnds(tx, tx`exam.id`, tx`person.id`)}
    ) as is_due) as due
    cross join lateral (
      select count(*) > 0 as sat, coalesce(bool_or((settled.scores ->> 'passed')::boolean
        and settled.facts ->> 'finding' not in ('invalidated', 're-test')), false) as passed
      from attempt join exam on exam.id = attempt.exam_id
      join lateral (select scores, facts from settlement where attempt_id = attempt.id
        order by number desc limit 1) as settled on true
      where attempt.candidate_id = person.id and attempt.state <> 'running'
        and exam.verifies_exam_id is null
        and exam.closes_at >= ${from} and exam.closes_at < ${until}) as best
    group by unit.path`
}
