import { compareText } from '../../text.ts'

/**
 * Persons by digests of their names: an order that depends neither on the one they come in nor on
 * what they did. What is drawn or divided by chance goes along it, so that the order of a file
 * never decides who lies just beyond a threshold.
 */
export function byDigest(persons: readonly string[]): Int32Array {
  const digests = persons.map(digestOf)
  return Int32Array.from(persons, (_, person) => person).sort(
    (left, right) =>
      (digests[left] as number) - (digests[right] as number) ||
      compareText(persons[left] as string, persons[right] as string),
  )
}

/** FNV-1a (Fowler, Noll & Vo), 32 bits, mixed once more so that like names do not stay together. */
function digestOf(name: string): number {
  let digest = 0x811c9dc5
  for (let at = 0; at < name.length; at += 1) {
    digest = Math.imul(digest ^ name.charCodeAt(at), 0x01000193)
  }
  digest = Math.imul(digest ^ (digest >>> 16), 0x85ebca6b)
  return (digest ^ (digest >>> 13)) >>> 0
}
