import type { Bank } from '../bank/bank.ts'
import { say } from '../bank/finding.ts'
import type { CognitiveLevel, Item } from '../bank/item.ts'
import { Refusal } from '../refusal.ts'
import { compareText, type LocalizedText } from '../text.ts'
import type { Blueprint, BlueprintCell } from './blueprint.ts'

/** Name of a cell: what its items have in common. */
export function cellKey(cell: Pick<BlueprintCell, 'competency' | 'level'>): string {
  return `${cell.competency}/${cell.level}`
}

const LEVEL_WORDS: Readonly<Record<CognitiveLevel, LocalizedText>> = {
  know: say('识记', 'know'),
  apply: say('运用', 'apply'),
  judge: say('研判', 'judge'),
}

/** A cell in people's words: its competency, by id where the bank has none of it, and level. */
export function cellName(
  { competency, level }: Pick<BlueprintCell, 'competency' | 'level'>,
  bank: Bank,
): LocalizedText {
  const { 'zh-CN': zh, en } =
    bank.competencies.find(({ id }) => id === competency)?.name ?? say(competency, competency)
  const words = LEVEL_WORDS[level]
  return say(`“${zh}”（${words['zh-CN']}）`, `"${en}" (${words.en})`)
}

/**
 * For each cell of a blueprint the bank's items that may fill it, sorted by id: neither excluded
 * nor enemies of an item that every form has.
 */
export function eligibleItems(bank: Bank, blueprint: Blueprint): Item[][] {
  const byCell = new Map<string, Item[]>()
  const barred = barredItems(bank, blueprint)
  for (const item of bank.items) {
    if (barred.has(item.id)) continue
    const key = cellKey(item)
    const known = byCell.get(key)
    if (known) known.push(item)
    else byCell.set(key, [item])
  }
  for (const items of byCell.values()) items.sort((left, right) => compareText(left.id, right.id))
  return blueprint.cells.map((cell) => byCell.get(cellKey(cell)) ?? [])
}

/** Ids of the items that every form must have. */
export function includedItems({ constraints }: Blueprint): ReadonlySet<string> {
  return new Set(constraints?.include)
}

function barredItems(bank: Bank, blueprint: Blueprint): ReadonlySet<string> {
  const barred = new Set(blueprint.constraints?.exclude)
  const included = includedItems(blueprint)
  if (included.size === 0) return barred
  for (const item of bank.items) {
    if (included.has(item.id)) for (const enemy of item.enemies) barred.add(enemy)
    else if (item.enemies.some((enemy) => included.has(enemy))) barred.add(item.id)
  }
  return barred
}

/**
 * For each of the items the indexes of its enemies among them. An enmity that only one side
 * declares holds for both: the bank check warns about it, the draw must not rely on it.
 */
export function enemiesAmong(items: readonly Item[]): number[][] {
  const indexById = new Map(items.map((item, index) => [item.id, index]))
  const enemies = items.map(() => new Set<number>())
  items.forEach((item, index) => {
    for (const enemyId of item.enemies) {
      const enemy = indexById.get(enemyId)
      if (enemy === undefined || enemy === index) continue
      enemies[index]?.add(enemy)
      enemies[enemy]?.add(index)
    }
  })
  return enemies.map((set) => [...set].sort((left, right) => left - right))
}

/** The cut score that decides passing. */
export function passingCut(blueprint: Blueprint): number {
  const cut = blueprint.levels.find(({ id }) => id === blueprint.passingLevel)?.cut ?? null
  if (cut === null) {
    const detail = `the passing level ${blueprint.passingLevel} has no cut score`
    throw new Refusal('blueprint-infeasible', detail, [{ pointer: '/passingLevel', detail }])
  }
  return cut
}
