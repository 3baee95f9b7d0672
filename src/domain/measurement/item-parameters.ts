import type {
  CognitiveLevel,
  Item,
  ItemParameters,
  ParameterProvenance,
  TimeParameters,
} from '../bank/item.ts'
import type { LocalizedText } from '../text.ts'

export interface SourcedParameters {
  readonly values: ItemParameters
  readonly provenance: ParameterProvenance
}

// Stated priors, not measurements: know is easy, apply in the middle, judge hard, each a little
// sharper than the one before. Calibration replaces them as soon as responses allow.
const PRIORS: Readonly<Record<CognitiveLevel, Omit<ItemParameters, 'guessing'>>> = {
  know: { discrimination: 1.0, difficulty: -0.6 },
  apply: { discrimination: 1.1, difficulty: 0 },
  judge: { discrimination: 1.2, difficulty: 0.5 },
}

function priorOf(level: CognitiveLevel): Omit<ItemParameters, 'guessing'> {
  return PRIORS[level]
}

/** Ways to place `chosen` things out of `count`, in order. */
function arrangements(count: number, chosen: number): number {
  let product = 1
  for (let step = 0; step < chosen; step += 1) product *= count - step
  return product
}

/**
 * Prior guessing: the chance that blind choice hits the key. Multiple choice picks one of the
 * 2^k - 1 non-empty sets; matching uses every option at most once where there are enough.
 * Numbers and texts can't be hit by chance.
 */
function guessingPrior(item: Item): number {
  switch (item.type) {
    case 'single-choice':
      return 1 / item.options.length
    case 'true-false':
      return 0.5
    case 'multiple-choice':
      return 1 / (2 ** item.options.length - 1)
    case 'ordering':
      return 1 / arrangements(item.key.length, item.key.length)
    case 'matching': {
      const [prompts, options] = [item.prompts.length, item.options.length]
      return 1 / (options >= prompts ? arrangements(options, prompts) : options ** prompts)
    }
    case 'numeric':
    case 'short-text':
      return 0
  }
}

const priors: Readonly<Record<CognitiveLevel, Map<number, SourcedParameters>>> = {
  know: new Map(),
  apply: new Map(),
  judge: new Map(),
}

/** The same object for the same prior: what is worked out about it is found again. */
function priorFor(level: CognitiveLevel, guessing: number): SourcedParameters {
  const known = priors[level].get(guessing)
  if (known) return known
  const values = Object.freeze({ ...priorOf(level), guessing })
  const prior: SourcedParameters = Object.freeze({ values, provenance: 'prior' })
  priors[level].set(guessing, prior)
  return prior
}

/** The item's own parameters, or the prior by cognitive level and type. */
export function parametersOf(item: Item): SourcedParameters {
  if (item.parameters !== undefined) {
    return { values: item.parameters.values, provenance: item.parameters.provenance }
  }
  return priorFor(item.level, guessingPrior(item))
}

/**
 * SD of candidates' speed on the log-seconds scale before a cohort is calibrated. Measured
 * elsewhere: .17 (licensure exam, Cizek & Wollack 2017), .31 (Amsterdam chess test), .30 (mental
 * rotation); the greater one is the cautious one, since it makes fast attempts less surprising.
 */
export const SPEED_DEVIATION_PRIOR = 0.3

/**
 * Sharpness 1 / SD of log seconds: 170 licensure items lie in 1.37 to 2.69, median 2.03
 * (Cizek & Wollack 2017); a little less where rooms are not proctored.
 */
const TIME_DISCRIMINATION_PRIOR = 1.9

/**
 * Careful silent reading, Chinese characters a second (300 a minute). The national curriculum
 * asks 500 a minute of ordinary prose at the end of junior secondary school; read aloud, IReST
 * texts take 255 a minute (Trauzettel-Klosinski & Dietz 2012). Statutes lie in between.
 */
const CHARACTERS_A_SECOND = 5

// Stated priors in seconds, added to reading.
const THINKING_SECONDS: Readonly<Record<CognitiveLevel, number>> = { know: 6, apply: 15, judge: 25 }

function responseSeconds(item: Item): number {
  switch (item.type) {
    case 'true-false':
      return 2
    case 'single-choice':
      return 3
    case 'multiple-choice':
      return 2 * item.options.length
    case 'numeric':
      return 20
    case 'short-text':
      return 15
    case 'ordering':
      return 4 * item.options.length
    case 'matching':
      return 5 * item.prompts.length
  }
}

function textsOf(item: Item): Readonly<LocalizedText>[] {
  const options = 'options' in item ? item.options : []
  const prompts = 'prompts' in item ? item.prompts : []
  return [item.stem, ...options.map(({ text }) => text), ...prompts.map(({ text }) => text)]
}

function charactersOf(texts: readonly Readonly<LocalizedText>[]): number {
  return texts.reduce((sum, text) => sum + text['zh-CN'].replace(/\s/gu, '').length, 0)
}

/** Seconds that careful reading of the item's own Chinese text takes; a stimulus is not in it. */
export function readingSecondsOf(item: Item): number {
  return charactersOf(textsOf(item)) / CHARACTERS_A_SECOND
}

/**
 * The item's own time parameters, or a prior: reading at 5 Chinese characters a second, thinking
 * by level, responding by type. Pass the stimulus with the first of its items only, since it is
 * read once. The intensity is set so that `expectedSeconds` returns that sum.
 */
export function timeParametersOf(
  item: Item,
  stimulusText?: Readonly<LocalizedText>,
): TimeParameters {
  if (item.timeParameters !== undefined) return item.timeParameters
  const texts = stimulusText === undefined ? textsOf(item) : [stimulusText, ...textsOf(item)]
  const characters = charactersOf(texts)
  const seconds =
    characters / CHARACTERS_A_SECOND + THINKING_SECONDS[item.level] + responseSeconds(item)
  return {
    timeIntensity: Math.log(seconds) - TIME_DISCRIMINATION_PRIOR ** -2 / 2,
    timeDiscrimination: TIME_DISCRIMINATION_PRIOR,
  }
}

/**
 * Mean seconds of a candidate of average speed: exp(beta + alpha^-2 / 2). The mean over all
 * candidates is greater by the factor exp(sigma_tau^2 / 2) (van der Linden 2006), 1 to 5 %.
 */
export function expectedSeconds(timeParameters: Readonly<TimeParameters>): number {
  const { timeIntensity, timeDiscrimination } = timeParameters
  return Math.exp(timeIntensity + timeDiscrimination ** -2 / 2)
}
