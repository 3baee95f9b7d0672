import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import jwt from '@fastify/jwt'
import rateLimit from '@fastify/rate-limit'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { Logger } from 'pino'
import packageJson from '../../package.json' with { type: 'json' }
import { enforceAccess } from './access.ts'
import { createAuthenticate } from './authenticate.ts'
import { compileWhenUsed } from './compile-when-used.ts'
import { compressReplies } from './compress-replies.ts'
import { describeApi } from './describe-api.ts'
import type { App, HttpDeps } from './http-deps.ts'
import { logEvidence } from './log-evidence.ts'
import { closePolitely } from './polite-close.ts'
import { answerProblems } from './problem.ts'
import { accommodationRoutes } from './routes/accommodation-routes.ts'
import { amendmentRoutes } from './routes/amendment-routes.ts'
import { appealRoutes } from './routes/appeal-routes.ts'
import { assemblyRoutes } from './routes/assembly-routes.ts'
import { attemptChannelRoutes } from './routes/attempt-channel-routes.ts'
import { awardRoutes } from './routes/award-routes.ts'
import { bulletinRoutes } from './routes/bulletin-routes.ts'
import { calibrationRoutes } from './routes/calibration-routes.ts'
import { caseRoutes, reviewStatisticsRoutes } from './routes/case-routes.ts'
import { certificateRoutes } from './routes/certificate-routes.ts'
import { conductRoutes } from './routes/conduct-routes.ts'
import { contentRoutes } from './routes/content-routes.ts'
import { evidenceRoutes } from './routes/evidence-routes.ts'
import { examBrowserRoutes } from './routes/exam-browser-routes.ts'
import { examRoutes } from './routes/exam-routes.ts'
import { liveBoardRoutes } from './routes/live-board-routes.ts'
import { logRoutes } from './routes/log-routes.ts'
import { loginRoutes } from './routes/login-routes.ts'
import { myRightsRoutes } from './routes/my-rights-routes.ts'
import { myRoutes } from './routes/my-routes.ts'
import { organizationRoutes } from './routes/organization-routes.ts'
import { outcomeRoutes } from './routes/outcome-routes.ts'
import { panelRoutes } from './routes/panel-routes.ts'
import { policyRoutes } from './routes/policy-routes.ts'
import { reportRoutes } from './routes/report-routes.ts'
import { screeningRoutes } from './routes/screening-routes.ts'
import { serviceRoutes } from './routes/service-routes.ts'
import { standingRoutes } from './routes/standing-routes.ts'
import { webhookRoutes } from './routes/webhook-routes.ts'
import { workshopRoutes } from './routes/workshop-routes.ts'
import { requireExamBrowser } from './safe-exam-browser.ts'
import { servePages } from './serve-pages.ts'
import { shedLoad } from './shed-load.ts'
import { refuseUnsoundText } from './sound-text.ts'

export interface ServerOptions {
  readonly deps: HttpDeps
  readonly logger: Logger
  /** Signs access tokens; the same for every process of an installation. */
  readonly tokenSecret: string
  readonly trustProxy: boolean
  /** How people reach the service, where that is known; null: as each request came. */
  readonly publicUrl: string | null
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
    schemaController: { compilersFactory: compileWhenUsed },
    forceCloseConnections: 'idle',
    // What still arrives while it closes is answered, with the wish to close the connection.
    return503OnClosing: false,
  }).withTypeProvider<TypeBoxTypeProvider>()
  closePolitely(app)
  coerceQueryStrings(app)
  answerProblems(app)
  await app.register(cookie)
  await app.register(jwt, { secret: options.tokenSecret, sign: { algorithm: 'HS256' } })
  await app.register(rateLimit, { global: false })
  await shedLoad(app)
  await app.register(helmet, { contentSecurityPolicy: CONTENT_POLICY, hsts: false })
  enforceAccess(app, { sql: deps.sql, authenticate: createAuthenticate(app, deps.sql) })
  refuseUnsoundText(app)
  compressReplies(app)
  requireExamBrowser(app, deps.frozen, options.publicUrl)
  keepRepliesUnkept(app)
  logEvidence(app, deps)
  logRequests(app)
  await describeApi(app, packageJson.version)
  serveRoutes(app, deps)
  await servePages(app)
  return app
}

function serveRoutes(app: App, deps: HttpDeps): void {
  serviceRoutes(app, deps, packageJson.version)
  loginRoutes(app, deps)
  organizationRoutes(app, deps)
  accommodationRoutes(app, deps)
  contentRoutes(app, deps)
  policyRoutes(app, deps)
  standingRoutes(app, deps)
  outcomeRoutes(app, deps)
  workshopRoutes(app, deps)
  examRoutes(app, deps)
  examBrowserRoutes(app, deps)
  assemblyRoutes(app, deps)
  caseRoutes(app, deps)
  reviewStatisticsRoutes(app, deps)
  evidenceRoutes(app, deps)
  appealRoutes(app, deps)
  myRightsRoutes(app, deps)
  amendmentRoutes(app, deps)
  calibrationRoutes(app, deps)
  screeningRoutes(app, deps)
  liveBoardRoutes(app, deps)
  conductRoutes(app, deps)
  myRoutes(app, deps)
  awardRoutes(app, deps)
  certificateRoutes(app, deps)
  webhookRoutes(app, deps)
  attemptChannelRoutes(app, deps)
  logRoutes(app, deps)
  panelRoutes(app, deps)
  bulletinRoutes(app, deps)
  reportRoutes(app, deps)
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

/** Replies are about persons: no cache on the way or in a shared browser keeps them. */
function keepRepliesUnkept(app: App): void {
  app.addHook('onSend', async (request, reply) => {
    const isApi = request.routeOptions.url?.startsWith('/api') ?? false
    if (isApi && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
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
