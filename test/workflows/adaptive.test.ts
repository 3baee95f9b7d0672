import t from 'tap'
import { isSigned } from '../../src/cli/is-signed.ts'
import { isAdaptive } from '../../src/domain/assembly/form.ts'
import { checkBundle } from '../../src/domain/settlement/check-bundle.ts'
import type { ExamBundle } from '../../src/domain/settlement/exam-bundle.ts'
import { closeOverdueAttempts } from '../../src/jobs/worker.ts'
import { inScope, SYSTEM } from '../../src/store/scope.ts'
import { getBundle } from '../../src/store/views/bundle.ts'
import { getAttempt } from '../../src/store/views/candidate.ts'
import { submitAttempt } from '../../src/workflows/close-attempt.ts'
import { giveNextItem } from '../../src/workflows/give-next-item.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { anOpenExam, aResponse, aValueFor, journalOf } from '../journeys/fixtures/open-exam.ts'
import { sealAnew } from '../support/seal-anew.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps, database } = await startTestService(t, clock)
const exam = await anOpenExam(deps, {
  candidates: 8,
  timeLimitSeconds: 600,
  windowSeconds: 7200,
  delivery: { mode: 'adaptive', fewestItems: 6, standardError: 0.05, randomesque: 3 },
})

async function begin(index: number) {
  const candidate = exam.candidates[index]
  if (!candidate) throw new Error('the exam has too few candidates')
  const { personId } = candidate
  const { attemptId } = await startAttempt(deps, candidate, exam.examId)
  const view = () => getAttempt(deps, personId, { attemptId, now: clock.now() })
  let sequence = 0
  const answer = async (turn = sequence) => {
    const { form } = await view()
    const [item] = form.items
    if (!item) throw new Error('there is no item in hand')
    sequence += 1
    const entry = aResponse(sequence, item.itemId, aValueFor(item, turn))
    return saveEntries(deps, personId, { attemptId, entries: [entry] })
  }
  const next = (position: number) => giveNextItem(deps, personId, { attemptId, position })
  const save = (...entries: ReturnType<typeof aResponse>[]) =>
    saveEntries(deps, personId, { attemptId, entries })
  return { attemptId, personId, view, answer, next, save }
}

const settlementOf = async (attemptId: string) => {
  const [row] = await inScope(
    database.sql,
    SYSTEM,
    (tx) => tx<{ scores: { overall: { itemCount: number; enoughEvidence: boolean } } }[]>`
      select scores from settlement where attempt_id = ${attemptId} order by number desc limit 1`,
  )
  return row?.scores.overall
}

t.test('one item at a time is all that leaves the server', async (t) => {
  const { view, answer, next, attemptId } = await begin(0)
  const first = await view()
  t.equal(first.form.items.length, 1)
  t.equal(first.form.items[0]?.itemId, 'q1')
  t.same(first.adaptive, { position: 1, mostItems: 12, ended: false })
  await answer()
  t.same(Object.keys((await view()).responses), ['q1'])
  await next(1)
  const second = await view()
  t.same(
    second.form.items.map(({ itemId, position }) => [itemId, position]),
    [['q2', 2]],
  )
  t.same(second.responses, {}, 'nothing of the item before')
  t.same(second.adaptive, { position: 2, mostItems: 12, ended: false })
  await next(1)
  t.same((await view()).form, second.form, 'asking again changes nothing')
  const frame = await deps.frozen.frame(attemptId)
  t.equal(frame?.form.items.length, 2)
})

t.test('an answer to a finished item is refused and nothing of it is kept', async (t) => {
  const { answer, next, save, attemptId, view } = await begin(1)
  await answer()
  await next(1)
  await t.rejects(save(aResponse(5, 'q1', '1')), { code: 'item-left' })
  await t.rejects(save(aResponse(6, 'q3', '1')), { code: 'invalid-input' })
  t.equal((await journalOf(deps, attemptId)).length, 1)
  const [item] = (await view()).form.items
  if (!item) throw new Error('no item in hand')
  const mixed = await save(aResponse(7, 'q1', '2'), aResponse(8, 'q2', aValueFor(item, 1)))
  t.same(mixed.durable, [8], 'the sound one is kept, the other is not acknowledged')
  t.equal(mixed.refused, 'item-left')
})

t.test('many tabs asking at once take one step', async (t) => {
  const { answer, next, view, attemptId } = await begin(2)
  await answer()
  await Promise.all(Array.from({ length: 12 }, () => next(1)))
  t.equal((await view()).adaptive?.position, 2)
  const steps = await inScope(
    database.sql,
    SYSTEM,
    (tx) => tx`select 1 from log_entry where chain = ${`attempt:${attemptId}`}
      and act = 'item-given'`,
  )
  t.equal(steps.length, 1)
  await t.rejects(next(3), { code: 'item-not-on-form' })
})

t.test('saving while the step is taken: kept and counted, or refused', async (t) => {
  const { answer, next, save, view, attemptId } = await begin(3)
  for (let position = 1; position <= 8; position += 1) {
    await answer()
    const [item] = (await view()).form.items
    if (!item) throw new Error('no item in hand')
    const late = aResponse(100 + position, item.itemId, aValueFor(item, 3))
    const before = (await journalOf(deps, attemptId)).length
    const [saved] = await Promise.allSettled([save(late), next(position)])
    const kept = (await journalOf(deps, attemptId)).length - before
    t.equal(kept, saved.status === 'fulfilled' ? 1 : 0)
    if (saved.status === 'rejected') t.match(saved.reason, { code: 'item-left' })
  }
})

t.test('taken to the end it is scored on all its items', async (t) => {
  const { answer, next, view, attemptId, personId } = await begin(4)
  for (let position = 1; position <= 12; position += 1) {
    clock.advance(5)
    await answer()
    await next(position)
  }
  const ended = await view()
  t.same(ended.adaptive, { position: 12, mostItems: 12, ended: true })
  t.same(ended.form.items, [])
  const receipt = await submitAttempt(deps, personId, attemptId)
  t.match(receipt, { itemCount: 12, answered: 12, closedBy: 'candidate' })
  t.equal((await settlementOf(attemptId))?.itemCount, 12)
  const logged = async () =>
    (
      await inScope(
        database.sql,
        SYSTEM,
        (tx) => tx`select 1 from log_entry where chain = ${`attempt:${attemptId}`}`,
      )
    ).length
  const before = await logged()
  await next(12)
  t.equal(await logged(), before, 'a late repetition changes nothing')
  await t.rejects(next(13), { code: 'attempt-not-running' })
})

t.test('closed early, what was answered counts and what was not does not', async (t) => {
  const answered = await begin(5)
  await answered.answer()
  await answered.next(1)
  await answered.answer()
  await submitAttempt(deps, answered.personId, answered.attemptId)
  const score = await settlementOf(answered.attemptId)
  t.match(score, { itemCount: 2, enoughEvidence: false })
  const bare = await begin(6)
  await bare.answer()
  await bare.next(1)
  clock.advance(700)
  await closeOverdueAttempts(deps)
  t.equal((await settlementOf(bare.attemptId))?.itemCount, 1)
  await t.rejects(bare.next(2), { code: 'attempt-not-running' })
})

t.test('the database lets a form grow and nothing else', async (t) => {
  const { attemptId, answer, next } = await begin(7)
  await answer()
  await next(1)
  const change = (statement: string) =>
    inScope(database.sql, SYSTEM, (tx) => tx.unsafe(statement, [attemptId]))
  const restrict = { code: '23001' }
  await t.rejects(
    change(`update attempt set form = jsonb_set(form, '{items,0,item}', '"other"') where id = $1`),
    restrict,
  )
  await t.rejects(change(`update attempt set form = form #- '{items,1}' where id = $1`), restrict)
  await t.rejects(change('update attempt set items_left = 0 where id = $1'), restrict)
  await t.rejects(change('update attempt set items_left = null where id = $1'), restrict)
  await t.rejects(change('update attempt set items_left = 9 where id = $1'), restrict)
})

t.test('a stranger derives every form again from the bundle', async (t) => {
  clock.set(new Date(exam.closesAt.getTime() + 1000))
  const whole = await getBundle(deps, SYSTEM, { examId: exam.examId, now: clock.now() })
  const bundle = JSON.parse(JSON.stringify(whole)) as ExamBundle
  t.same(checkBundle(bundle, isSigned).findings, [])
  t.equal(bundle.attempts.length, 8)
  t.ok(bundle.attempts.every(({ form }) => isAdaptive(form)))
  const resigned = (bend: (bent: ExamBundle) => void) => {
    const bent = structuredClone(bundle)
    bend(bent)
    return checkBundle(sealAnew(bent, deps.sign), isSigned).findings
  }
  const longest = bundle.attempts.findIndex(({ form }) => form.items.length === 12)
  const attemptIn = (bent: ExamBundle) => {
    const attempt = bent.attempts[longest]
    if (!attempt) throw new Error('no attempt went to the end')
    return attempt
  }
  const faults = /not the one its seed gives/
  t.match(
    resigned((bent) => attemptIn(bent).form.items.reverse()).join('\n'),
    faults,
    'items in another order',
  )
  t.match(
    resigned((bent) => {
      const { certificate } = attemptIn(bent).form
      if ('kind' in certificate) certificate.standardError.value -= 0.01
    }).join('\n'),
    faults,
    'a better standard error',
  )
  t.match(
    resigned((bent) => attemptIn(bent).form.items.pop()).join('\n'),
    /not the one its seed gives|log names another form/,
    'an item left out',
  )
})
