import type { CohortData, EarlierScore } from '../../domain/forensics/cohort/cohort-data.ts'
import { screenData } from '../../domain/forensics/cohort/screen-data.ts'
import type { CohortScreening } from '../../domain/forensics/cohort/screening.ts'
import { plantedPersons, simulatedData } from '../../domain/forensics/cohort/simulated-data.ts'
import type { Cohort } from '../../domain/measurement/simulation/cohort.ts'
import { drawNormal } from '../../domain/measurement/simulation/draw-value.ts'
import { simulateCohort } from '../../domain/measurement/simulation/simulate-cohort.ts'
import { type Random, seededRandom, shuffle } from '../../domain/random.ts'
import type { ExamKind } from './forensic-scenarios.ts'

/** A simulated exam as it was recorded, and who and what in it is not honest work. */
export interface SimulatedExam {
  readonly data: CohortData
  /** Rows of those in whose answers something was planted, or who did not sit themselves. */
  readonly sought: ReadonlySet<number>
  /** The same and those whose answers were copied: a flag on any of them is not false. */
  readonly involved: ReadonlySet<number>
  /** Rows of those with one source, and the source. */
  readonly rings: readonly (readonly number[])[]
  readonly leaked: ReadonlySet<number>
  /** Rooms in which the answers of all were tampered with. */
  readonly badRooms: ReadonlySet<string>
}

export interface ScreenedExam {
  readonly exam: SimulatedExam
  readonly screening: CohortScreening
}

/** Share of persons tolerated as false among those called for review. */
const FDR = 0.05
const ROOM = 25
/** Of the earlier score, and how persons gained since: mean and standard deviation. */
const EARLIER_ERROR = 0.35
const GAIN = 0.3
/** By how much somebody who sits for another is abler. */
const PROXY_ADVANTAGE = 1.5
/** Every third item is said to be compromised where none is. */
const SUSPECT_STEP = 3

/** Simulates an exam of a kind and screens it. */
export async function screenExam(kind: ExamKind, seed: string): Promise<ScreenedExam> {
  const exam = simulateExam(kind, seed)
  return { exam, screening: await screenData(exam.data, { fdr: FDR }) }
}

/**
 * An exam with all that indicators look at: answers, times and changes as simulated, an earlier
 * score of everybody, suspect items named beforehand, rooms of 25 in random order. Equal kinds and
 * seeds give equal exams.
 */
function simulateExam(kind: ExamKind, seed: string): SimulatedExam {
  const cohort = simulateCohort(kind.scenario, seed)
  kind.alter?.(cohort, seededRandom(seed, 'altered'))
  const planted = new Set(
    kind.scenario.planted?.flatMap((plant) => [...plantedPersons(cohort, plant.kind)]),
  )
  const proxies = proxiesOf(cohort, kind.proxies ?? 0, seededRandom(seed, 'proxies'))
  const sources = cohort.planted.flatMap(({ source }) => (source === null ? [] : [source]))
  const sought = new Set([...planted, ...proxies])
  const leaked = new Set(cohort.planted.flatMap((cell) => leakedItem(cell)))
  const tampered = cohort.planted.some((cell) => cell.kind === 'tampered-answers')
  const rooms = roomsOf(cohort, tampered ? planted : new Set(), seededRandom(seed, 'rooms'))
  const data = simulatedData(cohort)
  return {
    ...{ sought, leaked, rings: ringsOf(cohort) },
    data: {
      ...data,
      groupings: [...data.groupings, { name: 'room', groups: rooms }],
      suspectItems: leaked.size > 0 ? [...leaked] : everyThird(cohort),
      earlier: earlierOf(cohort, proxies, seededRandom(seed, 'earlier')),
    },
    involved: new Set([...sought, ...sources]),
    badRooms: new Set(rooms.filter((room) => room.startsWith('bad'))),
  }
}

function leakedItem({ kind, item }: Cohort['planted'][number]): number[] {
  return kind === 'preknowledge' ? [item] : []
}

function everyThird({ items }: Cohort): number[] {
  return items.flatMap((_, item) => (item % SUSPECT_STEP === 0 ? [item] : []))
}

/** Whoever sits for somebody else did well. */
function proxiesOf({ persons }: Cohort, share: number, random: Random): Set<number> {
  const able = persons.names.flatMap((_, row) => ((persons.theta[row] as number) > 0 ? [row] : []))
  return new Set(shuffle(able, random).slice(0, Math.round(share * persons.names.length)))
}

function earlierOf(
  { persons }: Cohort,
  proxies: ReadonlySet<number>,
  random: Random,
): EarlierScore[] {
  return persons.names.map((_, row) => {
    const gain = GAIN + GAIN * drawNormal(random) + (proxies.has(row) ? PROXY_ADVANTAGE : 0)
    const theta = (persons.theta[row] as number) - gain + EARLIER_ERROR * drawNormal(random)
    return { theta, standardError: EARLIER_ERROR }
  })
}

/** Those whose answers were tampered with sat in rooms of their own. */
function roomsOf({ persons }: Cohort, apart: ReadonlySet<number>, random: Random): string[] {
  const rooms = persons.names.map(() => '')
  const rows = shuffle([...persons.names.keys()], random)
  const place = (own: readonly number[], name: string) =>
    own.forEach((row, at) => {
      rooms[row] = `${name} ${Math.floor(at / ROOM)}`
    })
  place(
    rows.filter((row) => apart.has(row)),
    'bad room',
  )
  place(
    rows.filter((row) => !apart.has(row)),
    'room',
  )
  return rooms
}

function ringsOf({ planted }: Cohort): number[][] {
  const rings = new Map<number, Set<number>>()
  for (const { person, source } of planted) {
    if (source === null) continue
    const ring = rings.get(source) ?? new Set([source])
    rings.set(source, ring.add(person))
  }
  return [...rings.values()].map((ring) => [...ring])
}
