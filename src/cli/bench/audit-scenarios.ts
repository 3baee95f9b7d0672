import type { ItemParameters } from '../../domain/bank/item.ts'
import type { AuditedPlan } from '../../domain/measurement/audit/audit-plan.ts'
import type { AuditedExam } from '../../domain/measurement/audit/audit-responses.ts'
import { probabilityCorrect } from '../../domain/measurement/item-response.ts'
import { type Random, seededRandom } from '../../domain/random.ts'

/** Exams that were sat, whose worth is known because it was made. */
export const FORMALITIES = ['open-book', 'too-easy', 'leaked', 'random'] as const
export const SOUND_EXAMS = [
  'ordinary',
  'hard',
  'easy-but-sound',
  'short',
  'long',
  'few-persons',
  'able-persons',
  'guessing',
  'misfit',
  'own-forms',
] as const
export type SatKind = (typeof FORMALITIES)[number] | (typeof SOUND_EXAMS)[number]

/** Exams nobody has sat; that answers are looked up or leaked can't be seen in a plan. */
export const PLANNED_FORMALITIES = ['too-easy', 'random', 'token', 'low-cut'] as const
export const SOUND_PLANS = [
  'ordinary',
  'hard',
  'easy-but-sound',
  'short',
  'long',
  'guessing',
] as const
export type PlannedKind = (typeof PLANNED_FORMALITIES)[number] | (typeof SOUND_PLANS)[number]

interface Draws {
  readonly random: Random
  readonly between: (low: number, high: number) => number
  readonly whole: (low: number, high: number) => number
  readonly normal: (mean: number, deviation: number) => number
  readonly oneOf: <T>(values: readonly T[]) => T
}

function drawsOf(...names: readonly string[]): Draws {
  const random = seededRandom('audit scenarios', ...names)
  const between = (low: number, high: number) => low + (high - low) * random()
  return {
    random,
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    normal: (mean, deviation) => {
      const radius = Math.sqrt(-2 * Math.log(1 - random()))
      return mean + deviation * radius * Math.cos(2 * Math.PI * random())
    },
    oneOf: (values) => values[Math.floor(random() * values.length)] as (typeof values)[number],
  }
}

/** Where the items of a kind lie: difficulty, its spread, sharpness, guessing, how many. */
function itemsOf(kind: SatKind | PlannedKind, draws: Draws): ItemParameters[] {
  const { between, whole, normal } = draws
  const counts: Partial<Record<SatKind | PlannedKind, readonly [number, number]>> = {
    short: [16, 22],
    long: [80, 120],
    token: [3, 6],
  }
  const [fewest, most] = counts[kind] ?? [25, 60]
  const centres: Partial<Record<SatKind | PlannedKind, readonly [number, number]>> = {
    hard: [0.6, 1.1],
    'easy-but-sound': [-1.2, -0.8],
    'too-easy': [-4.5, -3.2],
    'low-cut': [-4.5, -3.2],
  }
  const [low, high] = centres[kind] ?? [-0.5, 0.4]
  const centre = between(low, high)
  const sharpness = kind === 'random' ? -1.9 : between(-0.25, 0.25)
  const isChoice = kind === 'guessing' || (kind === 'random' && draws.random() < 0.5)
  return Array.from({ length: whole(fewest, most) }, () => ({
    discrimination: Math.exp(normal(sharpness, kind === 'random' ? 0.2 : 0.3)),
    difficulty: normal(centre, centre < -3 ? 0.5 : 0.9),
    guessing: isChoice ? between(0.12, 0.28) : 0,
  }))
}

function cutFor(kind: SatKind | PlannedKind, draws: Draws): number {
  if (kind === 'low-cut') return draws.between(-3.2, -2.4)
  if (kind === 'easy-but-sound') return draws.between(-1.2, -0.3)
  if (kind === 'hard') return draws.between(-0.2, 0.8)
  return draws.between(-0.8, 0.6)
}

/** One plan of a kind; equal seeds give equal plans. */
export function plannedExam(kind: PlannedKind, seed: string): AuditedPlan {
  const draws = drawsOf('plan', kind, seed)
  const parameters = itemsOf(kind, draws)
  const name = { 'zh-CN': '内容', en: 'content' }
  const needed = parameters.length
  return {
    parameters,
    cuts: [cutFor(kind, draws)],
    cells: [{ name, needed, usable: needed * draws.whole(1, 4) }],
    overlap: draws.oneOf([0.2, 0.5, 1]),
    jobRelevance: draws.oneOf([null, draws.between(0.62, 1)]),
  }
}

interface Person {
  readonly theta: number
  /** A second trait that some items of a misfitting exam ask for. */
  readonly other: number
  readonly speed: number
  /** Share of items looked up or known before. */
  readonly known: number
}

interface TrueItem {
  readonly parameters: ItemParameters
  readonly reading: number
  /** Log seconds of a person of average speed. */
  readonly intensity: number
  readonly usesOther: boolean
}

/** One sat exam of a kind, with times and parameters in some of them; seeds as above. */
export function satExam(kind: SatKind, seed: string): AuditedExam {
  const draws = drawsOf('sat', kind, seed)
  const items = itemsOf(kind, draws).map((parameters): TrueItem => {
    const reading = draws.between(8, 30)
    const thought = draws.normal(0.9 + 0.18 * parameters.difficulty, 0.35)
    const usesOther = kind === 'misfit' && draws.random() < 0.35
    return { parameters, reading, intensity: Math.log(reading) + thought, usesOther }
  })
  const count = kind === 'few-persons' ? draws.whole(12, 49) : draws.oneOf([55, 90, 160, 300, 600])
  const persons = Array.from({ length: count }, () => personOf(kind, draws))
  const answered = persons.map((person) =>
    items.map((item) =>
      kind === 'own-forms' && draws.random() < 0.4 ? null : answerOf(kind, { person, item, draws }),
    ),
  )
  const names = items.map((_, index) => `I${index + 1}`)
  const hasTimes = draws.random() < 0.5
  const hasReading = hasTimes && draws.random() < 0.5
  const hasParameters = draws.random() < 0.4
  const nominal = items.map(({ parameters }) => nominalOf(kind, parameters, draws))
  return {
    items: names,
    rows: answered.map((row) => row.map((one) => one && Number(one.isRight))),
    cuts: [cutFor(kind, draws)],
    ...(hasTimes ? { seconds: answered.map(secondsOf), timeLimitSeconds: limitOf(items) } : {}),
    ...(hasReading ? { readingSeconds: readingOf(names, items) } : {}),
    ...(hasParameters ? { parameters: byName(names, nominal) } : {}),
    ...(draws.random() < 0.5 ? { overlap: kind === 'own-forms' ? 0.6 : 1 } : {}),
  }
}

/** What the bank says of an item: of a random exam, that it is as good as any. */
function nominalOf(kind: SatKind, parameters: ItemParameters, draws: Draws): ItemParameters {
  if (kind !== 'random') return parameters
  return { ...parameters, discrimination: Math.exp(draws.normal(0, 0.3)) }
}

function byName<T>(names: readonly string[], values: readonly T[]): ReadonlyMap<string, T> {
  return new Map(names.map((name, at) => [name, values[at] as T]))
}

function readingOf(names: readonly string[], items: readonly TrueItem[]) {
  return byName(
    names,
    items.map(({ reading }) => reading),
  )
}

function limitOf(items: readonly TrueItem[]): number {
  return 1.8 * items.reduce((sum, { intensity }) => sum + Math.exp(intensity), 0)
}

function personOf(kind: SatKind, { normal, between }: Draws): Person {
  const theta = kind === 'able-persons' ? normal(0.7, 0.9) : normal(0, 1)
  const known = kind === 'open-book' ? between(0.8, 1) : between(0.75, 1)
  return {
    theta,
    other: normal(0, 1),
    speed: 0.25 * theta * 0.3 + normal(0, 0.25),
    known: kind === 'open-book' || kind === 'leaked' ? known : 0,
  }
}

interface Answer {
  readonly isRight: boolean
  readonly seconds: number
}

function secondsOf(row: readonly (Answer | null)[]): Float64Array {
  return Float64Array.from(row, (one) => one?.seconds ?? Number.NaN)
}

function answerOf(
  kind: SatKind,
  {
    person,
    item,
    draws,
  }: { readonly person: Person; readonly item: TrueItem; readonly draws: Draws },
): Answer {
  const { random, normal } = draws
  const noise = Math.exp(normal(0, 0.45))
  if (random() < person.known) {
    if (kind === 'leaked') {
      return { isRight: random() < 0.97, seconds: 0.45 * item.reading * noise }
    }
    const looking = Math.exp(normal(Math.log(60), 0.5))
    return { isRight: random() < 0.96, seconds: 1.5 * item.reading * noise + looking }
  }
  const theta = item.usesOther ? 0.5 * person.theta + 0.85 * person.other : person.theta
  const chance =
    kind === 'random'
      ? item.parameters.guessing || 0.25
      : probabilityCorrect(theta, item.parameters)
  const isRight = random() < chance
  // Who does not know thinks a little longer.
  const pace = item.intensity - person.speed + (isRight ? 0 : 0.12)
  return { isRight, seconds: Math.exp(pace) * noise }
}
