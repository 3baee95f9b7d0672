/** One question of a GIFT file as it stands, with what the lines around it say. */
export interface GiftBlock {
  readonly row: number
  readonly text: string
  readonly category: string | null
  /** From a comment `[id:...]` before the question. */
  readonly id: string | null
  readonly tags: readonly string[]
}

/** The lines of a question so far, and what comments said before it. */
interface Gathering {
  lines: string[]
  row: number
  depth: number
  hasGap: boolean
  category: string | null
  id: string | null
  tags: string[]
}

/**
 * Splits a GIFT file into its questions at blank lines outside braces, so that a broken one spoils
 * no other. A brace that is never closed ends where the next question has a title or category.
 */
export function giftBlocks(text: string): GiftBlock[] {
  const blocks: GiftBlock[] = []
  const now: Gathering = {
    lines: [],
    row: 0,
    depth: 0,
    hasGap: false,
    category: null,
    id: null,
    tags: [],
  }
  const end = () => {
    const { row, category, id, tags } = now
    if (now.lines.length > 0) blocks.push({ row, text: now.lines.join('\n'), category, id, tags })
    Object.assign(now, { lines: [], depth: 0, hasGap: false })
    if (blocks.at(-1)?.row === row) Object.assign(now, { id: null, tags: [] })
  }
  for (const [index, line] of text.split(/\r\n?|\n/u).entries()) {
    const bare = line.trim()
    if (bare.startsWith('//')) readComment(now, bare)
    else if (bare === '') {
      if (now.depth === 0) end()
      else now.hasGap = true
    } else if (bare.startsWith('$CATEGORY:')) {
      end()
      now.category = bare.slice('$CATEGORY:'.length).trim()
    } else {
      if (now.hasGap && bare.startsWith('::')) end()
      if (now.lines.length === 0) now.row = index + 1
      now.lines.push(line)
      now.hasGap = false
      now.depth = Math.max(0, now.depth + braceBalance(line))
    }
  }
  end()
  return blocks
}

function readComment(now: Gathering, comment: string): void {
  now.id = /\[id:([^\]\p{Cc}]+)\]/u.exec(comment)?.[1]?.trim() ?? now.id
  const tags = [...comment.matchAll(/\[tag:([^\]\p{Cc}]+)\]/gu)].map(([, tag]) =>
    (tag ?? '').trim(),
  )
  now.tags = [...now.tags, ...tags]
}

function braceBalance(line: string): number {
  const bare = line.replace(/\\./gu, '')
  return bare.split('{').length - bare.split('}').length
}
