import { creditYear } from '../domain/policy/credit-cycles.ts'
import { Refusal } from '../domain/refusal.ts'
import type { NewUnitTarget } from '../domain/settlement/bulletin/views.ts'
import { UnitTargetEntity } from '../store/entities/report.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { getUnit } from './manage-units.ts'

/**
 * Sets what a unit is to reach in a year; what was asked before is kept.
 * @throws Refusal 'not-found'; 'invalid-input' for a year that has ended: nothing is retroactive
 */
export async function setTarget(
  deps: Deps,
  actor: string,
  given: { readonly unitId: string; readonly target: NewUnitTarget },
): Promise<void> {
  const { unitId, target } = given
  if (target.year < creditYear(deps.now().getTime())) {
    const detail = 'this year has ended'
    throw new Refusal('invalid-input', detail, [{ pointer: '/year', detail }])
  }
  await write(deps.orm, async (em) => {
    await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
      `unit-target:${unitId}`,
    ])
    await getUnit(em, unitId)
    const { year } = target
    const before = await em.find(
      UnitTargetEntity,
      { unitId, year },
      { orderBy: { number: 'desc' }, limit: 1 },
    )
    const number = (before[0]?.number ?? 0) + 1
    const at = deps.now()
    em.create(UnitTargetEntity, { unitId, number, ...target, setBy: actor, setAt: at })
    await em.flush()
    await appendLog(em, {
      chain: `unit:${unitId}`,
      actor,
      act: 'target-set',
      subject: unitId,
      detail: { ...target },
      at,
    })
  })
}
