import type { CallbackData, Highs, Model, ModelData } from 'highs'
import { type Program, type Row, sumOfTerms, type Variable } from './program.ts'

/** What the solver tells while it works. */
export interface Progress {
  readonly seconds: number
  readonly nodes: number
  /** Objective of the best solution so far; null before the first. */
  readonly best: number | null
  readonly bound: number | null
}

export interface SolveOptions {
  /** Stop when |objective - bound| is at most this share of |objective|; 0 unless told. */
  readonly relativeGap?: number
  /** Stop when |objective - bound| is at most this. */
  readonly absoluteGap?: number
  /** Wall-clock seconds; without it the outcome never depends on the machine. */
  readonly timeLimitSeconds?: number
  /** 0 to 2^31 - 1: which of equally good solutions is found. */
  readonly seed?: number
  /** Leave out that variables are whole: the linear relaxation. */
  readonly relaxed?: boolean
  readonly onProgress?: (progress: Progress) => void
  /** Asked now and then; true ends the search with what was found. */
  readonly shouldStop?: () => boolean
}

export interface Solution {
  /** `optimal` is within the gaps asked for. */
  readonly status: 'optimal' | 'infeasible' | 'unbounded' | 'time-limit' | 'cancelled'
  /** In order of the variables, whole ones exactly whole; null where none was found. */
  readonly values: readonly number[] | null
  readonly objective: number | null
  /** What no solution can be better than, as far as is proven. */
  readonly bound: number | null
  /** |objective - bound| / |objective|. */
  readonly gap: number | null
  readonly seconds: number
}

/**
 * Solves a mixed integer program by branch and cut (HiGHS, one thread): equal input gives equal
 * output unless the time limit or `shouldStop` ends it. Rows hold within 1e-6. Throws where the
 * solver fails or the program is malformed.
 */
export function solveProgram(highs: Highs, program: Program, options: SolveOptions = {}): Solution {
  if (program.variables.length === 0) return solveEmpty(program.rows)
  const model = highs.createModel(modelOf(highs, program, options.relaxed === true))
  try {
    model.options.set({
      output_flag: false,
      random_seed: options.seed ?? 0,
      mip_rel_gap: options.relativeGap ?? 0,
      mip_abs_gap: options.absoluteGap ?? 1e-9,
    })
    if (options.timeLimitSeconds !== undefined) {
      model.options.set('time_limit', options.timeLimitSeconds)
    }
    run(highs, model, options)
    // Presolve may end without telling which of the two it is; the solver itself always does.
    if (model.getModelStatus() === highs.constants.modelStatus.unboundedOrInfeasible) {
      model.options.set({ presolve: 'off' })
      run(highs, model, options)
    }
    return solutionOf(highs, model, program, options.relaxed === true)
  } finally {
    model.dispose()
  }
}

function solveEmpty(rows: readonly Row[]): Solution {
  const holds = rows.every(({ lower, upper }) => lower <= 0 && upper >= 0)
  return holds
    ? { status: 'optimal', values: [], objective: 0, bound: 0, gap: 0, seconds: 0 }
    : { ...NOTHING, status: 'infeasible' }
}

const NOTHING = { values: null, objective: null, bound: null, gap: null, seconds: 0 } as const

function modelOf(highs: Highs, { sense, variables, rows }: Program, relaxed: boolean): ModelData {
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  for (const { terms } of rows) {
    for (const [variable, coefficient] of merged(terms)) {
      indices.push(variable)
      values.push(coefficient)
    }
    starts.push(indices.length)
  }
  const { objectiveSense, variableType } = highs.constants
  const typeOf = ({ integer }: Variable) =>
    integer ? variableType.integer : variableType.continuous
  return {
    numCols: variables.length,
    numRows: rows.length,
    sense: sense === 'maximise' ? objectiveSense.maximize : objectiveSense.minimize,
    colCost: variables.map(({ cost }) => cost),
    colLower: variables.map(({ lower }) => lower),
    colUpper: variables.map(({ upper }) => upper),
    rowLower: rows.map(({ lower }) => lower),
    rowUpper: rows.map(({ upper }) => upper),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: variables.length,
      starts: new Int32Array(starts),
      indices: new Int32Array(indices),
      values: new Float64Array(values),
    },
    ...(relaxed ? {} : { integrality: variables.map(typeOf) }),
  }
}

/** A variable named twice in a row counts with the sum of its coefficients. */
function merged(terms: Row['terms']): Map<number, number> {
  const sums = new Map<number, number>()
  for (const [variable, coefficient] of terms) {
    sums.set(variable, (sums.get(variable) ?? 0) + coefficient)
  }
  return sums
}

function run(highs: Highs, model: Model, options: SolveOptions): void {
  const { onProgress, shouldStop } = options
  if (!onProgress && !shouldStop) {
    model.run()
    return
  }
  // The logging callback is silent along with the log, this one always comes.
  model.run({
    [highs.constants.callbackType.mipInterrupt]: (event) => {
      onProgress?.(progressOf(event.data))
      if (shouldStop?.()) event.interrupt()
    },
  })
}

function progressOf(data: CallbackData): Progress {
  return {
    seconds: data.running_time ?? 0,
    nodes: Number(data.mip_node_count ?? 0),
    best: finite(data.mip_primal_bound),
    bound: finite(data.mip_dual_bound),
  }
}

function statusOf(highs: Highs, model: Model): Solution['status'] {
  const { modelStatus } = highs.constants
  const code = model.getModelStatus()
  switch (code) {
    case modelStatus.optimal:
      return 'optimal'
    case modelStatus.infeasible:
      return 'infeasible'
    case modelStatus.unbounded:
      return 'unbounded'
    case modelStatus.timeLimit:
      return 'time-limit'
    case modelStatus.interrupted:
      return 'cancelled'
    default:
      throw new Error(`the solver ended with model status ${code}`)
  }
}

const FEASIBLE_POINT = 2

function solutionOf(highs: Highs, model: Model, program: Program, relaxed: boolean): Solution {
  const status = statusOf(highs, model)
  const seconds = model.getRunTime()
  const whole = !relaxed && program.variables.some(({ integer }) => integer)
  const bound = whole ? finite(Number(model.info.get('mip_dual_bound'))) : null
  const found = Number(model.info.get('primal_solution_status')) === FEASIBLE_POINT
  if (!found || status === 'infeasible' || status === 'unbounded') {
    return { ...NOTHING, status, bound: status === 'time-limit' ? bound : null, seconds }
  }
  const values = [...model.getSolution().colValue].map((value, index) =>
    whole && program.variables[index]?.integer ? Math.round(value) : value,
  )
  const costs = program.variables.map(({ cost }, index) => [index, cost] as const)
  const objective = sumOfTerms(costs, values)
  const known = whole ? bound : status === 'optimal' ? objective : null
  const gap =
    known === null ? null : Math.abs(objective - known) / Math.max(1e-9, Math.abs(objective))
  return { status, values, objective, bound: known, gap, seconds }
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value
}
