import type { Bank } from '../bank/bank.ts'
import { digestOf } from '../digest.ts'
import { type Fault, Refusal } from '../refusal.ts'
import type { Blueprint } from './blueprint.ts'
import { prepareDraw } from './draw-form.ts'
import { simulationName } from './draw-weights.ts'
import { overlapOfForms } from './overlap.ts'
import { MANY_DRAWS, trialSeeds } from './simulate-draws.ts'

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
  /** Standard error of that mean, as an estimate for all forms there could be. */
  readonly overlapError: number
}

/** Enough for the question whether draws succeed; rates need more. */
const FEW_DRAWS = 60

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
  const made = drawTrials(bank, blueprint, simulationName(bank, blueprint))
  ofBank.set(digest, made)
  return made
}

function drawTrials(bank: Bank, blueprint: Blueprint, name: string): TrialDraws {
  const { exposureCap, overlapLimit } = blueprint.constraints ?? {}
  const isAboutMany = exposureCap !== undefined || overlapLimit !== undefined
  const draws = isAboutMany ? MANY_DRAWS : FEW_DRAWS
  const counts = new Map<string, number>()
  const obstacles = new Map<string, Fault>()
  const drawnIds: string[][] = []
  let [equivalent, refused] = [0, 0]
  const attempt = choosing(bank, blueprint)
  for (const seed of trialSeeds(name, draws)) {
    const drawn = attempt(seed)
    if (drawn instanceof Refusal) {
      refused += 1
      for (const fault of faultsOf(drawn)) obstacles.set(canonicalKey(fault), fault)
      continue
    }
    drawnIds.push(drawn.items.map(({ id }) => id))
    if (drawn.certificate.equivalent) equivalent += 1
    for (const { id } of drawn.items) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  const forms = draws - refused
  const { mean: overlap, error: overlapError } = overlapOfForms(drawnIds)
  return {
    draws,
    equivalent,
    refused,
    obstacles: [...obstacles.values()],
    rates: new Map([...counts].map(([id, count]) => [id, count / forms])),
    overlap,
    overlapError,
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
