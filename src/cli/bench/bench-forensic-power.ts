import type { CohortScreening } from '../../domain/forensics/cohort/screening.ts'
import { isReviewed } from './bench-forensic-nulls.ts'
import { shareFigure, shareOf, upperQuantile } from './forensic-figures.ts'
import type { PlantedKind } from './forensic-scenarios.ts'
import type { Figure } from './measure.ts'
import { type ScreenedExam, screenExam } from './simulate-exam.ts'

/** Shares of honest persons that may be flagged, at which power is told. */
const FALSE_FLAG_RATES = [0.01, 0.001] as const

/**
 * What is found where something was planted: by each indicator at fixed shares of false flags
 * among the honest (`honest`: screenings of cohorts in which nobody did anything), and by the
 * screening as a whole: persons for review, rings, leaked items, rooms.
 */
export async function benchPower(
  kinds: readonly PlantedKind[],
  given: { readonly cohorts: number; readonly honest: readonly CohortScreening[] },
): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const kind of kinds) {
    const exams: ScreenedExam[] = []
    while (exams.length < given.cohorts) {
      exams.push(await screenExam(kind, `planted ${kind.name} ${exams.length}`))
    }
    figures.push(
      ...kind.soughtBy.flatMap((id) => powerOf(id, { kind, exams, honest: given.honest })),
      ...[reviewed, rings, leakedItems, rooms].flatMap((tell) => tell(kind, exams)),
    )
  }
  return figures
}

function powerOf(
  id: string,
  given: {
    readonly kind: PlantedKind
    readonly exams: readonly ScreenedExam[]
    readonly honest: readonly CohortScreening[]
  },
): Figure[] {
  const { kind, exams, honest } = given
  const usual = honest.flatMap((screening) => testsOf(screening, id).map(tellingOf))
  const telling = exams.flatMap(({ exam, screening }) => {
    const tests = testsOf(screening, id)
    return [...exam.sought].map((row) => tellingOf(tests[row]))
  })
  return FALSE_FLAG_RATES.map((rate) => {
    const bound = upperQuantile(usual, rate)
    const found = shareOf(telling, (one) => one > bound)
    return shareFigure(`${kind.name}: found by ${id} at ${rate} false flags`, found)
  })
}

function testsOf(screening: CohortScreening, id: string) {
  const found = screening.indicators.find((indicator) => indicator.id === id)
  if (!found) throw new Error(`no indicator is called ${id}`)
  return found.tests
}

type Test = CohortScreening['indicators'][number]['tests'][number] | undefined

/** Greater is more telling, also where an indicator has no p; least where nothing could be told. */
function tellingOf(test: Test): number {
  if (test == null) return Number.NEGATIVE_INFINITY
  return test.p === null ? test.statistic : -test.p
}

function reviewed({ name }: PlantedKind, exams: readonly ScreenedExam[]): Figure[] {
  let [right, wrong, sought] = [0, 0, 0]
  for (const { exam, screening } of exams) {
    const called = screening.attempts.filter(isReviewed)
    sought += exam.sought.size
    right += called.filter(({ person }) => exam.sought.has(person)).length
    wrong += called.filter(({ person }) => !exam.involved.has(person)).length
  }
  return [
    shareFigure(`${name}: persons to review`, right / sought),
    shareFigure(`${name}: false ones among persons to review`, wrong / Math.max(1, right + wrong)),
  ]
}

function rings({ name }: PlantedKind, exams: readonly ScreenedExam[]): Figure[] {
  const clusters = exams.flatMap(({ exam, screening }) =>
    screening.clusters.map(({ members }) => ({ exam, members })),
  )
  const planted = exams.flatMap(({ exam }) => exam.rings.map((ring) => ({ exam, ring })))
  if (planted.length === 0) return []
  const isWhole = ({ exam, ring }: (typeof planted)[number]) =>
    clusters.some((one) => one.exam === exam && ring.every((row) => one.members.includes(row)))
  const members = clusters.flatMap(({ exam, members }) => members.map((row) => ({ exam, row })))
  return [
    shareFigure(`${name}: pairs and rings recovered whole`, shareOf(planted, isWhole)),
    shareFigure(
      `${name}: strangers among members of clusters`,
      shareOf(members, ({ exam, row }) => !exam.involved.has(row)),
    ),
  ]
}

function leakedItems({ name }: PlantedKind, exams: readonly ScreenedExam[]): Figure[] {
  const items = exams.flatMap(({ exam, screening }) =>
    screening.itemResults.map(({ leak }, item) => ({
      isLeaked: exam.leaked.has(item),
      isListed: leak?.flagged ?? false,
    })),
  )
  const leaked = items.filter(({ isLeaked }) => isLeaked)
  const listed = items.filter(({ isListed }) => isListed)
  if (leaked.length === 0) return []
  return [
    shareFigure(
      `${name}: leaked items on the leak list`,
      shareOf(leaked, ({ isListed }) => isListed),
    ),
    shareFigure(
      `${name}: false items on the leak list`,
      shareOf(listed, ({ isLeaked }) => !isLeaked),
    ),
  ]
}

function rooms({ name }: PlantedKind, exams: readonly ScreenedExam[]): Figure[] {
  if (exams.every(({ exam }) => exam.badRooms.size === 0)) return []
  const tested = exams.flatMap(({ exam, screening }) =>
    screening.groups.flatMap(({ grouping, group, flagged }) =>
      grouping === 'room' ? [{ isBad: exam.badRooms.has(group), flagged }] : [],
    ),
  )
  const isFlagged = ({ flagged }: (typeof tested)[number]) => flagged
  const [bad, good] = [true, false].map((isBad) => tested.filter((room) => room.isBad === isBad))
  return [
    shareFigure(`${name}: rooms found by group-changes`, shareOf(bad ?? [], isFlagged)),
    shareFigure(`${name}: other rooms flagged by group-changes`, shareOf(good ?? [], isFlagged)),
  ]
}
