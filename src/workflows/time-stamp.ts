import { Integer, OctetString } from 'asn1js'
import * as pkijs from 'pkijs'

/** SHA-256, as RFC 5754 names it. */
const SHA_256 = '2.16.840.1.101.3.4.2.1'
/** Extended key usage of a certificate, and that for time stamping (RFC 3161, 2.3). */
const EXTENDED_KEY_USAGE = '2.5.29.37'
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const TST_INFO = '1.2.840.113549.1.9.16.1.4'

const engine = new pkijs.CryptoEngine({ name: 'node', crypto: globalThis.crypto })

/** What an authority vouches for: that a text was there at a time. */
export interface TimeStamp {
  readonly stampedAt: Date
  /** The authority's name and the SHA-256 of its certificate, to be compared by whoever checks. */
  readonly authority: string
  readonly certificateSha256: string
}

/** A token that is none, or not about the text, or not signed. */
export class TimeStampFault extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'TimeStampFault'
  }
}

/** The request (RFC 3161, 2.4.1; DER) for a stamp on a text, told apart by a nonce. */
export async function timeStampRequest(text: string, nonce: Uint8Array): Promise<Uint8Array> {
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: await imprintOf(text),
    nonce: new Integer({ valueHex: positive(nonce) }),
    certReq: true,
  })
  return new Uint8Array(request.toSchema().toBER(false))
}

async function imprintOf(text: string): Promise<pkijs.MessageImprint> {
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(text, 'utf8'))
  return new pkijs.MessageImprint({
    hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: SHA_256 }),
    hashedMessage: new OctetString({ valueHex: digest }),
  })
}

/** A number above 0, also where the first bit is set. */
function positive(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.of(1, ...bytes).buffer
}

/** The token of a response (DER), in base64. @throws TimeStampFault when it was refused */
export function tokenOfResponse(response: Uint8Array, nonce: Uint8Array): string {
  const parsed = parsing(() => pkijs.TimeStampResp.fromBER(response.slice().buffer))
  const { status } = parsed.status
  if ((status !== 0 && status !== 1) || !parsed.timeStampToken) {
    throw new TimeStampFault(`the authority refused (status ${status})`)
  }
  const token = Buffer.from(parsed.timeStampToken.toSchema().toBER(false)).toString('base64')
  const told = infoOf(signedDataOf(token)).nonce
  const asked = new Integer({ valueHex: positive(nonce) })
  if (!told?.isEqual(asked)) throw new TimeStampFault('the token answers another request')
  return token
}

/**
 * What a token (DER in base64) vouches for about a text, checked offline: imprint, signature, and
 * a certificate for time stamping that it carries. Whether to trust that certificate is for whoever
 * checks. @throws TimeStampFault saying what is wrong
 */
export async function checkTimeStamp(token: string, text: string): Promise<TimeStamp> {
  const signed = signedDataOf(token)
  const info = infoOf(signed)
  const imprint = await imprintOf(text)
  if (!info.messageImprint.hashedMessage.isEqual(imprint.hashedMessage)) {
    throw new TimeStampFault('the token is about another text')
  }
  const data = Buffer.from(text, 'utf8')
  const verified = await signed
    .verify(
      {
        signer: 0,
        data: data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
        checkChain: false,
        extendedMode: true,
      },
      engine,
    )
    .catch(() => null)
  const certificate = verified?.signerCertificate
  if (!verified?.signatureVerified || !certificate) {
    throw new TimeStampFault("the token's signature is wrong")
  }
  if (!mayStamp(certificate)) throw new TimeStampFault('its certificate is none for time stamping')
  const raw = certificate.toSchema().toBER(false)
  return {
    stampedAt: info.genTime,
    authority: certificate.subject.typesAndValues
      .map(({ value }) => String(value.valueBlock.value))
      .join(', '),
    certificateSha256: Buffer.from(await crypto.subtle.digest('SHA-256', raw)).toString('hex'),
  }
}

function mayStamp(certificate: pkijs.Certificate): boolean {
  const usage = certificate.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE)
  const parsed: unknown = usage?.parsedValue
  return parsed instanceof pkijs.ExtKeyUsage && parsed.keyPurposes.includes(TIME_STAMPING)
}

function signedDataOf(token: string): pkijs.SignedData {
  return parsing(() => {
    const content = pkijs.ContentInfo.fromBER(Buffer.from(token, 'base64'))
    return new pkijs.SignedData({ schema: content.content })
  })
}

function infoOf({ encapContentInfo }: pkijs.SignedData): pkijs.TSTInfo {
  return parsing(() => {
    if (encapContentInfo.eContentType !== TST_INFO) throw new Error('no time stamp')
    const content = encapContentInfo.eContent?.getValue()
    return pkijs.TSTInfo.fromBER(content ?? new ArrayBuffer(0))
  })
}

function parsing<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new TimeStampFault(`this is no time stamp: ${(error as Error).message}`)
  }
}
