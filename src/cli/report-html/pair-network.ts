import type { JudgedPair } from '../../domain/forensics/fusion/judge-pairs.ts'
import { html, type Markup } from './markup.ts'
import type { Tell } from './tell.ts'

const WIDTH = 480
const GAP = 18
/** Along the circle, from one person to the next. */
const SPACING = 34
/** Two persons stand so far from their middle, or the line between them can't be seen. */
const LEAST_RADIUS = 36
/** Half a digit's width, in units of the drawing. */
const HALF_DIGIT = 2.9

interface Place {
  readonly x: number
  readonly y: number
}

/** Persons that hang together, each group in the order of its numbers, large groups first. */
function groupsOf(
  pairs: readonly JudgedPair[],
  numbers: ReadonlyMap<number, number>,
): readonly (readonly number[])[] {
  const parent = new Map<number, number>()
  const rootOf = (person: number): number => {
    const up = parent.get(person) ?? person
    return up === person ? person : rootOf(up)
  }
  for (const { a, b } of pairs) parent.set(rootOf(a), rootOf(b))
  const order = [...numbers.keys()]
  const groups = [...Map.groupBy(order, rootOf).values()]
  return groups.toSorted((left, right) => right.length - left.length)
}

function radiusOf(count: number): number {
  return Math.max(LEAST_RADIUS, Math.min(WIDTH / 2 - GAP - 10, (count * SPACING) / (2 * Math.PI)))
}

/** Each group on a circle of its own; circles in rows from left to right. */
function layOut(groups: readonly (readonly number[])[]) {
  const places = new Map<number, Place>()
  let [left, top, rowHeight, width] = [0, 0, 0, 0]
  for (const group of groups) {
    const radius = radiusOf(group.length)
    const size = 2 * radius + 2 * GAP
    if (left + size > WIDTH) [left, top, rowHeight] = [0, top + rowHeight, 0]
    group.forEach((person, at) => {
      const angle = (2 * Math.PI * at) / group.length - Math.PI / 2
      places.set(person, {
        x: left + size / 2 + radius * Math.cos(angle),
        y: top + size / 2 + radius * Math.sin(angle),
      })
    })
    left += size
    width = Math.max(width, left)
    rowHeight = Math.max(rowHeight, size)
  }
  return { places, width: Math.ceil(width), height: Math.ceil(top + rowHeight) }
}

function countTies(pairs: readonly JudgedPair[]): ReadonlyMap<number, number> {
  const ties = new Map<number, number>()
  for (const { a, b } of pairs) {
    for (const person of [a, b]) ties.set(person, (ties.get(person) ?? 0) + 1)
  }
  return ties
}

/** Similar attempts as a graph, as wide as it needs; the same pairs always give the same drawing. */
export function pairNetwork(
  pairs: readonly JudgedPair[],
  numbers: ReadonlyMap<number, number>,
  tell: Tell,
): Markup {
  const { places, width: own, height } = layOut(groupsOf(pairs, numbers))
  const ties = countTies(pairs)
  const at = (person: number) => places.get(person) ?? { x: 0, y: 0 }
  const edges = pairs.map(({ a, b, p }) => {
    const [from, to] = [at(a), at(b)]
    const width = Math.min(6, 0.8 + 0.25 * -Math.log10(Math.max(p, 1e-300))).toFixed(1)
    return html`<line x1="${from.x.toFixed(1)}" y1="${from.y.toFixed(1)}" x2="${to.x.toFixed(1)}" y2="${to.y.toFixed(1)}" style="stroke:var(--dim);stroke-width:${width};opacity:.6"/>`
  })
  const nodes = [...numbers].map(([person, number]) => {
    const { x, y } = at(person)
    const digits = String(number).length
    const radius = Math.max(
      Math.min(13, 8 + Math.sqrt(ties.get(person) ?? 1)),
      HALF_DIGIT * digits + 3,
    )
    return html`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius.toFixed(1)}" style="fill:var(--ground);stroke:var(--c0);stroke-width:2"/><text class="name" x="${x.toFixed(1)}" y="${y.toFixed(1)}" dy="3.5" text-anchor="middle" style="font-size:10px">${number}</text>`
  })
  const title = tell(
    `${numbers.size} 名考生之间的 ${pairs.length} 条关联`,
    `${pairs.length} ties between ${numbers.size} persons`,
  )
  return html`<svg role="img" aria-label="${title}" viewBox="0 0 ${own} ${height}" style="max-width:${Math.round(1.2 * own)}px">${edges}${nodes}</svg>`
}
