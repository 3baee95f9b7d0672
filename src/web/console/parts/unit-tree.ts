import type { Unit } from '../../../domain/organization/unit.ts'

export interface UnitNode {
  readonly unit: Unit
  readonly children: readonly UnitNode[]
}

/** Units as a tree; a unit whose parent is not among them heads a tree of its own. */
export function treeOf(units: readonly Unit[]): UnitNode[] {
  const known = new Set(units.map((unit) => unit.id))
  const nodesBelow = (parentId: string | null): UnitNode[] =>
    units
      .filter((unit) =>
        parentId === null
          ? unit.parentId === null || !known.has(unit.parentId)
          : unit.parentId === parentId,
      )
      .map((unit) => ({ unit, children: nodesBelow(unit.id) }))
  return nodesBelow(null)
}

/** The units chosen, without those that lie in another chosen one's branch. */
export function withoutCovered(chosen: readonly string[], units: readonly Unit[]): string[] {
  const paths = units.filter((unit) => chosen.includes(unit.id)).map((unit) => unit.path)
  return chosen.filter((id) => {
    const path = units.find((unit) => unit.id === id)?.path
    return !paths.some((other) => path !== undefined && other !== path && path.startsWith(other))
  })
}
