import { Type } from 'typebox'
import { spreadsheetTemplate } from '../../domain/bank/formats/spreadsheet-template.ts'
import type { App } from '../http-deps.ts'
import { closed } from './schemas.ts'

const MEDIA_TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const

/** What people fill in to import items. */
export function bankTemplateRoutes(app: App): void {
  app.get(
    '/api/banks/template',
    {
      config: { access: { scope: 'branch', roles: ['organizer', 'administrator'] } },
      schema: {
        tags: ['Item banks'],
        summary: 'A spreadsheet to fill in and import, with an example of each item type',
        querystring: Type.Object(
          { format: Type.Enum(['xlsx', 'csv']), language: Type.Enum(['zh-CN', 'en']) },
          closed,
        ),
        // A file; its bytes are sent as they are.
        response: { 200: Type.Any() },
      },
    },
    async (request, reply) => {
      const { format, language } = request.query
      const name = `probity-items-${language}.${format}`
      return reply
        .type(MEDIA_TYPES[format])
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Buffer.from(spreadsheetTemplate(format, language)))
    },
  )
}
