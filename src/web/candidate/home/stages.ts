import type { MyExam } from '../../../domain/delivery/views.ts'

export const GROUPS = ['now', 'coming', 'checking', 'results', 'missed', 'exempted'] as const
export type Group = (typeof GROUPS)[number]

const GROUP_OF: Readonly<Record<MyExam['stage'], Group>> = {
  running: 'now',
  open: 'now',
  coming: 'coming',
  'being-checked': 'checking',
  result: 'results',
  missed: 'missed',
  exempted: 'exempted',
}

const soonest = (one: MyExam, other: MyExam): number =>
  one.window.closesAt.localeCompare(other.window.closesAt)

function compare(group: Group, one: MyExam, other: MyExam): number {
  if (group === 'coming') return one.window.opensAt.localeCompare(other.window.opensAt)
  if (group !== 'now') return soonest(other, one)
  const running = Number(other.stage === 'running') - Number(one.stage === 'running')
  return running || soonest(one, other)
}

/** Exams by what can be done with them; in `now` a running one first, then what closes first. */
export function groupExams(exams: readonly MyExam[]): ReadonlyMap<Group, readonly MyExam[]> {
  return new Map(
    GROUPS.map((group) => [
      group,
      exams
        .filter((exam) => GROUP_OF[exam.stage] === group)
        .sort((one, other) => compare(group, one, other)),
    ]),
  )
}
