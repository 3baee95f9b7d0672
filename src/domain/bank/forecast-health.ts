import type { CognitiveLevel } from './item.ts'

/** How often one item was seen. */
export interface SeenItem {
  readonly competency: string
  readonly level: CognitiveLevel
  /** Forms that had it so far. */
  readonly formCount: number
}

/** When an item counts as used up; null where that limit does not apply. */
export interface ExposureLimit {
  /** Used up once its forms are more than this share, 0 to 1, of all forms. */
  readonly share: number | null
  /** Used up once it stood on this many forms. */
  readonly sightings: number | null
}

/** What a forecast starts from. */
export interface HealthInput {
  readonly items: readonly SeenItem[]
  /** Forms so far, with any items. */
  readonly formCount: number
  readonly formsPerExam: number
  readonly limit: ExposureLimit
  /** What each form needs. */
  readonly cells: readonly HealthCell[]
}

interface HealthCell {
  readonly competency: string
  readonly level: CognitiveLevel
  readonly itemCount: number
}

/** How long the items of a cell will do. */
export interface CellHealth {
  readonly competency: string
  readonly level: CognitiveLevel
  /** Items each form needs. */
  readonly needed: number
  /** Items of the cell, and those of them that are not used up. */
  readonly total: number
  readonly usable: number
  /** Forms that a usable item will stand on in the next exam; null where none can be held. */
  readonly sightingsPerExam: number | null
  /** Exams until an item is used up; 0 where one is, null for never. */
  readonly examsUntilFirst: number | null
  /** Exams that can be held; null where the limits never end it. */
  readonly examsUntilTooFew: number | null
}

/** Sums of shares are not exact; counts differ by far more. */
const TINY = 1e-9

/**
 * How many more exams the items of each cell will do, in expectation. Every exam has F forms
 * with n items of the cell, drawn evenly from the M usable ones, so that each of these gains
 * F * n / M forms, while all forms grow by F. Before each exam those that reached a limit are
 * rested, and stay so: the fewer remain, the faster they are used up. The forecast ends when
 * M < n. Only the counts of the cells are looked at, not the blueprint's other constraints, and
 * chance makes single items reach a limit earlier than the mean does.
 */
export function forecastHealth(input: HealthInput): CellHealth[] {
  return input.cells.map((cell) => forecastCell(input, cell))
}

function forecastCell(input: HealthInput, cell: HealthCell): CellHealth {
  const { competency, level, itemCount: needed } = cell
  const counts = input.items
    .filter((item) => item.competency === competency && item.level === level)
    .map(({ formCount }) => formCount)
    .sort((left, right) => left - right)
  const usable = counts.filter((count) => !isUsedUp(input.limit, count, input.formCount))
  const canHold = usable.length >= needed
  const exams = canHold ? holdExams(input, usable, needed) : { first: 0, tooFew: 0 }
  return {
    competency,
    level,
    needed,
    total: counts.length,
    usable: usable.length,
    sightingsPerExam: canHold ? (input.formsPerExam * needed) / usable.length : null,
    examsUntilFirst: usable.length < counts.length ? 0 : exams.first,
    examsUntilTooFew: exams.tooFew,
  }
}

/** Exams until the first item and until too few; the counts rise, and all gain alike. */
function holdExams(
  { formCount, formsPerExam, limit }: HealthInput,
  counts: readonly number[],
  needed: number,
): { readonly first: number | null; readonly tooFew: number | null } {
  let [left, gained, forms, exams] = [counts.length, 0, formCount, 0]
  let first: number | null = null
  while (left >= needed) {
    const gain = (formsPerExam * needed) / left
    // The one seen most often is used up first, whichever the limit.
    const most = (counts[left - 1] ?? 0) + gained
    const step = examsUntilUsedUp(limit, { count: most, gain, forms, formsPerExam })
    if (step === null) return { first, tooFew: null }
    exams += step
    gained += step * gain
    forms += step * formsPerExam
    left -= 1
    while (left > 0 && isUsedUp(limit, (counts[left - 1] ?? 0) + gained, forms)) left -= 1
    first ??= exams
  }
  return { first, tooFew: exams }
}

function isUsedUp({ share, sightings }: ExposureLimit, count: number, forms: number): boolean {
  if (sightings !== null && count >= sightings - TINY) return true
  return share !== null && count > share * forms + TINY
}

/** The limits solved for the number of exams; at least one, as the item is not used up yet. */
function examsUntilUsedUp(
  { share, sightings }: ExposureLimit,
  item: {
    readonly count: number
    readonly gain: number
    readonly forms: number
    readonly formsPerExam: number
  },
): number | null {
  const { count, gain, forms, formsPerExam } = item
  const bySightings = sightings === null ? Infinity : Math.ceil((sightings - count) / gain - TINY)
  const excess = share === null ? 0 : gain - share * formsPerExam
  const byShare =
    share === null || excess <= TINY
      ? Infinity
      : Math.floor((share * forms - count) / excess + TINY) + 1
  const exams = Math.max(1, Math.min(bySightings, byShare))
  return exams === Infinity ? null : exams
}
