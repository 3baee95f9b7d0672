import type { EntityManager } from '@mikro-orm/postgresql'
import { pathOf } from '../domain/organization/unit.ts'
import { Refusal } from '../domain/refusal.ts'
import type { LocalizedText } from '../domain/text.ts'
import { PersonEntity, UnitEntity } from '../store/entities/organization.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/** Adds a unit below a parent. @throws Refusal 'not-found' */
export async function addUnit(
  deps: Deps,
  actor: string,
  unit: { readonly parentId: string; readonly name: LocalizedText },
): Promise<string> {
  return write(deps.orm, async (em) => {
    const parent = await getUnit(em, unit.parentId)
    const id = deps.newId()
    em.create(UnitEntity, {
      id,
      parentId: parent.id,
      path: pathOf(parent.path, id),
      name: unit.name,
      createdAt: deps.now(),
    })
    await logUnit(deps, em, { actor, act: 'unit-added', unitId: id, detail: { ...unit } })
    return id
  })
}

export async function renameUnit(
  deps: Deps,
  actor: string,
  unit: { readonly unitId: string; readonly name: LocalizedText },
): Promise<void> {
  await write(deps.orm, async (em) => {
    const found = await getUnit(em, unit.unitId)
    const detail = { from: found.name, to: unit.name }
    em.assign(found, { name: unit.name })
    await logUnit(deps, em, { actor, act: 'unit-renamed', unitId: found.id, detail })
  })
}

/** Removes a unit without persons or units below. @throws Refusal 'unit-not-empty' */
export async function removeUnit(deps: Deps, actor: string, unitId: string): Promise<void> {
  await write(deps.orm, async (em) => {
    const found = await getUnit(em, unitId)
    const persons = await em.count(PersonEntity, { unitId })
    const children = await em.count(UnitEntity, { parentId: unitId })
    const [used] = await em.execute<{ used: boolean }[]>(
      `select exists (select 1 from exam where unit_id = ?)
         or exists (select 1 from role_grant where unit_id = ?) as used`,
      [unitId, unitId],
    )
    if (persons + children > 0 || used?.used) {
      throw new Refusal('unit-not-empty', 'persons, units, roles or exams belong to this unit')
    }
    await em.nativeDelete(UnitEntity, { id: unitId })
    await logUnit(deps, em, { actor, act: 'unit-removed', unitId, detail: { name: found.name } })
  })
}

/** @throws Refusal 'not-found' */
export async function getUnit(em: EntityManager, unitId: string) {
  const unit = await em.findOne(UnitEntity, { id: unitId })
  if (!unit) throw new Refusal('not-found', 'no such unit')
  return unit
}

async function logUnit(
  deps: Deps,
  em: EntityManager,
  what: {
    readonly actor: string
    readonly act: string
    readonly unitId: string
    readonly detail: Record<string, unknown>
  },
): Promise<void> {
  const { actor, act, unitId, detail } = what
  const chain = `unit:${unitId}`
  await appendLog(em, { chain, actor, act, subject: unitId, detail, at: deps.now() })
}
