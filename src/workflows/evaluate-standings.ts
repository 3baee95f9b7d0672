import type { EntityManager } from '@mikro-orm/postgresql'
import { digestOf } from '../domain/digest.ts'
import { type Cycle, cycleBounds, cycleFor, cycleName } from '../domain/policy/cycle.ts'
import { evaluatePolicy } from '../domain/policy/evaluate-policy.ts'
import { type PolicyDocument, type PolicyOutcome, subjectOf } from '../domain/policy/policy.ts'
import type { PersonFacts, UnitFacts } from '../domain/policy/standing-facts.ts'
import { versionInForce } from '../domain/policy/version-in-force.ts'
import { Refusal } from '../domain/refusal.ts'
import { StandingEntity } from '../store/entities/policy.ts'
import { type Act, appendLogs } from '../store/journal/append-log.ts'
import { read, SYSTEM, write } from '../store/scope.ts'
import { listPersons, listUnits, type PlacedSubject } from '../store/settling/read-standings.ts'
import { type Awarding, awardAll } from './award.ts'
import type { Deps } from './deps.ts'
import { loadStandingFacts } from './load-standing-facts.ts'

/** A version of a policy about persons or units. */
export interface StandingPolicy {
  readonly policyVersionId: string
  readonly policy: string
  readonly version: number
  readonly document: PolicyDocument
  readonly effectiveFrom: Date
  readonly approvedAt: Date | null
}

interface Evaluated {
  readonly of: PlacedSubject
  readonly key: string
  readonly facts: PersonFacts | UnitFacts
  readonly outcome: PolicyOutcome
  readonly inputDigest: string
}

/** Evaluated and written at once. */
const SUBJECTS_A_CHUNK = 200

/**
 * How the persons or units of a branch stand in the cycle a year lies in, by the version of the
 * policy that was in force when the cycle began; awards follow at once. What has not changed since
 * it was last worked out is not written again. Gives how many were.
 * @throws Refusal 'policy-retroactive' where no version was in force then
 */
export async function evaluateStandings(
  deps: Deps,
  actor: string | null,
  asked: {
    readonly policy: string
    readonly year: number
    readonly unitPath: string
    /** Only these persons; left out: everybody of the branch. */
    readonly only?: ReadonlySet<string>
  },
): Promise<number> {
  const versions = await loadVersions(deps, asked.policy)
  const [any] = versions
  if (!any) throw new Refusal('not-found', 'no policy about persons or units has this id')
  const cycle = cycleFor(any.document, asked.year)
  const version = versionInForce(versions, cycleBounds(cycle).from)
  if (!version || cycleBounds(cycle).from > deps.now()) {
    throw new Refusal('policy-retroactive', 'no version of the policy was in force as it began')
  }
  const listed = await read(deps.sql, SYSTEM, (tx) =>
    subjectOf(version.document) === 'person'
      ? listPersons(tx, asked.unitPath)
      : listUnits(tx, asked.unitPath),
  )
  const { only } = asked
  const subjects = only ? listed.filter(({ id }) => only.has(id)) : listed
  let written = 0
  for (let from = 0; from < subjects.length; from += SUBJECTS_A_CHUNK) {
    const chunk = subjects.slice(from, from + SUBJECTS_A_CHUNK)
    written += await evaluateChunk(deps, { version, cycle, actor, subjects: chunk })
  }
  return written
}

/** Every version of the policy, or of all, that is about persons or units. */
export async function loadVersions(
  deps: Pick<Deps, 'sql'>,
  policy: string | null,
): Promise<StandingPolicy[]> {
  const rows = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<StandingPolicy[]>`
      select id as "policyVersionId", policy, version, document,
        effective_from as "effectiveFrom", approved_at as "approvedAt"
      from policy_version left join policy_approval on policy_version_id = policy_version.id
      where (${policy}::text is null or policy = ${policy}) and document ? 'subject'
      order by policy, version`,
  )
  return rows.filter(({ document }) => subjectOf(document) !== 'attempt')
}

interface Chunk {
  readonly version: StandingPolicy
  readonly cycle: Cycle
  readonly actor: string | null
  readonly subjects: readonly PlacedSubject[]
}

async function evaluateChunk(deps: Deps, chunk: Chunk): Promise<number> {
  return write(deps.orm, async (em) => {
    for (const of of chunk.subjects) {
      const key = keyOf(chunk, of)
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 5))', [key])
    }
    // Read while it is locked: nobody writes older facts over newer ones.
    const evaluated = await evaluate(deps, chunk)
    const latest = await latestOf(em, evaluated)
    const changed = evaluated
      .filter(({ key, inputDigest }) => latest.get(key)?.inputDigest !== inputDigest)
      .map((one) => ({ ...one, number: (latest.get(one.key)?.number ?? 0) + 1 }))
    for (const one of changed) keep(deps, em, { chunk, one })
    await em.flush()
    const awarded = await awardAll(
      deps,
      em,
      changed.map((one) => awardingOf(deps, chunk, one)),
    )
    await appendLogs(
      em,
      changed.flatMap((one) => [
        actOf(deps, chunk, one),
        ...[awarded.get(`standing:${one.key}`) ?? []].flat(),
      ]),
    )
    return changed.length
  })
}

function keyOf({ version, cycle }: Omit<Chunk, 'subjects' | 'actor'>, of: PlacedSubject): string {
  return `${version.policy}:${subjectOf(version.document)}:${of.id}:${cycleName(cycle)}`
}

type Numbered = Evaluated & { readonly number: number }

async function latestOf(em: EntityManager, evaluated: readonly Evaluated[]) {
  const keys = JSON.stringify(evaluated.map(({ key }) => key))
  const rows = await em.execute<{ key: string; number: number; inputDigest: string }[]>(
    `select distinct on (key) key, number, input_digest as "inputDigest" from standing
     where key in (select jsonb_array_elements_text(?::jsonb)) order by key, number desc`,
    [keys],
  )
  return new Map(rows.map((row) => [row.key, row]))
}

async function evaluate(deps: Deps, chunk: Chunk): Promise<readonly Evaluated[]> {
  const { version, cycle, subjects } = chunk
  const { document, policyVersionId } = version
  const facts = await loadStandingFacts(deps, document, { cycle, subjects })
  return subjects.flatMap((of): Evaluated[] => {
    const own = facts.get(of.id)
    if (!own) return []
    const inputDigest = digestOf({ policyVersionId, facts: own })
    const outcome = evaluatePolicy(document, own)
    return [{ of, key: keyOf(chunk, of), facts: own, outcome, inputDigest }]
  })
}

function keep(
  deps: Deps,
  em: EntityManager,
  { chunk, one }: { readonly chunk: Chunk; readonly one: Numbered },
): void {
  const { version, cycle, actor } = chunk
  const { of, key, number, facts, outcome, inputDigest } = one
  const subject = subjectOf(version.document) === 'unit' ? 'unit' : 'person'
  em.create(StandingEntity, {
    id: deps.newId(),
    ...{ key, number, subject, facts, outcome, inputDigest },
    policyVersionId: version.policyVersionId,
    personId: subject === 'person' ? of.id : null,
    unitId: of.unitId,
    unitPath: of.unitPath,
    cycle: cycleName(cycle),
    complete: facts.cycleComplete,
    evaluatedBy: actor,
    evaluatedAt: deps.now(),
  })
}

function awardingOf(deps: Deps, { version, cycle }: Chunk, one: Numbered): Awarding {
  const { of, key, number, outcome } = one
  const now = deps.now()
  // What is earned by a whole cycle counts for its last moment.
  const lastMoment = new Date(cycleBounds(cycle).until.getTime() - 1)
  return {
    origin: `standing:${key}`,
    attemptId: null,
    personId: subjectOf(version.document) === 'person' ? of.id : null,
    unitPath: of.unitPath,
    title: version.document.title,
    ...{ number, outcome },
    earnedAt: now < lastMoment ? now : lastMoment,
    finalAt: now,
    at: now,
    certificate: null,
  }
}

function actOf(deps: Deps, { version, cycle, actor }: Chunk, one: Numbered): Act {
  const { of, number, outcome, inputDigest, key } = one
  const { policy, version: policyVersion } = version
  const { effect } = outcome
  return {
    chain: `${subjectOf(version.document)}:${of.id}`,
    actor,
    act: 'standing-evaluated',
    subject: key,
    detail: { policy, policyVersion, cycle: cycleName(cycle), number, effect, inputDigest },
    at: deps.now(),
  }
}
