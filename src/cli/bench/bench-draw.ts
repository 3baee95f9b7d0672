import { readFile } from 'node:fs/promises'
import { Value } from 'typebox/value'
import { Blueprint } from '../../domain/assembly/blueprint.ts'
import { prepareDraw } from '../../domain/assembly/draw-form.ts'
import { Bank } from '../../domain/bank/bank.ts'
import { BENCH_CONSTRAINTS, generatedBank } from './generated-bank.ts'
import { type Figure, measure, measureSlowest } from './measure.ts'

const PROGRAMME = new URL('../../../question-banks/grassroots/', import.meta.url)
const LARGE = 2000
/** Weights for an exposure cap take seconds. */
const PREPARING_ROUNDS = 3
const CAPPED = { ...BENCH_CONSTRAINTS, exposureCap: 0.35 }

/** Getting ready to draw, and one draw, on the shipped bank and on a large generated one. */
export async function benchDraw(): Promise<Figure[]> {
  const bank = Value.Parse(Bank, await shipped('bank.json'))
  const blueprint = Value.Parse(Blueprint, await shipped('blueprint.json'))
  const constrained: Blueprint = { ...blueprint, constraints: BENCH_CONSTRAINTS }
  const banks = [
    { label: `shipped bank of ${bank.items.length}`, bank },
    { label: `generated bank of ${LARGE}`, bank: generatedBank(bank, LARGE) },
  ]
  const blueprints = [
    { label: 'without constraints', blueprint },
    { label: 'with constraints', blueprint: constrained },
    { label: 'with an exposure cap', blueprint: { ...blueprint, constraints: CAPPED } },
  ]
  return banks.flatMap((of) =>
    blueprints.flatMap((by) => benchOne(`${of.label}, ${by.label}`, of.bank, by.blueprint)),
  )
}

function benchOne(label: string, bank: Bank, blueprint: Blueprint): Figure[] {
  const { draw } = prepareDraw(bank, blueprint)
  return [
    ...measure({
      name: `prepare: ${label}`,
      work: () => prepareDraw(bank, blueprint),
      rounds: PREPARING_ROUNDS,
    }),
    ...measure({ name: `draw: ${label}`, work: (call) => draw(`bench ${call}`) }),
    measureSlowest({ name: `draw, 99 of 100: ${label}`, work: (call) => draw(`bench ${call}`) }),
  ]
}

async function shipped(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(name, PROGRAMME), 'utf8'))
}
