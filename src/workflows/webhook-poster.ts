import type { LookupAddress, LookupOptions } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP } from 'node:net'

const ANSWERS_WITHIN_MS = 15_000

/** Sends what other systems are told of. */
export interface WebhookPoster {
  /** Why an address must not be used; null: it may be. Whom a name stands for is seen on sending. */
  readonly refusalOf: (url: string) => string | null
  /**
   * The status that was answered; redirections are not followed.
   * @throws Error when nobody answers in time, or the name stands for an address inside
   */
  readonly post: (
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ) => Promise<number>
}

/**
 * Posts to https addresses of the public internet only, so that whoever registers a webhook can't
 * make the service reach what only it can. Every address a name stands for is looked at at the
 * moment of connecting, and that one is connected to: a name that changes in between gains nothing.
 * @param allowsPrivate for installations whose other systems stand inside: http and any address
 */
export function createWebhookPoster(allowsPrivate: boolean): WebhookPoster {
  return {
    refusalOf: (text) => {
      const url = URL.parse(text)
      if (!url) return 'this is no address'
      if (url.username || url.password) return 'an address with a name or password in it is refused'
      if (allowsPrivate) return /^https?:$/.test(url.protocol) ? null : 'only http or https'
      if (url.protocol !== 'https:') return 'only https addresses are allowed'
      const host = hostOf(url)
      const isInside = isIP(host) ? isPrivate(host) : !host.includes('.') || LOCAL_NAME.test(host)
      return isInside ? 'addresses inside the own network are refused' : null
    },
    post: (url, headers, body) => post(URL.parse(url), { headers, body, allowsPrivate }),
  }
}

const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa|intranet|lan)\.?$/

function post(
  url: URL | null,
  sent: {
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly allowsPrivate: boolean
  },
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  if (!url) return Promise.reject(new Error('this is no address'))
  const host = hostOf(url)
  // Addresses are connected to without a look-up.
  if (!sent.allowsPrivate && isIP(host) && isPrivate(host)) return Promise.reject(insideError())
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  const request = send(
    url,
    {
      method: 'POST',
      headers: { ...sent.headers, 'content-length': String(Buffer.byteLength(sent.body)) },
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      agent: false,
      ...(sent.allowsPrivate ? {} : { lookup: lookupOutside }),
    },
    (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
      response.once('error', reject)
    },
  )
  request.once('error', reject)
  request.end(sent.body)
  return promise
}

type Found = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void

function lookupOutside(host: string, options: LookupOptions, found: Found): void {
  lookup(host, { ...options, all: true }).then(
    (addresses) => {
      const [first] = addresses
      const isInside = addresses.some(({ address }) => isPrivate(address))
      if (!first || isInside) found(insideError(), '')
      else if (options.all) found(null, addresses)
      else found(null, first.address, first.family)
    },
    (error: NodeJS.ErrnoException) => found(error, ''),
  )
}

function insideError(): Error {
  return new Error('the address lies inside the own network')
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** Addresses that are not of the public internet (IANA special-purpose registries). */
const PRIVATE = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(net, prefix, 'ipv4')
}
/** Of IPv6 only what is routed worldwide is public, and of that no gateway back to IPv4. */
const PUBLIC_6 = new BlockList()
PUBLIC_6.addSubnet('2000::', 3, 'ipv6')
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  PRIVATE.addSubnet(net, prefix, 'ipv6')
}

function isPrivate(address: string): boolean {
  if (isIP(address) === 4) return PRIVATE.check(address, 'ipv4')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return PRIVATE.check(mapped, 'ipv4')
  return !PUBLIC_6.check(address, 'ipv6') || PRIVATE.check(address, 'ipv6')
}
