import t from 'tap'
import type { Blueprint } from '../../../../src/domain/assembly/blueprint.ts'
import { checkBlueprint } from '../../../../src/domain/assembly/check-blueprint.ts'
import { aBank, aBlueprint } from '../../../support/builders.ts'

const adaptive = { mode: 'adaptive', fewestItems: 3, standardError: 0.4, randomesque: 2 } as const

const errorsOf = (changed: Partial<Blueprint>) =>
  checkBlueprint(aBlueprint({ delivery: adaptive, ...changed }), aBank())
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ pointer, code }) => `${pointer} ${code}`)

t.test('a sound adaptive blueprint has no errors, with items left out neither', async (t) => {
  t.same(errorsOf({}), [])
  const [item] = aBank().items
  t.same(errorsOf({ constraints: { exclude: [item?.id ?? ''] } }), [])
})

t.test('more items at least than the cells hold, and promises about whole forms', async (t) => {
  t.same(errorsOf({ delivery: { ...adaptive, fewestItems: 400 } }), [
    '/delivery/fewestItems fewest-over-most',
  ])
  const constraints = { exposureCap: 0.9, seconds: [{ max: 3000 }] }
  t.same(errorsOf({ constraints }).sort(), [
    '/constraints/exposureCap not-when-adaptive',
    '/constraints/seconds not-when-adaptive',
  ])
  t.same(errorsOf({ constraints, delivery: { mode: 'own-forms' } }), [])
})
