import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { Blueprint } from '../../domain/assembly/blueprint.ts'
import { AssemblyEvent } from '../../domain/scheduling/assembly-event.ts'
import { orderForms } from '../../workflows/order-forms.ts'
import { principalOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { EVENT_LINES, openLines, sendLines } from '../line-stream.ts'
import { problemOf } from '../problem.ts'
import { closed, Uuid } from './schemas.ts'

const Order = Type.Object(
  {
    bankVersionId: Uuid,
    /** Forms it holds already are left out of it. */
    blueprint: Blueprint,
    formCount: Type.Integer({ minimum: 1, maximum: 50 }),
    /** The same order gives the same forms, unless time runs out; drawn unless told. */
    seed: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    /** Stop when the forms are proven to be this near to the best, as a share of the target. */
    gap: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    timeLimitSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 600 })),
  },
  closed,
)

const description =
  'The answer is a stream of JSON objects, one a line: `progress` a few times a second while ' +
  'there is news, the last line is `assembled`, `infeasible`, `undecided` or `problem`. Closing ' +
  'the connection ends the work. Each person may have one order at a time.'

/** Forms put together by optimization, told as it goes along. */
export function assemblyRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/exam-assemblies',
    {
      config: { access: { scope: 'branch', roles: ['organizer'] } },
      schema: {
        tags: ['Exams'],
        summary: 'Assemble parallel forms for a blueprint',
        description,
        body: Order,
        response: {
          200: {
            description: 'One event a line',
            content: { [EVENT_LINES]: { schema: Type.Unsafe<Readable>(AssemblyEvent) } },
          },
        },
      },
    },
    async (request, reply) => {
      const { personId } = principalOf(request)
      const { stream, ended, write, finish } = openLines<AssemblyEvent>()
      const order = await orderForms(deps, personId, { ...request.body, onProgress: write })
      ended.addEventListener('abort', order.cancel)
      write({ event: 'progress', seconds: 0, nodes: 0, best: null, bound: null })
      finish(order.outcome, (error) => {
        const { type, title, status, detail } = problemOf(error, request)
        return { event: 'problem', problem: { type, title, status, detail } }
      })
      return sendLines(reply, stream)
    },
  )
}
