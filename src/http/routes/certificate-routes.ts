import { gzipSync } from 'node:zlib'
import { Type } from 'typebox'
import { CertificateCheck, MyCertificate } from '../../domain/policy/award-views.ts'
import { stateAt } from '../../domain/policy/certificate.ts'
import {
  issuerId,
  issuerProfile,
  openBadge,
  STATUS_LIST_LENGTH,
  STATUS_PURPOSES,
  statusBits,
  statusListCredential,
} from '../../domain/policy/open-badge.ts'
import {
  checkCertificate,
  getMyCertificate,
  listMyCertificates,
  statusIndicesOf,
} from '../../store/views/certificates.ts'
import { drawCertificate } from '../../workflows/draw-certificate.ts'
import { principalOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams } from './schemas.ts'

const open = { access: { scope: 'open' } } as const
// The certificate's own read holds it to its holder: to everybody else there is none.
const self = { access: { scope: 'self' } } as const
const tags = ['Certificates']
const params = idParams('certificateId')
/** Files and credentials are sent as they are. */
const asIs = { 200: Type.Any() }

/** Certificates: as page, as PDF, as signed credential, and what anybody may check. */
export function certificateRoutes(app: App, deps: HttpDeps): void {
  holderRoutes(app, deps)
  checkRoutes(app, deps)
  issuerRoutes(app, deps)
}

function holderRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/my/certificates',
    {
      config: self,
      schema: {
        tags,
        summary: 'My certificates, also those that hold no more',
        response: { 200: Type.Object({ certificates: Type.Array(MyCertificate) }, closed) },
      },
    },
    async (request) => {
      const { personId } = principalOf(request)
      return { certificates: await listMyCertificates(deps.sql, personId, deps.now()) }
    },
  )

  app.get(
    '/api/certificates/:certificateId/pdf',
    {
      config: self,
      schema: { tags, summary: 'My certificate as PDF', params, response: asIs },
    },
    async (request, reply) => {
      const { personId } = principalOf(request)
      const one = await getMyCertificate(deps.sql, personId, request.params.certificateId)
      const validUntilMs = one.validUntil?.getTime() ?? null
      const state = stateAt({ state: one.state, validUntilMs }, deps.now().getTime())
      const verifyUrl = `${app.browserGate.originOf(request)}/certificates/${one.code}`
      const pdf = await drawCertificate({ ...one, state, verifyUrl })
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="certificate-${one.id.slice(0, 8)}.pdf"`)
        .send(pdf)
    },
  )

  app.get(
    '/api/certificates/:certificateId/credential',
    {
      config: self,
      schema: {
        tags,
        summary: 'My certificate as Open Badge 3.0: a signed credential (JWT, EdDSA)',
        params,
        response: asIs,
      },
    },
    async (request, reply) => {
      const { personId } = principalOf(request)
      const one = await getMyCertificate(deps.sql, personId, request.params.certificateId)
      const origin = app.browserGate.originOf(request)
      const jwt = await deps.credentials.sign(openBadge(origin, one), {
        issuer: issuerId(origin),
        from: one.issuedAt,
        until: one.validUntil,
        type: 'vc+jwt',
      })
      return reply
        .type('application/vc+jwt')
        .header('content-disposition', `attachment; filename="badge-${one.id.slice(0, 8)}.jwt"`)
        .send(jwt)
    },
  )
}

function checkRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/certificates/check/:code',
    {
      config: open,
      schema: {
        tags,
        summary: 'What a certificate says and whether it holds; for whoever has its link',
        params: Type.Object({ code: Type.String({ pattern: '^[0-9a-f]{32}$' }) }, closed),
        response: { 200: CertificateCheck },
      },
    },
    (request) => checkCertificate(deps.sql, request.params.code, deps.now()),
  )

  app.get(
    '/api/credential-status/:purpose/:number',
    {
      config: open,
      schema: {
        tags,
        summary: 'Which credentials are suspended or revoked (W3C Bitstring Status List, JWT)',
        params: Type.Object(
          {
            purpose: Type.Union(STATUS_PURPOSES.map((purpose) => Type.Literal(purpose))),
            number: Type.String({ pattern: '^(0|[1-9][0-9]{0,4})$' }),
          },
          closed,
        ),
        response: asIs,
      },
    },
    async (request, reply) => {
      const { purpose } = request.params
      const number = Number(request.params.number)
      const from = number * STATUS_LIST_LENGTH
      const range = { from, to: from + STATUS_LIST_LENGTH }
      const revoked = await statusIndicesOf(deps.sql, 'revoked', range)
      // Neither is to be accepted; which are for good stands in the other list.
      const suspended =
        purpose === 'suspension' ? await statusIndicesOf(deps.sql, 'suspended', range) : []
      const bits = gzipSync(statusBits([...revoked, ...suspended]))
      const encodedList = `u${bits.toString('base64url')}`
      const origin = app.browserGate.originOf(request)
      const at = deps.now()
      const list = statusListCredential(origin, { purpose, number, encodedList, at })
      const claims = { issuer: issuerId(origin), from: at, until: null, type: 'vc+jwt' }
      return reply
        .type('application/vc+jwt')
        .header('cache-control', 'no-cache')
        .send(await deps.credentials.sign(list, claims))
    },
  )
}

function issuerRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/issuer',
    {
      config: open,
      schema: { tags, summary: 'Who issues the credentials (Open Badges profile)', response: asIs },
    },
    (request, reply) => {
      const profile = issuerProfile(app.browserGate.originOf(request))
      return reply.type('application/ld+json').send(JSON.stringify(profile))
    },
  )

  app.get(
    '/.well-known/jwks.json',
    {
      config: open,
      schema: {
        tags,
        summary: 'The public key that credentials are signed with, as JSON Web Key',
        response: asIs,
      },
    },
    async () => ({ keys: [await deps.credentials.publicKey()] }),
  )
}
