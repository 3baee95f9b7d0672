import t from 'tap'
import { generatedBank } from '../../../src/cli/bench/generated-bank.ts'
import { measure } from '../../../src/cli/bench/measure.ts'
import { checkBank } from '../../../src/domain/bank/check-bank.ts'
import { aBank, anItem } from '../../support/builders.ts'

t.test('a figure is the time for one thing, and its multiple of the reference', async (t) => {
  const wait = (milliseconds: number) => () => {
    const end = performance.now() + milliseconds
    while (performance.now() < end);
  }
  const [one, ratio] = measure({ name: 'wait', work: wait(20) })
  const [quarter] = measure({ name: 'wait', work: wait(20), count: 4 })
  t.match(one, { name: 'wait', unit: 'ms', ratioTo: '' })
  // At least the time waited; how much more is up to what else the machine has to do.
  t.ok((one?.value ?? 0) >= 20)
  t.ok((quarter?.value ?? 0) >= 5 && (quarter?.value ?? 0) < (one?.value ?? 0))
  t.match(ratio, { name: 'wait', unit: 'ratio', ratioTo: 'SHA-256 of 1 MB' })
  t.ok((ratio?.value ?? 0) > 0)
})

t.test('a generated bank is sound, says what it is, and is the same every time', async (t) => {
  const model = aBank({
    items: [anItem({ id: 'A', enemies: ['B'] }), anItem({ id: 'B', enemies: ['A'] })],
  })
  const bank = generatedBank(model, 7)
  t.equal(bank.items.length, 7)
  t.equal(new Set(bank.items.map(({ id }) => id)).size, 7)
  t.match(bank.title.en, 'Generated')
  t.match(bank.title['zh-CN'], '生成')
  const { findings } = checkBank(bank)
  t.same(
    findings.filter(({ severity }) => severity === 'error'),
    [],
  )
  t.same(generatedBank(model, 7), bank)
})
