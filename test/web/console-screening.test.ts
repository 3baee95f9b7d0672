import t from 'tap'
import { screeningStage } from '../../src/web/console/exams/screening/screening-stage.ts'

t.test('why there is no comparison yet is told for every state of an exam', async (t) => {
  const cases = [
    { exam: { state: 'published', started: 0, screenedShare: null }, stage: 'open' },
    { exam: { state: 'open', started: 12, screenedShare: null }, stage: 'open' },
    { exam: { state: 'checking', started: 12, screenedShare: null }, stage: 'soon' },
    { exam: { state: 'checking', started: 12, screenedShare: 0 }, stage: 'going' },
    { exam: { state: 'checking', started: 12, screenedShare: 0.4 }, stage: 'going' },
    { exam: { state: 'checking', started: 0, screenedShare: null }, stage: 'none' },
    { exam: { state: 'final', started: 0, screenedShare: null }, stage: 'none' },
    { exam: { state: 'final', started: 12, screenedShare: null }, stage: 'never' },
  ] as const
  for (const { exam, stage } of cases) t.equal(screeningStage(exam), stage, JSON.stringify(exam))
})
