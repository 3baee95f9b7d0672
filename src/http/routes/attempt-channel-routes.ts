import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { AttemptNews } from '../../domain/delivery/conduct.ts'
import { AttemptView } from '../../domain/delivery/views.ts'
import { loggable } from '../../store/loggable-error.ts'
import { getAttempt } from '../../store/views/candidate.ts'
import { attemptNewsOf } from '../../store/views/notices.ts'
import { openAttemptPage } from '../../workflows/open-attempt-page.ts'
import { principalOf, type Target } from '../access.ts'
import { createAttemptWatch } from '../attempt-watch.ts'
import { EVENT_STREAM, openEvents, sendEvents } from '../event-stream.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { keepContact } from '../keep-contact.ts'
import { closed, idParams, Time } from './schemas.ts'

const attemptOfPath: Target = { kind: 'attempt', from: 'params', name: 'attemptId' }
const own = { access: { scope: 'self', own: attemptOfPath } } as const
const tags = ['Attempts']
const params = idParams('attemptId')
const Beat = Type.Object({ serverNow: Time }, closed)
/** A page whose stream broke comes back after 1 to 4 s: not all at the same moment. */
const FIRST_RETRY_MS = 1_000
const RETRY_SPREAD_MS = 3_000

const description =
  'Server-sent events: `news` at once and whenever any of it changes, `beat` every 15 seconds. ' +
  'The stream ends after about ten minutes, to connect again, and where the attempt is closed.'

/** What a page and the service tell each other about an attempt besides its journal. */
export function attemptChannelRoutes(app: App, deps: HttpDeps): void {
  openingRoute(app, deps)
  app.get(
    '/api/attempts/:attemptId/news',
    {
      config: own,
      schema: {
        tags,
        summary: 'How my attempt stands: time, pause, live page, notices',
        params,
        response: { 200: AttemptNews },
      },
    },
    (request) => {
      const { personId } = principalOf(request)
      const { attemptId } = request.params
      return attemptNewsOf(deps.sql, { attemptId, personId, now: deps.now() })
    },
  )
  eventsRoute(app, deps)
}

function openingRoute(app: App, deps: HttpDeps): void {
  app.post(
    '/api/attempts/:attemptId/opening',
    {
      config: own,
      schema: {
        tags,
        summary: 'Open my attempt on a page, which becomes the live one',
        params,
        response: { 200: AttemptView },
      },
    },
    async (request, reply) => {
      const { attemptId } = request.params
      const { personId } = principalOf(request)
      const claim = await openAttemptPage(deps, personId, attemptId)
      await keepContact(deps, { request, reply }, attemptId)
      const view = await getAttempt(deps, personId, { attemptId, now: deps.now() })
      // Never that of a page opened meanwhile: both would take themselves for the live one.
      return { ...view, claim: claim ?? view.claim }
    },
  )
}

function eventsRoute(app: App, deps: HttpDeps): void {
  const watch = createAttemptWatch(deps, (error) =>
    app.log.error({ err: loggable(error) }, 'the news of attempts could not be read'),
  )
  // Streams without an end of their own would keep the server from closing.
  app.addHook('preClose', async () => watch.close())
  app.get(
    '/api/attempts/:attemptId/events',
    {
      config: own,
      schema: {
        tags,
        summary: 'How my attempt stands, pushed',
        description,
        params,
        response: {
          200: {
            description: 'The content of each event',
            content: {
              [EVENT_STREAM]: { schema: Type.Unsafe<Readable>(Type.Union([AttemptNews, Beat])) },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const events = openEvents()
      events.retryAfter(FIRST_RETRY_MS + Math.random() * RETRY_SPREAD_MS)
      // Who asks for the header alone follows nothing.
      if (request.method === 'HEAD') events.end()
      else watch.follow(request.params.attemptId, events)
      return sendEvents(reply, events.stream)
    },
  )
}
