import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { Competency, Stimulus } from '../../domain/bank/bank.ts'
import { BankFile, BankImport, ReadingEvent } from '../../domain/bank/formats/bank-import.ts'
import type { Item } from '../../domain/bank/item.ts'
import { BankVersionRow } from '../../domain/scheduling/views.ts'
import { scopeOf } from '../../store/scope.ts'
import { listBanks } from '../../store/views/content.ts'
import { addBankVersion } from '../../workflows/add-bank-version.ts'
import { principalOf, rolesOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { EVENT_LINES, sendLines } from '../line-stream.ts'
import { readingStream } from '../reading-stream.ts'
import { bankApprovalRoutes } from './bank-approval-routes.ts'
import { bankTemplateRoutes } from './bank-template-routes.ts'
import { closed, idParams } from './schemas.ts'

const writers = { access: { scope: 'branch', roles: ['organizer', 'administrator'] } } as const
/** A bank of several thousand items with stimuli. */
const LARGEST_BANK_BYTES = 64 * 1024 * 1024

export function contentRoutes(app: App, deps: HttpDeps): void {
  bankRoutes(app, deps)
  bankApprovalRoutes(app, deps)
  bankTemplateRoutes(app)
}

function bankRoutes(app: App, deps: HttpDeps): void {
  const tags = ['Item banks']

  app.get(
    '/api/banks',
    {
      config: writers,
      schema: {
        tags,
        summary: 'Bank versions with their coverage',
        response: { 200: Type.Object({ bankVersions: Type.Array(BankVersionRow) }, closed) },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal, rolesOf(request))
      return { bankVersions: await listBanks(deps.sql, scope, principal.personId) }
    },
  )

  app.post(
    '/api/banks',
    {
      config: writers,
      bodyLimit: LARGEST_BANK_BYTES,
      schema: {
        tags,
        summary: 'Add a bank version',
        description: 'A document in the format probity-bank/1; every fault is answered at once.',
        body: Type.Unknown(),
        response: { 201: BankVersionRow },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const added = { document: request.body, blueprints: [] }
      const id = await addBankVersion(deps, principal.personId, added)
      const scope = scopeOf(principal, rolesOf(request))
      const rows = await listBanks(deps.sql, scope, principal.personId)
      return reply.code(201).send(only(rows, ({ bankVersionId }) => bankVersionId === id))
    },
  )

  app.post(
    '/api/banks/readings',
    {
      config: writers,
      bodyLimit: LARGEST_BANK_BYTES,
      schema: {
        tags,
        summary: 'Read a foreign bank file, keeping nothing',
        description:
          'Spreadsheets, Moodle XML, GIFT, Aiken, QTI, Probity JSON. Answers what an import would ' +
          'give: counts, findings by row and column, and the bank to add as a version. With ' +
          '`Accept: application/x-ndjson` the reply is a line of JSON for each event: `progress`, ' +
          'and at last `read` with the usual reply, or `problem`.',
        body: BankFile,
        response: {
          200: {
            content: {
              'application/json': { schema: BankImport },
              [EVENT_LINES]: { schema: Type.Unsafe<Readable>(ReadingEvent) },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const { body, headers } = request
      const today = deps.now().toISOString().slice(0, 10)
      if (!headers.accept?.includes(EVENT_LINES)) return deps.bankReader.read(body, today)
      const read = readingStream(request, (it) => deps.bankReader.read(body, today, it))
      return sendLines(reply, read)
    },
  )

  app.get(
    '/api/banks/:bankVersionId/items',
    {
      config: writers,
      schema: {
        tags,
        summary: 'Items of a bank version, keys included',
        params: idParams('bankVersionId'),
        response: {
          200: Type.Object(
            {
              items: Type.Array(Type.Unsafe<Item>(Type.Any())),
              stimuli: Type.Array(Stimulus),
              competencies: Type.Array(Competency),
            },
            closed,
          ),
        },
      },
    },
    async (request) => {
      const { items, stimuli, competencies } = await deps.frozen.bank(request.params.bankVersionId)
      return { items, stimuli, competencies }
    },
  )
}

function only<T>(rows: readonly T[], isIt: (row: T) => boolean): T {
  const row = rows.find(isIt)
  if (!row) throw new Error('what was just written is missing')
  return row
}
