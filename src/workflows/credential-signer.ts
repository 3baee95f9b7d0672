import type { KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, type JWK, SignJWT } from 'jose'

/** Signs credentials with the key of the installation, and names it to whoever checks them. */
export interface CredentialSigner {
  /**
   * A credential as JWT (EdDSA): all its members, and those by which JWTs know issuer, subject and
   * times (Verifiable Credentials 2.0 secured by JOSE; Open Badges 3.0, 8.2).
   */
  readonly sign: (
    credential: Readonly<Record<string, unknown>>,
    claims: {
      readonly issuer: string
      readonly from: Date
      readonly until: Date | null
      /** What is secured, as media type: `vc+jwt`. */
      readonly type: string
    },
  ) => Promise<string>
  /** The public key as a JSON Web Key with its thumbprint as `kid`. */
  readonly publicKey: () => Promise<JWK>
}

/** Of an Ed25519 key pair. */
export function createCredentialSigner(
  privateKey: KeyObject,
  publicKey: KeyObject,
): CredentialSigner {
  let known: Promise<JWK> | null = null
  const named = async (): Promise<JWK> => {
    const jwk = await exportJWK(publicKey)
    return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' }
  }
  const keyOf = () => {
    known ??= named()
    return known
  }
  return {
    publicKey: keyOf,
    sign: async (credential, { issuer, from, until, type }) => {
      const { kid } = await keyOf()
      const jwt = new SignJWT({ ...credential })
        .setProtectedHeader({ alg: 'EdDSA', typ: type, kid: kid ?? '' })
        .setIssuer(issuer)
        .setNotBefore(from)
      if (typeof credential['id'] === 'string') jwt.setJti(credential['id'])
      if (until) jwt.setExpirationTime(until)
      return jwt.sign(privateKey)
    },
  }
}
