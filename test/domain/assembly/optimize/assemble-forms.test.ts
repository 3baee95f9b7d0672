import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Blueprint, FormConstraints } from '../../../../src/domain/assembly/blueprint.ts'
import { checkForm } from '../../../../src/domain/assembly/certify-form.ts'
import type { LinearForm } from '../../../../src/domain/assembly/form.ts'
import {
  type AssemblyOrder,
  assembleForms,
} from '../../../../src/domain/assembly/optimize/assemble-forms.ts'
import type { Bank } from '../../../../src/domain/bank/bank.ts'
import { loadSolver } from '../../../../src/workflows/load-solver.ts'
import { itemIdsOf } from '../../../support/builders.ts'
import { rulesOf } from './form-oracle.ts'

t.setTimeout(240_000)

const highs = await loadSolver()
const shipped = <Shape>(name: string): Shape => {
  const place = new URL(`../../../../question-banks/grassroots/${name}`, import.meta.url)
  return JSON.parse(readFileSync(place, 'utf8')) as Shape
}
const bank = shipped<Bank>('bank.json')

function assembled(
  order: Partial<AssemblyOrder> & Pick<AssemblyOrder, 'blueprint'>,
): readonly LinearForm[] {
  const assembly = assembleForms(highs, { bank, formCount: 5, seed: 'spring', ...order })
  if (assembly.outcome !== 'assembled') throw new Error(`it was ${assembly.outcome}`)
  t.ok((assembly.solver.gap ?? 1) <= 0.01, 'within the gap')
  return assembly.forms
}

const CONSTRAINTS: readonly FormConstraints[] = [
  {},
  { overlapLimit: 0.4, exposureCap: 0.6 },
  {
    overlapLimit: 0.5,
    stimulusItems: { min: 2, max: 3 },
    stimuli: { min: 2, max: 4 },
    types: [
      { type: 'single-choice', min: 15 },
      { type: 'true-false', competency: 'civil-code', max: 1 },
    ],
    relevantItems: { min: 20 },
    seconds: [{ max: 2600 }, { competencies: ['civil-code', 'data-protection'], max: 1300 }],
    information: [{ theta: 1, min: 4 }],
    expectedScore: [{ theta: -1, max: 24 }],
    include: ['CC-001'],
    exclude: ['CC-002', 'DP-001'],
  },
]

for (const name of ['blueprint.json', 'blueprint-counter.json']) {
  CONSTRAINTS.forEach((constraints, index) => {
    t.test(`five forms of ${name} with constraints ${index} keep to all of it`, async (t) => {
      const blueprint = { ...shipped<Blueprint>(name), constraints }
      const forms = assembled({ blueprint })
      t.equal(forms.length, 5)
      for (const form of forms) {
        t.strictSame(checkForm(form, bank, blueprint), [])
        t.ok(form.certificate.equivalent, 'equivalent to the target')
      }
      const chosen = forms.map((form) =>
        itemIdsOf(form).flatMap((id) => bank.items.filter((item) => item.id === id)),
      )
      for (const { pointer, one, all } of rulesOf(bank, blueprint, 5)) {
        t.ok(!one || chosen.every(one), `every form keeps ${pointer}`)
        t.ok(!all || all(chosen), `all forms together keep ${pointer}`)
      }
    })
  })
}

t.test('information at the cut differs less than the gap from the best there is', async (t) => {
  const blueprint = shipped<Blueprint>('blueprint.json')
  for (const { certificate } of assembled({ blueprint })) {
    const { value, target } = certificate.informationAtCut
    // Without the aim, forms may be off by the tolerance of a tenth.
    t.ok(Math.abs(value - target) <= 0.02 * target, `${value} of ${target}`)
  }
})

t.test('a seed gives the same forms again, another seed gives others', async (t) => {
  const blueprint = shipped<Blueprint>('blueprint-counter.json')
  const first = assembled({ blueprint, seed: 'one', formCount: 2 })
  t.strictSame(assembled({ blueprint, seed: 'one', formCount: 2 }), first)
  const other = assembled({ blueprint, seed: 'two', formCount: 2 })
  t.notSame(other.map(itemIdsOf), first.map(itemIdsOf))
  const sorted = (forms: readonly LinearForm[]) => forms.map((form) => itemIdsOf(form).sort())
  t.notSame(sorted(other), sorted(first), 'not only in another order')
})

t.test('a search that is stopped at once says so', async (t) => {
  const blueprint = {
    ...shipped<Blueprint>('blueprint.json'),
    constraints: { overlapLimit: 0.05, stimulusItems: { min: 2 } },
  }
  const order = { bank, blueprint, formCount: 5, seed: 's', shouldStop: () => true }
  const { outcome, solver } = assembleForms(highs, order)
  t.equal(outcome, 'undecided')
  t.equal(solver.status, 'cancelled')
  t.equal(solver.gap, null)
})
