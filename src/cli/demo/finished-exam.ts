import type { ExamDraft } from '../../domain/scheduling/exam.ts'
import { PersonEntity, RoleGrantEntity } from '../../store/entities/organization.ts'
import { write } from '../../store/scope.ts'
import { submitAttempt } from '../../workflows/close-attempt.ts'
import type { Deps } from '../../workflows/deps.ts'
import { draftExam } from '../../workflows/draft-exam.ts'
import { publishExam } from '../../workflows/publish-exam.ts'
import { saveEntries } from '../../workflows/save-entries.ts'
import { screenExam } from '../../workflows/screen-exam.ts'
import { startAttempt } from '../../workflows/start-attempt.ts'
import { CUT_REASON, type DemoContent, type DemoUnit, personIdOf, unitOf } from './programme.ts'
import { simulateCadre } from './simulate-cadre.ts'

export const SIMULATED_CADRES = 200
const DAY_MS = 86_400_000
const AT_ONCE = 16
/** Entries are sent in parcels, as a browser does. */
const SEND_EVERY_SECONDS = 120
const RANKS = ['temporary', 'clerk', 'section-deputy', 'section-head'] as const

interface SimulatedPerson {
  readonly personId: string
  readonly unitPath: string
  readonly number: number
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
): Promise<void> {
  const { content } = options
  const today = deps.now().getTime()
  const at = (time: number): Deps => ({ ...deps, now: () => new Date(time) })
  const opensAt = today - 20 * DAY_MS
  const persons = await addSimulatedPersons(deps, units, options.cadres)
  const organizer = await personIdOf(deps, 'organizer')
  const draft: ExamDraft = {
    unitId: unitOf(units, 'county').id,
    bankVersionId: content.bankVersionId,
    policyVersionId: content.policyVersionId,
    blueprint: content.annual,
    window: {
      opensAt: new Date(opensAt).toISOString(),
      closesAt: new Date(opensAt + 7 * DAY_MS).toISOString(),
    },
    audienceUnitIds: [unitOf(units, 'simulated').id],
    decisionsNeeded: 2,
    releaseResults: 'after-screening',
    cutReason: CUT_REASON,
  }
  const examId = await draftExam(at(opensAt - 9 * DAY_MS), organizer, { draft, simulated: true })
  await publishExam(at(opensAt - 8 * DAY_MS), organizer, { examId, waiver: null })
  let done = 0
  await inParallel(persons, async (person) => {
    const startedAt = opensAt + ((person.number * 37) % 150) * 3_600_000 + person.number * 7919
    await sit(at, { ...person, examId, startedAt, limitSeconds: content.annual.timeLimitSeconds })
    done += 1
    options.onProgress(done)
  })
  await screenExam(at(opensAt + 7 * DAY_MS + 60_000), examId)
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

/**
 * One simulated cadre starts, answers and submits, each step at its own time. Who is too slow
 * answers until the deadline; the job that closes overdue attempts does the rest.
 */
async function sit(
  at: (time: number) => Deps,
  sitting: SimulatedPerson & {
    readonly examId: string
    readonly startedAt: number
    readonly limitSeconds: number
  },
): Promise<void> {
  const { personId, unitPath, startedAt, examId } = sitting
  const start = at(startedAt)
  const { attemptId } = await startAttempt(start, { personId, unitPath }, examId)
  const frame = await start.frozen.frame(attemptId)
  if (!frame) throw new Error(`attempt ${attemptId} was not kept`)
  const { entries: meant, durationSeconds } = simulateCadre(
    `demonstration/${sitting.number}`,
    frame.form,
    frame.bank,
  )
  const entries = meant.filter(({ atSeconds }) => atSeconds < sitting.limitSeconds - 1)
  let parcel: typeof entries = []
  const send = async (atSeconds: number) => {
    if (parcel.length === 0) return
    const sent = { attemptId, entries: parcel.map(({ entry }) => entry) }
    parcel = []
    await saveEntries(at(startedAt + atSeconds * 1000 + 150), personId, sent)
  }
  for (const one of entries) {
    const first = parcel[0]
    if (first && one.atSeconds - first.atSeconds > SEND_EVERY_SECONDS) {
      await send(parcel.at(-1)?.atSeconds ?? one.atSeconds)
    }
    parcel = [...parcel, one]
  }
  await send(entries.at(-1)?.atSeconds ?? 0)
  if (durationSeconds > sitting.limitSeconds) return
  await submitAttempt(at(startedAt + durationSeconds * 1000), personId, attemptId)
}

async function inParallel<T>(values: readonly T[], act: (value: T) => Promise<void>) {
  const waiting = [...values]
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await act(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
