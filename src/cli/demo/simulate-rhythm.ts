import type { PageLoadDetail } from '../../domain/delivery/journal.ts'
import type { RhythmDetail } from '../../domain/delivery/rhythm.ts'
import { digestOf } from '../../domain/digest.ts'
import { type Random, seededRandom } from '../../domain/random.ts'

const hundredth = (value: number): number => Math.round(value * 100) / 100
const around = (value: number, spread: number, random: Random): number =>
  value * (1 + spread * (2 * random() - 1))

/**
 * How one simulated cadre moves a mouse, stretch after stretch: own medians, some noise around
 * them. Nobody of them types enough for a digest of keys.
 */
export function simulateRhythm(seed: string): () => RhythmDetail {
  const random = seededRandom(seed, 'rhythm')
  const speed = 0.3 + 0.7 * random()
  const straightness = 0.75 + 0.2 * random()
  const holdMs = 70 + 80 * random()
  return () => {
    const clicks = 5 + Math.floor(12 * random())
    return {
      keys: null,
      pointer: {
        count: clicks + Math.floor(30 * random()),
        speed: hundredth(around(speed, 0.15, random)),
        speedMad: hundredth(around(speed / 3, 0.3, random)),
        straightness: hundredth(Math.min(1, around(straightness, 0.05, random))),
        clicks,
        holdMs: Math.round(around(holdMs, 0.1, random)),
        holdMadMs: Math.round(around(holdMs / 6, 0.3, random)),
      },
    }
  }
}

/** A simulated page as it was opened: one tab of one browser, on one screen or two. */
export function simulatePageLoad(seed: string): PageLoadDetail {
  const mark = (what: string): string => digestOf(`${seed}/${what}`).slice(0, 16)
  const screensExtended = seededRandom(seed, 'screens')() < 0.2
  return { tab: mark('tab'), browser: mark('browser'), navigation: 'navigate', screensExtended }
}
