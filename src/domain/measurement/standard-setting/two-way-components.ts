/** What a table of judges' numbers varies by; rows are items, columns judges. */
export interface TwoWayComponents {
  readonly itemCount: number
  readonly judgeCount: number
  readonly grandMean: number
  readonly meanSquares: {
    readonly items: number
    readonly judges: number
    readonly residual: number
  }
  /** ICC(2,1): agreement of any one judge with another; null where nothing varies. */
  readonly singleJudge: number | null
  /** ICC(2,k): dependability of the mean of this many judges; null where nothing varies. */
  readonly panelMean: number | null
}

/**
 * Two-way analysis of variance without replication, items by judges, both random: Shrout & Fleiss
 * (1979, Psychological Bulletin 86:420), ICC(2,1) and ICC(2,k). The latter is the dependability
 * coefficient Phi of generalizability theory (Brennan 2001). Null for fewer than two items or
 * judges, whose variance nobody can tell.
 */
export function twoWayComponents(table: readonly (readonly number[])[]): TwoWayComponents | null {
  const itemCount = table.length
  const judgeCount = table[0]?.length ?? 0
  if (itemCount < 2 || judgeCount < 2) return null
  if (table.some((row) => row.length !== judgeCount)) throw new Error('the table has gaps')
  const grandMean = meanOf(table.map(meanOf))
  const judgeMeans = Array.from({ length: judgeCount }, (_, judge) =>
    meanOf(table.map((row) => row[judge] ?? 0)),
  )
  const rowMeans = table.map(meanOf)
  const items =
    (judgeCount * sumOf(rowMeans.map((mean) => (mean - grandMean) ** 2))) / (itemCount - 1)
  const judges =
    (itemCount * sumOf(judgeMeans.map((mean) => (mean - grandMean) ** 2))) / (judgeCount - 1)
  const squares = table.flatMap((row, item) =>
    row.map((value, judge) => {
      return (value - (rowMeans[item] ?? 0) - (judgeMeans[judge] ?? 0) + grandMean) ** 2
    }),
  )
  const residual = sumOf(squares) / ((itemCount - 1) * (judgeCount - 1))
  const betweenJudges = (judges - residual) / itemCount
  const single = items - residual + judgeCount * (residual + betweenJudges)
  return {
    itemCount,
    judgeCount,
    grandMean,
    meanSquares: { items, judges, residual },
    singleJudge: shareOf(items - residual, single),
    panelMean: shareOf(items - residual, items + betweenJudges),
  }
}

/** Estimates below 0 mean "none": a negative share of variance says nothing more. */
function shareOf(part: number, whole: number): number | null {
  return whole > 1e-12 ? Math.min(1, Math.max(0, part / whole)) : null
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length
}
