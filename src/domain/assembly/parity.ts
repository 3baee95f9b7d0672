import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import type { Item } from '../bank/item.ts'
import { expectedSeconds, parametersOf, timeParametersOf } from '../measurement/item-parameters.ts'
import { information, probabilityCorrect } from '../measurement/item-response.ts'
import type { Blueprint, ParityTolerance } from './blueprint.ts'
import { eligibleItems, includedItems, passingCut } from './cells.ts'
import type { ParityCertificate } from './form.ts'

/** The three figures in which forms of one blueprint must agree. */
export interface ParityMeasures {
  /** Expected number-correct score of a candidate exactly at the passing cut. */
  readonly expectedScore: number
  /** Test information at the passing cut. */
  readonly informationAtCut: number
  /** Expected time of an average candidate; a stimulus is read once, whoever shares it. */
  readonly expectedSeconds: number
}

/** An item's share in the figures; the reading of its stimulus apart, since it may be shared. */
export interface ItemMeasures extends ParityMeasures {
  readonly stimulus: string | null
  readonly stimulusSeconds: number
}

const NOTHING: ParityMeasures = { expectedScore: 0, informationAtCut: 0, expectedSeconds: 0 }

export function measureItem(item: Item, bank: Bank, cut: number): ItemMeasures {
  const parameters = parametersOf(item).values
  const alone = expectedSeconds(timeParametersOf(item))
  const stimulus = item.stimulus === undefined ? null : indexOf(bank).stimuli.get(item.stimulus)
  const together = stimulus ? expectedSeconds(timeParametersOf(item, stimulus.text)) : alone
  return {
    expectedScore: probabilityCorrect(cut, parameters),
    informationAtCut: information(cut, parameters),
    expectedSeconds: alone,
    stimulus: stimulus?.id ?? null,
    stimulusSeconds: together - alone,
  }
}

/** The figures of a form with these items. */
export function sumOf(items: readonly ItemMeasures[]): ParityMeasures {
  const stimuli = new Map<string, number>()
  for (const { stimulus, stimulusSeconds } of items) {
    if (stimulus === null) continue
    stimuli.set(stimulus, Math.max(stimulusSeconds, stimuli.get(stimulus) ?? 0))
  }
  const reading = [...stimuli.values()].reduce((sum, seconds) => sum + seconds, 0)
  const sum = items.reduce(plus, NOTHING)
  return { ...sum, expectedSeconds: sum.expectedSeconds + reading }
}

/**
 * What every form of a blueprint aims at, from bank and blueprint alone: the figures of a form
 * drawn at random. Per cell the mean over its eligible items, times the count; each stimulus
 * with the probability that one of its items is drawn. Items that every form has make up a cell
 * of their own.
 */
export function targetOf(bank: Bank, blueprint: Blueprint): ParityMeasures {
  const cut = passingCut(blueprint)
  const included = includedItems(blueprint)
  const cells = eligibleItems(bank, blueprint).flatMap((eligible, index) => {
    const [sure, open] = partition(eligible, ({ id }) => included.has(id))
    const measured = (items: readonly Item[]) => items.map((item) => measureItem(item, bank, cut))
    const itemCount = (blueprint.cells[index]?.itemCount ?? 0) - sure.length
    const rest = { items: measured(open), itemCount }
    return sure.length === 0 ? [rest] : [{ items: measured(sure), itemCount: sure.length }, rest]
  })
  const means = cells.map(({ items, itemCount }): ParityMeasures => {
    const sum = items.reduce(plus, NOTHING)
    const share = itemCount / Math.max(1, items.length)
    return {
      expectedScore: sum.expectedScore * share,
      informationAtCut: sum.informationAtCut * share,
      expectedSeconds: sum.expectedSeconds * share,
    }
  })
  const sum = means.reduce(plus, NOTHING)
  return { ...sum, expectedSeconds: sum.expectedSeconds + expectedReading(cells) }
}

function partition<T>(values: readonly T[], test: (value: T) => boolean): [T[], T[]] {
  return [values.filter(test), values.filter((value) => !test(value))]
}

interface MeasuredCell {
  readonly items: readonly ItemMeasures[]
  readonly itemCount: number
}

/** Seconds for stimuli on a random form: P(none drawn) is hypergeometric in each cell. */
function expectedReading(cells: readonly MeasuredCell[]): number {
  const stimuli = new Map<string, { seconds: number; noneDrawn: number }>()
  for (const { items, itemCount } of cells) {
    const seen = new Map<string, number>()
    for (const { stimulus, stimulusSeconds } of items) {
      if (stimulus === null) continue
      const drawnBefore = seen.get(stimulus) ?? 0
      seen.set(stimulus, drawnBefore + 1)
      const left = items.length - drawnBefore
      const known = stimuli.get(stimulus) ?? { seconds: 0, noneDrawn: 1 }
      known.seconds = Math.max(known.seconds, stimulusSeconds)
      known.noneDrawn *= Math.max(0, left - itemCount) / left
      stimuli.set(stimulus, known)
    }
  }
  return [...stimuli.values()].reduce(
    (sum, { seconds, noneDrawn }) => sum + seconds * (1 - noneDrawn),
    0,
  )
}

function plus(left: ParityMeasures, right: ParityMeasures): ParityMeasures {
  return {
    expectedScore: left.expectedScore + right.expectedScore,
    informationAtCut: left.informationAtCut + right.informationAtCut,
    expectedSeconds: left.expectedSeconds + right.expectedSeconds,
  }
}

/** The certificate of a form with these measures. */
export function certificateOf(
  measures: ParityMeasures,
  against: { readonly target: ParityMeasures; readonly tolerance: ParityTolerance },
  draws: number,
): ParityCertificate {
  const { target, tolerance } = against
  const expectedScore = comparison(
    measures.expectedScore,
    target.expectedScore,
    tolerance.expectedScore,
  )
  const informationAtCut = comparison(
    measures.informationAtCut,
    target.informationAtCut,
    tolerance.informationShare * target.informationAtCut,
  )
  const seconds = comparison(
    measures.expectedSeconds,
    target.expectedSeconds,
    tolerance.timeShare * target.expectedSeconds,
  )
  const equivalent = expectedScore.within && informationAtCut.within && seconds.within
  return { expectedScore, informationAtCut, expectedSeconds: seconds, draws, equivalent }
}

/** How far off the worst of the three figures is, in tolerances; at most 1 is equivalent. */
export function distanceOf(certificate: ParityCertificate): number {
  const { expectedScore, informationAtCut, expectedSeconds: seconds } = certificate
  return Math.max(
    ...[expectedScore, informationAtCut, seconds].map(
      ({ value, target, tolerance }) => Math.abs(value - target) / Math.max(tolerance, 1e-9),
    ),
  )
}

/** Six decimals, so that the order of a sum never shows in a certificate. */
function comparison(
  value: number,
  target: number,
  tolerance: number,
): ParityCertificate['expectedScore'] {
  const rounded = { value: round(value), target: round(target), tolerance: round(tolerance) }
  const within = Math.abs(rounded.value - rounded.target) <= rounded.tolerance
  return { ...rounded, within }
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
