import t from 'tap'
import {
  judgeRetests,
  type Retested,
} from '../../../../src/domain/forensics/score-gain/judge-retests.ts'
import {
  logistic,
  type ScoringItem,
} from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import { drawNormal } from '../../../../src/domain/measurement/simulation/draw-value.ts'
import { type Random, seededRandom } from '../../../../src/domain/random.ts'
import { chanceBound } from '../person-fit/simulated-cohort.ts'

function sit(count: number, theta: number, random: Random) {
  const items = Array.from(
    { length: count },
    (): ScoringItem => ({
      model: 'logistic',
      discrimination: Math.exp(0.3 * drawNormal(random)),
      locations: [drawNormal(random)],
      guessing: 0,
    }),
  )
  const categories = items.map(({ discrimination, locations: [location = 0] }) =>
    Number(random() < logistic(discrimination * (theta - location))),
  )
  return { items, categories }
}

/** A person whose ability in the attempt is by `loss` above that in the re-test. */
function retested(person: string, random: Random, { loss = 0, items = 12 } = {}): Retested {
  const theta = drawNormal(random)
  return {
    person,
    first: sit(40, theta + loss / 2, random),
    second: sit(items, theta - loss / 2, random),
  }
}

t.test('even one honest person is flagged in at most 5 % of groups that sit again', async (t) => {
  const random = seededRandom('honest groups')
  const [groups, size] = [60, 4]
  let [withFlags, points, expected] = [0, 0, 0]
  for (let group = 0; group < groups; group += 1) {
    const judged = judgeRetests(Array.from({ length: size }, (_, at) => retested(`p${at}`, random)))
    if (judged.some(({ flagged }) => flagged)) withFlags += 1
    for (const { comparison } of judged) {
      points += comparison?.observed ?? 0
      expected += comparison?.expected ?? 0
    }
  }
  t.comment(`${withFlags} of ${groups}`)
  t.ok(withFlags / groups <= chanceBound(0.05, groups))
  // The points expected are those found, on average: SD of a difference is about 1.3 points.
  const perPerson = (points - expected) / (groups * size)
  t.ok(Math.abs(perPerson) < (4 * 1.5) / Math.sqrt(groups * size), `${perPerson}`)
})

t.test('proxies are found among honest persons, others are left alone', async (t) => {
  const random = seededRandom('proxies')
  const judged = judgeRetests([
    ...Array.from({ length: 6 }, (_, at) => retested(`proxy${at}`, random, { loss: 3, items: 20 })),
    ...Array.from({ length: 12 }, (_, at) => retested(`own${at}`, random, { items: 20 })),
  ])
  const flagged = judged.flatMap(({ person, flagged: is }) => (is ? [person] : []))
  t.ok(flagged.filter((name) => name.startsWith('proxy')).length >= 4, `${flagged}`)
  t.same(
    flagged.filter((name) => name.startsWith('own')),
    [],
  )
  t.ok(judged.every(({ holm, comparison }) => (holm ?? 1) >= (comparison?.p ?? 0)))
})

t.test('a re-test too short to tell is no test, and no burden on the others', async (t) => {
  const random = seededRandom('short')
  const one = retested('long', random, { loss: 3, items: 20 })
  const [long, short] = judgeRetests([one, retested('short', random, { items: 9 })])
  t.match(short, { n: 9, comparison: null, statistic: null, holm: null, flagged: false })
  t.equal(long?.holm, long?.comparison?.p)
  t.same(judgeRetests([]), [])
})
