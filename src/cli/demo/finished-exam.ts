import { PersonEntity, RoleGrantEntity } from '../../store/entities/organization.ts'
import { write } from '../../store/scope.ts'
import type { Deps } from '../../workflows/deps.ts'
import { screenExam } from '../../workflows/screen-exam.ts'
import { announceExam } from './announce-exam.ts'
import { type DemoContent, type DemoUnit, unitOf } from './programme.ts'
import { inParallel, type SimulatedPerson, sitSimulated } from './sit-simulated.ts'

export const SIMULATED_CADRES = 200
const DAY_MS = 86_400_000
const RANKS = ['temporary', 'clerk', 'section-deputy', 'section-head'] as const

/** A final exam, with who could sit it. */
export interface FinishedExam {
  readonly examId: string
  readonly finalAt: number
  readonly persons: readonly SimulatedPerson[]
}

/**
 * A finished exam of simulated cadres: every attempt goes through the same use cases as a real
 * one, with the clock set to when it happened. Persons, units and exam are labelled simulated.
 */
export async function simulateFinishedExam(
  deps: Deps,
  units: ReadonlyMap<string, DemoUnit>,
  options: {
    readonly content: DemoContent
    readonly cadres: number
    readonly onProgress: (done: number) => void
  },
): Promise<FinishedExam> {
  const { content } = options
  const today = deps.now().getTime()
  const at = (time: number): Deps => ({ ...deps, now: () => new Date(time) })
  const opensAt = today - 20 * DAY_MS
  const persons = await addSimulatedPersons(deps, units, options.cadres)
  const examId = await announceExam(deps, units, {
    ...{ content, blueprint: content.annual, audience: 'simulated', opensAt, days: 7 },
    ...{ releaseResults: 'after-screening', simulated: true },
  })
  let done = 0
  await inParallel(persons, async (person) => {
    const startedAt = opensAt + ((person.number * 37) % 150) * 3_600_000 + person.number * 7919
    await sitSimulated(at, {
      ...person,
      examId,
      startedAt,
      limitSeconds: content.annual.timeLimitSeconds,
    })
    done += 1
    options.onProgress(done)
  })
  const finalAt = opensAt + 7 * DAY_MS + 60_000
  await screenExam(at(finalAt), examId)
  return { examId, finalAt, persons }
}

async function addSimulatedPersons(
  deps: Deps,
  units: ReadonlyMap<string, DemoUnit>,
  count: number,
): Promise<SimulatedPerson[]> {
  return write(deps.orm, async (em) => {
    const persons = Array.from({ length: count }, (_, index) => {
      const unit = unitOf(units, `simulated-${(index % 3) + 1}`)
      const number = index + 1
      return { personId: deps.newId(), unitPath: unit.path, unitId: unit.id, number }
    })
    const createdAt = deps.now()
    for (const { personId, unitId, number } of persons) {
      const digits = String(number).padStart(3, '0')
      em.create(PersonEntity, {
        id: personId,
        account: `simulated-${digits}`,
        name: `模拟考生 ${digits}`,
        unitId,
        post: null,
        rank: RANKS[number % RANKS.length] ?? 'clerk',
        simulated: true,
        createdAt,
        activatedAt: null,
      })
    }
    await em.flush()
    for (const { personId, unitId } of persons) {
      em.create(RoleGrantEntity, {
        id: deps.newId(),
        personId,
        role: 'candidate',
        unitId,
        grantedBy: null,
        grantedAt: createdAt,
      })
    }
    return persons
  })
}
