import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { ExamRequirements } from '../../../domain/scheduling/requirements.ts'
import type { Faults } from './faults.ts'

/** What candidates and their browsers must bring, as it stands in the fields. */
export interface RequirementFields {
  consent: boolean
  safeBrowser: boolean
  /** Keys of 64 hexadecimal digits, one a line. */
  browserExamKeys: string
  configKeys: string
  /** A new password, typed just now; only its digest leaves this page. */
  quitPassword: string
  /** Digest of the one that is kept; empty: none. */
  quitPasswordDigest: string
}

const MOST_KEYS = { browserExamKeys: 50, configKeys: 20 } as const

/** The keys of a field, as they are compared: small letters, nothing around them. */
function keysOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}

/** The fields of what a saved exam asks for. */
export function fieldsOfRequirements(requirements: ExamRequirements | null): RequirementFields {
  const rules = requirements?.safeExamBrowser ?? null
  return {
    consent: requirements?.consent ?? false,
    safeBrowser: rules !== null,
    browserExamKeys: rules?.browserExamKeys.join('\n') ?? '',
    configKeys: rules?.configKeys.join('\n') ?? '',
    quitPassword: '',
    quitPasswordDigest: rules?.quitPasswordDigest ?? '',
  }
}

/** What the fields ask for; null: nothing. */
export function requirementsOf(fields: RequirementFields): ExamRequirements | null {
  const { consent, safeBrowser, quitPassword, quitPasswordDigest } = fields
  if (!consent && !safeBrowser) return null
  const digest =
    quitPassword === '' ? quitPasswordDigest : bytesToHex(sha256(utf8ToBytes(quitPassword)))
  const rules = {
    configKeys: keysOf(fields.configKeys),
    browserExamKeys: keysOf(fields.browserExamKeys),
    quitPasswordDigest: digest === '' ? null : digest,
  }
  return { consent, safeExamBrowser: safeBrowser ? rules : null }
}

/** What is wrong with the keys, by the paths of their fields. */
export function faultsOfRequirements(fields: RequirementFields): Faults {
  const faults: Faults = {}
  if (!fields.safeBrowser) return faults
  for (const name of ['browserExamKeys', 'configKeys'] as const) {
    const keys = keysOf(fields[name])
    if (keys.length > MOST_KEYS[name]) faults[`requirements.${name}`] = 'out-of-range'
    if (keys.some((key) => !/^[0-9a-f]{64}$/.test(key))) faults[`requirements.${name}`] = 'no-key'
  }
  return faults
}
