import { wrongToRight } from '../answer-changes/wrong-to-right.ts'
import { likelihoodFit } from '../person-fit/likelihood-fit.ts'
import { orderFit } from '../person-fit/order-fit.ts'
import { knownItems } from '../preknowledge/item-preknowledge.ts'
import { scoreGain } from '../score-gain/score-gain.ts'
import { lookUpShape } from '../times/look-up-shape.ts'
import { rapidResponses } from '../times/rapid-responses.ts'
import { responseSpeed } from '../times/response-speed.ts'
import { responseTimeMisfit } from '../times/response-time-misfit.ts'
import { speedChange } from '../times/speed-change.ts'
import type { PersonIndicator } from './person-indicator.ts'

/** Every indicator of a cohort; the order is that of the report. */
export const COHORT_INDICATORS: readonly PersonIndicator[] = [
  responseSpeed,
  responseTimeMisfit,
  speedChange,
  lookUpShape,
  knownItems,
  wrongToRight,
  scoreGain,
  rapidResponses,
  likelihoodFit,
  orderFit,
]
