import { Type } from 'typebox'
import {
  AttendanceImport,
  AttendanceRecord,
  ExemptionEnding,
  ExemptionRegister,
  NewExemption,
  NewUnitTarget,
  TargetRow,
} from '../../domain/settlement/bulletin/views.ts'
import { scopeOf } from '../../store/scope.ts'
import { listAttendance } from '../../store/views/attendance.ts'
import { getExemptionRegister } from '../../store/views/exemptions.ts'
import { listTargets } from '../../store/views/targets.ts'
import { endExemption, exempt } from '../../workflows/exempt.ts'
import { recordAttendance } from '../../workflows/record-attendance.ts'
import { setTarget } from '../../workflows/set-target.ts'
import { principalOf, rolesOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Nothing, Uuid } from './schemas.ts'

const tags = ['Bulletins']
const unitOfPath: Target = { kind: 'unit', from: 'params', name: 'unitId' }
const personOfPath: Target = { kind: 'person', from: 'params', name: 'personId' }
const administrators = ['administrator'] as const
const setters = {
  access: { scope: 'branch', roles: administrators, targets: [unitOfPath] },
} as const
const exempters = {
  access: { scope: 'branch', roles: administrators, targets: [personOfPath] },
} as const
const register = {
  act: 'evidence-viewed',
  what: 'register',
  of: 'unit',
  name: 'unitId',
} as const
const readers = {
  access: {
    scope: 'branch',
    roles: ['administrator', 'organizer'],
    targets: [unitOfPath],
  },
} as const
const tiers = {
  access: {
    scope: 'branch',
    roles: ['administrator', 'organizer', 'adviser'],
    targets: [unitOfPath],
  },
} as const
const LARGEST_LIST_BYTES = 4 * 1024 * 1024
const YearQuery = Type.Object({ year: Type.Integer({ minimum: 2020, maximum: 2100 }) }, closed)

/** Exemptions, attendance and targets of units: what bulletins count with. */
export function reportRoutes(app: App, deps: HttpDeps): void {
  exemptionRoutes(app, deps)
  attendanceRoutes(app, deps)
  targetRoutes(app, deps)
}

function exemptionRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/units/:unitId/exemptions',
    {
      config: { ...readers, evidence: register },
      schema: {
        tags,
        summary: 'Who is exempted from which exam: why, by whom, until when; newest first',
        params: idParams('unitId'),
        response: { 200: ExemptionRegister },
      },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      const asked = { unitId: request.params.unitId, now: deps.now() }
      return getExemptionRegister(deps.sql, scope, asked)
    },
  )

  app.post(
    '/api/persons/:personId/exemptions',
    {
      config: exempters,
      schema: {
        tags,
        summary: 'Exempt a person from an exam, with the reason',
        description:
          'Without a reason it is refused. Exempted persons are not missing from bulletins; they ' +
          'may still sit. Nobody exempts themselves.',
        params: idParams('personId'),
        body: NewExemption,
        response: { 201: Type.Object({ exemptionId: Uuid }, closed) },
      },
    },
    async (request, reply) => {
      const { personId } = request.params
      const given = { personId, exemption: request.body }
      const exemptionId = await exempt(deps, principalOf(request).personId, given)
      return reply.code(201).send({ exemptionId })
    },
  )

  app.post(
    '/api/persons/:personId/exemptions/:exemptionId/end',
    {
      config: exempters,
      schema: {
        tags,
        summary: 'Take an exemption back, with the reason',
        params: Type.Object({ personId: Uuid, exemptionId: Uuid }, closed),
        body: ExemptionEnding,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const given = { ...request.params, ...request.body }
      await endExemption(deps, principalOf(request).personId, given)
      return reply.code(204).send(null)
    },
  )
}

function attendanceRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/units/:unitId/attendance',
    {
      config: { ...tiers, evidence: register },
      schema: {
        tags,
        summary: 'Hours attended in a calendar year, newest day first',
        params: idParams('unitId'),
        querystring: YearQuery,
        response: { 200: Type.Object({ records: Type.Array(AttendanceRecord) }, closed) },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      const asked = { ...request.params, ...request.query }
      return { records: await listAttendance(deps.sql, scope, asked) }
    },
  )

  app.post(
    '/api/units/:unitId/attendance',
    {
      config: setters,
      bodyLimit: LARGEST_LIST_BYTES,
      schema: {
        tags,
        summary: 'Record hours attended from a CSV list',
        description:
          'Columns account, day, hours, what (or 账号, 日期, 学时, 活动). With any fault, each told ' +
          'by row and column, and in a trial, nothing is recorded. Other hours for a person’s day ' +
          'and event replace those before; 0 takes them back.',
        params: idParams('unitId'),
        body: Type.Object({ csv: Type.String({ minLength: 1 }), isTrial: Type.Boolean() }, closed),
        response: { 200: AttendanceImport },
      },
    },
    (request) => {
      const given = { ...request.params, ...request.body }
      return recordAttendance(deps, principalOf(request).personId, given)
    },
  )
}

function targetRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/units/:unitId/targets',
    {
      config: tiers,
      schema: {
        tags,
        summary: 'Plan against carried out in a calendar year, parents before children',
        params: idParams('unitId'),
        querystring: YearQuery,
        response: { 200: Type.Object({ units: Type.Array(TargetRow) }, closed) },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      const asked = { ...request.params, ...request.query, now: deps.now() }
      return { units: await listTargets(deps, scope, asked) }
    },
  )

  app.post(
    '/api/units/:unitId/targets',
    {
      config: setters,
      schema: {
        tags,
        summary: 'Set what a unit is to reach in a year; the newest counts, all are kept',
        params: idParams('unitId'),
        body: NewUnitTarget,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const given = { unitId: request.params.unitId, target: request.body }
      await setTarget(deps, principalOf(request).personId, given)
      return reply.code(204).send(null)
    },
  )
}
