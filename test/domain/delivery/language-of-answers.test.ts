import t from 'tap'
import type { BehaviorKind, KeptEntry } from '../../../src/domain/delivery/journal.ts'
import { languageOfAnswers } from '../../../src/domain/delivery/language-of-answers.ts'

/** A journal of languages and answers (`answer`), in this order. */
function journalOf(...acts: readonly (BehaviorKind | 'answer')[]): KeptEntry[] {
  return acts.map((act, index): KeptEntry => {
    const position = {
      sequence: index + 1,
      entryId: `00000000-0000-4000-8000-00000000000${index}`,
      clientMs: index * 1000,
      receivedAt: '2026-03-02T08:00:00.000Z',
    }
    if (act === 'answer') return { ...position, kind: 'response', itemId: 'q1', value: 'A' }
    return { ...position, kind: 'behavior', behavior: act, itemId: null }
  })
}

t.test('a language counts where all answers were given in it', async (t) => {
  const [zh, en] = ['chinese-shown', 'english-shown'] as const
  t.equal(languageOfAnswers(journalOf(zh, 'answer', 'answer')), 'zh-CN')
  t.equal(languageOfAnswers(journalOf(zh, en, 'answer', zh)), 'en', 'changed before and after')
  t.equal(languageOfAnswers(journalOf(zh, 'answer', en, zh, 'answer')), 'zh-CN', 'only looked')
  t.equal(languageOfAnswers(journalOf(zh, 'answer', en, 'answer')), null, 'in both')
  t.equal(languageOfAnswers(journalOf('answer', zh, 'answer')), null, 'not told at first')
  t.equal(languageOfAnswers(journalOf(zh)), null, 'no answer')
  t.equal(languageOfAnswers([]), null)
  const late = journalOf(en, 'answer').toReversed()
  t.equal(languageOfAnswers(late), 'en', 'sequence tells the order')
})
