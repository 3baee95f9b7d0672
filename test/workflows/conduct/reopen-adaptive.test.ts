import t from 'tap'
import { isSigned } from '../../../src/cli/is-signed.ts'
import { checkBundle } from '../../../src/domain/settlement/check-bundle.ts'
import { SYSTEM } from '../../../src/store/scope.ts'
import { getBundle } from '../../../src/store/views/bundle.ts'
import { getAttempt } from '../../../src/store/views/candidate.ts'
import { submitAttempt } from '../../../src/workflows/close-attempt.ts'
import { giveNextItem } from '../../../src/workflows/give-next-item.ts'
import { saveEntries } from '../../../src/workflows/save-entries.ts'
import { anOpenExam, aResponse, aValueFor } from '../../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../../support/test-service.ts'
import { actsOf, begin, organizerOf } from '../fixtures/conduct.ts'

t.setTimeout(240_000)

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const exam = await anOpenExam(deps, {
  candidates: 2,
  timeLimitSeconds: 600,
  windowSeconds: 7200,
  releaseResults: 'after-screening',
  delivery: { mode: 'adaptive', fewestItems: 6, standardError: 0.05, randomesque: 3 },
})
const act = actsOf(deps, exam, await organizerOf(deps, exam))

t.test('a reopened adaptive attempt goes on with the item that follows', async (t) => {
  const { attemptId, personId } = await begin(deps, exam, 0)
  const view = () => getAttempt(deps, personId, { attemptId, now: clock.now() })
  let sequence = 0
  const answer = async () => {
    const [item] = (await view()).form.items
    if (!item) throw new Error('there is no item in hand')
    sequence += 1
    const entries = [aResponse(sequence, item.itemId, aValueFor(item, sequence))]
    await saveEntries(deps, personId, { attemptId, entries })
  }
  await answer()
  await giveNextItem(deps, personId, { attemptId, position: 1 })
  await answer()
  clock.advance(10)
  t.match(await submitAttempt(deps, personId, attemptId), { answered: 2, itemCount: 2 })
  clock.advance(10)
  const reopen = { kind: 'reopen', seconds: 300, text: 'a finger slipped' } as const
  t.match(await act(reopen, { attemptIds: [attemptId] }), { reached: 1 })
  t.match((await view()).adaptive, { position: 3, ended: false })
  await answer()
  await giveNextItem(deps, personId, { attemptId, position: 3 })
  clock.advance(10)
  t.match(await submitAttempt(deps, personId, attemptId), { answered: 3 })
  clock.advance(10_000)
  const bundle = await getBundle(deps, SYSTEM, { examId: exam.examId, now: clock.now() })
  t.same(checkBundle(JSON.parse(JSON.stringify(bundle)), isSigned).findings, [])
})
