import { Type } from 'typebox'
import {
  AccommodationReach,
  AccommodationView,
  ApprovedAccommodation,
} from '../../domain/organization/accommodation.ts'
import { scopeOf } from '../../store/scope.ts'
import { getAccommodation } from '../../store/views/accommodation.ts'
import { accommodate } from '../../workflows/accommodate.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams } from './schemas.ts'

const administrators = ['administrator'] as const
const personOfPath: Target = { kind: 'person', from: 'params', name: 'personId' }
const config = {
  access: { scope: 'branch', roles: administrators, targets: [personOfPath] },
  evidence: { act: 'evidence-viewed', what: 'accommodation', of: 'person', name: 'personId' },
} as const
const tags = ['Persons']
const params = idParams('personId')

const description =
  'Holds for every exam that is not over for the person, and for every later one. A running ' +
  'attempt gets what is missing of its time at once, and its page shows it within seconds; what ' +
  'an attempt began with is never taken from it. No more time and no assistive technology takes ' +
  'everything back. Nobody approves their own. The same again changes nothing.'

/** Conditions under which a person sits exams; the reasons are read here and nowhere else. */
export function accommodationRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/persons/:personId/accommodation',
    {
      config,
      schema: {
        tags,
        summary: 'Conditions approved for a person, newest first',
        params,
        response: { 200: AccommodationView },
      },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), administrators)
      return getAccommodation(deps.sql, scope, request.params.personId)
    },
  )

  app.put(
    '/api/persons/:personId/accommodation',
    {
      config,
      schema: {
        tags,
        summary: 'Approve other conditions for a person',
        description,
        params,
        body: ApprovedAccommodation,
        response: {
          200: Type.Object({ accommodation: AccommodationView, reach: AccommodationReach }, closed),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { personId } = request.params
      const reach = await accommodate(deps, principal, { personId, approved: request.body })
      const scope = scopeOf(principal, administrators)
      return { accommodation: await getAccommodation(deps.sql, scope, personId), reach }
    },
  )
}
