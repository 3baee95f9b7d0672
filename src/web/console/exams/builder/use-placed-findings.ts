import type { ExamPreview } from '../../../../domain/scheduling/views.ts'
import { ApiProblem } from '../../../shared/api-error.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import type { PlacedFinding } from './field-findings.tsx'

const IN_DRAFT = '/blueprint'

/** What the live panel and the last attempt to save say about places of the blueprint. */
export function usePlacedFindings(
  reply: ExamPreview | undefined,
  savingError: unknown,
): readonly PlacedFinding[] {
  const say = useLocalized()
  const live = (reply?.findings ?? []).map(({ pointer, severity, message }) => ({
    pointer,
    severity,
    text: say(message),
  }))
  const faults = savingError instanceof ApiProblem ? savingError.errors : []
  // The live panel says the same in the viewer's language.
  const told = new Set(live.map(({ pointer }) => pointer))
  const refused = faults.flatMap(({ pointer, detail }) => {
    const place = pointer.startsWith(`${IN_DRAFT}/`) ? pointer.slice(IN_DRAFT.length) : null
    return place === null || told.has(place)
      ? []
      : [{ pointer: place, severity: 'error' as const, text: detail }]
  })
  return [...live, ...refused]
}
