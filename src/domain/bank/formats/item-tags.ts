import { COGNITIVE_LEVELS, type CognitiveLevel, type Item } from '../item.ts'

/** Level and posts as tags, for formats that have nothing else for them. */
export function tagsOf({ level, posts }: Pick<Item, 'level' | 'posts'>): string[] {
  return [`level:${level}`, ...posts.map((post) => `post:${post}`)]
}

/** What tags say about an item; `other` are the tags that have no meaning here. */
export function readTags(tags: readonly string[]): {
  readonly level: CognitiveLevel | null
  readonly posts: readonly string[]
  readonly other: readonly string[]
} {
  const level = COGNITIVE_LEVELS.find((one) => tags.includes(`level:${one}`)) ?? null
  const posts = tags.filter((tag) => tag.startsWith('post:')).map((tag) => tag.slice(5))
  const other = tags.filter((tag) => tag !== `level:${level}` && !tag.startsWith('post:'))
  return { level, posts, other }
}
