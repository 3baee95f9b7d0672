import type { PairScreen } from '../domain/forensics/similarity/pair-screen.ts'
import type { PairProgress } from './cohort-screener-thread.ts'

/**
 * What a screen of pairs found, as JSON can keep it; numbers come back as they were. Hundreds of
 * thousands of pairs are packed within milliseconds, so that nobody waits for it meanwhile.
 */
export function packProgress({ excluded, screen }: PairProgress): Record<string, unknown> {
  const { survivors, found, moments } = screen
  return {
    excluded,
    found,
    survivors: Object.fromEntries(
      Object.entries(survivors).map(([name, values]) => [name, packed(values)]),
    ),
    moments: moments.map((own) => ({ ...own, histogram: packed(own.histogram) })),
  }
}

/** The progress that `packProgress` made this of. */
export function unpackProgress(content: Readonly<Record<string, unknown>>): PairProgress {
  const { excluded, found, survivors, moments } = content as unknown as Packed
  const { first, second, shared, matches, wrong, omega, p } = survivors
  const screen = {
    found,
    survivors: {
      first: new Int32Array(unpacked(first)),
      second: new Int32Array(unpacked(second)),
      shared: new Uint16Array(unpacked(shared)),
      matches: new Uint16Array(unpacked(matches)),
      wrong: new Uint16Array(unpacked(wrong)),
      omega: new Float32Array(unpacked(omega)),
      p: new Float64Array(unpacked(p)),
    },
    moments: moments.map((own) => ({
      ...own,
      histogram: new Float64Array(unpacked(own.histogram)),
    })),
  }
  return { excluded, screen }
}

function packed({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}

/** In a buffer of its own: one that is shared may begin anywhere. */
function unpacked(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text, 'base64')).buffer
}

type Plain<Values> = { readonly [Name in keyof Values]: string }

interface Packed {
  readonly excluded: readonly number[] | null
  readonly found: number
  readonly survivors: Plain<PairScreen['survivors']>
  readonly moments: readonly (Omit<PairScreen['moments'][number], 'histogram'> & {
    readonly histogram: string
  })[]
}
