import type { FastifyInstance, FastifyRequest } from 'fastify'
import { mayActOn, type Principal, type Role } from '../domain/organization/access.ts'
import { onOneLine } from '../domain/organization/unit.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Sql } from '../store/sql-pool.ts'
import { findPlaces, type Place, type PlacedKind } from '../store/views/principal.ts'
import type { Authenticate, SignedIn } from './authenticate.ts'

/** The record a route is about, and where its id (or a list of ids) stands in the request. */
export interface Target {
  readonly kind: PlacedKind
  readonly from: 'params' | 'body'
  readonly name: string
}

/**
 * Who may call a route. Every route states it; one without does not start.
 * - `open`: anybody, before sign-in.
 * - `self`: any signed-in person, on what is theirs; with `own`, on that record only if it is.
 * - `branch`: holders of a role; with `target`, only where it lies in a branch they cover for
 *   that role; without, the view shows just those branches.
 * - `review`: as branch, and never on one's own line of superiors and subordinates.
 */
export type Access =
  | { readonly scope: 'open' }
  | { readonly scope: 'self'; readonly own?: Target }
  | {
      readonly scope: 'branch'
      readonly roles: readonly Role[]
      readonly targets?: readonly Target[]
    }
  | {
      readonly scope: 'review'
      readonly roles: readonly Role[]
      readonly targets?: readonly Target[]
    }

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    signedIn: SignedIn | null
  }
}

/** The signed-in person; a route that asks for it without requiring sign-in is a bug. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.signedIn) throw new Error(`${request.routeOptions.url} declares open access`)
  return request.signedIn.principal
}

/** The roles a route is for. */
export function rolesOf(request: FastifyRequest): readonly Role[] {
  const access = request.routeOptions.config.access
  return access && 'roles' in access ? access.roles : []
}

/** Files that plugins serve: the API's reference page and the built pages. No data. */
const PUBLIC_FILES = ['/reference', '/assets/']

/** Holds every route to the access it declares; default deny. */
export function enforceAccess(
  app: FastifyInstance,
  stores: { readonly sql: Sql; readonly authenticate: Authenticate },
): void {
  app.decorateRequest('signedIn', null)
  app.addHook('onRoute', (route) => {
    if (PUBLIC_FILES.some((prefix) => route.url.startsWith(prefix))) {
      route.config = { ...route.config, access: { scope: 'open' } }
    }
    if (!route.config?.access) {
      throw new Error(`${String(route.method)} ${route.url} declares no access`)
    }
  })
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access
    if (!access || access.scope === 'open') return
    request.signedIn = await stores.authenticate(request)
    if (access.scope === 'self') return
    const { grants } = request.signedIn.principal
    if (!grants.some(({ role }) => access.roles.includes(role))) {
      throw new Refusal('not-allowed', 'your roles do not include this')
    }
  })
  app.addHook('preValidation', async (request) => {
    const access = request.routeOptions.config.access
    if (access && access.scope !== 'open') await holdToScope(stores.sql, request, access)
  })
}

async function holdToScope(
  sql: Sql,
  request: FastifyRequest,
  access: Exclude<Access, { scope: 'open' }>,
): Promise<void> {
  const principal = principalOf(request)
  const own = access.scope === 'self' && access.own ? [access.own] : []
  const targets = access.scope === 'self' ? own : (access.targets ?? [])
  for (const target of targets) {
    const { kind } = target
    for (const id of idsOf(request, target)) {
      const places = await findPlaces(sql, kind, id)
      if (places.length === 0) throw new Refusal('not-found', `no such ${kind}`)
      for (const place of places) refuseOutside(principal, access, { kind, ...place })
    }
  }
}

function refuseOutside(
  principal: Principal,
  access: Exclude<Access, { scope: 'open' }>,
  place: Place & { readonly kind: PlacedKind },
): void {
  if (access.scope === 'self') {
    // What one may not see does not exist: the answers are the same.
    if (place.personId !== principal.personId) {
      throw new Refusal('not-found', `no such ${place.kind}`)
    }
    return
  }
  if (!mayActOn(principal, access.roles, place.unitPath)) {
    throw new Refusal('not-allowed', `this ${place.kind} lies outside the branch you cover`)
  }
  if (access.scope === 'review' && onOneLine(principal.unitPath, place.unitPath)) {
    throw new Refusal('conflict-of-interest', 'the candidate stands on your own line')
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The target's ids, where there are sound ones; validation answers for what is not. */
function idsOf(request: FastifyRequest, target: Target): readonly string[] {
  const source = (target.from === 'params' ? request.params : request.body) as
    | Readonly<Record<string, unknown>>
    | null
    | undefined
  const ids = [source?.[target.name]].flat().filter((id) => typeof id === 'string')
  for (const id of ids) {
    if (!UUID.test(id)) throw new Refusal('not-found', `no such ${target.kind}`)
  }
  return [...new Set(ids)]
}
