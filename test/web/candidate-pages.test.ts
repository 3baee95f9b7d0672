import t from 'tap'
import type { MyExam } from '../../src/domain/delivery/views.ts'
import type { Estimate } from '../../src/domain/measurement/scores.ts'
import { groupExams } from '../../src/web/candidate/home/stages.ts'
import { matchPath } from '../../src/web/candidate/match-path.ts'
import {
  nextStep,
  ownCompetencies,
  type Result,
  scaleOf,
} from '../../src/web/candidate/result/levels.ts'
import { landingPath, ownPath } from '../../src/web/candidate/sign-in/landing.ts'

t.test('a path is matched part by part', async (t) => {
  t.same(matchPath('/', '/'), {})
  t.same(matchPath('/awards', '/awards/'), {})
  t.same(matchPath('/attempts/:id/result', '/attempts/7/result'), { id: '7' })
  t.equal(matchPath('/attempts/:id', '/attempts/7/result'), null)
  t.equal(matchPath('/', '/awards'), null)
})

t.test('after signing in nobody is led to another site', async (t) => {
  t.equal(ownPath('/awards'), '/awards')
  for (const path of ['//evil.example', '/\\evil.example', 'https://evil.example', '', null]) {
    t.equal(ownPath(path), null, String(path))
  }
})

t.test('people with a role in the console land there, others on their exams', async (t) => {
  const me = (role: 'auditor' | 'candidate') => ({
    personId: 'p',
    account: 'a',
    name: 'n',
    unit: { id: 'u', name: { 'zh-CN': '单位', en: 'unit' } },
    grants: [{ role, unitId: 'u', unitPath: 'a' }],
  })
  t.equal(landingPath(me('auditor'), null), '/console/')
  t.equal(landingPath(me('candidate'), null), '/')
  t.equal(landingPath(me('candidate'), '/attempts/1'), '/attempts/1')
})

const anExam = (stage: MyExam['stage'], closesAt: string): MyExam => ({
  examId: `${stage} ${closesAt}`,
  title: { 'zh-CN': '考试', en: 'exam' },
  organizer: { 'zh-CN': '单位', en: 'unit' },
  window: { opensAt: closesAt, closesAt },
  stage,
  timeLimitSeconds: 60,
  itemCount: 1,
  adaptive: false,
  attemptId: null,
  simulated: false,
  verifies: null,
})

t.test('the first card is the running exam, then the one that closes first', async (t) => {
  const groups = groupExams(
    [anExam('open', '2026-03-09'), anExam('open', '2026-03-02')].concat(
      anExam('running', '2026-04-01'),
      anExam('result', '2026-01-01'),
    ),
  )
  t.same(
    groups.get('now')?.map((exam) => exam.examId),
    ['running 2026-04-01', 'open 2026-03-02', 'open 2026-03-09'],
  )
  t.same(groups.get('missed'), [])
})

function anEstimate(theta: number, level: string | null, probability: number): Estimate {
  return {
    theta,
    standardError: 0.4,
    itemCount: 6,
    level,
    levels: level === null ? [] : [{ level, probability }],
    enoughEvidence: level !== null,
  }
}

const aResult: Result = {
  overall: anEstimate(0, 'pass', 0.9),
  scale: { score: 500, low: 400, high: 600, mean: 500, deviation: 100 },
  passProbability: 0.9,
  passed: true,
  provisional: false,
  competencies: [],
  effort: null,
  levels: ['low', 'pass', 'high'].map((id, i) => ({
    id,
    name: { 'zh-CN': id, en: id },
    cut: i === 0 ? null : i * 1 - 1,
  })),
  passingLevel: 'pass',
}

t.test('what to do next follows the level, and says so when the level is open', async (t) => {
  t.equal(nextStep(anEstimate(-2, 'low', 0.95), aResult), 'below')
  t.equal(nextStep(anEstimate(0.1, 'pass', 0.5), aResult), 'near')
  t.equal(nextStep(anEstimate(0.5, 'pass', 0.8), aResult), 'at')
  t.equal(nextStep(anEstimate(2, 'high', 0.9), aResult), 'above')
  t.equal(nextStep(anEstimate(0, null, 0), aResult), 'none')
})

t.test('the scale shows every interval whole', async (t) => {
  const wide = { ...aResult, overall: anEstimate(3, 'high', 0.99) }
  const scale = scaleOf(wide)
  t.ok(scale.to > 3 + 1.96 * 0.4)
  t.ok(scale.percent(3.784) < 100)
  t.equal(scale.percent(99), 100)
})

t.test('a competency that adds nothing has no bar and no say in the scale', async (t) => {
  const about = (id: string, worth: 'adds-value' | 'total-says-more' | 'too-few-items' | null) => ({
    ...{ id, name: { 'zh-CN': id, en: id }, worth },
    estimate: anEstimate(id === 'whole' ? 4 : 0, 'pass', 0.9),
    practice: { description: { 'zh-CN': id, en: id }, rules: [] },
    augmented: null,
  })
  const worths = [
    about('own', 'adds-value'),
    about('whole', 'total-says-more'),
    about('few', 'too-few-items'),
    about('open', null),
  ]
  const result = { ...aResult, competencies: worths }
  t.same(
    ownCompetencies(result).map(({ id }) => id),
    ['own', 'open'],
  )
  t.equal(scaleOf(result).to, 2.5)
})
