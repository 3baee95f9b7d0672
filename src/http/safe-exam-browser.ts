import type { FastifyRequest } from 'fastify'
import { configKeyOf } from '../domain/delivery/safe-exam-browser-key.ts'
import {
  type BrowserFault,
  type BrowserProof,
  judgeBrowser,
} from '../domain/delivery/safe-exam-browser-proof.ts'
import { browserSettings } from '../domain/delivery/safe-exam-browser-settings.ts'
import { AttemptView } from '../domain/delivery/views.ts'
import { Refusal } from '../domain/refusal.ts'
import type { SafeExamBrowserRules } from '../domain/scheduling/requirements.ts'
import type { App, HttpDeps } from './http-deps.ts'

type FrozenContent = HttpDeps['frozen']

type Asked = { readonly examId: string } | { readonly attemptId: string }

/** An exam that is taken in Safe Exam Browser, and whether the browser asking is the right one. */
export interface BrowserCheck {
  readonly fault: BrowserFault | null
  readonly examId: string
}

/** Holds browsers to what exams ask of them. */
export interface BrowserGate {
  /** Null where the exam does not ask for Safe Exam Browser, or there is none. */
  readonly check: (request: FastifyRequest, asked: Asked) => Promise<BrowserCheck | null>
  /** How candidates reach the service: as configured, or else as this request came. */
  readonly originOf: (request: FastifyRequest) => string
}

declare module 'fastify' {
  interface FastifyInstance {
    browserGate: BrowserGate
  }
}

/** What to do, for programs; pages say it in their own words by the fault. */
const ADVICE: Readonly<Record<BrowserFault, string>> = {
  'no-safe-exam-browser': 'open the exam’s configuration in Safe Exam Browser',
  'other-configuration': 'Safe Exam Browser runs with another configuration: open this exam’s own',
  'browser-not-listed': 'this version of Safe Exam Browser is not on the exam’s list',
  'other-address':
    'the keys are right for another address of this service: its public address is set wrongly',
}

/**
 * Every reply that is an attempt shows questions, so its route asks for the exam's browser first.
 * Saving and submitting show none, and ask for nothing: no answer is lost for want of a header.
 */
export function requireExamBrowser(
  app: App,
  frozen: FrozenContent,
  publicUrl: string | null,
): void {
  const gate = createBrowserGate(frozen, publicUrl)
  app.decorate('browserGate', gate)
  app.addHook('onRoute', (route) => {
    const replies = (route.schema?.response ?? {}) as Readonly<Record<string, unknown>>
    if (replies['200'] !== AttemptView) return
    const name = route.url.includes(':attemptId') ? 'attemptId' : 'examId'
    const hold = async (request: FastifyRequest): Promise<void> => {
      const id = (request.params as Readonly<Record<string, string>>)[name] ?? ''
      const asked = name === 'attemptId' ? { attemptId: id } : { examId: id }
      const { fault, examId } = (await gate.check(request, asked)) ?? { fault: null, examId: '' }
      if (fault === null) return
      const faults = [
        { pointer: '/browser', detail: fault },
        { pointer: '/exam', detail: examId },
      ]
      throw new Refusal('safe-exam-browser-required', ADVICE[fault], faults)
    }
    route.preHandler = [route.preHandler ?? [], hold].flat()
  })
}

function createBrowserGate(frozen: FrozenContent, publicUrl: string | null): BrowserGate {
  // As browsers write it: without the port that goes without saying.
  const originOf = (request: FastifyRequest) =>
    publicUrl ?? URL.parse(`${request.protocol}://${request.host}`)?.origin ?? 'http://localhost'
  return {
    originOf,
    check: async (request, asked) => {
      const examId =
        'examId' in asked ? asked.examId : (await frozen.frame(asked.attemptId))?.examId
      const exam = examId === undefined ? null : await frozen.exam(examId)
      const rules = exam?.requirements?.safeExamBrowser
      if (!exam || !rules) return null
      const fault = faultOf(request, originOf(request), { examId: exam.id, rules })
      return { fault, examId: exam.id }
    },
  }
}

function faultOf(
  request: FastifyRequest,
  origin: string,
  { examId, rules }: { readonly examId: string; readonly rules: SafeExamBrowserRules },
): BrowserFault | null {
  const { quitPasswordDigest } = rules
  const configKey = configKeyOf(browserSettings({ examId, origin, quitPasswordDigest }))
  return judgeBrowser(rules, configKey, [
    proofByHeader(request, origin),
    proofByPage(request, origin),
  ])
}

function headerOf(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** What the browser itself adds to each request, hashed with the request's own address. */
function proofByHeader(request: FastifyRequest, origin: string): BrowserProof {
  const { originalUrl } = request
  return {
    urls: [origin + originalUrl],
    strayUrls: strayOrigins(request, origin).map((stray) => stray + originalUrl),
    configKeyHash: headerOf(request, 'x-safeexambrowser-configkeyhash'),
    browserExamKeyHash: headerOf(request, 'x-safeexambrowser-requesthash'),
  }
}

/** Where else the service seems to be reached: what proxies and browsers say, trusted or not. */
function strayOrigins(request: FastifyRequest, origin: string): string[] {
  const hosts = ['x-forwarded-host', 'host'].flatMap((name) => headerOf(request, name) ?? [])
  const guesses = hosts.flatMap((host) =>
    ['http', 'https'].flatMap((scheme) => [
      `${scheme}://${host}`,
      `${scheme}://${host.replace(/:\d+$/, '')}`,
    ]),
  )
  const told = headerOf(request, 'origin')
  const origins = [...(told === null ? [] : [told]), ...guesses]
  return [...new Set(origins.flatMap((one) => URL.parse(one)?.origin ?? []))].filter(
    (one) => one !== origin,
  )
}

/**
 * What the page read from the browser's JavaScript API, hashed with the page's address: the one it
 * was loaded from, or the one it has moved on to without loading. Pages of elsewhere prove nothing.
 */
function proofByPage(request: FastifyRequest, origin: string): BrowserProof {
  const told = (headerOf(request, 'x-probity-page') ?? '').split(' ').slice(0, 2)
  const pages = told.flatMap((text) => URL.parse(text) ?? [])
  const urls = (isOwn: boolean) =>
    pages.filter((page) => (page.origin === origin) === isOwn).map(({ href }) => href)
  return {
    urls: urls(true),
    strayUrls: urls(false),
    configKeyHash: headerOf(request, 'x-probity-config-key-hash'),
    browserExamKeyHash: headerOf(request, 'x-probity-browser-exam-key-hash'),
  }
}
