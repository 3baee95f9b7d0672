import type { PolicyFacts } from '../domain/policy/facts.ts'
import { type PolicyDocument, subjectOf } from '../domain/policy/policy.ts'
import { ageBandOf } from '../domain/settlement/age-band.ts'
import {
  type JudgedResult,
  judgeResult,
} from '../domain/settlement/policy-simulation/judge-result.ts'
import { summarizeSimulation } from '../domain/settlement/policy-simulation/summarize-simulation.ts'
import { type FileResult, readResults } from './files/read-results.ts'
import { readPolicy } from './read-policy.ts'
import { CommandEnd, EXIT } from './run-command.ts'

/**
 * `policy simulate FILE --results R.csv [--against OLD]`: who gains and loses by a policy over
 * past results, compared with another policy or with nothing.
 */
export async function policySimulate(asked: {
  readonly files: readonly string[]
  readonly results: string | undefined
  readonly against: string | undefined
  readonly json: boolean
}): Promise<void> {
  const [file] = asked.files
  if (file === undefined) throw new CommandEnd(EXIT.unusable, 'Name a policy file.')
  if (asked.results === undefined) throw new CommandEnd(EXIT.unusable, '--results is missing')
  const document = await readPolicy(file)
  const against = asked.against === undefined ? null : await readPolicy(asked.against)
  if (against && subjectOf(against) !== subjectOf(document)) {
    throw new CommandEnd(EXIT.unusable, 'both policies must be about the same subject')
  }
  const results = await readResults(asked.results, against ? [document, against] : [document])
  const judged = results.map((result) => judge(document, against, result))
  const summary = summarizeSimulation(document, {
    judged,
    persons: results.map(personOf),
    unitPath: '/all/',
    unitNames: new Map(
      results.map(({ unit }) => [pathOf(unit), { 'zh-CN': unit ?? '', en: unit ?? '' }]),
    ),
  })
  const persons = results.map(({ person }, index) => ({ person, ...outcomeOf(judged[index]) }))
  process.stdout.write(
    asked.json ? `${JSON.stringify({ persons, summary })}\n` : textOf(document, summary),
  )
}

function judge(
  document: PolicyDocument,
  against: PolicyDocument | null,
  { facts }: FileResult,
): JudgedResult {
  const isMeasured = subjectOf(document) === 'attempt' && (facts as PolicyFacts).standardError > 0
  return judgeResult(document, {
    facts,
    against: against ?? { ...document, rules: [] },
    // A file says how sure the ability is, not how sure each level.
    measured: isMeasured ? { levels: [] } : null,
  })
}

const pathOf = (unit: string | null) => `/all/${unit ?? ''}/`

function personOf({ unit, age, facts }: FileResult) {
  const rank = 'rank' in facts ? facts.rank : ''
  const ageBand = age === null ? null : ageBandOf(0, age)
  return { unitPath: unit === null ? '/all/' : pathOf(unit), rank, ageBand, language: null }
}

function outcomeOf(judged: JudgedResult | undefined) {
  if (!judged) throw new Error('every result was judged')
  const { before, after, gained, lost } = judged
  const { effect, decidedBy, awards, errors } = after
  return { before: before.effect, effect, decidedBy, awards, errors, gained, lost }
}

type Summary = ReturnType<typeof summarizeSimulation>

function textOf(document: PolicyDocument, summary: Summary): string {
  const { overall, awards, groups, hiddenGroups, uncertainty, rules, errors } = summary
  if (!overall) return 'Fewer than five results: nothing is shown of so few.\n'
  const row = (name: string, one: typeof overall) =>
    `  ${name.padEnd(24)} ${String(one.n).padStart(5)}  ${percent(one.before)}  ${percent(one.after)}` +
    `  ${String(one.gaining.count).padStart(5)} ${String(one.losing.count).padStart(5)}`
  const expected = (one: { readonly mean: number; readonly low: number; readonly high: number }) =>
    `${one.mean.toFixed(1)} (${one.low.toFixed(1)} to ${one.high.toFixed(1)})`
  const lines = [
    `${document.title.en}: ${overall.n} results`,
    `  ${'group'.padEnd(24)}     n  granted before (95 %)     after (95 %)         gain  lose`,
    row('all', overall),
    ...groups.map((one) => row(`${one.kind} ${one.name?.en ?? one.id}`, one)),
    ...(hiddenGroups > 0 ? [`  ${hiddenGroups} groups are too small to be shown`] : []),
    'awards (before, after, gained, lost)',
    ...awards.map(
      (one) => `  ${one.award.en}: ${one.before}, ${one.after}, ${one.gained}, ${one.lost}`,
    ),
    'rules (held, decided)',
    ...rules.map(({ id, held, decided }) => `  ${id}: ${held}, ${decided}`),
    ...(uncertainty
      ? [
          'were everybody measured again (95 %)',
          `  gaining ${expected(uncertainty.gaining)}, losing ${expected(uncertainty.losing)}, ` +
            `close to call ${uncertainty.borderline}`,
        ]
      : []),
    ...(errors > 0 ? [`${errors} results for which a rule could not be evaluated`] : []),
  ]
  return `${lines.join('\n')}\n`
}

function percent({ value, low, high }: { value: number; low: number; high: number }): string {
  const one = (share: number) => (100 * share).toFixed(1)
  return `${one(value)} % (${one(low)} to ${one(high)})`.padEnd(23)
}
