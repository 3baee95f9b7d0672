import type { Item } from '../item.ts'
import type { ForeignFinding, ForeignItem } from './foreign-bank.ts'
import { foreignFinding } from './foreign-finding.ts'

/**
 * Looks up the id in the bank of an item by its id in the file, `ids` being in the order of the
 * items; undefined where no item has it. Where two items have the same, the first is meant.
 */
export function idFinder(
  items: readonly ForeignItem[],
  ids: readonly string[],
): (foreignId: string) => string | undefined {
  const idByForeign = new Map<string, string>()
  for (const [index, { id: foreign }] of items.entries()) {
    const id = ids[index]
    const name = foreign?.trim() ?? ''
    if (name !== '' && id !== undefined && !idByForeign.has(name)) idByForeign.set(name, id)
  }
  return (foreignId) => idByForeign.get(foreignId.trim())
}

/** Items with enemies only among themselves; nobody is their own enemy. */
export function withKnownEnemies(items: readonly Item[]): Item[] {
  const ids = new Set(items.map(({ id }) => id))
  return items.map((item) => ({
    ...item,
    enemies: item.enemies.filter((enemy) => enemy !== item.id && ids.has(enemy)),
  }))
}

/** A warning for each enemy an item names in the file but has not got in the bank. */
export function enemyFindings(
  { place, enemies = [] }: ForeignItem,
  kept: readonly string[],
  idOf: (foreignId: string) => string | undefined,
): ForeignFinding[] {
  const lost = enemies.filter((enemy) => !kept.includes(idOf(enemy) ?? ''))
  return lost.map((enemy) =>
    foreignFinding(
      place,
      ['warning', 'enemy-not-known'],
      [
        `互斥题“${enemy}”不是题库中的另一道题，已略去`,
        `the enemy "${enemy}" is no other item of the bank and left out`,
      ],
    ),
  )
}
