import { say } from '../../bank/finding.ts'
import { RANKS, type Rank } from '../../organization/person.ts'
import type { LocalizedText } from '../../text.ts'

const NAMES: Readonly<Record<Rank, LocalizedText>> = {
  temporary: say('编外人员', 'Temporary staff'),
  clerk: say('科员', 'Clerk'),
  'section-deputy': say('副科级', 'Deputy section head'),
  'section-head': say('正科级', 'Section head'),
  'division-deputy': say('副处级', 'Deputy division head'),
  'division-head': say('正处级', 'Division head'),
}

/** What a rank is called; one that is not known by its own word. */
export function rankName(rank: string): LocalizedText {
  return Object.entries(NAMES).find(([id]) => id === rank)?.[1] ?? say(rank, rank)
}

/** Where a rank stands from the lowest up, from 0; -1 for one that is not known. */
export function rankPlace(rank: string): number {
  const known: readonly string[] = RANKS
  return known.indexOf(rank)
}
