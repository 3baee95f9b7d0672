import type { TASK_STATES } from './award-views.ts'
import type { StatedAward } from './awards.ts'
import { awardKey } from './evaluate-policy.ts'
import type { Award } from './policy.ts'

export type TaskState = (typeof TASK_STATES)[number]
export type TaskAward = Extract<Award, { kind: 'talk' | 'retraining' }>

const DUE_DAYS = 30
const DAY_MS = 86_400_000

/** The latest task of one origin and award. */
export interface StandingTask {
  readonly id: string
  readonly awardKey: string
  /** Among those of its origin and award, from 1. */
  readonly number: number
  readonly state: TaskState
}

export interface TaskChanges {
  /** To be opened: people do it, or decline with a reason; the service never does. */
  readonly open: readonly {
    readonly awardKey: string
    readonly number: number
    readonly award: TaskAward
    readonly dueMs: number
  }[]
  /** Open ones for which there is no reason any more, or for now. */
  readonly withdraw: readonly string[]
}

/** What becomes of the tasks of one origin. What was done or declined is over and stays so. */
export function taskChanges(given: {
  readonly standing: readonly StandingTask[]
  readonly awards: readonly StatedAward[]
  readonly nowMs: number
}): TaskChanges {
  const last = new Map<string, StandingTask>()
  for (const task of given.standing) {
    if (task.number > (last.get(task.awardKey)?.number ?? 0)) last.set(task.awardKey, task)
  }
  const asked = given.awards.flatMap(({ award, state }) =>
    state === 'granted' && (award.kind === 'talk' || award.kind === 'retraining')
      ? [{ award, key: awardKey(award) }]
      : [],
  )
  const open = asked.flatMap(({ award, key }) => {
    const before = last.get(key)
    if (before && before.state !== 'withdrawn') return []
    const dueMs = given.nowMs + (award.dueDays ?? DUE_DAYS) * DAY_MS
    return [{ awardKey: key, number: (before?.number ?? 0) + 1, award, dueMs }]
  })
  const keys = new Set(asked.map(({ key }) => key))
  const withdraw = [...last.values()]
    .filter((task) => task.state === 'open' && !keys.has(task.awardKey))
    .map(({ id }) => id)
  return { open, withdraw }
}
