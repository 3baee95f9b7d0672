import t from 'tap'
import { proposalFaults } from '../../src/web/console/exams/amendments/proposal-faults.ts'
import { anItem } from '../support/builders.ts'

const fields = { itemId: 'x', kind: 'replace', answer: '', reason: 'The rule has changed' } as const
const wrong = (type: Parameters<typeof anItem>[0], answer: string): boolean =>
  proposalFaults(anItem(type), { ...fields, answer }).answer

t.test('a line that is no answer to the item is told before it is sent', async (t) => {
  for (const line of ['', '  ', 'fifteen', '1,5x']) t.ok(wrong({ type: 'numeric' }, line), line)
  t.notOk(wrong({ type: 'numeric' }, '15'))
  t.notOk(wrong({ type: 'numeric' }, '１５'), 'wide digits are digits')
  t.ok(wrong({ type: 'true-false' }, 'yes'))
  t.notOk(wrong({ type: 'true-false' }, 'false'), 'false is an answer')
  t.ok(wrong({ type: 'matching' }, 'P1 A'))
  t.notOk(wrong({ type: 'matching' }, 'P1=A, P2=B'))
})

t.test('a void key needs no answer; every proposal needs an item and a reason', async (t) => {
  const none = { item: false, answer: false, reason: false }
  t.same(proposalFaults(anItem(), { ...fields, kind: 'void' }), none)
  t.ok(proposalFaults(undefined, fields).item)
  t.ok(proposalFaults(anItem(), { ...fields, reason: ' too short ' }).reason)
})
