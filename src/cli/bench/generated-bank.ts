import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import type { Bank } from '../../domain/bank/bank.ts'
import { seededRandom } from '../../domain/random.ts'

/**
 * A bank as large as asked, made of copies of a real one with new ids and parameters drawn by
 * chance. For benchmarks only: its title says that it is generated.
 */
export function generatedBank(model: Bank, itemCount: number): Bank {
  const random = seededRandom('generated bank', String(itemCount))
  const items = Array.from({ length: itemCount }, (_, index) => {
    const copy = Math.floor(index / model.items.length)
    const item = model.items[index % model.items.length]
    if (!item) throw new Error('a bank without items can not be copied')
    const values = {
      discrimination: 0.6 + 1.2 * random(),
      difficulty: 4 * random() - 2,
      guessing: 0.2,
    }
    return {
      ...item,
      id: `${item.id}.${copy}`,
      enemies: item.enemies.map((enemy) => `${enemy}.${copy}`),
      parameters: { values, provenance: 'prior' as const, note: 'generated' },
    }
  })
  const ids = new Set(items.map(({ id }) => id))
  return {
    ...model,
    title: { 'zh-CN': '生成的题库（仅供测速）', en: 'Generated bank (for benchmarks only)' },
    items: items.map((item) => ({ ...item, enemies: item.enemies.filter((id) => ids.has(id)) })),
  }
}

/** Constraints of every kind that concern one form, wide enough for the shipped blueprint. */
export const BENCH_CONSTRAINTS: NonNullable<Blueprint['constraints']> = {
  types: [
    { type: 'single-choice', min: 22, max: 26 },
    { type: 'true-false', max: 4 },
  ],
  seconds: [{ max: 2400 }, { competencies: ['civil-code'], max: 500 }],
  information: [{ theta: 0, min: 5 }],
  expectedScore: [{ theta: 0, min: 20, max: 32 }],
  stimuli: { max: 6 },
  stimulusItems: { max: 2 },
}
