import { Type } from 'typebox'
import { KEPT_UNTIL, RECORDED, SEEN_BY } from '../../domain/delivery/notice.ts'
import {
  AttemptView,
  EntriesSaved,
  MyAwards,
  MyExam,
  Receipt,
  ResultView,
  SaveEntries,
} from '../../domain/delivery/views.ts'
import { ExamWindow } from '../../domain/scheduling/exam.ts'
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
import { closed, idParams } from './schemas.ts'

const self = { access: { scope: 'self' } } as const
const attemptOfPath: Target = { kind: 'attempt', from: 'params', name: 'attemptId' }
const own = { access: { scope: 'self', own: attemptOfPath } } as const
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
              recorded: Type.Array(LocalizedText),
              keptUntil: LocalizedText,
              seenBy: Type.Array(LocalizedText),
              accommodations: Type.Union([
                Type.Object(
                  { extraTimeShare: Type.Number(), assistiveTechnology: Type.Boolean() },
                  closed,
                ),
                Type.Null(),
              ]),
            },
            closed,
          ),
        },
      },
    },
    async (request) => {
      const { personId } = principalOf(request)
      const { examId } = request.params
      const exam = await getMyExam(deps.sql, personId, { examId, now: deps.now() })
      return { ...exam, recorded: [...RECORDED], keptUntil: KEPT_UNTIL, seenBy: [...SEEN_BY] }
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
        response: { 200: AttemptView },
      },
    },
    async (request) => {
      const candidate = principalOf(request)
      const { attemptId } = await startAttempt(deps, candidate, request.params.examId)
      return getAttempt(deps, candidate.personId, { attemptId, now: deps.now() })
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
    (request) => {
      const { attemptId } = request.params
      const { personId } = principalOf(request)
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
      return {
        durable: [...saved.durable],
        taken: [...saved.taken],
        nextSequence: saved.nextSequence,
        savedAt: saved.savedAt.toISOString(),
        deadlineAt: saved.deadlineAt.toISOString(),
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
        summary: 'Submit; again gives the same receipt',
        params,
        response: { 200: Receipt },
      },
    },
    (request) => submitAttempt(deps, principalOf(request).personId, request.params.attemptId),
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
        summary: 'My awards and my credit ledger',
        response: { 200: MyAwards },
      },
    },
    (request) => getMyAwards(deps.sql, principalOf(request).personId),
  )
}
