import type { Receipt } from '../domain/delivery/views.ts'
import { canonicalJson } from '../domain/digest.ts'
import { isSigned } from './is-signed.ts'
import { CommandEnd, EXIT } from './run-command.ts'

/** `verify RECEIPT KEY`: checks one candidate's receipt offline; exit 1 where it was altered. */
export function verifyReceipt(receipt: Receipt, publicKeyPem: string | undefined): void {
  if (publicKeyPem === undefined) {
    throw new CommandEnd(
      EXIT.unusable,
      'Name the key beside the receipt: save what /api/signing-key answers.',
    )
  }
  const { signature, ...content } = receipt
  const valid = isSigned(canonicalJson(content), signature, publicKeyPem)
  const { attemptId, journalDigest } = receipt
  process.stdout.write(`${JSON.stringify({ valid, attemptId, journalDigest })}\n`)
  if (!valid) throw new CommandEnd(EXIT.negative)
}
