import fc from 'fast-check'
import t from 'tap'
import {
  BINARY,
  type Program,
  type Row,
  sumOfTerms,
} from '../../../../src/domain/assembly/optimize/program.ts'
import { solveProgram } from '../../../../src/domain/assembly/optimize/solve-program.ts'
import { loadSolver } from '../../../../src/workflows/load-solver.ts'

const highs = await loadSolver()

const small = fc.integer({ min: -9, max: 9 })

/** Programs of up to seven yes-or-no decisions: few enough to try every answer. */
const programs = fc.integer({ min: 1, max: 7 }).chain((count) =>
  fc.record({
    sense: fc.constantFrom('minimise' as const, 'maximise' as const),
    costs: fc.array(small, { minLength: count, maxLength: count }),
    rows: fc.array(
      fc.record({
        factors: fc.array(small, { minLength: count, maxLength: count }),
        lower: fc.integer({ min: -20, max: 10 }),
        width: fc.integer({ min: 0, max: 12 }),
      }),
      { maxLength: 4 },
    ),
  }),
)

function programOf({
  sense,
  costs,
  rows,
}: typeof programs extends fc.Arbitrary<infer T> ? T : never): Program {
  return {
    sense,
    variables: costs.map((cost) => ({ ...BINARY, cost })),
    rows: rows.map(
      ({ factors, lower, width }): Row => ({
        lower,
        upper: lower + width,
        terms: factors.map((factor, index) => [index, factor] as const),
      }),
    ),
  }
}

/** The best objective over every answer there is; null without a feasible one. */
function bestByTrying({ sense, variables, rows }: Program): number | null {
  let best: number | null = null
  for (let code = 0; code < 2 ** variables.length; code += 1) {
    const values = variables.map((_, index) => (code >> index) & 1)
    const inside = rows.every(({ lower, upper, terms }) => {
      const sum = sumOfTerms(terms, values)
      return sum >= lower && sum <= upper
    })
    if (!inside) continue
    const objective = variables.reduce(
      (sum, { cost }, index) => sum + cost * (values[index] ?? 0),
      0,
    )
    const better = sense === 'maximise' ? Math.max : Math.min
    best = best === null ? objective : better(best, objective)
  }
  return best
}

t.test('the optimum is the best of all answers, proven, whole and repeatable', async (t) => {
  fc.assert(
    fc.property(programs, (drawn) => {
      const program = programOf(drawn)
      const expected = bestByTrying(program)
      const solution = solveProgram(highs, program)
      if (expected === null) return solution.status === 'infeasible' && solution.values === null
      const again = solveProgram(highs, program)
      return (
        solution.status === 'optimal' &&
        Math.abs((solution.objective ?? Number.NaN) - expected) < 1e-6 &&
        Math.abs((solution.bound ?? Number.NaN) - expected) < 1e-6 &&
        solution.values?.every((value) => value === 0 || value === 1) === true &&
        JSON.stringify(again.values) === JSON.stringify(solution.values)
      )
    }),
    { numRuns: 150 },
  )
  t.pass('held')
})

t.test('the relaxation is never worse than the program itself', async (t) => {
  fc.assert(
    fc.property(programs, (drawn) => {
      const program = programOf(drawn)
      const expected = bestByTrying(program)
      if (expected === null) return
      const { objective } = solveProgram(highs, program, { relaxed: true })
      const ahead = program.sense === 'maximise' ? 1 : -1
      return ahead * ((objective ?? Number.NaN) - expected) > -1e-6
    }),
    { numRuns: 80 },
  )
  t.pass('held')
})

t.test('without variables a program holds or not', async (t) => {
  const empty = (lower: number): Program => ({
    sense: 'minimise',
    variables: [],
    rows: [{ lower, upper: 5, terms: [] }],
  })
  t.equal(solveProgram(highs, empty(0)).status, 'optimal')
  t.equal(solveProgram(highs, empty(1)).status, 'infeasible')
})

t.test('an objective without end is told', async (t) => {
  const upper = Number.POSITIVE_INFINITY
  const variables = [{ lower: 0, upper, integer: true, cost: 1 }]
  t.equal(solveProgram(highs, { sense: 'maximise', variables, rows: [] }).status, 'unbounded')
})

/** A market split problem (Cornuejols & Dawande 1998): small, and out of reach of branch and cut. */
function slowProgram(): Program {
  const [count, rowCount] = [40, 5]
  const factor = (row: number, index: number) => (((row + 3) * (index + 7) * 7919) % 9973) % 100
  const rows = Array.from({ length: rowCount }, (_, row): Row => {
    const factors = Array.from({ length: count }, (_unused, index) => factor(row, index))
    const half = Math.floor(factors.reduce((sum, value) => sum + value, 0) / 2)
    const above = count + 2 * row
    const terms = factors.map((value, index) => [index, value] as const)
    return { lower: half, upper: half, terms: [...terms, [above, 1], [above + 1, -1]] }
  })
  const off = { lower: 0, upper: Number.POSITIVE_INFINITY, integer: false, cost: 1 }
  return {
    sense: 'minimise',
    variables: [
      ...Array.from({ length: count }, () => BINARY),
      ...Array.from({ length: 2 * rowCount }, () => off),
    ],
    rows,
  }
}

t.test('the search tells its progress and can be stopped', async (t) => {
  let asked = 0
  const stopped = solveProgram(highs, slowProgram(), {
    shouldStop: () => {
      asked += 1
      return true
    },
  })
  t.ok(asked > 0, 'it asked')
  t.equal(stopped.status, 'cancelled')
  const seen: number[] = []
  const options = {
    timeLimitSeconds: 2,
    onProgress: ({ nodes }: { nodes: number }) => seen.push(nodes),
  }
  const { bound, objective, status } = solveProgram(highs, slowProgram(), options)
  t.equal(status, 'time-limit')
  t.ok(seen.length > 0, 'it told')
  t.ok((bound ?? 0) <= (objective ?? 0) + 1e-6, 'the bound lies below what was found')
})
