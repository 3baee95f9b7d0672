import { Type } from 'typebox'
import { CONSENT_STATEMENT, consentDigest } from '../../domain/delivery/consent.ts'
import { KEPT_UNTIL, RECORDED, SEEN_BY } from '../../domain/delivery/notice.ts'
import { reviewNotice } from '../../domain/delivery/review-notice.ts'
import { BROWSER_FAULTS } from '../../domain/delivery/safe-exam-browser-proof.ts'
import {
  AttemptView,
  EntriesSaved,
  MyExam,
  Receipt,
  SaveEntries,
} from '../../domain/delivery/views.ts'
import { ExamWindow } from '../../domain/scheduling/exam.ts'
import { MyAwards, ResultView } from '../../domain/settlement/result-views.ts'
import { LocalizedText } from '../../domain/text.ts'
import { getMyAwards } from '../../store/views/awards.ts'
import { getAttempt, getMyExam, listMyExams } from '../../store/views/candidate.ts'
import { getResult } from '../../store/views/result.ts'
import { submitAttempt } from '../../workflows/close-attempt.ts'
import { giveNextItem } from '../../workflows/give-next-item.ts'
import { makeStatement } from '../../workflows/make-statement.ts'
import { saveEntries } from '../../workflows/save-entries.ts'
import { startAttempt } from '../../workflows/start-attempt.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { keepContact } from '../keep-contact.ts'
import { browserLinks } from './exam-browser-routes.ts'
import { closed, idParams } from './schemas.ts'

const self = { access: { scope: 'self' } } as const
const attemptOfPath: Target = { kind: 'attempt', from: 'params', name: 'attemptId' }
const own = { access: { scope: 'self', own: attemptOfPath } } as const
/** Consent is the digest of what the candidate agreed to, where the exam asks for it. */
const StartAttempt = Type.Union([
  Type.Object({ consent: Type.Optional(Type.String({ maxLength: 64 })) }, closed),
  Type.Null(),
])
/** What a candidate must agree to, and the digest that says so. */
const Consent = Type.Object({ statement: LocalizedText, digest: Type.String() }, closed)
/** The exam's browser: whether this is it, and where its configuration is got. */
const ExamBrowser = Type.Object(
  {
    fault: Type.Union([Type.Enum([...BROWSER_FAULTS]), Type.Null()]),
    file: Type.String(),
    link: Type.String(),
  },
  closed,
)
/** The workflow itself holds a save to its candidate, without a query of its own. */
const LARGEST_SAVE_BYTES = 2 * 1024 * 1024

export function myRoutes(app: App, deps: HttpDeps): void {
  myExamRoutes(app, deps)
  attemptRoutes(app, deps)
  resultRoutes(app, deps)
}

function myExamRoutes(app: App, deps: HttpDeps): void {
  const tags = ['My exams']
  const params = idParams('examId')

  app.get(
    '/api/my/exams',
    {
      config: self,
      schema: {
        tags,
        summary: 'The exams I am assigned to',
        response: { 200: Type.Object({ exams: Type.Array(MyExam) }, closed) },
      },
    },
    async (request) => {
      const { personId } = principalOf(request)
      return { exams: await listMyExams(deps.sql, personId, deps.now()) }
    },
  )

  app.get(
    '/api/my/exams/:examId/notice',
    {
      config: self,
      schema: {
        tags,
        summary: 'What to know before starting',
        params,
        response: {
          200: Type.Object(
            {
              examTitle: LocalizedText,
              timeLimitSeconds: Type.Integer(),
              itemCount: Type.Integer(),
              adaptive: Type.Boolean(),
              window: ExamWindow,
              /** Title of the exam that it re-tests; null for others. */
              verifies: Type.Union([LocalizedText, Type.Null()]),
              recorded: Type.Array(LocalizedText),
              keptUntil: LocalizedText,
              seenBy: Type.Array(LocalizedText),
              /** When people look at an attempt, by the rules of this exam. */
              review: Type.Array(LocalizedText),
              accommodations: Type.Union([
                Type.Object(
                  { extraTimeShare: Type.Number(), assistiveTechnology: Type.Boolean() },
                  closed,
                ),
                Type.Null(),
              ]),
              consent: Type.Union([Consent, Type.Null()]),
              browser: Type.Union([ExamBrowser, Type.Null()]),
            },
            closed,
          ),
        },
      },
    },
    async (request) => {
      const { personId } = principalOf(request)
      const { examId } = request.params
      const found = await getMyExam(deps.sql, personId, { examId, now: deps.now() })
      const { needsConsent, reviewRules, ...exam } = found
      const notice = {
        recorded: [...RECORDED],
        keptUntil: KEPT_UNTIL,
        seenBy: [...SEEN_BY],
        review: reviewNotice(reviewRules),
      }
      const consent = { statement: CONSENT_STATEMENT, digest: consentDigest(reviewRules) }
      const browser = await app.browserGate.check(request, { examId })
      return {
        ...exam,
        ...notice,
        consent: needsConsent ? consent : null,
        browser: browser && {
          fault: browser.fault,
          ...browserLinks(deps, request, examId),
        },
      }
    },
  )

  app.post(
    '/api/my/exams/:examId/attempt',
    {
      config: self,
      schema: {
        tags,
        summary: 'Start, or go on with the attempt that has begun',
        params,
        body: StartAttempt,
        response: { 200: AttemptView },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const candidate = { ...principal, consent: request.body?.consent ?? null }
      const started = await startAttempt(deps, candidate, request.params.examId)
      const { attemptId } = started
      await keepContact(deps, { request, reply }, attemptId)
      const fresh = started.started ? started.fresh : null
      const asked = { attemptId, now: deps.now(), fresh }
      const view = await getAttempt(deps, candidate.personId, asked)
      // Another page may have opened it since: then the one that began it has to do so again.
      return started.started && view.claim === 1 ? { ...view, begun: true as const } : view
    },
  )
}

function attemptRoutes(app: App, deps: HttpDeps): void {
  const tags = ['Attempts']
  const params = idParams('attemptId')

  app.get(
    '/api/attempts/:attemptId',
    {
      config: own,
      schema: { tags, summary: 'My attempt, to go on', params, response: { 200: AttemptView } },
    },
    async (request, reply) => {
      const { attemptId } = request.params
      const { personId } = principalOf(request)
      await keepContact(deps, { request, reply }, attemptId)
      return getAttempt(deps, personId, { attemptId, now: deps.now() })
    },
  )

  app.post(
    '/api/attempts/:attemptId/entries',
    {
      config: self,
      bodyLimit: LARGEST_SAVE_BYTES,
      schema: {
        tags,
        summary: 'Keep responses and behavior; what is acknowledged is on disk',
        params,
        body: SaveEntries,
        response: { 200: EntriesSaved },
      },
    },
    async (request) => {
      const { personId } = principalOf(request)
      const { attemptId } = request.params
      const saved = await saveEntries(deps, personId, { attemptId, entries: request.body.entries })
      await keepContact(deps, { request, reply: null }, attemptId)
      return {
        durable: [...saved.durable],
        taken: [...saved.taken],
        nextSequence: saved.nextSequence,
        savedAt: saved.savedAt.toISOString(),
        deadlineAt: saved.deadlineAt.toISOString(),
        pausedUntil: saved.pausedUntil?.toISOString() ?? null,
        claim: saved.claim,
        noticeCount: saved.noticeCount,
      }
    },
  )

  app.post(
    '/api/attempts/:attemptId/next-item',
    {
      config: own,
      schema: {
        tags,
        summary: 'Adaptive: finish the item at a position for good and get the next',
        params,
        body: Type.Object({ position: Type.Integer({ minimum: 1, maximum: 10_000 }) }, closed),
        response: { 200: AttemptView },
      },
    },
    async (request) => {
      const { personId } = principalOf(request)
      const { attemptId } = request.params
      const { position } = request.body
      await giveNextItem(deps, personId, { attemptId, position })
      return getAttempt(deps, personId, { attemptId, now: deps.now() })
    },
  )

  app.post(
    '/api/attempts/:attemptId/submission',
    {
      config: own,
      schema: {
        tags,
        summary: 'Submit; again gives the same receipt. With its claim, only from the live page',
        params,
        querystring: Type.Object(
          { claim: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })) },
          closed,
        ),
        response: { 200: Receipt },
      },
    },
    (request) => {
      const { personId } = principalOf(request)
      return submitAttempt(deps, personId, request.params.attemptId, request.query.claim)
    },
  )
}

function resultRoutes(app: App, deps: HttpDeps): void {
  const params = idParams('attemptId')

  app.get(
    '/api/attempts/:attemptId/result',
    {
      config: own,
      schema: {
        tags: ['Results'],
        summary: 'My result, what was recorded, and why an award was or was not given',
        params,
        response: { 200: ResultView },
      },
    },
    (request) => getResult(deps, principalOf(request).personId, request.params.attemptId),
  )

  app.post(
    '/api/attempts/:attemptId/statements',
    {
      config: own,
      schema: {
        tags: ['Results'],
        summary: 'Say something about my attempt; auditors read it',
        params,
        body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 4000 }) }, closed),
        response: { 201: ResultView },
      },
    },
    async (request, reply) => {
      const { personId } = principalOf(request)
      const { attemptId } = request.params
      await makeStatement(deps, personId, { attemptId, text: request.body.text })
      return reply.code(201).send(await getResult(deps, personId, attemptId))
    },
  )

  app.get(
    '/api/my/awards',
    {
      config: self,
      schema: {
        tags: ['Results'],
        summary: 'My awards as they stand',
        response: { 200: MyAwards },
      },
    },
    (request) => getMyAwards(deps.sql, principalOf(request).personId),
  )
}
