import { canonicalJson } from '../domain/digest.ts'
import {
  type Checkpoint,
  type CheckpointTimeStamp,
  type ConsistencyProof,
  checkpointDigest,
  checkpointRunFaults,
  consistencyFaults,
  type LogProof,
  proofFaults,
} from '../domain/log-proof.ts'
import type { OutsideProof } from '../domain/settlement/outside-faults.ts'
import { checkTimeStamp, TimeStampFault } from '../workflows/time-stamp.ts'
import { isSigned } from './is-signed.ts'
import { CommandEnd, EXIT } from './run-command.ts'

/** `verify` of the proof that an attempt's log stands under a checkpoint. */
export function verifyProof(proof: LogProof, outside: OutsideProof): void {
  const { checkpoint, inclusion, entries } = proof
  tell(outside, {
    chain: inclusion.leaf.chain,
    checkpoint: checkpoint.number,
    entries: entries.length,
    read: entries.filter(({ entry }) => entry !== null).length,
    findings: [...proofFaults(proof, isSigned), ...keptFaults([checkpoint], outside)],
  })
}

/** `verify` of the proof that a checkpoint only added to an older one. */
export function verifyConsistency(proof: ConsistencyProof, outside: OutsideProof): void {
  const { older, newer, chains } = proof
  tell(outside, {
    from: older.number,
    to: newer.number,
    chains: chains.length,
    findings: [...consistencyFaults(proof, isSigned), ...keptFaults([older, newer], outside)],
  })
}

/**
 * `verify` of checkpoints as published: signatures, that each follows the one before, and the time
 * stamps on them. Whether to trust the authority behind a stamp is for whoever reads its name.
 */
export async function verifyCheckpoints(
  run: readonly Checkpoint[],
  timeStamps: readonly CheckpointTimeStamp[],
  outside: OutsideProof,
): Promise<void> {
  const stamps = await Promise.all(timeStamps.map((one) => checkStamp(run, one)))
  tell(outside, {
    checkpoints: run.length,
    from: run.at(0)?.number,
    to: run.at(-1)?.number,
    timeStamps: stamps.filter((one) => typeof one !== 'string'),
    findings: [
      ...checkpointRunFaults(run, isSigned),
      ...keptFaults(run, outside),
      ...stamps.filter((one) => typeof one === 'string'),
    ],
  })
}

/** What a stamp says of the checkpoint it names, or what is wrong with it. */
async function checkStamp(run: readonly Checkpoint[], stamp: CheckpointTimeStamp) {
  const { checkpoint, token } = stamp
  const place = `time stamp of checkpoint ${checkpoint}`
  const stamped = run.find(({ number }) => number === checkpoint)
  if (!stamped) return `${place}: the checkpoint is not here`
  try {
    const { stampedAt, ...by } = await checkTimeStamp(token, canonicalJson(stamped))
    if (stampedAt.toISOString() !== stamp.stampedAt) return `${place}: the token says another time`
    return { checkpoint, stampedAt: stamp.stampedAt, ...by }
  } catch (error) {
    if (error instanceof TimeStampFault) return `${place}: ${error.message}`
    throw error
  }
}

/** Checkpoints against the key and the checkpoints that were kept outside. */
function keptFaults(run: readonly Checkpoint[], outside: OutsideProof): string[] {
  const { publicKeyPem, checkpoints = [] } = outside
  const kept = new Map(checkpoints.map((one) => [one.number, checkpointDigest(one)]))
  const faults = checkpointRunFaults(checkpoints, isSigned)
  for (const one of run) {
    const place = `checkpoint ${one.number}`
    if (publicKeyPem !== undefined && one.publicKeyPem.trim() !== publicKeyPem.trim()) {
      faults.push(`${place}: made with another key than the one given`)
    }
    const digest = kept.get(one.number)
    if (digest !== undefined && digest !== checkpointDigest(one)) {
      faults.push(`${place}: it is not the one that was kept outside`)
    }
    if (checkpoints.length > 0 && digest === undefined) {
      faults.push(`${place}: it is not among those given`)
    }
  }
  return faults
}

/** Says what was found, and what from outside vouches for it. */
function tell(
  { publicKeyPem, checkpoints }: OutsideProof,
  result: { readonly findings: readonly string[] } & Readonly<Record<string, unknown>>,
): void {
  const valid = result.findings.length === 0
  const vouchedBy = checkpoints ? 'checkpoint' : publicKeyPem ? 'key' : 'nothing'
  process.stdout.write(`${JSON.stringify({ valid, vouchedBy, ...result })}\n`)
  if (!valid) throw new CommandEnd(EXIT.negative)
}
