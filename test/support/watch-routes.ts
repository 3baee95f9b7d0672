import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type t from 'tap'
import type { Access } from '../../src/http/access.ts'

/** A route as the server has it. */
export interface WatchedRoute {
  /** Method and address, as `GET /api/me`. */
  readonly name: string
  readonly access: Access | undefined
  readonly route: RouteOptions
}

/**
 * Notes every route of servers made from now on, hidden ones and those of plugins included.
 * Fastify announces each server before anything is registered on it.
 */
export function watchRoutes(test: Pick<typeof t, 'teardown'>): () => WatchedRoute[] {
  const routes: RouteOptions[] = []
  const watch = (message: unknown) => {
    const { fastify } = message as { readonly fastify: FastifyInstance }
    fastify.addHook('onRoute', (route) => {
      routes.push(route)
    })
  }
  subscribe('fastify.initialization', watch)
  test.teardown(() => unsubscribe('fastify.initialization', watch))
  return () =>
    routes.flatMap((route) =>
      [route.method].flat().map((method) => ({
        name: `${method} ${route.url}`,
        // Hooks that ran later may have set it: read when asked.
        access: route.config?.access,
        route,
      })),
    )
}
