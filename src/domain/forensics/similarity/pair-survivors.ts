/** Pairs that stay after a screen, the smallest p first; places stand for places. */
export interface PairSurvivors {
  /** Rows of the two persons, the lower first. */
  readonly first: Int32Array
  readonly second: Int32Array
  readonly shared: Uint16Array
  readonly matches: Uint16Array
  /** Matches that are not right, or whose key is unknown. */
  readonly wrong: Uint16Array
  /** Interpolated: within .02 of the exact one, .04 with gaps in the answers. */
  readonly omega: Float32Array
  /** For ranking: at most the exact p of matches and of wrong matches; about that of M4. */
  readonly p: Float64Array
}

/** A survivor while it is found. */
export interface SurvivingPair {
  readonly first: number
  readonly second: number
  readonly shared: number
  readonly matches: number
  readonly wrong: number
  readonly omega: number
  readonly p: number
}

/** Room for so many pairs. */
export function emptySurvivors(length: number): PairSurvivors {
  return {
    first: new Int32Array(length),
    second: new Int32Array(length),
    shared: new Uint16Array(length),
    matches: new Uint16Array(length),
    wrong: new Uint16Array(length),
    omega: new Float32Array(length),
    p: new Float64Array(length),
  }
}

/**
 * The `most` pairs of smallest p, ordered by p and then by rows: the same, however pairs were
 * parted before.
 */
export function joinSurvivors(parts: readonly PairSurvivors[], most: number): PairSurvivors {
  const length = parts.reduce((sum, { p }) => sum + p.length, 0)
  const all = emptySurvivors(length)
  let at = 0
  for (const part of parts) {
    for (const name of NAMES) all[name].set(part[name], at)
    at += part.p.length
  }
  const { p, first, second } = all
  const order = Int32Array.from({ length }, (_, place) => place).sort(
    (left, right) =>
      (p[left] as number) - (p[right] as number) ||
      (first[left] as number) - (first[right] as number) ||
      (second[left] as number) - (second[right] as number),
  )
  const kept = emptySurvivors(Math.min(length, most))
  for (const name of NAMES) {
    for (let place = 0; place < kept.p.length; place += 1) {
      kept[name][place] = all[name][order[place] as number] as number
    }
  }
  return kept
}

const NAMES = ['first', 'second', 'shared', 'matches', 'wrong', 'omega', 'p'] as const

/** Collects pairs in bounded room: once twice as many as may stay are there, half of them go. */
export interface SurvivorCollector {
  readonly add: (pair: SurvivingPair) => void
  readonly done: () => { readonly survivors: PairSurvivors; readonly found: number }
}

export function collectSurvivors(most: number): SurvivorCollector {
  let room = emptySurvivors(1024)
  let [held, found] = [0, 0]
  const filled = () =>
    Object.fromEntries(NAMES.map((name) => [name, room[name].subarray(0, held)])) as {
      [Name in (typeof NAMES)[number]]: PairSurvivors[Name]
    }
  const makeRoom = () => {
    const kept = held >= 2 * most ? joinSurvivors([filled()], most) : filled()
    held = kept.p.length
    const next = emptySurvivors(Math.max(1024, Math.min(2 * most, 2 * held)))
    for (const name of NAMES) next[name].set(kept[name])
    room = next
  }
  return {
    add: (pair) => {
      if (held === room.p.length) makeRoom()
      for (const name of NAMES) room[name][held] = pair[name]
      held += 1
      found += 1
    },
    done: () => ({ survivors: joinSurvivors([filled()], most), found }),
  }
}
