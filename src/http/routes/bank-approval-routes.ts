import { Type } from 'typebox'
import { BankVersionChanges } from '../../domain/bank/bank-version-views.ts'
import { BankVersionRow } from '../../domain/scheduling/views.ts'
import { scopeOf } from '../../store/scope.ts'
import { getBankChanges } from '../../store/views/bank-changes.ts'
import { listBanks } from '../../store/views/content.ts'
import { approveBank } from '../../workflows/approve-bank.ts'
import { principalOf, rolesOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams } from './schemas.ts'

const tags = ['Item banks']
const writers = { access: { scope: 'branch', roles: ['organizer', 'administrator'] } } as const

/** The second pair of eyes on a bank version that came as a file. */
export function bankApprovalRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/banks/:bankVersionId/changes',
    {
      config: writers,
      schema: {
        tags,
        summary: 'What is new in a bank version against the last approved one before it',
        params: idParams('bankVersionId'),
        response: { 200: BankVersionChanges },
      },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return getBankChanges(deps, scope, request.params.bankVersionId)
    },
  )

  app.post(
    '/api/banks/:bankVersionId/approval',
    {
      config: writers,
      schema: {
        tags,
        summary: 'Approve a bank version, as a second person',
        description:
          'Before that no exam on it is published; what the workshop released needs none.',
        params: idParams('bankVersionId'),
        body: Type.Object({ note: Type.String({ maxLength: 2000 }) }, closed),
        response: { 200: BankVersionRow },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { personId } = principal
      const { bankVersionId } = request.params
      await approveBank(deps, personId, { bankVersionId, ...request.body })
      const rows = await listBanks(deps.sql, scopeOf(principal, rolesOf(request)), personId)
      const row = rows.find((one) => one.bankVersionId === bankVersionId)
      if (!row) throw new Error('what was just approved is missing')
      return row
    },
  )
}
