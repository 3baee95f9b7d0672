import type { Application } from '../../src/app.ts'
import { write } from '../../src/store/scope.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { fileAppeal } from '../../src/workflows/file-appeal.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import type { RoutePermission } from './permissions.ts'
import { draftFor, sit, type TwoBranches } from './two-branches.ts'

const GROUNDS = 'I had practised these very sums for weeks.'

/** Who may appeal, and who may hear it. */
export function appealPermissions(application: Application, world: TwoBranches): RoutePermission[] {
  const review = { kind: 'review', placed: true } as const
  const found = once(() => invalidatedAttempt(application, world))
  const appealed = once(() => appealedCase(application, world))
  const hearing = async () => `/api/cases/${await appealed()}/appeal`
  return [
    {
      route: 'POST /api/attempts/:attemptId/appeal',
      permission: { kind: 'owner', owner: 'candidate', byRoute: true },
      ask: async () => ({
        url: `/api/attempts/${(await found()).attemptId}/appeal`,
        payload: { grounds: GROUNDS },
      }),
    },
    {
      route: 'GET /api/appeals',
      permission: { ...review, placed: false },
      ask: () => ({ url: '/api/appeals' }),
    },
    {
      route: 'GET /api/cases/:caseId/appeal',
      permission: review,
      ask: async () => ({ url: await hearing() }),
    },
    {
      route: 'POST /api/cases/:caseId/appeal/decision',
      permission: review,
      ask: async () => ({
        url: `${await hearing()}/decision`,
        payload: {
          ...{ finding: 'cleared', reasonCode: 'base-rate' },
          explanation: 'Seen in honest work as often.',
        },
      }),
    },
    {
      route: 'GET /api/my/matters',
      permission: { kind: 'anybody' },
      ask: () => ({ url: '/api/my/matters' }),
    },
    {
      route: 'GET /api/my/data',
      permission: { kind: 'anybody' },
      ask: () => ({ url: '/api/my/data' }),
    },
  ]
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null
  return () => {
    made ??= make()
    return made
  }
}

/** Another attempt of the candidate, with a finding that nobody of the branch took part in. */
async function invalidatedAttempt({ deps }: Application, { own, content }: TwoBranches) {
  const { organizer, candidate } = own.people
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const draft = draftFor(content, units, deps.now())
  const examId = await draftExam(deps, organizer.personId, { draft, simulated: false })
  const waiver = 'a test needs no notice'
  await publishExam(deps, organizer.personId, { examId, waiver })
  const attemptId = await sit(deps, candidate, examId)
  const [row] = await write(deps.orm, (em) =>
    em.execute<{ id: string }[]>(
      `update review_case set finding = 'invalidated', decided_at = ?
       where attempt_id = ? returning id`,
      [deps.now(), attemptId],
    ),
  )
  if (!row) throw new Error('the attempt has no case')
  return { attemptId, caseId: row.id }
}

async function appealedCase(application: Application, world: TwoBranches): Promise<string> {
  const { attemptId, caseId } = await invalidatedAttempt(application, world)
  const { personId } = world.own.people.candidate
  await fileAppeal(application.deps, personId, { attemptId, grounds: GROUNDS })
  return caseId
}
