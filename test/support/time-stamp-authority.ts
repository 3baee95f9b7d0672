import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Integer, ObjectIdentifier, OctetString, Utf8String } from 'asn1js'
import * as pkijs from 'pkijs'

const TST_INFO = '1.2.840.113549.1.9.16.1.4'
const SIGNED_DATA = '1.2.840.113549.1.7.2'
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const

const makeKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
type Keys = Awaited<ReturnType<typeof makeKeys>>

/** What an authority of the tests does wrong. */
export interface Wrong {
  /** Its certificate is none for time stamping. */
  readonly purpose?: boolean
  /** It answers as if asked with another number. */
  readonly nonce?: boolean
  /** It refuses. */
  readonly refuses?: boolean
}

export interface TestAuthority {
  readonly url: string
  readonly wrong: (wrong: Wrong) => void
  readonly asked: () => number
  readonly stop: () => Promise<void>
}

/** A time stamp authority (RFC 3161) that answers on a port of its own, at the time it is told. */
export async function startAuthority(at: () => Date): Promise<TestAuthority> {
  const engine = new pkijs.CryptoEngine({ name: 'test', crypto: globalThis.crypto })
  pkijs.setEngine('test', engine)
  const keys = await makeKeys()
  let wrong: Wrong = {}
  let asked = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      asked += 1
      const query = pkijs.TimeStampReq.fromBER(Buffer.concat(parts))
      answer(query, { keys, at: at(), wrong }).then(
        (der) => response.setHeader('content-type', 'application/timestamp-reply').end(der),
        (error: Error) => response.writeHead(500).end(error.message),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsr`,
    wrong: (what) => {
      wrong = what
    },
    asked: () => asked,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

interface Stamping {
  readonly keys: Keys
  readonly at: Date
  readonly wrong: Wrong
}

async function answer(query: pkijs.TimeStampReq, stamping: Stamping): Promise<Buffer> {
  const { wrong } = stamping
  if (wrong.refuses) {
    const status = new pkijs.PKIStatusInfo({ status: 2 })
    return Buffer.from(new pkijs.TimeStampResp({ status }).toSchema().toBER(false))
  }
  const info = new pkijs.TSTInfo({
    version: 1,
    policy: '1.2.3.4.1',
    messageImprint: query.messageImprint,
    serialNumber: new Integer({ value: 7 }),
    genTime: stamping.at,
    ...(query.nonce ? { nonce: wrong.nonce ? new Integer({ value: 1 }) : query.nonce } : {}),
  })
  const content = info.toSchema().toBER(false)
  const certificate = await certificateOf(stamping)
  const signed = new pkijs.SignedData({
    version: 3,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({
      eContentType: TST_INFO,
      eContent: new OctetString({ valueHex: content }),
    }),
    signerInfos: [await signerOf(certificate, content)],
    certificates: [certificate],
  })
  await signed.sign(stamping.keys.privateKey, 0, 'SHA-256')
  const token = new pkijs.ContentInfo({ contentType: SIGNED_DATA, content: signed.toSchema(true) })
  const status = new pkijs.PKIStatusInfo({ status: 0 })
  const reply = new pkijs.TimeStampResp({ status, timeStampToken: token })
  return Buffer.from(reply.toSchema().toBER(false))
}

async function signerOf(certificate: pkijs.Certificate, content: ArrayBuffer) {
  const digest = await crypto.subtle.digest('SHA-256', content)
  const attributes = [
    new pkijs.Attribute({
      type: '1.2.840.113549.1.9.3',
      values: [new ObjectIdentifier({ value: TST_INFO })],
    }),
    new pkijs.Attribute({
      type: '1.2.840.113549.1.9.4',
      values: [new OctetString({ valueHex: digest })],
    }),
  ]
  return new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({
      issuer: certificate.issuer,
      serialNumber: certificate.serialNumber,
    }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes }),
  })
}

async function certificateOf({ keys, at, wrong }: Stamping): Promise<pkijs.Certificate> {
  const certificate = new pkijs.Certificate()
  certificate.version = 2
  certificate.serialNumber = new Integer({ value: 1 })
  const name = new pkijs.AttributeTypeAndValue({
    type: '2.5.4.3',
    value: new Utf8String({ value: 'Test authority' }),
  })
  certificate.issuer.typesAndValues.push(name)
  certificate.subject.typesAndValues.push(name)
  certificate.notBefore.value = new Date(at.getTime() - 86_400_000)
  certificate.notAfter.value = new Date(at.getTime() + 86_400_000)
  const purpose = wrong.purpose ? '1.3.6.1.5.5.7.3.2' : '1.3.6.1.5.5.7.3.8'
  const usage = new pkijs.ExtKeyUsage({ keyPurposes: [purpose] })
  certificate.extensions = [
    new pkijs.Extension({
      extnID: '2.5.29.37',
      critical: true,
      extnValue: usage.toSchema().toBER(false),
      parsedValue: usage,
    }),
  ]
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey)
  await certificate.sign(keys.privateKey, 'SHA-256')
  return certificate
}
