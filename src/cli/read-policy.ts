import { checkPolicy } from '../domain/policy/check-policy.ts'
import type { PolicyDocument } from '../domain/policy/policy.ts'
import { readJson } from './bank-check.ts'
import { CommandEnd, EXIT } from './run-command.ts'

/** A policy file without errors. @throws CommandEnd with what is wrong, exit code 2 */
export async function readPolicy(file: string): Promise<PolicyDocument> {
  const { policy, findings } = checkPolicy(await readJson(file))
  if (policy) return policy
  const errors = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ pointer, message }) => `${file}, ${pointer}: ${message.en}`)
  throw new CommandEnd(EXIT.unusable, errors.join('\n'))
}
