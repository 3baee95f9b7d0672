import type { Bank } from './bank.ts'
import { type Finding, pointerTo, say } from './finding.ts'
import type { Item } from './item.ts'

/** Ids that occur twice, and names of things that do not exist. */
export function referenceFindings(bank: Bank): Finding[] {
  return [
    ...duplicates('competencies', bank.competencies),
    ...duplicates('posts', bank.posts),
    ...duplicates('stimuli', bank.stimuli),
    ...duplicates('items', bank.items),
    ...bank.posts.flatMap((post, index) => profileFindings(bank, post, index)),
    ...itemReferences(bank),
  ]
}

function duplicates(list: string, entries: readonly { readonly id: string }[]): Finding[] {
  const first = new Map<string, number>()
  return entries.flatMap(({ id }, index): Finding[] => {
    const before = first.get(id)
    if (before === undefined) {
      first.set(id, index)
      return []
    }
    return [
      {
        pointer: pointerTo(list, index, 'id'),
        item: list === 'items' ? id : null,
        severity: 'error',
        code: 'duplicate-id',
        message: say(
          `编号 ${id} 已用于 ${pointerTo(list, before)}`,
          `the id ${id} is taken by ${pointerTo(list, before)}`,
        ),
      },
    ]
  })
}

function profileFindings(bank: Bank, post: Bank['posts'][number], index: number): Finding[] {
  const known = new Set(bank.competencies.map(({ id }) => id))
  return Object.keys(post.profile)
    .filter((id) => !known.has(id))
    .map((id) => unknown(pointerTo('posts', index, 'profile', id), null, COMPETENCY, id))
}

interface Kind {
  readonly code: string
  readonly zh: string
  readonly en: string
}
const COMPETENCY: Kind = { code: 'unknown-competency', zh: '胜任力', en: 'competency' }
const POST: Kind = { code: 'unknown-post', zh: '岗位', en: 'post' }
const STIMULUS: Kind = { code: 'unknown-stimulus', zh: '材料', en: 'stimulus' }
const ENEMY: Kind = { code: 'unknown-enemy', zh: '互斥题', en: 'enemy item' }

function itemReferences(bank: Bank): Finding[] {
  const competencies = new Set(bank.competencies.map(({ id }) => id))
  const posts = new Set(bank.posts.map(({ id }) => id))
  const stimuli = new Set(bank.stimuli.map(({ id }) => id))
  const items = new Map(bank.items.map((item) => [item.id, item]))
  return bank.items.flatMap((item, index) => {
    const at = (...tokens: readonly (string | number)[]) => pointerTo('items', index, ...tokens)
    const findings: Finding[] = []
    if (!competencies.has(item.competency)) {
      findings.push(unknown(at('competency'), item.id, COMPETENCY, item.competency))
    }
    item.posts.forEach((post, place) => {
      if (!posts.has(post)) findings.push(unknown(at('posts', place), item.id, POST, post))
    })
    if (item.stimulus !== undefined && !stimuli.has(item.stimulus)) {
      findings.push(unknown(at('stimulus'), item.id, STIMULUS, item.stimulus))
    }
    item.enemies.forEach((enemy, place) => {
      findings.push(...enemyFindings(item, items.get(enemy), at('enemies', place), enemy))
    })
    return findings
  })
}

function enemyFindings(
  item: Item,
  enemy: Item | undefined,
  pointer: string,
  enemyId: string,
): Finding[] {
  if (enemyId === item.id) {
    const message = say(`${item.id} 不能与自己互斥`, `${item.id} can't be its own enemy`)
    return [{ pointer, item: item.id, severity: 'error', code: 'own-enemy', message }]
  }
  if (!enemy) return [unknown(pointer, item.id, ENEMY, enemyId)]
  if (enemy.enemies.includes(item.id)) return []
  const message = say(
    `${item.id} 与 ${enemyId} 互斥，但 ${enemyId} 没有写明；组卷时按互斥处理`,
    `${item.id} names ${enemyId} as an enemy, but not the other way round; the draw keeps them apart`,
  )
  return [{ pointer, item: item.id, severity: 'warning', code: 'enemy-not-mutual', message }]
}

function unknown(pointer: string, item: string | null, kind: Kind, id: string): Finding {
  return {
    pointer,
    item,
    severity: 'error',
    code: kind.code,
    message: say(`没有编号为 ${id} 的${kind.zh}`, `there is no ${kind.en} ${id}`),
  }
}
