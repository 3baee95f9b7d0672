import { equateRawScores, rawScoreTable } from '../../domain/measurement/scoring/raw-scores.ts'
import { readItemsFile } from './read-items.ts'
import type { ScoredFiles } from './scored-files.ts'
import { type Cell, writeCsv } from './write-csv.ts'

/**
 * Writes what each raw score of the form means, and its equivalent on another form whose items
 * are all those of `equateTo`; both forms must be on one scale. @throws InputFault
 */
export async function writeRawTable(
  file: string,
  { order, prior }: ScoredFiles,
  equateTo: string | undefined,
): Promise<void> {
  const rows = rawScoreTable(order.items, prior)
  const header = ['raw', 'theta_at_score', 'theta', 'se', 'share']
  const cells = rows.map(({ raw, thetaAtScore, theta, standardError, share }): Cell[] => [
    raw,
    thetaAtScore,
    theta,
    standardError,
    share,
  ])
  if (equateTo === undefined) return writeCsv(file, header, cells)
  const other = [...(await readItemsFile(equateTo)).items.values()].map(({ scoring }) => scoring)
  const equated = equateRawScores(order.items, other)
  const wider = cells.map((row, raw) => [...row, equated[raw]?.equivalent ?? null])
  return writeCsv(file, [...header, 'equivalent'], wider)
}
