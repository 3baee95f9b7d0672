import t from 'tap'
import { heardFrom, mayFind } from '../../../src/domain/review/hearing.ts'

const at = (day: string) => new Date(`2026-03-${day}T00:00:00.000Z`)
const told = { openedAt: at('02'), releasedAt: at('05'), statedAt: null }
const early = { openedAt: at('02'), releasedAt: null, statedAt: at('03') }

t.test('a candidate is heard who answered, or could for three days once told', async (t) => {
  t.same(heardFrom(told), at('08'), 'told with the results')
  t.same(heardFrom({ ...told, openedAt: at('06') }), at('09'), 'of a case opened later, with it')
  t.same(heardFrom({ ...told, statedAt: at('06') }), at('06'), 'answered')
  t.same(
    heardFrom({ ...told, statedAt: at('04') }),
    at('08'),
    'what was said before answers nothing',
  )
  t.equal(heardFrom(early), null, 'nobody answers what they do not know')
})

t.test('only what holds something against them waits for it', async (t) => {
  for (const finding of ['invalidated', 're-test'] as const) {
    t.throws(() => mayFind(finding, told, at('07')), { code: 'not-heard' })
    t.throws(() => mayFind(finding, early, at('20')), { code: 'not-heard' })
    t.doesNotThrow(() => mayFind(finding, told, at('08')))
  }
  for (const finding of ['cleared', 'inconclusive', 'technical-fault'] as const) {
    t.doesNotThrow(() => mayFind(finding, early, at('03')))
  }
})
