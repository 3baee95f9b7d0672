import t from 'tap'
import { fitModel } from '../../../../src/domain/measurement/calibration/fit-model.ts'
import { responseMatrix } from '../../../../src/domain/measurement/calibration/response-matrix.ts'
import {
  type BankLink,
  linkToBank,
  type NamedItem,
} from '../../../../src/domain/measurement/linking/link-to-bank.ts'
import { drawItems, drawResponses } from '../simulated-responses.ts'

type Linked = Exclude<BankLink, { readonly link: null }>

const ITEMS = 30
const PERSONS = 1000
const TRUTH = { slope: 1.1, shift: 0.4 }

function named(parameters: readonly Float64Array[]): NamedItem[] {
  return parameters.map((own, at) => ({ item: `i${at}`, model: '2pl', parameters: own }))
}

function calibrated(given: Parameters<typeof drawResponses>[0]): NamedItem[] {
  const matrix = responseMatrix(drawResponses(given).rows)
  return named(fitModel({ matrix, model: '2pl', nodeCount: 31 }).parameters)
}

/** A bank and a later, abler cohort, to which the first items have become .8 easier or harder. */
function simulate(seed: string, planted: number): Linked {
  const items = drawItems(ITEMS, seed)
  const later = items.map((own, at) => {
    const [a = 1, d = 0] = own
    return at < planted ? Float64Array.of(a, d + (at % 2 === 0 ? 0.8 : -0.8) * a) : own
  })
  const { slope: deviation, shift: mean } = TRUTH
  const persons = PERSONS
  const linked = linkToBank({
    bank: calibrated({ items, persons, seed: `bank ${seed}` }),
    fresh: calibrated({ items: later, persons, seed: `fresh ${seed}`, mean, deviation }),
    persons: { fresh: PERSONS, bank: PERSONS },
  })
  if (!linked.link) throw new Error(linked.findings[0]?.message.en)
  return linked
}

const SEEDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

t.test('without drift hardly any item is called drifted, and the scale is found', async (t) => {
  const all = SEEDS.map((seed) => simulate(seed, 0))
  const called = all.reduce((sum, { drifted }) => sum + drifted.length, 0)
  t.comment(`false alarms: ${called} of ${SEEDS.length * ITEMS} items`)
  t.ok(called <= 0.02 * SEEDS.length * ITEMS, `${called} called`)
  const mean = (of: (link: Linked['link']) => number) =>
    all.reduce((sum, { link }) => sum + of(link), 0) / all.length
  const [slope, shift] = [mean((link) => link.slope), mean((link) => link.shift)]
  t.ok(Math.abs(slope - TRUTH.slope) < 0.03, `slope ${slope}`)
  t.ok(Math.abs(shift - TRUTH.shift) < 0.03, `shift ${shift}`)
})

t.test('planted drift is found, the others are left in peace', async (t) => {
  const planted = 4
  const all = SEEDS.map((seed) => simulate(seed, planted))
  const drifted = all.flatMap((linked) => linked.drifted.map((item) => Number(item.slice(1))))
  const found = drifted.filter((item) => item < planted).length
  const wrong = drifted.length - found
  t.comment(`found ${found} of ${planted * SEEDS.length}, falsely called ${wrong}`)
  t.ok(found >= 0.85 * planted * SEEDS.length, `${found} found`)
  t.ok(wrong <= 0.02 * (ITEMS - planted) * SEEDS.length, `${wrong} falsely called`)
  for (const { rounds, drifted: dropped, findings, items } of all) {
    t.equal(rounds.length, dropped.length + 1)
    t.same(
      rounds.flatMap((round) => round.dropped ?? []),
      dropped,
      'the history tells the order',
    )
    t.equal(rounds.at(-1)?.anchors.length, ITEMS - dropped.length)
    t.equal(findings.filter(({ code }) => code === 'item-drifted').length, dropped.length)
    t.equal(items.length, ITEMS, 'drifted items are brought over too')
  }
})

t.test('an item that became easier is told as such', async (t) => {
  const bank = named(drawItems(25, 'easier'))
  const fresh = bank.map((own, at) => {
    const [a = 1, d = 0] = own.parameters
    return at === 0 ? { ...own, parameters: Float64Array.of(a, d + 1.5 * a) } : own
  })
  const linked = linkToBank({ bank, fresh, persons: { fresh: 500, bank: null } })
  t.same(linked.link === null ? null : linked.drifted, ['i0'])
  t.match(linked.findings[0]?.message.en, /1\.50 easier than the bank/)
  t.equal(linked.findings.length, 1)
})

t.test('a weak anchor is said in words', async (t) => {
  const bank = named(drawItems(12, 'weak'))
  const broken = { item: 'bad', model: '2pl' as const, parameters: Float64Array.of(-0.2, 0) }
  const linked = linkToBank({
    bank: [...bank, broken],
    fresh: [...bank, broken],
    persons: { fresh: 90, bank: 1000 },
  })
  const codes = linked.findings.map(({ code }) => code)
  t.same(codes, ['not-an-anchor', 'anchor-too-short', 'link-sample-small'])
  t.ok(linked.link && Math.abs(linked.link.slope - 1) < 1e-6)
  const twice = linkToBank({
    bank,
    fresh: [...bank, ...bank.slice(0, 1)],
    persons: { fresh: 900, bank: 1000 },
  })
  t.match(twice.findings[0]?.message.en, /more than once/)
  const apart = linkToBank({ bank: [], fresh: bank, persons: { fresh: 900, bank: 1000 } })
  t.equal(apart.link, null)
  t.match(apart.findings[0]?.message.en, /no common items/)
})
