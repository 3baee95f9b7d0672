/** Maps values of a domain to positions of a range, both ways. */
export interface Scale {
  readonly domain: readonly [number, number]
  readonly range: readonly [number, number]
  readonly at: (value: number) => number
  readonly valueAt: (position: number) => number
}

export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): Scale {
  const [from, to] = domain
  const [start, end] = range
  // A domain of one point would divide by zero; everything then sits in the middle.
  const width = to - from
  const at = (value: number): number =>
    width === 0 ? (start + end) / 2 : start + ((value - from) / width) * (end - start)
  const valueAt = (position: number): number =>
    end === start ? from : from + ((position - start) / (end - start)) * width
  return { domain, range, at, valueAt }
}

/** The step of 1, 2 or 5 times a power of ten that gives about so many ticks. */
export function tickStep(from: number, to: number, about: number): number {
  const rough = Math.abs(to - from) / Math.max(1, about)
  if (rough === 0 || !Number.isFinite(rough)) return 1
  const power = 10 ** Math.floor(Math.log10(rough))
  const share = rough / power
  const factor = share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10
  return factor * power
}

/** Round values within a domain, for an axis. */
export function ticks(from: number, to: number, about = 6): number[] {
  const step = tickStep(from, to, about)
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const value = Number(((first + index) * step).toFixed(decimals))
    return value === 0 ? 0 : value
  })
}

/** How many decimals a tick needs to be told from its neighbours. */
export function decimalsOf(tick: number): number {
  return String(tick).split('.')[1]?.length ?? 0
}

/** The smallest domain that starts and ends on ticks and holds all values. */
export function niceDomain(values: readonly number[], about = 6): [number, number] {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return [0, 1]
  const low = Math.min(...finite)
  const high = Math.max(...finite)
  if (low === high) return [low - 1, high + 1]
  const step = tickStep(low, high, about)
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step]
}

/** An SVG path through points. */
export function linePath(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('')
}
