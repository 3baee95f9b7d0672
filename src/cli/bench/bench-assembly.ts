import { readFile } from 'node:fs/promises'
import { Value } from 'typebox/value'
import { Blueprint } from '../../domain/assembly/blueprint.ts'
import { type AssemblyOrder, assembleForms } from '../../domain/assembly/optimize/assemble-forms.ts'
import { Bank } from '../../domain/bank/bank.ts'
import { loadSolver } from '../../workflows/load-solver.ts'
import { BENCH_CONSTRAINTS, generatedBank } from './generated-bank.ts'
import { type Figure, measure } from './measure.ts'

const PROGRAMME = new URL('../../../question-banks/grassroots/', import.meta.url)
/** A search takes seconds, where other benchmarks take milliseconds. */
const ROUNDS = 3

type Task = Pick<AssemblyOrder, 'bank' | 'blueprint' | 'formCount'> & { readonly name: string }

/**
 * Assembling forms by optimization, from the shipped bank and from generated ones; next to the
 * time, the largest gap to the best possible objective that any search was left with.
 */
export async function benchAssembly(): Promise<Figure[]> {
  const bank = Value.Parse(Bank, await shipped('bank.json'))
  const blueprint = Value.Parse(Blueprint, await shipped('blueprint.json'))
  const highs = await loadSolver()
  return tasksOf(bank, blueprint).flatMap(({ name, ...task }) => {
    let largestGap = 0
    const assemble = (call: number) => {
      const assembly = assembleForms(highs, { ...task, seed: `bench ${call}` })
      const { outcome, solver } = assembly
      if (outcome !== 'assembled' || solver.gap === null) {
        throw new Error(`${name}: the search ended ${outcome}`)
      }
      largestGap = Math.max(largestGap, solver.gap)
    }
    const times = measure({ name, work: assemble, rounds: ROUNDS })
    const gap = { name: `objective gap: ${name}`, value: largestGap, unit: 'share', ratioTo: '' }
    return [...times, gap]
  })
}

function tasksOf(bank: Bank, blueprint: Blueprint): Task[] {
  const small = generatedBank(bank, 200)
  const large = generatedBank(bank, 1000)
  const of = (length: number) => ofLength(blueprint, length)
  return [
    { name: '1 form of the annual blueprint', bank, blueprint, formCount: 1 },
    { name: '5 forms of the annual blueprint', bank, blueprint, formCount: 5 },
    {
      name: '5 forms of 30 from a generated bank of 200',
      bank: small,
      blueprint: of(30),
      formCount: 5,
    },
    {
      name: '1 form of 40 from a generated bank of 1000, with constraints',
      bank: large,
      blueprint: { ...of(40), constraints: constraintsFor(40, blueprint) },
      formCount: 1,
    },
  ]
}

/** A blueprint with the same cells, as even as its length allows. */
function ofLength(blueprint: Blueprint, length: number): Blueprint {
  const count = blueprint.cells.length
  const cells = blueprint.cells.map((cell, index) => ({
    ...cell,
    itemCount: Math.floor(((index + 1) * length) / count) - Math.floor((index * length) / count),
  }))
  return { ...blueprint, cells }
}

/** The constraints of the other benchmarks, for a form longer than the shipped blueprint's. */
function constraintsFor(length: number, { cells }: Blueprint): typeof BENCH_CONSTRAINTS {
  const share = length / cells.reduce((sum, { itemCount }) => sum + itemCount, 0)
  const { types = [], seconds = [], expectedScore = [], ...rest } = BENCH_CONSTRAINTS
  const scaled = <Range extends { min?: number; max?: number }>(range: Range): Range => ({
    ...range,
    ...(range.min === undefined ? {} : { min: Math.floor(range.min * share) }),
    ...(range.max === undefined ? {} : { max: Math.ceil(range.max * share) }),
  })
  return {
    ...rest,
    types: types.map(scaled),
    seconds: seconds.map(scaled),
    expectedScore: expectedScore.map(scaled),
  }
}

async function shipped(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(name, PROGRAMME), 'utf8'))
}
