import fc from 'fast-check'
import t from 'tap'
import { seededRandom, shuffle } from '../../src/domain/random.ts'

t.test('a stream is that of seedrandom, as its documentation shows it', async (t) => {
  const random = seededRandom('hello.')
  t.equal(random(), 0.9282578795792454)
  t.equal(random(), 0.3752569768646784)
})

t.test('the same seed and purpose give the same stream; any other gives another', async () => {
  const words = fc.array(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), {
    minLength: 1,
    maxLength: 4,
  })
  const take = ([seed = '', ...purpose]: readonly string[]) => {
    const random = seededRandom(seed, ...purpose)
    return Array.from({ length: 4 }, random).join()
  }
  fc.assert(
    fc.property(words, words, (left, right) => {
      const isSame = JSON.stringify(left) === JSON.stringify(right)
      const again = take([...left])
      return take(left) === again && isSame === (again === take(right))
    }),
    {
      examples: [
        [
          ['a', 'bc'],
          ['ab', 'c'],
        ],
        [['a', 'b'], ['ab']],
      ],
    },
  )
})

t.test('a shuffle keeps every value, and leaves the given list alone', async () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.string(), (values, seed) => {
      const given = Object.freeze([...values])
      const shuffled = shuffle(given, seededRandom(seed))
      const sorted = (list: readonly number[]) => [...list].sort((a, b) => a - b).join()
      return shuffled.length === given.length && sorted(shuffled) === sorted(given)
    }),
  )
})

/** Pearson's statistic of counts against equal shares. */
function chiSquare(counts: Iterable<number>, cells: number, total: number): number {
  const expected = total / cells
  const seen = [...counts]
  const empty = (cells - seen.length) * expected
  return seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, empty)
}

t.test('every order of four is equally likely', async (t) => {
  const draws = 24_000
  const counts = new Map<string, number>()
  for (let draw = 0; draw < draws; draw += 1) {
    const order = shuffle(['a', 'b', 'c', 'd'], seededRandom(`seed ${draw}`, 'order')).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  t.equal(counts.size, 24)
  const statistic = chiSquare(counts.values(), 24, draws)
  // The 99.9 % quantile of chi-square with 23 degrees of freedom.
  t.ok(statistic < 49.73, `chi-square ${statistic.toFixed(1)}`)
})

t.test('every value is equally likely at every place of a longer list', async (t) => {
  const draws = 12_000
  const values = Array.from({ length: 10 }, (_, index) => index)
  const counts = new Map<string, number>()
  for (let draw = 0; draw < draws; draw += 1) {
    shuffle(values, seededRandom(`seed ${draw}`, 'place')).forEach((value, place) => {
      const cell = `${value} at ${place}`
      counts.set(cell, (counts.get(cell) ?? 0) + 1)
    })
  }
  const statistic = chiSquare(counts.values(), 100, 10 * draws)
  // 81 degrees of freedom; 99.9 % quantile.
  t.ok(statistic < 126.1, `chi-square ${statistic.toFixed(1)}`)
})
