import { drawNormal } from '../../../src/domain/measurement/simulation/draw-value.ts'
import type { Random } from '../../../src/domain/random.ts'

/** Standard normal deviate of a stream. */
export const deviate: (random: Random) => number = drawNormal
