import { createHash } from 'node:crypto'
import { canonicalJson } from '../domain/digest.ts'
import type { SettlementInput } from '../domain/settlement/settle-attempt.ts'
import { digestedInput } from '../domain/settlement/settlement-given.ts'

/** Canonical JSON of what many attempts share: written once as long as somebody holds the object. */
const shared = new WeakMap<object, string>()

/**
 * SHA-256 of everything that decides about an attempt: `digestOf(digestedInput(...))` at a part of
 * its cost.
 */
export function inputDigest(input: SettlementInput, bankVersionId: string): string {
  const { blueprint, policy, calibration, amendments } = input
  const known = new Map<unknown, string>(
    [blueprint, policy, calibration, amendments].map((value) => [value, textOf(value)]),
  )
  const members = Object.entries(digestedInput(input, bankVersionId))
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${JSON.stringify(name)}:${known.get(value) ?? canonicalJson(value)}`)
  return createHash('sha256')
    .update(`{${members.join(',')}}`, 'utf8')
    .digest('hex')
}

function textOf(value: object | null): string {
  const text = (value && shared.get(value)) ?? canonicalJson(value)
  if (value) shared.set(value, text)
  return text
}
