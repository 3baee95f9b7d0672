import type { Static } from 'typebox'
import type { PolicyFindingView } from '../../../../domain/policy/views.ts'

export type PolicyFinding = Static<typeof PolicyFindingView>

/** Findings by the part of the document they are about. */
export interface PlacedFindings {
  /** Of the document as a whole. */
  readonly terms: readonly PolicyFinding[]
  readonly rules: ReadonlyMap<number, readonly PolicyFinding[]>
  readonly examples: ReadonlyMap<number, readonly PolicyFinding[]>
}

const PART = /^\/(rules|examples)\/(\d+)(?:\/|$)/

/** Sorts findings to the rule or the example their pointers lead into. */
export function placeFindings(findings: readonly PolicyFinding[]): PlacedFindings {
  const placed = {
    terms: [] as PolicyFinding[],
    rules: new Map<number, PolicyFinding[]>(),
    examples: new Map<number, PolicyFinding[]>(),
  }
  for (const finding of findings) {
    const [, list, index] = PART.exec(finding.pointer) ?? []
    if (list !== 'rules' && list !== 'examples') placed.terms.push(finding)
    else {
      const place = Number(index)
      placed[list].set(place, [...(placed[list].get(place) ?? []), finding])
    }
  }
  return placed
}

/** Whether a finding is about the text of a rule's condition. */
export function isOfCondition({ pointer }: PolicyFinding): boolean {
  return pointer.endsWith('/when')
}
