import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'

/**
 * A unit's place in the tree: the ids from the root down, each between slashes, as
 * `/county/branch/unit/`. A prefix of the path is an ancestor.
 */
export const UnitPath = Type.String({ pattern: '^/([0-9a-f-]{36}/)+$' })

export const Unit = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    parentId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    path: UnitPath,
    name: LocalizedText,
    personCount: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
)
export type Unit = Static<typeof Unit>

/** Whether a path is that of a root: the unit above everybody. */
export function isRoot(path: string): boolean {
  return path.split('/').length === 3
}

/** The path of a unit below a parent; of a root when the parent's path is empty. */
export function pathOf(parentPath: string, unitId: string): string {
  return `${parentPath === '' ? '/' : parentPath}${unitId}/`
}

/** Whether a unit lies in the branch that another one heads. A unit heads its own branch. */
export function covers(branchPath: string, unitPath: string): boolean {
  return unitPath.startsWith(branchPath)
}

/** Whether one unit is the other, or above or below it: the line of superiors. */
export function onOneLine(leftPath: string, rightPath: string): boolean {
  return covers(leftPath, rightPath) || covers(rightPath, leftPath)
}
