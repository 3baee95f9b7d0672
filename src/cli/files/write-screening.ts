import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { CohortScreening } from '../../domain/forensics/cohort/screening.ts'
import type { JudgedRetest } from '../../domain/forensics/score-gain/judge-retests.ts'
import type { Language } from '../../domain/text.ts'
import { screeningReport } from '../report-html/screening-report.ts'
import { countRetests, summarizeScreening } from './summarize-screening.ts'
import { type Cell, writeCsv } from './write-csv.ts'

const FILES = [
  'persons.csv',
  'pairs.csv',
  'clusters.csv',
  'items.csv',
  'groups.csv',
  'summary.json',
  'report.html',
] as const
const RETESTS = 'retests.csv'

/** Writes all files of a screening into a directory that is there; gives the summary. */
export async function writeScreening(
  screening: CohortScreening,
  given: {
    readonly out: string
    readonly title: string
    readonly language: Language
    /** Null where nobody sat again. */
    readonly retests: readonly JudgedRetest[] | null
  },
) {
  const { out, title, language, retests } = given
  const at = (name: (typeof FILES)[number] | typeof RETESTS) => path.join(out, name)
  // Before anything is written, so that what can't be told leaves nothing half written.
  const summary = {
    ...summarizeScreening(screening, language),
    retests: retests && countRetests(retests),
    files: retests ? [...FILES, RETESTS] : FILES,
  }
  const report = screeningReport(screening, { title, language, retests })
  const head = ['indicator', 'statistic', 'p', 'q', 'flagged']
  await writeCsv(at('persons.csv'), ['person', ...head], personRows(screening))
  await writeCsv(at('pairs.csv'), ['a', 'b', ...head], pairRows(screening))
  await writeCsv(at('clusters.csv'), CLUSTER_HEADER, clusterRows(screening))
  await writeCsv(at('items.csv'), ITEM_HEADER, itemRows(screening))
  await writeCsv(at('groups.csv'), GROUP_HEADER, groupRows(screening))
  if (retests) await writeCsv(at(RETESTS), RETEST_HEADER, retestRows(retests))
  // An earlier screening into the same directory may have left its own.
  else await rm(at(RETESTS), { force: true })
  await writeFile(at('summary.json'), `${JSON.stringify(summary, null, 2)}\n`)
  await writeFile(at('report.html'), report)
  return summary
}

function* personRows({ persons, indicators }: CohortScreening): Generator<Cell[]> {
  for (const [person, name] of persons.entries()) {
    for (const { id, tests } of indicators) {
      const test = tests[person]
      if (!test) yield [name, id, null, null, null, false]
      else yield [name, id, test.statistic, test.p, test.q, test.flagged]
    }
  }
}

/** Three rows a pair: GBT and M4, which decide, and omega, which tells how large. */
function* pairRows({ persons, pairs, fdr }: CohortScreening): Generator<Cell[]> {
  for (const pair of pairs?.pairs ?? []) {
    const [a, b] = [persons[pair.a] ?? '', persons[pair.b] ?? '']
    yield [a, b, 'gbt', pair.matches, pair.gbt, pair.gbtQ, pair.gbtQ <= fdr]
    yield [a, b, 'm4', pair.identicalWrong, pair.m4, pair.m4Q, pair.m4Q <= fdr]
    yield [a, b, 'omega', pair.omega, null, pair.q, pair.flagged]
  }
}

const CLUSTER_HEADER = ['cluster', 'kind', 'person', 'core', 'size', 'meanOmega', 'p']

function* clusterRows({ persons, clusters }: CohortScreening): Generator<Cell[]> {
  for (const [at, { kind, members, core, meanOmega, smallestP }] of clusters.entries()) {
    for (const person of members) {
      yield [
        at + 1,
        kind,
        persons[person] ?? '',
        core.includes(person),
        members.length,
        meanOmega,
        smallestP,
      ]
    }
  }
}

const ITEM_HEADER = [
  'item',
  'n',
  'share',
  'timeIntensity',
  'timeDiscrimination',
  'meanSeconds',
  'timed',
  'rapidThreshold',
  'rapidBasis',
  'rapidShare',
  'rapidAccuracy',
  'nt10',
  'cump',
  'leakStatistic',
  'leakP',
  'leakQ',
  'leakFlagged',
  'easinessShift',
  'timeFactor',
  'drop',
]

function* itemRows({ itemResults }: CohortScreening): Generator<Cell[]> {
  for (const one of itemResults) {
    const { leak, rapid } = one
    yield [
      ...[one.item, one.n, one.share, one.timeIntensity, one.timeDiscrimination, one.meanSeconds],
      ...[rapid?.timed ?? null, rapid?.seconds ?? null, rapid?.basis ?? null],
      ...[rapid && rapid.timed > 0 ? rapid.rapid / rapid.timed : null, rapid?.accuracy ?? null],
      ...[rapid?.nt10 ?? null, rapid?.cump ?? null],
      ...[leak?.statistic ?? null, leak?.p ?? null, leak?.q ?? null, leak?.flagged ?? null],
      ...[leak?.easinessShift ?? null, leak?.timeFactor ?? null, leak?.drop ?? null],
    ]
  }
}

const RETEST_HEADER = ['person', 'n', 'expected', 'observed', 'statistic', 'p', 'flagged']

function* retestRows(retests: readonly JudgedRetest[]): Generator<Cell[]> {
  for (const { person, n, comparison, statistic, flagged } of retests) {
    const { expected = null, observed = null, p = null } = comparison ?? {}
    yield [person, n, expected, observed, statistic, p, flagged]
  }
}

const GROUP_HEADER = [
  ...['grouping', 'group', 'persons', 'changes', 'wrongToRight'],
  ...['statistic', 'p', 'holm', 'flagged'],
]

function* groupRows({ groups }: CohortScreening): Generator<Cell[]> {
  for (const one of groups) {
    yield [
      ...[one.grouping, one.group, one.persons, one.changes, one.wrongToRight],
      ...[one.statistic, one.p, one.pHolm, one.flagged],
    ]
  }
}
