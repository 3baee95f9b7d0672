import type { Bank } from '../bank/bank.ts'
import { digestOf } from '../digest.ts'
import { type Fault, Refusal } from '../refusal.ts'
import type { Blueprint } from './blueprint.ts'
import { prepareDraw } from './draw-form.ts'

/** What became of draws made before anybody sits the exam. */
export interface TrialDraws {
  readonly draws: number
  readonly equivalent: number
  readonly refused: number
  /** What stood in the way of those refused, each once. */
  readonly obstacles: readonly Fault[]
  /** Share of the drawn forms each item stands on, by item id; items never drawn are missing. */
  readonly rates: ReadonlyMap<string, number>
  /** Mean share of items two of the forms have in common; 0 with fewer than two forms. */
  readonly overlap: number
}

const FEW_DRAWS = 60
/** Rates need more draws than the question whether draws succeed. */
const MANY_DRAWS = 600

const known = new WeakMap<Bank, Map<string, TrialDraws>>()

/**
 * Draws forms with fixed seeds that follow from the digests of bank and blueprint: enough to see
 * whether draws succeed, and with an exposure cap or overlap limit how often items come up. Done
 * once a bank object and blueprint.
 */
export function trialDraws(bank: Bank, blueprint: Blueprint): TrialDraws {
  const digest = digestOf(blueprint)
  const ofBank = known.get(bank) ?? new Map<string, TrialDraws>()
  known.set(bank, ofBank)
  const found = ofBank.get(digest)
  if (found) return found
  const made = drawTrials(bank, blueprint, digestOf([digestOf(bank), digest]))
  ofBank.set(digest, made)
  return made
}

function drawTrials(bank: Bank, blueprint: Blueprint, name: string): TrialDraws {
  const { exposureCap, overlapLimit } = blueprint.constraints ?? {}
  const isAboutMany = exposureCap !== undefined || overlapLimit !== undefined
  const draws = isAboutMany ? MANY_DRAWS : FEW_DRAWS
  const counts = new Map<string, number>()
  const obstacles = new Map<string, Fault>()
  let [equivalent, refused, length] = [0, 0, 0]
  const attempt = choosing(bank, blueprint)
  for (let number = 1; number <= draws; number += 1) {
    const drawn = attempt(`${name} trial ${number}`)
    if (drawn instanceof Refusal) {
      refused += 1
      for (const fault of faultsOf(drawn)) obstacles.set(canonicalKey(fault), fault)
      continue
    }
    length = drawn.items.length
    if (drawn.certificate.equivalent) equivalent += 1
    for (const { id } of drawn.items) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  const forms = draws - refused
  return {
    draws,
    equivalent,
    refused,
    obstacles: [...obstacles.values()],
    rates: new Map([...counts].map(([id, count]) => [id, count / forms])),
    overlap: overlapOf([...counts.values()], forms, length),
  }
}

type Chosen = ReturnType<ReturnType<typeof prepareDraw>['choose']>

/** Draws that give a refusal instead of throwing it; anything else thrown is a fault of ours. */
function choosing(bank: Bank, blueprint: Blueprint): (seed: string) => Chosen | Refusal {
  const orRefusal = <T>(work: () => T): T | Refusal => {
    try {
      return work()
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    }
  }
  const prepared = orRefusal(() => prepareDraw(bank, blueprint))
  if (prepared instanceof Refusal) return () => prepared
  return (seed) => orRefusal(() => prepared.choose(seed))
}

function faultsOf({ faults, message }: Refusal): readonly Fault[] {
  return faults.length > 0 ? faults : [{ pointer: '/cells', detail: message }]
}

function canonicalKey({ pointer, detail }: Fault): string {
  return `${pointer} ${detail}`
}

/**
 * Mean share of items that two of the forms have in common, over all pairs: an item on c of n
 * forms is common to c (c - 1) / 2 pairs (as Chen, Ankenmann & Spray 2003).
 */
export function overlapOf(counts: readonly number[], forms: number, length: number): number {
  if (forms < 2 || length === 0) return 0
  const shared = counts.reduce((sum, count) => sum + count * (count - 1), 0)
  return shared / (forms * (forms - 1)) / length
}
