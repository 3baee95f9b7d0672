import { canonicalJson, digestOf } from '../digest.ts'
import type { CheckSignature } from '../log-proof.ts'
import type { ExamBundle } from './exam-bundle.ts'

type Unsealed = Omit<ExamBundle, 'seal'>
type Sections = ExamBundle['seal']['sections']

/** One part of a bundle that has a digest of its own, and how a finding names it. */
interface Part {
  readonly name: string
  readonly value: unknown
}

/**
 * The parts of a bundle by section, each in its order. Everything in the bundle belongs to one:
 * what is neither a list of its own nor an attempt is in `exam`.
 */
function partsOf(bundle: Unsealed): ReadonlyMap<string, readonly Part[]> {
  const { bank, attempts, log, records, inclusion, ...exam } = bundle
  const own: Record<string, unknown> = { ...exam }
  delete own['seal']
  return new Map<string, readonly Part[]>([
    ['exam', Object.entries(own).map(([name, value]) => ({ name, value: { [name]: value } }))],
    ['bank', [{ name: 'bank', value: bank }]],
    ['inclusion', [{ name: 'inclusion', value: inclusion }]],
    [
      'attempts',
      attempts.map(({ entries: _, ...attempt }) => {
        return { name: `attempt ${attempt.attemptId}`, value: attempt }
      }),
    ],
    [
      'journals',
      attempts.map(({ attemptId, entries }) => {
        return { name: `attempt ${attemptId}: the journal`, value: entries }
      }),
    ],
    ['log', log.map((entry) => ({ name: `${entry.chain} entry ${entry.number}`, value: entry }))],
    ...Object.entries(records).map(([kind, rows]): [string, readonly Part[]] => [
      `records/${kind}`,
      rows.map((row, index) => ({ name: `${kind} ${index + 1}`, value: row })),
    ]),
  ])
}

/** What is signed when a bundle is exported. */
export function sectionsOf(bundle: Unsealed): Sections {
  return Object.fromEntries(
    [...partsOf(bundle)].map(([section, parts]) => [
      section,
      parts.map(({ value }) => digestOf(value)),
    ]),
  )
}

/** The text that the signature of a bundle is made over. */
export function sealedText(examId: string, sections: Sections): string {
  return canonicalJson({ format: 'probity-exam-seal/1', examId, sections })
}

/** What in a bundle is not as it was signed, named one by one. */
export function sealFaults(bundle: ExamBundle, isSigned: CheckSignature): string[] {
  const { sections, signature } = bundle.seal
  const faults: string[] = []
  if (!isSigned(sealedText(bundle.examId, sections), signature, bundle.publicKeyPem)) {
    faults.push('seal: the signature is wrong')
  }
  const parts = partsOf(bundle)
  for (const section of Object.keys(sections)) {
    if (!parts.has(section)) faults.push(`${section}: it was signed and is missing`)
  }
  for (const [section, found] of parts) {
    const signed = Object.hasOwn(sections, section) ? sections[section] : undefined
    if (signed) faults.push(...sectionFaults(section, signed, found))
    else faults.push(`${section}: it was not signed`)
  }
  return faults
}

function sectionFaults(
  section: string,
  signed: readonly string[],
  parts: readonly Part[],
): string[] {
  const found = parts.map(({ name, value }) => ({ name, digest: digestOf(value) }))
  if (found.length === signed.length && found.every((one, at) => one.digest === signed[at])) {
    return []
  }
  const left = countsOf(signed)
  const faults: string[] = []
  for (const { name, digest } of found) {
    const count = left.get(digest)
    if (count === undefined) faults.push(`${name}: it is not as it was signed`)
    else if (count === 0) faults.push(`${name}: it is there more often than it was signed`)
    else left.set(digest, count - 1)
  }
  const missing = [...left.values()].reduce((sum, count) => sum + count, 0)
  if (missing > 0 && signed.length !== found.length) {
    faults.push(`${section}: ${signed.length} were signed, ${found.length} are here`)
  }
  if (faults.length === 0) faults.push(`${section}: they are in another order than signed`)
  return faults
}

function countsOf(digests: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const digest of digests) counts.set(digest, (counts.get(digest) ?? 0) + 1)
  return counts
}
