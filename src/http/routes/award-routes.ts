import { Type } from 'typebox'
import { branchesOf } from '../../domain/organization/access.ts'
import { AwardTimes, MyCredits, TaskView } from '../../domain/policy/award-views.ts'
import { scopeOf } from '../../store/scope.ts'
import { listAwardTimes } from '../../store/views/award-times.ts'
import { getMyCredits } from '../../store/views/credits.ts'
import { listMyTasks, listTasks } from '../../store/views/tasks.ts'
import { endTask } from '../../workflows/end-task.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Nothing } from './schemas.ts'

const self = { access: { scope: 'self' } } as const
const TASK_ROLES = ['adviser', 'administrator'] as const
const TIME_ROLES = ['organizer', 'administrator'] as const
const taskOfPath: Target = { kind: 'task', from: 'params', name: 'taskId' }
const tags = ['Awards']

/** Credits, tasks that people do, and how long awards took. */
export function awardRoutes(app: App, deps: HttpDeps): void {
  myAwardRoutes(app, deps)
  taskRoutes(app, deps)

  app.get(
    '/api/award-times',
    {
      config: { access: { scope: 'branch', roles: TIME_ROLES } },
      schema: {
        tags,
        summary: 'How long awards took from the final result, by exam of my branches',
        response: { 200: Type.Object({ exams: Type.Array(AwardTimes) }, closed) },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), TIME_ROLES)
      return { exams: await listAwardTimes(deps.sql, scope) }
    },
  )
}

function myAwardRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/my/credits',
    {
      config: self,
      schema: {
        tags,
        summary: 'My credits by year and five-year cycle, and the ledger behind them',
        response: { 200: MyCredits },
      },
    },
    (request) => getMyCredits(deps.sql, principalOf(request).personId),
  )

  app.get(
    '/api/my/tasks',
    {
      config: self,
      schema: {
        tags,
        summary: 'Talks and retraining that are about me',
        response: { 200: Type.Object({ tasks: Type.Array(TaskView) }, closed) },
      },
    },
    async (request) => {
      const { personId } = principalOf(request)
      return { tasks: await listMyTasks(deps.sql, personId, deps.now()) }
    },
  )
}

function taskRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/tasks',
    {
      config: { access: { scope: 'branch', roles: TASK_ROLES } },
      schema: {
        tags,
        summary: 'Talks and retraining to be done in my branches; open ones first',
        response: { 200: Type.Object({ tasks: Type.Array(TaskView) }, closed) },
      },
    },
    async (request) => {
      // Nobody's own: those about oneself show only as part of a branch.
      const scope = { person: '', branches: branchesOf(principalOf(request), TASK_ROLES) }
      return { tasks: await listTasks(deps.sql, { scope, now: deps.now() }) }
    },
  )

  app.post(
    '/api/tasks/:taskId/end',
    {
      config: { access: { scope: 'branch', roles: TASK_ROLES, targets: [taskOfPath] } },
      schema: {
        tags,
        summary: 'Say that a task is done, or decline it with a reason',
        params: idParams('taskId'),
        body: Type.Object(
          {
            kind: Type.Union([Type.Literal('done'), Type.Literal('declined')]),
            note: Type.String({ maxLength: 2000 }),
          },
          closed,
        ),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { taskId } = request.params
      await endTask(deps, principalOf(request).personId, { taskId, ...request.body })
      return reply.code(204).send(null)
    },
  )
}
