import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import type { AttemptView } from '../../src/domain/delivery/views.ts'
import { asOfNow, handBegunOver, takeBegun } from '../../src/web/candidate/attempt/begun-attempt.ts'

const AT = '2026-03-02T08:00:00.000Z'
const VIEW: AttemptView = {
  ...{ attemptId: 'a', examTitle: { 'zh-CN': '考试', en: 'exam' }, state: 'running' },
  ...{ startedAt: AT, deadlineAt: '2026-03-02T09:00:00.000Z', serverNow: AT },
  ...{ form: { items: [], stimuli: [] }, adaptive: null, responses: {}, marked: [] },
  ...{ nextSequence: 1, commitment: '', claim: 1, pausedUntil: null, notices: [], setAside: [] },
  measuresRhythm: true,
}

t.test('the view of a start is handed over once, and only to its own page', async (t) => {
  handBegunOver({ ...VIEW, begun: true })
  t.match(takeBegun('a'), { view: { attemptId: 'a', claim: 1 } })
  t.equal(takeBegun('a'), null)
  handBegunOver({ ...VIEW, begun: true })
  t.equal(takeBegun('b'), null)
  t.equal(takeBegun('a'), null, 'what was left for later may be old by then')
})

t.test('the view of an attempt that had begun before opens nothing', async (t) => {
  handBegunOver({ ...VIEW, begun: true })
  handBegunOver(VIEW)
  t.equal(takeBegun('a'), null)
})

t.test('the time that it takes to get to the page is no time won', async (t) => {
  handBegunOver({ ...VIEW, begun: true })
  const before = performance.now()
  const taken = takeBegun('a')
  if (taken === null) return t.fail('nothing was handed over')
  await wait(50)
  const aged = Date.parse(asOfNow(taken).serverNow) - Date.parse(AT)
  t.ok(aged >= 49 && aged <= performance.now() - before + 50, `${aged} ms`)
})
