import t from 'tap'
import {
  creditYear,
  cycleOf,
  expiryOf,
  monthsAfter,
  startOfYear,
} from '../../../src/domain/policy/credit-cycles.ts'

const at = (text: string) => Date.parse(text)

t.test('years begin at midnight in China', async (t) => {
  t.equal(creditYear(at('2026-12-31T15:59:59.999Z')), 2026)
  t.equal(creditYear(at('2026-12-31T16:00:00Z')), 2027)
  t.equal(startOfYear(2027), at('2027-01-01T00:00:00+08:00'))
})

t.test(
  'cycles are those of the national plans: 2018 to 2022, 2023 to 2027, 2028 to 2032',
  async (t) => {
    t.same(cycleOf(2018), { from: 2018, to: 2022 })
    t.same(cycleOf(2022), { from: 2018, to: 2022 })
    t.same(cycleOf(2023), { from: 2023, to: 2027 })
    t.same(cycleOf(2027), { from: 2023, to: 2027 })
    t.same(cycleOf(2030), { from: 2028, to: 2032 })
    t.equal(expiryOf(at('2025-06-01T00:00:00Z'), 'five-years'), at('2028-01-01T00:00:00+08:00'))
    t.equal(expiryOf(at('2025-06-01T00:00:00Z'), 'year'), at('2026-01-01T00:00:00+08:00'))
  },
)

t.test('months later is the same day, or the last of a shorter month', async (t) => {
  t.equal(monthsAfter(at('2026-01-31T10:00:00+08:00'), 1), at('2026-02-28T10:00:00+08:00'))
  t.equal(monthsAfter(at('2024-02-29T10:00:00+08:00'), 12), at('2025-02-28T10:00:00+08:00'))
  t.equal(monthsAfter(at('2026-05-01T01:00:00+08:00'), 36), at('2029-05-01T01:00:00+08:00'))
})
