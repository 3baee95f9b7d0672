import t from 'tap'
import { nullFindings } from '../../../../src/domain/forensics/cohort/null-findings.ts'
import type { IndicatorRun } from '../../../../src/domain/forensics/fusion/flag-of.ts'
import { judgeTests } from '../../../../src/domain/forensics/fusion/judge-tests.ts'
import { rapidResponses } from '../../../../src/domain/forensics/times/rapid-responses.ts'

function runOf(statistics: readonly (number | null)[]): IndicatorRun {
  const { test: _, ...indicator } = rapidResponses
  const tests = statistics.map((statistic) => (statistic === null ? null : { statistic, p: null }))
  const describe = () => ({ summary: { 'zh-CN': '', en: '' }, evidence: [] })
  return { indicator, outcome: { tests, findings: [], describe } }
}

t.test(
  'one rapid response in ten is effort of .90, which is enough: flags begin above',
  async (t) => {
    const statistics = [1 / 10, 6 / 60, 7 / 60, null, 0.5]
    const { indicators } = judgeTests([runOf(statistics)], { persons: 5, fdr: 0.05 })
    t.same(
      indicators[0]?.tests.map((test) => test?.flagged ?? null),
      [false, false, true, null, true],
    )
    t.equal(indicators[0]?.threshold, 0.1)
  },
)

t.test('what is no figure is not tested, moves nobody else, and is said', async (t) => {
  const { indicator, outcome } = runOf(new Array(40).fill(1))
  const ps = Array.from({ length: 40 }, (_, person) => (person + 0.5) / 40)
  const withP = (given: readonly number[]): IndicatorRun => ({
    indicator: { ...indicator, family: 'time', threshold: null },
    outcome: { ...outcome, tests: given.map((p) => ({ statistic: 1, p })) },
  })
  const order = { persons: 40, fdr: 0.05 }
  const broken = ps.map((p, person) => (person === 7 ? Number.NaN : person === 9 ? 1.5 : p))
  const { indicators, persons } = judgeTests([withP(broken)], order)
  const [judged] = indicators
  t.equal(judged?.unsound, 2)
  t.same([judged?.tests[7], judged?.tests[9]], [null, null])
  t.ok(persons.every(({ p, q }) => !Number.isNaN(p ?? 0) && !Number.isNaN(q ?? 0)))
  const findings = nullFindings(indicators, { pairs: null, judged: null })
  t.match(findings, [{ code: 'tests-unsound', severity: 'warning' }])
  const whole = judgeTests([withP(ps)], order)
  t.equal(whole.indicators[0]?.unsound, 0)
  t.same(nullFindings(whole.indicators, { pairs: null, judged: null }), [])
})
