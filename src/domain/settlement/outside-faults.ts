import { digestOf } from '../digest.ts'
import {
  type Checkpoint,
  type CheckSignature,
  chainHead,
  checkpointFaults,
  checkpointRunFaults,
  inclusionFault,
} from '../log-proof.ts'
import { type AnyExamBundle, chainsOf, type ExamBundle } from './exam-bundle.ts'

/** What whoever checks a bundle has from elsewhere. */
export interface OutsideProof {
  /** The service's key, kept since before the exam. */
  readonly publicKeyPem?: string
  /** Checkpoints that were kept outside, in their order. */
  readonly checkpoints?: readonly Checkpoint[]
}

/** The log of a bundle against the checkpoint of the whole log that it names. */
export function inclusionFaults(bundle: ExamBundle, isSigned: CheckSignature): string[] {
  const { inclusion, publicKeyPem } = bundle
  if (inclusion === null) return []
  const { checkpoint } = inclusion
  const faults = [...checkpointFaults(checkpoint, isSigned)]
  if (checkpoint.publicKeyPem !== publicKeyPem) {
    faults.push(`checkpoint ${checkpoint.number}: made with another key`)
  }
  const chains = chainsOf(bundle)
  const included = new Set<string>()
  for (const one of inclusion.chains) {
    const { chain, entries, head, root } = one.leaf
    included.add(chain)
    const outside = inclusionFault(checkpoint, one)
    if (outside) faults.push(outside)
    const hashes = (chains.get(chain) ?? []).slice(0, entries).map(({ hash }) => hash)
    const found = chainHead(chain, hashes)
    if (found.entries !== entries || found.head !== head || found.root !== root) {
      faults.push(`${chain}: not the log that checkpoint ${checkpoint.number} signed`)
    }
  }
  for (const [chain, [first]] of chains) {
    const isLater = first && 'act' in first && first.loggedAt > checkpoint.madeAt
    if (!included.has(chain) && !isLater) {
      faults.push(`${chain}: it does not stand under checkpoint ${checkpoint.number}`)
    }
  }
  return faults
}

/** A bundle against what is known from elsewhere. */
export function outsideFaults(
  bundle: AnyExamBundle,
  { publicKeyPem, checkpoints }: OutsideProof,
  isSigned: CheckSignature,
): string[] {
  const faults: string[] = []
  if (publicKeyPem !== undefined && publicKeyPem.trim() !== bundle.publicKeyPem.trim()) {
    faults.push('key: the bundle was signed with another key than the one given')
  }
  if (checkpoints === undefined) return faults
  faults.push(...checkpointRunFaults(checkpoints, isSigned))
  if (bundle.format === 'probity-exam-bundle/1' || bundle.inclusion === null) {
    return [...faults, 'checkpoint: the bundle names none to be compared with those given']
  }
  const { checkpoint } = bundle.inclusion
  const kept = checkpoints.find(({ number }) => number === checkpoint.number)
  if (kept === undefined) {
    return [...faults, `checkpoint ${checkpoint.number}: it is not among those given`]
  }
  if (digestOf(kept) !== digestOf(checkpoint)) {
    faults.push(`checkpoint ${checkpoint.number}: it is not the one that was kept outside`)
  }
  return faults
}
