import { checkPolicy } from '../domain/policy/check-policy.ts'
import { readJson } from './bank-check.ts'
import { CommandEnd, EXIT } from './run-command.ts'

/** `policy check`: types, names and examples of a policy document; exit 2 on errors. */
export async function policyCheck(asked: {
  readonly files: readonly string[]
  readonly json: boolean
}): Promise<void> {
  const [file] = asked.files
  if (file === undefined) throw new CommandEnd(EXIT.unusable, 'Name a policy file.')
  const { policy, findings } = checkPolicy(await readJson(file))
  if (asked.json) process.stdout.write(`${JSON.stringify({ file, findings })}\n`)
  else {
    process.stdout.write(
      `${file}: ${policy?.rules.length ?? 0} rules, ${findings.length} findings\n`,
    )
    for (const { severity, pointer, message } of findings) {
      process.stdout.write(`  ${severity.padEnd(7)} ${pointer}: ${message.en}\n`)
    }
  }
  if (findings.some(({ severity }) => severity === 'error')) throw new CommandEnd(EXIT.unusable)
}
