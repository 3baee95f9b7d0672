import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { configKeyOf } from '../../domain/delivery/safe-exam-browser-key.ts'
import { browserFile, browserSettings } from '../../domain/delivery/safe-exam-browser-settings.ts'
import { Refusal } from '../../domain/refusal.ts'
import { findRequirements } from '../../store/views/requirements.ts'
import type { Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Uuid } from './schemas.ts'

const tags = ['Exams']
const examOfPath: Target = { kind: 'exam', from: 'params', name: 'examId' }
const MARK_PURPOSE = 'exam browser file'

/** Where an exam's configuration of Safe Exam Browser is got. */
export interface BrowserLinks {
  /** To keep and open, by the browser one reads this in. */
  readonly file: string
  /** Opens Safe Exam Browser with it where that is installed: `sebs:` for https. */
  readonly link: string
}

/**
 * The addresses of an exam's configuration. Safe Exam Browser fetches it before anybody has signed
 * in there, so the address itself shows that its bearer was given it.
 */
export function browserLinks(
  deps: Pick<HttpDeps, 'keyedDigest'>,
  request: FastifyRequest,
  examId: string,
): BrowserLinks {
  const path = `/api/exams/${examId}/browser-file/${examBrowserMark(deps, examId)}`
  const origin = request.server.browserGate.originOf(request)
  return { file: path, link: `${origin.replace(/^http/, 'seb')}${path}` }
}

/** What shows, in the address of an exam's configuration, that its bearer was given it. */
export function examBrowserMark(deps: Pick<HttpDeps, 'keyedDigest'>, examId: string): string {
  return deps.keyedDigest(MARK_PURPOSE, examId).slice(0, 32)
}

/** Safe Exam Browser: an exam's configuration, and its key. */
export function examBrowserRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/exams/:examId/browser-file/:mark',
    {
      config: { access: { scope: 'open' } },
      schema: {
        tags,
        summary: 'The configuration of Safe Exam Browser for an exam (.seb)',
        params: Type.Object(
          { examId: Uuid, mark: Type.String({ pattern: '^[0-9a-f]{32}$' }) },
          closed,
        ),
        // A file; its text is sent as it is.
        response: { 200: Type.Any() },
      },
    },
    async (request, reply) => {
      const { examId, mark } = request.params
      const isGiven = timingSafeEqual(Buffer.from(mark), Buffer.from(examBrowserMark(deps, examId)))
      if (!isGiven) throw new Refusal('not-found', 'no such file')
      const { settings } = await configurationOf(deps, request, examId)
      return reply
        .type('application/seb')
        .header('content-disposition', `attachment; filename="exam-${examId.slice(0, 8)}.seb"`)
        .send(Buffer.from(browserFile(settings), 'utf8'))
    },
  )

  app.get(
    '/api/exams/:examId/browser',
    {
      config: { access: { scope: 'branch', roles: ['organizer'], targets: [examOfPath] } },
      schema: {
        tags,
        summary: 'How an exam is opened in Safe Exam Browser, and its Config Key',
        params: idParams('examId'),
        response: {
          200: Type.Object(
            {
              configKey: Type.String(),
              startUrl: Type.String(),
              file: Type.String(),
              link: Type.String(),
              configKeys: Type.Array(Type.String()),
              browserExamKeys: Type.Array(Type.String()),
              hasQuitPassword: Type.Boolean(),
            },
            closed,
          ),
        },
      },
    },
    async (request) => {
      const { examId } = request.params
      const { settings, rules } = await configurationOf(deps, request, examId)
      return {
        configKey: configKeyOf(settings),
        startUrl: String(settings['startURL']),
        ...browserLinks(deps, request, examId),
        configKeys: rules.configKeys,
        browserExamKeys: rules.browserExamKeys,
        hasQuitPassword: rules.quitPasswordDigest !== null,
      }
    },
  )
}

/**
 * Of drafts too: the Browser Exam Keys an exam lists are read off its own configuration.
 * @throws Refusal 'not-found' where no exam asks for Safe Exam Browser
 */
async function configurationOf(deps: HttpDeps, request: FastifyRequest, examId: string) {
  const rules = (await findRequirements(deps.sql, examId))?.safeExamBrowser
  if (!rules) throw new Refusal('not-found', 'no exam that needs Safe Exam Browser')
  const { quitPasswordDigest } = rules
  const origin = request.server.browserGate.originOf(request)
  return { rules, settings: browserSettings({ examId, origin, quitPasswordDigest }) }
}
