/** A document with one thing changed, and what that is. */
export interface Mutant {
  readonly mutant: unknown
  readonly what: string
}

type Path = readonly (string | number)[]

/**
 * Every document that differs from this one in one thing: of each list one member dropped, one
 * doubled, two neighbours exchanged; of each object one member taken away; each value changed, and
 * made null.
 */
export function* mutantsOf(document: unknown, path: Path = []): Generator<Mutant> {
  for (const { value, what } of changesOf(document)) {
    yield { mutant: value, what: `/${path.join('/')}: ${what}` }
  }
  if (document === null || typeof document !== 'object') return
  const keys = Array.isArray(document) ? document.keys() : Object.keys(document)
  for (const key of keys) {
    const inside = (document as Readonly<Record<string | number, unknown>>)[key]
    for (const { mutant, what } of mutantsOf(inside, [...path, key])) {
      yield { mutant: withMember(document, key, mutant), what }
    }
  }
}

function withMember(document: object, key: string | number, value: unknown): unknown {
  if (Array.isArray(document)) return document.with(Number(key), value)
  return { ...document, [key]: value }
}

function* changesOf(value: unknown): Generator<{ readonly value: unknown; readonly what: string }> {
  if (Array.isArray(value)) yield* listChanges(value)
  else if (value !== null && typeof value === 'object') {
    for (const name of Object.keys(value)) {
      const { [name]: _, ...others } = value as Record<string, unknown>
      yield { value: others, what: `${name}: removed` }
    }
  } else yield { value: changed(value), what: `${JSON.stringify(value)} changed` }
  if (value !== null) yield { value: null, what: 'null' }
}

function* listChanges(list: readonly unknown[]) {
  for (const [index, member] of list.entries()) {
    yield { value: list.toSpliced(index, 1), what: `${index}: removed` }
    yield { value: list.toSpliced(index, 0, member), what: `${index}: doubled` }
    const next = list[index + 1]
    if (index + 1 < list.length && JSON.stringify(next) !== JSON.stringify(member)) {
      yield { value: list.with(index, next).with(index + 1, member), what: `${index}: exchanged` }
    }
  }
}

function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (value === null) return 'not null'
  const text = String(value)
  // Within the pattern of hashes and base64 too.
  const last = text.at(-1) === '1' ? '2' : '1'
  return text === '' ? 'x' : `${text.slice(0, -1)}${last}`
}
