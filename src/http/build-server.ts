import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import jwt from '@fastify/jwt'
import rateLimit from '@fastify/rate-limit'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import underPressure from '@fastify/under-pressure'
import fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { Logger } from 'pino'
import packageJson from '../../package.json' with { type: 'json' }
import { enforceAccess } from './access.ts'
import { createAuthenticate } from './authenticate.ts'
import { describeApi } from './describe-api.ts'
import type { App, HttpDeps } from './http-deps.ts'
import { answerProblems } from './problem.ts'
import { amendmentRoutes } from './routes/amendment-routes.ts'
import { assemblyRoutes } from './routes/assembly-routes.ts'
import { calibrationRoutes } from './routes/calibration-routes.ts'
import { caseRoutes } from './routes/case-routes.ts'
import { contentRoutes } from './routes/content-routes.ts'
import { examRoutes } from './routes/exam-routes.ts'
import { loginRoutes } from './routes/login-routes.ts'
import { myRoutes } from './routes/my-routes.ts'
import { organizationRoutes } from './routes/organization-routes.ts'
import { panelRoutes } from './routes/panel-routes.ts'
import { serviceRoutes } from './routes/service-routes.ts'
import { workshopRoutes } from './routes/workshop-routes.ts'
import { servePages } from './serve-pages.ts'
import { refuseUnsoundText } from './sound-text.ts'

export interface ServerOptions {
  readonly deps: HttpDeps
  readonly logger: Logger
  /** Signs access tokens; the same for every process of an installation. */
  readonly tokenSecret: string
  readonly trustProxy: boolean
}

/** The API with its pages; listens nowhere yet. */
export async function buildServer(options: ServerOptions): Promise<App> {
  const { deps, logger } = options
  const app = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    trustProxy: options.trustProxy,
    genReqId: () => deps.newId(),
    requestIdHeader: false,
    logController: new LogController({ disableRequestLogging: true }),
    // An unknown field is an error, not silence; types are not bent to fit.
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true },
      // Ids are compared as text: one spelling each, as PostgreSQL and browsers write them.
      onCreate: (ajv) => ajv.addFormat('uuid', UUID),
    },
    forceCloseConnections: 'idle',
  }).withTypeProvider<TypeBoxTypeProvider>()
  coerceQueryStrings(app)
  answerProblems(app)
  await app.register(cookie)
  await app.register(jwt, { secret: options.tokenSecret, sign: { algorithm: 'HS256' } })
  await app.register(rateLimit, { global: false })
  await app.register(underPressure, { maxEventLoopDelay: 2000, retryAfter: 5 })
  await app.register(helmet, { contentSecurityPolicy: CONTENT_POLICY, hsts: false })
  enforceAccess(app, { sql: deps.sql, authenticate: createAuthenticate(app, deps.sql) })
  refuseUnsoundText(app)
  logRequests(app)
  await describeApi(app, packageJson.version)
  serviceRoutes(app, deps, packageJson.version)
  loginRoutes(app, deps)
  organizationRoutes(app, deps)
  contentRoutes(app, deps)
  workshopRoutes(app, deps)
  examRoutes(app, deps)
  assemblyRoutes(app, deps)
  caseRoutes(app, deps)
  amendmentRoutes(app, deps)
  calibrationRoutes(app, deps)
  myRoutes(app, deps)
  panelRoutes(app, deps)
  await servePages(app)
  return app
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const CONTENT_POLICY = {
  useDefaults: false,
  directives: {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    // The page libraries set style attributes; no style element may come from a page.
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  },
}

/** Query strings are text: numbers in them are read as numbers; bodies stay as they are. */
function coerceQueryStrings(app: App): void {
  app.addHook('preValidation', async (request) => {
    const schema = request.routeOptions.schema?.querystring as
      | { properties?: Record<string, { type?: string; default?: unknown }> }
      | undefined
    const query = request.query as Record<string, unknown>
    for (const [name, { type }] of Object.entries(schema?.properties ?? {})) {
      const value = query[name]
      const isNumeric = type === 'integer' || type === 'number'
      if (isNumeric && typeof value === 'string' && value.trim() !== '') query[name] = Number(value)
    }
  })
}

/** One line a request: ids, route, status and time; never content. */
function logRequests(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    if (!route.startsWith('/api')) return
    request.log.info(
      {
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        personId: request.signedIn?.principal.personId,
      },
      'request',
    )
  })
}
