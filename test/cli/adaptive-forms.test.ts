import t from 'tap'
import { prepareAdaptive } from '../../src/domain/assembly/adaptive/adaptive-run.ts'
import type { AdaptiveSummary } from '../../src/domain/assembly/adaptive/forecast-adaptive.ts'
import { adaptiveFormFor } from '../../src/domain/assembly/adaptive/replay-form.ts'
import type { Form } from '../../src/domain/assembly/form.ts'
import { seedFor } from '../../src/domain/delivery/attempt.ts'
import { aBank, aBlueprint } from '../support/builders.ts'
import { filesOf, probity } from '../support/run-probity.ts'

t.setTimeout(240_000)

const SECRET = '5e'.repeat(32)
const ATTEMPT = '00000000-0000-4000-8000-00000000abcd'

t.test(
  'form draw follows the responses of an adaptive exam; form simulate takes many',
  async (t) => {
    const delivery = {
      mode: 'adaptive',
      fewestItems: 3,
      standardError: 0.1,
      randomesque: 2,
    } as const
    const bank = aBank()
    const blueprint = aBlueprint({ delivery })
    const keys = Object.fromEntries(
      bank.items.flatMap((item) => (item.type === 'single-choice' ? [[item.id, item.key]] : [])),
    )
    const files = filesOf(t, {
      'bank.json': bank,
      'blueprint.json': blueprint,
      'responses.json': keys,
      'broken.json': [1],
    })
    const documents = [
      ...['--bank', files['bank.json'] ?? ''],
      ...['--blueprint', files['blueprint.json'] ?? ''],
      ...['--secret', SECRET],
    ]
    const args = ['form', 'draw', ...documents]
    const first = JSON.parse((await probity(...args, '--attempt', ATTEMPT)).output) as Form
    t.equal(first.items.length, 1, 'without responses what everybody begins with')
    const all = await probity(
      ...args,
      '--attempt',
      ATTEMPT,
      '--responses',
      files['responses.json'] ?? '',
    )
    const prepared = prepareAdaptive(bank, blueprint)
    const inProcess = adaptiveFormFor(
      prepared,
      seedFor(SECRET, ATTEMPT),
      new Map(Object.entries(keys)),
    )
    t.strictSame(JSON.parse(all.output), JSON.parse(JSON.stringify(inProcess)))
    t.same(inProcess.items[0], first.items[0])
    t.equal(inProcess.items.length, prepared.mostItems)
    const broken = files['broken.json'] ?? ''
    t.equal((await probity(...args, '--attempt', ATTEMPT, '--responses', broken)).code, 2)
    const simulate = ['form', 'simulate', ...documents, '--draws', '50']
    const told = JSON.parse((await probity(...simulate)).output) as AdaptiveSummary
    t.equal(told.attempts, 50)
    const sightings = Object.values(told.exposureByItem).reduce((sum, share) => sum + share, 0)
    t.ok(Math.abs(sightings - told.meanItems) < 1e-9, 'every item of a form is seen once')
  },
)
