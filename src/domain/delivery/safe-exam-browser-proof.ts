import type { SafeExamBrowserRules } from '../scheduling/requirements.ts'
import { requestHashOf } from './safe-exam-browser-key.ts'

/** Why a browser may not see the questions. */
export const BROWSER_FAULTS = [
  'no-safe-exam-browser',
  'other-configuration',
  'browser-not-listed',
  'other-address',
] as const
export type BrowserFault = (typeof BROWSER_FAULTS)[number]

/** What a browser showed of the keys it knows, hashed with an address. */
export interface BrowserProof {
  /** Addresses either hash may be made with: as the public reaches what was asked for. */
  readonly urls: readonly string[]
  /** The same as they would read were the service's public address set wrongly. */
  readonly strayUrls: readonly string[]
  readonly configKeyHash: string | null
  readonly browserExamKeyHash: string | null
}

/** The first rule one of the proofs breaks, or null where one of them meets all. */
export function judgeBrowser(
  rules: Pick<SafeExamBrowserRules, 'configKeys' | 'browserExamKeys'>,
  ownConfigKey: string,
  proofs: readonly BrowserProof[],
): BrowserFault | null {
  const configKeys = [ownConfigKey, ...rules.configKeys]
  const faults = proofs.map((proof) => faultOf(proof, configKeys, rules.browserExamKeys))
  if (faults.includes(null)) return null
  // The nearest miss says most about what to do.
  return BROWSER_FAULTS.findLast((fault) => faults.includes(fault)) ?? 'no-safe-exam-browser'
}

function faultOf(
  proof: BrowserProof,
  configKeys: readonly string[],
  browserExamKeys: readonly string[],
): BrowserFault | null {
  const { configKeyHash, browserExamKeyHash, urls, strayUrls } = proof
  if (configKeyHash === null) return 'no-safe-exam-browser'
  if (!shows(configKeyHash, configKeys, urls)) {
    return shows(configKeyHash, configKeys, strayUrls) ? 'other-address' : 'other-configuration'
  }
  const isListed =
    browserExamKeys.length === 0 ||
    (browserExamKeyHash !== null && shows(browserExamKeyHash, browserExamKeys, urls))
  return isListed ? null : 'browser-not-listed'
}

function shows(hash: string, keys: readonly string[], urls: readonly string[]): boolean {
  const lower = hash.toLowerCase()
  return urls.some((url) => keys.some((key) => requestHashOf(url, key) === lower))
}
