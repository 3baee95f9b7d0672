import t from 'tap'
import type { FormConstraints } from '../../src/domain/assembly/blueprint.ts'
import { checkBlueprint } from '../../src/domain/assembly/check-blueprint.ts'
import { prepareDraw } from '../../src/domain/assembly/draw-form.ts'
import { knownWeights } from '../../src/domain/assembly/draw-weights.ts'
import { createExamPlanner } from '../../src/workflows/exam-planner.ts'
import { drawSample, planExam } from '../../src/workflows/plan-exam.ts'
import { aBank, aBlueprint, itemsOf } from '../support/builders.ts'

t.setTimeout(240_000)

const planner = createExamPlanner()
t.teardown(() => planner.close())

const newBank = () =>
  aBank({
    items: [
      ...itemsOf('rules', 'know', 8, { type: 'true-false' }).map((item) => ({
        ...item,
        id: `tf-${item.id}`,
      })),
      ...itemsOf('rules', 'know', 16),
    ],
  })
const planned = (constraints: FormConstraints) =>
  aBlueprint({
    cells: [{ competency: 'rules', level: 'know', itemCount: 6 }],
    tolerance: { expectedScore: 6, informationShare: 5, timeShare: 5 },
    constraints,
  })
const capped = planned({ types: [{ type: 'true-false', min: 2, max: 3 }], exposureCap: 0.3 })

/** How often a timer got its turn until the work was done. */
async function ticksDuring(work: () => unknown): Promise<number> {
  let ticks = 0
  const timer = setInterval(() => {
    ticks += 1
  }, 1)
  await work()
  clearInterval(timer)
  return ticks
}

t.test('a plan is the same as without a thread, and nothing waits for it', async (t) => {
  // The thread is up: what is counted is planning, not its start.
  await planner.plan({ bank: newBank(), blueprint: planned({}) })
  const bank = newBank()
  t.equal(await ticksDuring(() => void planExam(newBank(), capped)), 0, 'what blocks is seen')
  let plan: unknown
  const ticks = await ticksDuring(async () => {
    plan = await planner.plan({ bank, blueprint: capped })
  })
  t.ok(ticks > 10, `${ticks} ticks`)
  t.strictSame(plan, planExam(newBank(), capped))
  t.ok(knownWeights(bank, capped), 'what was found is kept for the draws')
})

t.test('forms prepared beside the service are the same, byte for byte', async (t) => {
  for (const blueprint of [capped, planned({}), planned({ overlapLimit: 0.2 + 0.1 })]) {
    const there = await planner.prepare({ bank: newBank(), blueprint })
    const here = prepareDraw(newBank(), blueprint)
    for (let number = 0; number < 40; number += 1) {
      t.equal(JSON.stringify(there.draw(`${number}`)), JSON.stringify(here.draw(`${number}`)))
    }
  }
  const ticks = await ticksDuring(() => planner.prepare({ bank: newBank(), blueprint: capped }))
  t.ok(ticks > 10, `${ticks} ticks`)
})

t.test('a blueprint is checked with the same findings, and nothing waits for it', async (t) => {
  // Forms without any item in common: the bank has items for four of them, not for many.
  const impossible = planned({ types: [{ type: 'true-false', min: 3, max: 3 }], overlapLimit: 0 })
  for (const blueprint of [capped, planned({}), aBlueprint(), impossible]) {
    const { findings } = checkBlueprint(blueprint, newBank())
    t.strictSame(await planner.check({ bank: newBank(), blueprint }), findings)
  }
  const refused = await planner.check({ bank: newBank(), blueprint: impossible })
  t.ok(
    refused.some(({ severity }) => severity === 'error'),
    'faults come back',
  )
  const bank = newBank()
  t.equal(await ticksDuring(() => void checkBlueprint(capped, newBank())), 0, 'what blocks is seen')
  const ticks = await ticksDuring(() => planner.check({ bank, blueprint: capped }))
  t.ok(ticks > 10, `${ticks} ticks`)
})

t.test('a sample form is the one that the plan lists', async (t) => {
  const sample = await planner.sample({ bank: newBank(), blueprint: capped }, 2)
  t.same(sample, drawSample(newBank(), capped, 2))
  const { sampleForms } = await planner.plan({ bank: newBank(), blueprint: capped })
  t.equal(sampleForms[1]?.digest, sample.digest)
})

t.test('what the thread refuses is refused here, with every fault', async (t) => {
  const cells = [{ competency: 'rules', level: 'know' as const, itemCount: 40 }]
  const blueprint = { ...capped, cells }
  const refusal = {
    name: 'Refusal',
    code: 'blueprint-infeasible',
    faults: [{ pointer: '/cells/0/itemCount' }],
  }
  await t.rejects(planner.prepare({ bank: newBank(), blueprint }), refusal)
  await t.rejects(planner.sample({ bank: newBank(), blueprint }, 1), refusal)
  const levels = capped.levels.map((level) => ({ ...level, cut: null }))
  await t.rejects(planner.plan({ bank: newBank(), blueprint: { ...capped, levels } }), {
    name: 'Refusal',
    code: 'blueprint-infeasible',
    faults: [{ pointer: '/passingLevel' }],
  })
})
