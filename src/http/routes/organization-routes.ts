import { Type } from 'typebox'
import { Role } from '../../domain/organization/access.ts'
import { BirthYear, NewPerson, Rank } from '../../domain/organization/person.ts'
import { Unit } from '../../domain/organization/unit.ts'
import { InvitationView, PersonView } from '../../domain/organization/views.ts'
import { LocalizedText } from '../../domain/text.ts'
import { scopeOf } from '../../store/scope.ts'
import {
  getPersonView,
  getUnitView,
  listPersons,
  listUnits,
} from '../../store/views/organization.ts'
import {
  addPerson,
  changePerson,
  grantRole,
  inviteAgain,
  revokeRole,
} from '../../workflows/manage-persons.ts'
import { addUnit, removeUnit, renameUnit } from '../../workflows/manage-units.ts'
import { revokeLogins } from '../../workflows/revoke-logins.ts'
import { principalOf, rolesOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Nothing, Uuid } from './schemas.ts'

const administrator = ['administrator'] as const
const unitOfPath: Target = { kind: 'unit', from: 'params', name: 'unitId' }
const unitOfBody: Target = { kind: 'unit', from: 'body', name: 'unitId' }
const personOfPath: Target = { kind: 'person', from: 'params', name: 'personId' }
/** Who can sign in as somebody has all their roles: none may lie outside one's own branch. */
const powersOfPath: Target = { kind: 'powers', from: 'params', name: 'personId' }
const grantOfPath: Target = { kind: 'grant', from: 'params', name: 'grantId' }
const by = (...targets: Target[]) =>
  ({ access: { scope: 'branch', roles: administrator, targets } }) as const

export function organizationRoutes(app: App, deps: HttpDeps): void {
  unitRoutes(app, deps)
  personRoutes(app, deps)
  personAccessRoutes(app, deps)
}

function unitRoutes(app: App, deps: HttpDeps): void {
  const tags = ['Units']

  app.get(
    '/api/units',
    {
      config: {
        access: {
          scope: 'branch',
          roles: ['administrator', 'organizer', 'adviser', 'policy-officer'],
        },
      },
      schema: {
        tags,
        summary: 'Units of my branches',
        response: { 200: Type.Object({ units: Type.Array(Unit) }, closed) },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return { units: await listUnits(deps.sql, scope) }
    },
  )

  app.post(
    '/api/units',
    {
      config: by({ kind: 'unit', from: 'body', name: 'parentId' }),
      schema: {
        tags,
        summary: 'Add a unit',
        body: Type.Object({ parentId: Uuid, name: LocalizedText }, closed),
        response: { 201: Unit },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const id = await addUnit(deps, principal.personId, request.body)
      const scope = scopeOf(principal, administrator)
      return reply.code(201).send(await getUnitView(deps.sql, scope, id))
    },
  )

  app.patch(
    '/api/units/:unitId',
    {
      config: by(unitOfPath),
      schema: {
        tags,
        summary: 'Rename a unit',
        params: idParams('unitId'),
        body: Type.Object({ name: LocalizedText }, closed),
        response: { 200: Unit },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { unitId } = request.params
      await renameUnit(deps, principal.personId, { unitId, name: request.body.name })
      return getUnitView(deps.sql, scopeOf(principal, administrator), unitId)
    },
  )

  app.delete(
    '/api/units/:unitId',
    {
      config: by(unitOfPath),
      schema: {
        tags,
        summary: 'Remove an empty unit',
        params: idParams('unitId'),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await removeUnit(deps, principalOf(request).personId, request.params.unitId)
      return reply.code(204).send(null)
    },
  )
}

function personRoutes(app: App, deps: HttpDeps): void {
  const tags = ['Persons']

  app.get(
    '/api/persons',
    {
      config: { access: { scope: 'branch', roles: ['administrator', 'adviser'] } },
      schema: {
        tags,
        summary: 'Persons of my branches, a page at a time',
        querystring: Type.Object(
          {
            search: Type.Optional(Type.String({ maxLength: 100 })),
            unitId: Type.Optional(Uuid),
            after: Type.Optional(Type.String({ maxLength: 100 })),
            limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          },
          closed,
        ),
        response: {
          200: Type.Object(
            {
              persons: Type.Array(PersonView),
              total: Type.Integer(),
              next: Type.Union([Type.String(), Type.Null()]),
            },
            closed,
          ),
        },
      },
    },
    (request) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal, rolesOf(request))
      const administered = scopeOf(principal, administrator)
      return listPersons(deps.sql, { scope, administered }, request.query)
    },
  )

  app.post(
    '/api/persons',
    {
      config: by(unitOfBody),
      schema: {
        tags,
        summary: 'Add a person',
        body: NewPerson,
        response: {
          201: Type.Object({ person: PersonView, invitation: InvitationView }, closed),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const added = await addPerson(deps, principal.personId, request.body)
      const scope = scopeOf(principal, administrator)
      const person = await getPersonView(deps.sql, scope, added.personId)
      return reply.code(201).send({ person, invitation: added.invitation })
    },
  )

  app.patch(
    '/api/persons/:personId',
    {
      config: by(personOfPath, unitOfBody),
      schema: {
        tags,
        summary: 'Change a person',
        params: idParams('personId'),
        body: Type.Partial(
          Type.Object(
            {
              name: Type.String({ minLength: 1, maxLength: 100 }),
              unitId: Uuid,
              post: Type.Union([Type.String({ maxLength: 64 }), Type.Null()]),
              rank: Rank,
              birthYear: BirthYear,
            },
            closed,
          ),
        ),
        response: { 200: PersonView },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { personId } = request.params
      await changePerson(deps, principal.personId, { personId, change: request.body })
      return getPersonView(deps.sql, scopeOf(principal, administrator), personId)
    },
  )
}

function personAccessRoutes(app: App, deps: HttpDeps): void {
  const tags = ['Persons']
  const params = idParams('personId')

  app.post(
    '/api/persons/:personId/invitation',
    {
      config: by(powersOfPath),
      schema: {
        tags,
        summary: 'A new one-time link',
        params,
        response: { 201: InvitationView },
      },
    },
    async (request, reply) => {
      const { personId } = principalOf(request)
      const invitation = await inviteAgain(deps, personId, request.params.personId)
      return reply.code(201).send(invitation)
    },
  )

  app.post(
    '/api/persons/:personId/grants',
    {
      config: by(personOfPath, unitOfBody),
      schema: {
        tags,
        summary: 'Give a role over a branch',
        params,
        body: Type.Object({ role: Role, unitId: Uuid }, closed),
        response: { 201: PersonView },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { personId } = request.params
      await grantRole(deps, principal.personId, { personId, ...request.body })
      const scope = scopeOf(principal, administrator)
      return reply.code(201).send(await getPersonView(deps.sql, scope, personId))
    },
  )

  app.delete(
    '/api/persons/:personId/grants/:grantId',
    {
      config: by(personOfPath, grantOfPath),
      schema: {
        tags,
        summary: 'Take a role away',
        params: Type.Object({ personId: Uuid, grantId: Uuid }, closed),
        response: { 200: PersonView },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      await revokeRole(deps, principal.personId, request.params)
      const scope = scopeOf(principal, administrator)
      return getPersonView(deps.sql, scope, request.params.personId)
    },
  )

  app.delete(
    '/api/persons/:personId/logins',
    {
      config: by(personOfPath),
      schema: { tags, summary: 'End all sign-ins of a person', params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      const by = principalOf(request).personId
      const { personId } = request.params
      await revokeLogins(deps, { personId, by }, 'ended by administrator')
      return reply.code(204).send(null)
    },
  )
}
