import type { LocalizedText } from '../text.ts'
import type { CertificateContent } from './certificate.ts'

/** Entries of one status list, the smallest number that hides whom a look-up is about. */
export const STATUS_LIST_LENGTH = 131_072
export const STATUS_PURPOSES = ['revocation', 'suspension'] as const
export type StatusPurpose = (typeof STATUS_PURPOSES)[number]

type Json = Readonly<Record<string, unknown>>

const CREDENTIALS_CONTEXT = 'https://www.w3.org/ns/credentials/v2'
const BADGE_CONTEXT = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'

/** A certificate to be stated as a credential. */
export interface BadgedCertificate {
  readonly id: string
  readonly code: string
  /** Its place over all status lists, from 0. */
  readonly statusIndex: number
  readonly content: CertificateContent
  readonly issuedAt: Date
  readonly validUntil: Date | null
}

/**
 * An achievement credential by Open Badges 3.0 (1EdTech, final of 2024, appendix B.1), on the
 * Verifiable Credentials data model 2.0. The level and the probability behind it are results of
 * the achievement; whether it is revoked or suspended now stands in a list.
 * @param origin of the service, as `https://exams.example`
 */
export function openBadge(origin: string, certificate: BadgedCertificate): Json {
  const { content, validUntil } = certificate
  return {
    '@context': [CREDENTIALS_CONTEXT, BADGE_CONTEXT],
    id: `urn:uuid:${certificate.id}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: both(content.title),
    issuer: { id: issuerId(origin), type: ['Profile'], name: both(content.issuer) },
    validFrom: certificate.issuedAt.toISOString(),
    awardedDate: certificate.issuedAt.toISOString(),
    ...(validUntil ? { validUntil: validUntil.toISOString() } : {}),
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [
        {
          type: 'IdentityObject',
          identityType: 'name',
          hashed: false,
          identityHash: content.holder,
        },
      ],
      achievement: achievementOf(certificate),
      result: resultsOf(certificate),
    },
    evidence: [
      {
        id: `${origin}/certificates/${certificate.code}`,
        type: ['Evidence'],
        name: 'Verification',
      },
    ],
    credentialStatus: statusEntry(origin, certificate),
  }
}

/** Who issues credentials: the service. */
export function issuerProfile(origin: string): Json {
  return {
    '@context': [CREDENTIALS_CONTEXT, BADGE_CONTEXT],
    id: issuerId(origin),
    type: ['Profile'],
    name: 'Probity',
    url: origin,
    description: 'Assessment and exam integrity service / 考核与考试诚信服务',
  }
}

/** The address that stands for the issuer in credentials. */
export function issuerId(origin: string): string {
  return `${origin}/api/issuer`
}

/** A list of what was revoked, or is suspended, by W3C Bitstring Status List 1.0. */
export function statusListCredential(
  origin: string,
  list: {
    readonly purpose: StatusPurpose
    readonly number: number
    /** Gzipped bits as multibase: `u` and base64url. */
    readonly encodedList: string
    readonly at: Date
  },
): Json {
  const id = statusListId(origin, list.purpose, list.number)
  return {
    '@context': [CREDENTIALS_CONTEXT],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: issuerId(origin),
    validFrom: list.at.toISOString(),
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: list.purpose,
      encodedList: list.encodedList,
    },
  }
}

/** Bits of a status list, the first entry in the highest bit of the first byte. */
export function statusBits(indices: readonly number[]): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(STATUS_LIST_LENGTH / 8)
  for (const index of indices) {
    const place = index % STATUS_LIST_LENGTH
    const byte = place >> 3
    bits[byte] = (bits[byte] ?? 0) | (0x80 >> (place & 7))
  }
  return bits
}

function achievementOf({ content }: BadgedCertificate): Json {
  const id = `urn:probity:policy:${content.policyVersionId}`
  const level = content.level
    ? [
        {
          id: `${id}#level`,
          type: ['ResultDescription'],
          name: 'Performance level / 等级',
          resultType: 'PerformanceLevel',
        },
      ]
    : []
  const probability =
    content.passProbability === null
      ? []
      : [
          {
            id: `${id}#probability`,
            type: ['ResultDescription'],
            name: 'Probability of reaching the pass mark / 达到合格线的概率',
            resultType: 'Percent',
            valueMin: '0',
            valueMax: '100',
          },
        ]
  return {
    id,
    type: ['Achievement'],
    achievementType: 'Certificate',
    name: both(content.title),
    description: both(content.criteria),
    criteria: { narrative: both(content.criteria) },
    resultDescription: [...level, ...probability],
  }
}

function resultsOf({ content }: BadgedCertificate): Json[] {
  const id = `urn:probity:policy:${content.policyVersionId}`
  const { level, passProbability } = content
  return [
    ...(level
      ? [{ type: ['Result'], resultDescription: `${id}#level`, value: both(level.name) }]
      : []),
    ...(passProbability === null
      ? []
      : [
          {
            type: ['Result'],
            resultDescription: `${id}#probability`,
            value: (passProbability * 100).toFixed(1),
          },
        ]),
  ]
}

/**
 * Open Badges have room for one status. A suspension can be lifted, a revocation never: the list
 * of suspensions says of both that the credential is not to be accepted, and the list of
 * revocations, by the same places, which of them are for good.
 */
function statusEntry(origin: string, { statusIndex }: BadgedCertificate) {
  const purpose = 'suspension'
  const number = Math.floor(statusIndex / STATUS_LIST_LENGTH)
  const list = statusListId(origin, purpose, number)
  const place = String(statusIndex % STATUS_LIST_LENGTH)
  return {
    id: `${list}#${place}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: place,
    statusListCredential: list,
  }
}

function statusListId(origin: string, purpose: StatusPurpose, number: number): string {
  return `${origin}/api/credential-status/${purpose}/${number}`
}

/** Credentials have one text where we have two. */
function both(text: LocalizedText): string {
  return text['zh-CN'] === text.en ? text.en : `${text['zh-CN']} / ${text.en}`
}
