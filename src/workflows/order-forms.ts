import type { Blueprint } from '../domain/assembly/blueprint.ts'
import { assemblyFaults } from '../domain/assembly/check-blueprint.ts'
import { Refusal } from '../domain/refusal.ts'
import type { AssemblyProgress } from '../domain/scheduling/assembly-event.ts'
import type { Deps } from './deps.ts'
import type { TakenOrder } from './form-assembler.ts'

export interface FormsWanted {
  readonly bankVersionId: string
  readonly blueprint: Blueprint
  readonly formCount: number
  readonly seed?: string | undefined
  readonly gap?: number | undefined
  readonly timeLimitSeconds?: number | undefined
  readonly onProgress: (progress: AssemblyProgress) => void
}

const SEED_BYTES = 8

/**
 * Has forms assembled beside the service; nothing is kept of them.
 * @throws Refusal 'not-found', 'invalid-input', 'too-many-assemblies'
 */
export async function orderForms(
  deps: Deps,
  personId: string,
  wanted: FormsWanted,
): Promise<TakenOrder> {
  const { bankVersionId, formCount, gap, timeLimitSeconds, onProgress } = wanted
  const bank = await deps.frozen.bank(bankVersionId)
  const { delivery, ...blueprint } = wanted.blueprint
  const faults = assemblyFaults(blueprint, bank).map(({ pointer, message }) => ({
    pointer: `/blueprint${pointer}`,
    detail: message.en,
  }))
  const [first] = faults
  if (first) throw new Refusal('invalid-input', `${first.pointer} ${first.detail}`, faults)
  const seed = wanted.seed ?? deps.randomHex(SEED_BYTES)
  const order = { bank, blueprint, formCount, seed, gap, timeLimitSeconds }
  return deps.formAssembler.order(personId, order, onProgress)
}
