import fc from 'fast-check'
import t from 'tap'
import { intersect, lengthOf, subtract, union } from '../../../src/domain/forensics/intervals.ts'

const instant = fc.integer({ min: 0, max: 100 })
const interval = fc.record({ fromMs: instant, toMs: instant })
const intervals = fc.array(interval, { maxLength: 10 })

t.test('a union is in order, without overlaps, and covers the same moments', async () => {
  fc.assert(
    fc.property(intervals, instant, (given, moment) => {
      const merged = union(given)
      const covers = (list: typeof given) =>
        list.some(({ fromMs, toMs }) => fromMs <= moment && moment < toMs)
      const ordered = merged.every(
        ({ fromMs, toMs }, i) => fromMs < toMs && (i === 0 || fromMs > (merged[i - 1]?.toMs ?? 0)),
      )
      return ordered && covers(merged) === covers(given)
    }),
  )
})

t.test('what is left of a stretch and what is covered make up the whole', async () => {
  fc.assert(
    fc.property(interval, intervals, (whole, others) => {
      const left = lengthOf(subtract(whole, others))
      const covered = lengthOf(intersect(whole, others))
      return left + covered === Math.max(0, whole.toMs - whole.fromMs)
    }),
  )
})
