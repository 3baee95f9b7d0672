import { Type } from 'typebox'
import { Matter } from '../../domain/review/my-review.ts'
import { listMatters } from '../../store/views/my-review.ts'
import { exportOwnData } from '../../workflows/export-own-data.ts'
import { principalOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed } from './schemas.ts'

const self = { access: { scope: 'self' } } as const

/** What concerns the person who asks, and everything that is kept about them. */
export function myRightsRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/my/matters',
    {
      config: self,
      schema: {
        tags: ['Results'],
        summary: 'Reviews, findings and appeals that I should know of or can answer now',
        response: { 200: Type.Object({ matters: Type.Array(Matter) }, closed) },
      },
    },
    async (request) => {
      const { personId } = principalOf(request)
      return { matters: await listMatters(deps.sql, personId, deps.now()) }
    },
  )

  app.get(
    '/api/my/data',
    {
      config: self,
      schema: {
        tags: ['Results'],
        summary: 'Everything kept about me, as a ZIP (JSON, CSV, pages to read); logged',
        // A file; its bytes are sent as they are.
        response: { 200: Type.Any() },
      },
    },
    async (request, reply) => {
      const { personId } = principalOf(request)
      const { bytes, madeAt } = await exportOwnData(deps, personId)
      const day = madeAt.toISOString().slice(0, 10)
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="probity-my-data-${day}.zip"`)
        .send(Buffer.from(bytes))
    },
  )
}
