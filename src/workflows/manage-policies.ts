import type { EntityManager } from '@mikro-orm/postgresql'
import { digestOf } from '../domain/digest.ts'
import { checkPolicy } from '../domain/policy/check-policy.ts'
import { type PolicyDocument, subjectOf } from '../domain/policy/policy.ts'
import { Refusal } from '../domain/refusal.ts'
import { PolicyApprovalEntity, PolicyVersionEntity } from '../store/entities/policy.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

interface AddedPolicy {
  readonly document: unknown
  readonly effectiveFrom: Date
  /** In effect already where the installation takes over from another; never by a request. */
  readonly carriedOver?: boolean
}

/**
 * Checks a policy and keeps it as the next version, in effect from today at the earliest. One id
 * keeps its subject and cycle: what was promised for a cycle can't turn into something else.
 * @throws Refusal 'policy-invalid' or 'policy-retroactive'
 */
export async function addPolicyVersion(
  deps: Deps,
  actor: string | null,
  added: AddedPolicy,
): Promise<string> {
  const { policy, findings } = checkPolicy(added.document)
  const faults = findings.filter(({ severity }) => severity === 'error')
  if (!policy || faults.length > 0) {
    throw new Refusal(
      'policy-invalid',
      `the policy has ${faults.length} errors; nothing was kept`,
      faults.map(({ pointer, message }) => ({ pointer, detail: message.en })),
    )
  }
  const isSeeded = actor === null || added.carriedOver === true
  if (!isSeeded && added.effectiveFrom.getTime() < startOfDay(deps.now().getTime())) {
    throw new Refusal('policy-retroactive', 'a policy takes effect today at the earliest')
  }
  return write(deps.orm, async (em) => {
    await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 2))', [policy.id])
    await holdToSubject(em, policy)
    const version = 1 + (await em.count(PolicyVersionEntity, { policy: policy.id }))
    const id = deps.newId()
    const digest = digestOf(policy)
    em.create(PolicyVersionEntity, {
      id,
      policy: policy.id,
      version,
      digest,
      document: policy,
      effectiveFrom: added.effectiveFrom,
      createdBy: actor,
      createdAt: deps.now(),
    })
    await appendLog(em, {
      chain: `policy:${policy.id}`,
      actor,
      act: 'policy-version-added',
      subject: id,
      detail: { version, digest, effectiveFrom: added.effectiveFrom.toISOString() },
      at: deps.now(),
    })
    return id
  })
}

const DAY_MS = 86_400_000
const UTC8_MS = 8 * 3_600_000

/** When the day at UTC+8 began, in which a moment lies. */
function startOfDay(ms: number): number {
  return Math.floor((ms + UTC8_MS) / DAY_MS) * DAY_MS - UTC8_MS
}

async function holdToSubject(em: EntityManager, policy: PolicyDocument): Promise<void> {
  const [earlier] = await em.find(PolicyVersionEntity, { policy: policy.id }, { limit: 1 })
  if (!earlier) return
  const terms = ({ cycle }: PolicyDocument) => cycle ?? 'year'
  const isSame =
    subjectOf(earlier.document) === subjectOf(policy) && terms(earlier.document) === terms(policy)
  if (isSame) return
  throw new Refusal('policy-invalid', 'a policy keeps its subject and its cycle', [
    { pointer: '/subject', detail: 'an earlier version of this id has another subject or cycle' },
  ])
}

/**
 * A second person's signature. Rules about persons or units hold for all of them: who approves
 * such must act for the whole tree.
 * @throws Refusal 'not-found', 'second-person-required' or 'not-allowed'
 */
export async function approvePolicy(
  deps: Deps,
  actor: string,
  policyVersionId: string,
): Promise<void> {
  await write(deps.orm, async (em) => {
    const found = await em.findOne(PolicyVersionEntity, { id: policyVersionId })
    if (!found) throw new Refusal('not-found', 'no such policy version')
    if (found.createdBy === actor) {
      throw new Refusal('second-person-required', 'somebody else must approve what you wrote')
    }
    if ((await em.count(PolicyApprovalEntity, { policyVersionId })) > 0) return
    if (subjectOf(found.document) !== 'attempt' && !(await actsForAll(em, actor))) {
      throw new Refusal('not-allowed', 'rules about persons or units are approved at the top')
    }
    em.create(PolicyApprovalEntity, {
      policyVersionId,
      approvedBy: actor,
      approvedAt: deps.now(),
    })
    await appendLog(em, {
      chain: `policy:${found.policy}`,
      actor,
      act: 'policy-approved',
      subject: policyVersionId,
      detail: { version: found.version },
      at: deps.now(),
    })
  })
}

async function actsForAll(em: EntityManager, actor: string): Promise<boolean> {
  const [found] = await em.execute<{ isSo: boolean }[]>(
    `select not exists (select 1 from unit where parent_id is null and not exists (
       select 1 from role_grant where person_id = ? and role_grant.unit_id = unit.id
         and role in ('policy-officer', 'organizer', 'administrator'))) as "isSo"`,
    [actor],
  )
  return found?.isSo === true
}
