import { Value } from 'typebox/value'
import { evaluatePolicy } from '../domain/policy/evaluate-policy.ts'
import { explainOutcome } from '../domain/policy/explain-outcome.ts'
import { FACT_SCHEMAS } from '../domain/policy/fact-catalogue.ts'
import {
  type PolicyDocument,
  PolicyOutcome,
  type SubjectFacts,
  subjectOf,
} from '../domain/policy/policy.ts'
import { LANGUAGES } from '../domain/text.ts'
import { readJson } from './bank-check.ts'
import { InputFault } from './files/input-fault.ts'
import { readPolicy } from './read-policy.ts'
import { CommandEnd, EXIT } from './run-command.ts'

/**
 * `policy explain FILE --result R.json`: why an outcome is as it is and what would have changed it.
 * The file holds the facts, or `{facts, outcome}` as settlements keep them: then exit code 1 where
 * the rules do not give that outcome again.
 */
export async function policyExplain(asked: {
  readonly files: readonly string[]
  readonly result: string | undefined
  readonly json: boolean
}): Promise<void> {
  const [file] = asked.files
  if (file === undefined) throw new CommandEnd(EXIT.unusable, 'Name a policy file.')
  if (asked.result === undefined) throw new CommandEnd(EXIT.unusable, '--result is missing')
  const document = await readPolicy(file)
  const { facts, outcome } = await readResult(asked.result, document)
  const explained = explainOutcome(document, facts, outcome ?? evaluatePolicy(document, facts))
  process.stdout.write(asked.json ? `${JSON.stringify(explained)}\n` : textOf(explained))
  if (!explained.replayed) {
    throw new CommandEnd(EXIT.negative, 'The rules do not give the outcome in the file again.')
  }
}

async function readResult(
  file: string,
  document: PolicyDocument,
): Promise<{ readonly facts: SubjectFacts; readonly outcome: PolicyOutcome | null }> {
  const given = await readJson(file)
  const record = typeof given === 'object' && given !== null ? given : {}
  const isWhole = 'facts' in record
  const facts: unknown = isWhole ? record.facts : record
  const [fault] = Value.Errors(FACT_SCHEMAS[subjectOf(document)], facts)
  if (fault) {
    const column = `${isWhole ? '/facts' : ''}${fault.instancePath}` || '/'
    throw new InputFault(fault.message, { file, column })
  }
  const outcome: unknown = 'outcome' in record ? record.outcome : null
  if (outcome !== null && !Value.Check(PolicyOutcome, outcome)) {
    throw new InputFault('is no outcome', { file, column: '/outcome' })
  }
  return { facts: facts as SubjectFacts, outcome }
}

function textOf(explained: ReturnType<typeof explainOutcome>): string {
  const lines = LANGUAGES.flatMap((language) => [
    explained.summary[language],
    ...explained.decidedBy.map(
      ({ id, title, when }) => `  ${id}: ${title[language]}${when === null ? '' : `  [${when}]`}`,
    ),
    ...explained.wouldChange.map(({ text }) => `  - ${text[language]}`),
    '',
  ])
  const facts = explained.facts
    .filter(({ read }) => read)
    .map(({ id, value }) => `  ${id} = ${value}`)
  const errors = explained.errors.map(({ rule, message }) => `  ${rule}: ${message}`)
  return [...lines, ...facts, ...errors, ''].join('\n')
}
