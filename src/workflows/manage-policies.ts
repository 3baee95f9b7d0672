import { digestOf } from '../domain/digest.ts'
import { checkPolicy } from '../domain/policy/check-policy.ts'
import { Refusal } from '../domain/refusal.ts'
import { PolicyApprovalEntity, PolicyVersionEntity } from '../store/entities/policy.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/** Checks a policy and keeps it as the next version. @throws Refusal 'policy-invalid' */
export async function addPolicyVersion(
  deps: Deps,
  actor: string | null,
  added: { readonly document: unknown; readonly effectiveFrom: Date },
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
  return write(deps.orm, async (em) => {
    await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 2))', [policy.id])
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

/** A second person's signature. @throws Refusal 'not-found' or 'second-person-required' */
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
