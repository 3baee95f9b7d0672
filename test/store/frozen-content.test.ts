import t from 'tap'
import { prepareDraw } from '../../src/domain/assembly/draw-form.ts'
import { ExamEntity } from '../../src/store/entities/exam.ts'
import { createFrozenContent } from '../../src/store/frozen-content.ts'
import { write } from '../../src/store/scope.ts'
import { anOpenExam } from '../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps, database } = await startTestService(t, clock)
const { examId: id } = await anOpenExam(deps, { candidates: 1 })
const exam = await write(deps.orm, (em) => em.findOneOrFail(ExamEntity, { id }))

t.test('who starts at once shares one preparation; one that failed is tried again', async (t) => {
  let prepared = 0
  const frozen = createFrozenContent(database.sql, async ({ bank, blueprint }) => {
    prepared += 1
    if (prepared === 1) throw new Error('out of memory')
    return prepareDraw(bank, blueprint)
  })
  const first = await Promise.allSettled([frozen.draw(exam), frozen.draw(exam)])
  t.same(
    first.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  t.equal(prepared, 1)
  const draws = await Promise.all(Array.from({ length: 20 }, () => frozen.draw(exam)))
  t.equal(prepared, 2)
  t.equal(new Set(draws).size, 1)
  await frozen.draw(exam)
  t.equal(prepared, 2)
})
