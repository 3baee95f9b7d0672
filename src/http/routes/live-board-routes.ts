import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  attemptRowOf,
  findLivePage,
  LiveAttempts,
  LiveAttemptsAsked,
} from '../../domain/delivery/live-attempts.ts'
import { changesOf, liveBoardOf, tellsMore } from '../../domain/delivery/live-board.ts'
import { LiveBoard, LiveBoardChange } from '../../domain/delivery/live-board-views.ts'
import { mayActOn, type Principal } from '../../domain/organization/access.ts'
import { readLiveDetails } from '../../store/views/live-attempts.ts'
import { principalOf, type Target } from '../access.ts'
import { EVENT_STREAM, type EventStream, openEvents, sendEvents } from '../event-stream.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { createLiveWatch, type LiveWatch, type Reading } from '../live-watch.ts'
import { idParams } from './schemas.ts'

const roles = ['organizer'] as const
const examOfPath: Target = { kind: 'exam', from: 'params', name: 'examId' }
const tags = ['Exams']
const config = { access: { scope: 'branch', roles, targets: [examOfPath] } } as const
const params = idParams('examId')

/** Chinese names by their sound, as people look for them; others by their letters. */
const { compare: compareNames } = new Intl.Collator('zh-CN', { numeric: true })

const BEAT_MS = 15_000
/** As long as an access token: whoever may no longer watch is found out when connecting again. */
const LONGEST_MS = 600_000
/** Attempts are closed some seconds after their deadline. */
const GRACE_MS = 5000

const description =
  'Server-sent events: `board` with the whole board first, and again where its units change; ' +
  '`change` at most every two seconds with what is new, and at least every 15 seconds; `over` ' +
  'once the exam has closed. The stream ends after ten minutes; connect again.'

/** Where everybody assigned is while an exam is open: read once, or watched. */
export function liveBoardRoutes(app: App, deps: HttpDeps): void {
  const live = createLiveWatch(deps)
  const open = new Set<EventStream>()
  let isClosing = false
  // A stream without an end of its own would keep the server from closing; so would one that was
  // asked for just before.
  app.addHook('preClose', async () => {
    isClosing = true
    for (const stream of open) stream.end()
  })
  app.get(
    '/api/exams/:examId/live-board',
    {
      config,
      schema: { tags, summary: 'Live board of an exam', params, response: { 200: LiveBoard } },
    },
    async (request) => {
      const reading = await live.read(request.params.examId)
      return boardFor(principalOf(request), reading)
    },
  )
  liveAttemptsRoute(app, deps, live)
  app.get(
    '/api/exams/:examId/live-board/events',
    {
      config,
      schema: {
        tags,
        summary: 'Live board of an exam, pushed',
        description,
        params,
        response: {
          200: {
            description: 'The content of each event',
            content: {
              [EVENT_STREAM]: {
                schema: Type.Unsafe<Readable>(Type.Union([LiveBoard, LiveBoardChange])),
              },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const first = await live.read(request.params.examId)
      const events = openEvents()
      open.add(events)
      events.ended.addEventListener('abort', () => open.delete(events))
      // Who asks for the header alone watches nothing.
      if (isClosing || request.method === 'HEAD') events.end()
      else pushBoard(request, { live, events, first, examId: request.params.examId })
      return sendEvents(reply, events.stream)
    },
  )
}

const attemptsDescription =
  'In the order asked for, `state` unless told otherwise: those that may need help first. A minus ' +
  'in front turns the order round; what has no value comes last either way.'

/** The people behind the board, found by name, unit or state. */
function liveAttemptsRoute(app: App, deps: HttpDeps, live: LiveWatch): void {
  app.get(
    '/api/exams/:examId/live-board/attempts',
    {
      config,
      schema: {
        tags,
        summary: 'People of the live board',
        description: attemptsDescription,
        params,
        querystring: LiveAttemptsAsked,
        response: { 200: LiveAttempts },
      },
    },
    async (request) => {
      const { examId } = request.params
      const reading = await live.read(examId)
      const covered = rowsFor(principalOf(request), reading)
      const { rows, ...found } = findLivePage(covered, request.query, {
        now: reading.readAt,
        compareNames,
      })
      const attemptIds = rows.flatMap(({ attempt }) => attempt?.id ?? [])
      const { closesAt, pausedUntil, attempts } = await readLiveDetails(
        deps.sql,
        examId,
        attemptIds,
      )
      const progressOf = new Map(attempts.map((progress) => [progress.id, progress]))
      const now = deps.now()
      return {
        at: now.toISOString(),
        closesAt: closesAt.toISOString(),
        pausedUntil: pausedUntil?.toISOString() ?? null,
        coversAll: covered.length === reading.exam.rows.length,
        ...found,
        rows: rows.map((row) => {
          const progress = row.attempt && progressOf.get(row.attempt.id)
          return attemptRowOf(row, progress ?? null, now)
        }),
      }
    },
  )
}

/** The rows that the branches of a person reach; like the list of attempts. */
function rowsFor(principal: Principal, { exam }: Reading): Reading['exam']['rows'] {
  const covered = (path: string): boolean => mayActOn(principal, roles, path)
  return exam.rows.filter(
    ({ unitPath, personUnitPath }) => covered(unitPath) && covered(personUnitPath),
  )
}

/** The board as far as the branches of a person reach. */
function boardFor(principal: Principal, reading: Reading): LiveBoard {
  const { exam, readAt } = reading
  const covered = (path: string): boolean => mayActOn(principal, roles, path)
  const rows = rowsFor(principal, reading)
  const unitIds = new Set(rows.flatMap(({ unitPath }) => unitPath.split('/')))
  const units = exam.units.filter(({ id, path }) => unitIds.has(id) && covered(path))
  return liveBoardOf(rows, units, readAt)
}

interface Push {
  readonly live: LiveWatch
  readonly events: EventStream
  readonly first: Reading
  readonly examId: string
}

function pushBoard(request: FastifyRequest, { live, events, first, examId }: Push): void {
  const principal = principalOf(request)
  let board = boardFor(principal, first)
  events.send('board', board)
  const endWhenOver = ({ exam, readAt }: Reading): boolean => {
    const isOver = readAt.getTime() > exam.endsAt.getTime() + GRACE_MS
    if (isOver) {
      events.send('over', {})
      events.end()
    }
    return isOver
  }
  if (endWhenOver(first)) return
  const tell = (reading: Reading): void => {
    const next = boardFor(principal, reading)
    const change = changesOf(board, next)
    if (change === null) events.send('board', next)
    else if (tellsMore(board, change)) events.send('change', change)
    board = next
    endWhenOver(reading)
  }
  const fail = (error: unknown): void => {
    request.log.error({ err: error, examId }, 'the live board could not be read')
    events.end()
  }
  const unwatch = live.watch(examId, { tell, fail })
  const beating = setInterval(() => {
    events.beat()
    events.send('change', { at: board.at, counts: board.counts, units: [], trouble: null })
  }, BEAT_MS)
  const ending = setTimeout(events.end, LONGEST_MS)
  events.ended.addEventListener('abort', () => {
    unwatch()
    clearInterval(beating)
    clearTimeout(ending)
  })
}
