import t, { type Test } from 'tap'
import {
  maximiseInformation,
  maximiseLeastInformation,
} from '../../src/domain/assembly/optimize/objectives.ts'
import {
  BINARY,
  type Row,
  sumOfTerms,
  type Term,
} from '../../src/domain/assembly/optimize/program.ts'
import { type Solution, solveProgram } from '../../src/domain/assembly/optimize/solve-program.ts'
import { information } from '../../src/domain/measurement/item-response.ts'
import { loadSolver } from '../../src/workflows/load-solver.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

const skip = referencePresent ? false : REFERENCE_ABSENT
const highs = await loadSolver()

/** Optima found by SYMPHONY, GLPK and lpSolve on the same programs. */
const TOLERANCE = 1e-4

interface Run {
  readonly problem: string
  readonly solver: string
  readonly objective: number
  readonly items: readonly string[]
}

function near(t: Test, solution: Solution, expected: number) {
  t.equal(solution.status, 'optimal')
  const off = Math.abs((solution.objective ?? Number.NaN) - expected)
  t.ok(off <= TOLERANCE, `the optimum is off by ${off.toExponential(1)}`)
  t.ok(Math.abs((solution.bound ?? Number.NaN) - expected) <= TOLERANCE, 'and proven')
}

function referenceRun(problem: string): Run {
  const runs = readReferenceJson<Run[]>('expected/ata_testdesign_reference.json')
  const run = runs.find((one) => one.problem === problem && one.solver === 'rsymphony')
  if (!run) throw new Error(`no reference run of ${problem}`)
  return run
}

function science() {
  const rows: { lower: number; upper: number; terms: Term[] }[] = readReferenceTable(
    'data/ata_science_mip_rows.csv',
  ).map(({ dir, rhs }) => ({
    lower: dir === '<=' ? Number.NEGATIVE_INFINITY : Number(rhs),
    upper: dir === '>=' ? Number.POSITIVE_INFINITY : Number(rhs),
    terms: [],
  }))
  for (const { row, col, val } of readReferenceTable('data/ata_science_mip_matrix.csv')) {
    rows[Number(row) - 1]?.terms.push([Number(col) - 1, Number(val)])
  }
  const items = readReferenceTable('data/ata_science_info.csv')
  const at = (theta: string) =>
    items.map((item, index): Term => [index, Number(item[`info_${theta}`])])
  return { constraints: { variables: items.map(() => BINARY), rows }, items, at }
}

t.test('science pool: 1,000 items, most information at 0', { skip }, async (t) => {
  const { constraints, items, at } = science()
  const solution = solveProgram(highs, maximiseInformation(constraints, at('0')))
  const { objective, items: expected } = referenceRun('science1000_theta0')
  near(t, solution, objective)
  near(t, solution, 19.79827462)
  const chosen = items.filter((_, index) => solution.values?.[index] === 1).map(({ id }) => id)
  t.strictSame(chosen, [...expected].sort(), 'the same thirty items')
})

t.test('science pool: most information at -1, 0 and 1 together', { skip }, async (t) => {
  const { constraints, at } = science()
  const sum = [...at('-1'), ...at('0'), ...at('1')]
  near(t, solveProgram(highs, maximiseInformation(constraints, sum)), 44.91331878)
})

t.test('science pool: the least of the information at -1, 0 and 1', { skip }, async (t) => {
  const { constraints, at } = science()
  const points = [at('-1'), at('0'), at('1')]
  const solution = solveProgram(highs, maximiseLeastInformation(constraints, points))
  near(t, solution, 13.18661992)
  const least = Math.min(...points.map((terms) => sumOfTerms(terms, solution.values ?? [])))
  t.ok(Math.abs(least - 13.18661992) <= TOLERANCE, 'the items chosen have it')
})

/** At theta 0; partial credit items have a^2 Var(score) (Muraki 1993). */
function informationAtZero(row: Readonly<Record<string, string>>): number {
  const [a = 0, second = 0, third = 0] = [row['PAR1'], row['PAR2'], row['PAR3']].map(Number)
  if (row['MODEL'] === '3PL') {
    return information(0, { discrimination: a, difficulty: second, guessing: third })
  }
  const weights = [1, Math.exp(-a * second), Math.exp(-a * (second + third))]
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const moment = (power: number) =>
    weights.reduce((sum, weight, score) => sum + (score ** power * weight) / total, 0)
  return a * a * (moment(2) - moment(1) ** 2)
}

t.test('reading pool: 303 items in 35 testlets', { skip }, async (t) => {
  const parameters = readReferenceTable('data/ata_testdesign_itempool_reading_303.csv')
  const items = readReferenceTable('data/ata_testdesign_itemattrib_reading_303.csv')
  const stimuli = [...new Set(items.map(({ STID }) => STID))]
  const used = (stimulus: string | undefined) => items.length + stimuli.indexOf(stimulus)
  const rows: Row[] = []
  const count = (
    lower: number,
    upper: number,
    holds: (item: Record<string, string>) => boolean,
  ) => {
    const terms = items.flatMap((item, index): Term[] => (holds(item) ? [[index, 1]] : []))
    rows.push({ lower, upper, terms })
  }
  count(30, 30, () => true)
  rows.push({ lower: 6, upper: 6, terms: stimuli.map((stimulus): Term => [used(stimulus), 1]) })
  for (const stimulus of stimuli) {
    const terms = items.flatMap(({ STID }, index): Term[] =>
      STID === stimulus ? [[index, 1]] : [],
    )
    const [none, all] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    rows.push({ lower: 0, upper: all, terms: [...terms, [used(stimulus), -4]] })
    rows.push({ lower: none, upper: 0, terms: [...terms, [used(stimulus), -6]] })
  }
  count(15, 15, ({ CONTENT }) => CONTENT === '1')
  count(15, 15, ({ CONTENT }) => CONTENT === '2')
  for (const one of new Set(items.map(({ SUBCONTENT }) => SUBCONTENT))) {
    count(1, 3, ({ SUBCONTENT }) => SUBCONTENT === one)
  }
  for (let one = 1; one <= 7; one += 1) {
    count(3, 5, ({ SUBCONTENT }) => [one, one + 7].includes(Number(SUBCONTENT)))
  }
  count(1, 1, ({ TYPE, CONTENT }) => TYPE === 'CR' && CONTENT === '1')
  count(1, 1, ({ TYPE, CONTENT }) => TYPE === 'CR' && CONTENT === '2')
  count(28, 28, ({ TYPE }) => TYPE === 'MC')
  count(15, 30, ({ DOK }) => Number(DOK) >= 2)
  const gains = parameters.map((row, index): Term => [index, informationAtZero(row)])
  t.equal(parameters.length, 303)
  t.strictSame(
    parameters.map(({ ID }) => ID),
    items.map(({ ID }) => ID),
  )
  const constraints = { variables: [...items, ...stimuli].map(() => BINARY), rows }
  const solution = solveProgram(highs, maximiseInformation(constraints, gains))
  near(t, solution, 12.89655752)
  near(t, solution, referenceRun('reading303_theta0').objective)
})
