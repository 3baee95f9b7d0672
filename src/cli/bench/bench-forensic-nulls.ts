import type { CohortScreening, ScreenedPerson } from '../../domain/forensics/cohort/screening.ts'
import { countFigure, shareFigure, shareOf } from './forensic-figures.ts'
import type { HonestKind } from './forensic-scenarios.ts'
import type { Figure } from './measure.ts'
import { screenExam } from './simulate-exam.ts'

const NOMINAL = [0.05, 0.01, 0.001] as const
/**
 * P values are called too small where the share below .01 is more than 1.3 times .01, and more than
 * chance brings once in 1,000 times.
 */
const WATCHED = { level: 0.01, most: 1.3, deviations: 3.09 }

/** What is kept of exams of one kind: screenings of thousands of persons would fill memory. */
interface KindTally {
  readonly name: string
  /** By indicator: judged p values of all persons tested. */
  readonly ps: Map<string, number[]>
  /** By indicator without p: flags among persons tested. */
  readonly past: Map<string, { tested: number; flagged: number }>
  persons: number
  reviewed: number
  cohorts: number
  /** Cohorts with any person for review, in the strong tier, any item listed, any room flagged. */
  readonly anybody: { review: number; strong: number; item: number; room: number }
}

/**
 * How well p values hold where nobody did anything: shares of judged p values below .05, .01 and
 * .001 by kind of exam and over all kinds, and how often a whole exam has any false flag. Hands
 * out the screenings of the first kind, which power is told against.
 */
export async function benchNulls(
  kinds: readonly HonestKind[],
): Promise<{ readonly figures: Figure[]; readonly first: readonly CohortScreening[] }> {
  const first: CohortScreening[] = []
  const tallies: KindTally[] = []
  for (const kind of kinds) {
    const tally = emptyTally(kind.name)
    for (let round = 0; round < kind.cohorts; round += 1) {
      const { screening } = await screenExam(kind, `honest ${kind.name} ${round}`)
      count(tally, screening)
      if (kind === kinds[0]) first.push(screening)
    }
    tallies.push(tally)
  }
  const figures = [...tallies, pooled(tallies)].flatMap(figuresOf)
  return { figures: [...figures, ...departures(tallies)], first }
}

function emptyTally(name: string): KindTally {
  const anybody = { review: 0, strong: 0, item: 0, room: 0 }
  return { name, ps: new Map(), past: new Map(), persons: 0, reviewed: 0, cohorts: 0, anybody }
}

function count(tally: KindTally, screening: CohortScreening): void {
  for (const { id, tests } of screening.indicators) {
    const past = tally.past.get(id) ?? { tested: 0, flagged: 0 }
    const ps = tally.ps.get(id) ?? []
    for (const test of tests) {
      if (test === null) continue
      if (test.p !== null) ps.push(test.p)
      else {
        past.tested += 1
        past.flagged += Number(test.flagged)
      }
    }
    tally.ps.set(id, ps)
    tally.past.set(id, past)
  }
  const { anybody } = tally
  const reviewed = screening.attempts.filter(isReviewed)
  tally.cohorts += 1
  tally.persons += screening.attempts.length
  tally.reviewed += reviewed.length
  anybody.review += Number(reviewed.length > 0)
  anybody.strong += Number(reviewed.some(({ tier }) => tier === 'strong'))
  anybody.item += Number(screening.itemResults.some(({ leak }) => leak?.flagged))
  anybody.room += Number(screening.groups.some(({ flagged }) => flagged))
}

/** Whether a person is called for somebody to look at. */
export function isReviewed({ tier }: ScreenedPerson): boolean {
  return tier === 'strong' || tier === 'review'
}

function pooled(tallies: readonly KindTally[]): KindTally {
  const all = emptyTally('all kinds')
  for (const { ps, past, persons, reviewed, cohorts, anybody } of tallies) {
    for (const [id, own] of ps) all.ps.set(id, [...(all.ps.get(id) ?? []), ...own])
    for (const [id, { tested, flagged }] of past) {
      const sum = all.past.get(id) ?? { tested: 0, flagged: 0 }
      all.past.set(id, { tested: sum.tested + tested, flagged: sum.flagged + flagged })
    }
    all.persons += persons
    all.reviewed += reviewed
    all.cohorts += cohorts
    for (const what of ['review', 'strong', 'item', 'room'] as const) {
      all.anybody[what] += anybody[what]
    }
  }
  return all
}

function figuresOf({ name, ps, past, persons, reviewed, cohorts, anybody }: KindTally): Figure[] {
  const ofTests = [...ps].flatMap(([id, own]): Figure[] => {
    if (own.length === 0) return []
    return [
      countFigure(`honest, ${name}: ${id} tested`, own.length),
      ...NOMINAL.map((level) =>
        shareFigure(`honest, ${name}: ${id} p < ${level}`, shareBelow(own, level)),
      ),
    ]
  })
  const ofFlags = [...past].flatMap(([id, { tested, flagged }]) =>
    tested === 0 ? [] : [shareFigure(`honest, ${name}: ${id} flagged`, flagged / tested)],
  )
  const ofCohorts = [
    ['anybody to review', anybody.review],
    ['anybody in the strong tier', anybody.strong],
    ['any item on the leak list', anybody.item],
    ['any room flagged', anybody.room],
  ] as const
  return [
    ...ofTests,
    ...ofFlags,
    shareFigure(`honest, ${name}: persons to review`, reviewed / persons),
    countFigure(`honest, ${name}: cohorts`, cohorts),
    ...ofCohorts.map(([what, found]) =>
      shareFigure(`honest, ${name}: cohorts with ${what}`, found / cohorts),
    ),
  ]
}

function shareBelow(ps: readonly number[], level: number): number {
  return shareOf(ps, (p) => p < level)
}

/** Indicators and kinds whose p values are too small beyond chance, by name; how many there are. */
function departures(tallies: readonly KindTally[]): Figure[] {
  const { level, most, deviations } = WATCHED
  const found = tallies.flatMap(({ name, ps }) =>
    [...ps].flatMap(([id, own]): Figure[] => {
      const share = own.length === 0 ? 0 : shareBelow(own, level)
      const chance = level + deviations * Math.sqrt((level * (1 - level)) / own.length)
      if (share <= most * level || share <= chance) return []
      return [shareFigure(`p TOO SMALL, ${name}: ${id} p < ${level}`, share)]
    }),
  )
  return [...found, countFigure('indicators and kinds with p too small', found.length)]
}
