import type { LoadCheck } from './load-check.ts'
import type { LoadRun, PhaseResult } from './load-run.ts'
import type { Figure } from './measure.ts'

/**
 * What Moodle 4.3 did on 2 cores of another machine, saturated: starts and submits a second. Here
 * no more come than the plan sends, so the ratio says what was borne, not what could be.
 */
const MOODLE = { starts: 32, submits: 25 } as const

/** A run as figures: each phase, what struck, and what the check found. */
export function loadFigures(run: LoadRun): Figure[] {
  const struck = Object.entries(run.struck).map(([fault, times]) =>
    figure(`network: requests ${fault}`, times, 'requests'),
  )
  const awaySeconds = run.away.map(({ fromMs, untilMs }) => (untilMs - fromMs) / 1000)
  const given = run.outages.map(({ from, until }) => (until.getTime() - from.getTime()) / 1000)
  return [
    ...run.phases.flatMap(phaseFigures),
    ...struck,
    ...awaySeconds.map((seconds) => figure('application away after a kill', seconds, 's')),
    ...given.map((seconds) => figure('time away given back', seconds, 's')),
    figure('unexpected answers of the service', run.surprises.length, 'at least'),
    ...checkFigures(run.check),
  ]
}

const KINDS = ['starts', 'saves', 'submits'] as const
const PERCENTS = [50, 95, 99] as const

function phaseFigures(
  { name, count, missing }: PhaseResult,
  index: number,
  phases: readonly PhaseResult[],
): Figure[] {
  const calm = phases.slice(0, index).find((other) => name.startsWith(`${other.name} `))
  const figures = KINDS.flatMap((kind) => {
    const times = count[kind]
    if (times.length === 0) return []
    const what = `${name}: ${kind}`
    const rate = times.length / count.seconds
    return [
      figure(what, times.length, 'requests'),
      figure(what, rate, 'a second'),
      ...againstMoodle(what, kind, rate),
      ...PERCENTS.map((percent) => figure(`${what}, p${percent}`, rank(times, percent), 'ms')),
      ...againstCalm(what, times, calm?.count[kind]),
    ]
  })
  return [
    ...figures,
    figure(`${name}: took`, count.seconds, 's'),
    figure(`${name}: entries acknowledged`, count.entries / count.seconds, 'a second'),
    figure(`${name}: longest without any answer granted`, count.longestGapMs / 1000, 's'),
    figure(`${name}: requests without an answer`, count.unanswered, 'requests'),
    figure(`${name}: turned away, to come again`, count.shed, 'requests'),
    figure(`${name}: other failures`, count.broken, 'requests'),
    figure(`${name}: pages crashed and opened again`, count.reloads, 'pages'),
    figure(`${name}: second devices that took over`, count.takeovers, 'pages'),
    figure(`${name}: never came through`, missing, 'candidates'),
  ]
}

function againstMoodle(what: string, kind: (typeof KINDS)[number], rate: number): Figure[] {
  if (kind === 'saves') return []
  const ratioTo = `Moodle 4.3 on 2 cores, saturated (${MOODLE[kind]} ${kind}/s)`
  return [{ name: what, value: rate / MOODLE[kind], unit: 'ratio', ratioTo }]
}

/** What faults cost those who wait, by the same work in peace. */
function againstCalm(
  what: string,
  times: readonly number[],
  calm: readonly number[] | undefined,
): Figure[] {
  if (!calm || calm.length === 0) return []
  const value = rank(times, 95) / rank(calm, 95)
  return [{ name: `${what}, p95`, value, unit: 'ratio', ratioTo: 'the same without faults' }]
}

/** The nearest rank: a time that was measured, never one between two. */
function rank(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((left, right) => left - right)
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? Number.NaN
}

const CHECKED: Readonly<Record<keyof LoadCheck, readonly [name: string, unit: string]>> = {
  attempts: ['attempts checked', 'attempts'],
  acknowledgedEntries: ['acknowledged entries checked', 'entries'],
  acknowledgedAnswers: ['acknowledged answers checked', 'answers'],
  receipts: ['receipts checked', 'receipts'],
  lostEntries: ['acknowledged entries lost', 'entries'],
  lostAnswers: ['acknowledged answers lost', 'answers'],
  unsent: ['entries kept that nobody sent, or kept twice', 'entries'],
  wronglyCounted: ['items whose counting answer is another one', 'items'],
  undecided: ['attempts whose pages still hold something', 'attempts'],
  doubledAttempts: ['attempts doubled', 'attempts'],
  badReceipts: ['receipts that do not vouch for the journal', 'receipts'],
  wrongDeadlines: ['deadlines that are wrong', 'attempts'],
  lateEntries: ['entries kept after the deadline', 'entries'],
}

function checkFigures(check: LoadCheck): Figure[] {
  const names = Object.entries(CHECKED) as [keyof LoadCheck, readonly [string, string]][]
  return names.map(([key, [name, unit]]) => figure(name, check[key], unit))
}

function figure(name: string, value: number, unit: string): Figure {
  return { name, value, unit, ratioTo: '' }
}
