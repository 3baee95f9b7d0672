import t from 'tap'
import type { PreparedCohort } from '../../src/domain/forensics/cohort/cohort-data.ts'
import { prepareCohort } from '../../src/domain/forensics/cohort/prepare-cohort.ts'
import { knownItems } from '../../src/domain/forensics/preknowledge/item-preknowledge.ts'
import { leakList } from '../../src/domain/forensics/preknowledge/leak-list.ts'
import { signedLikelihoodRatios } from '../../src/domain/forensics/preknowledge/signed-likelihood-ratio.ts'
import { seededRandom, shuffle } from '../../src/domain/random.ts'
import { REFERENCE_ABSENT, readReferenceTable, referencePresent } from './reference.ts'

interface Cells {
  readonly persons: readonly string[]
  readonly items: readonly string[]
  readonly scores: Int8Array
  readonly times: readonly Float64Array[]
}

function prepared(cells: Cells): PreparedCohort {
  const nothing = { options: null, away: null, places: null, changes: null, earlier: null }
  return prepareCohort({ ...cells, ...nothing, groupings: [], suspectItems: [] }, null).cohort
}

/** 200 simulated persons, 40 of whom knew 15 of 30 items (dghirt, Zopluoglu). */
function readSimulated() {
  const [persons, items] = [200, 30]
  const scores = new Int8Array(persons * items).fill(-1)
  const times = Array.from({ length: persons }, () => new Float64Array(items).fill(Number.NaN))
  const [knowers, leaked] = [new Set<number>(), new Set<number>()]
  for (const cell of readReferenceTable('data/dghirt_sim_long.csv')) {
    const [person, item] = [Number(cell.id) - 1, Number(cell.item) - 1]
    scores[person * items + item] = Number(cell.R)
    const row = times[person]
    if (row) row[item] = Number(cell.RT)
    if (cell.group === '1') knowers.add(person)
    if (cell.compromised === '1') leaked.add(item)
  }
  const names = (count: number) => Array.from({ length: count }, (_, place) => String(place + 1))
  const cohort = prepared({ persons: names(persons), items: names(items), scores, times })
  return { cohort, knowers, leaked }
}

function readLicensure(): PreparedCohort {
  const rows = readReferenceTable('data/credential_form1_scores.csv')
  const items = Object.keys(rows[0] ?? {}).filter((name) => name !== 'person')
  const cellValue = (cell: string | undefined) => (cell === '' ? Number.NaN : Number(cell))
  const times = readReferenceTable('data/credential_form1_rt_seconds.csv').map((row) =>
    Float64Array.from(items, (name) => cellValue(row[name])),
  )
  const scores = new Int8Array(rows.length * items.length)
  rows.forEach((row, person) => {
    items.forEach((name, item) => {
      const value = cellValue(row[name])
      scores[person * items.length + item] = Number.isNaN(value) ? -1 : value
    })
  })
  return prepared({ persons: rows.map(({ person = '' }) => person), items, scores, times })
}

t.test('simulated preknowledge of a published package: knowers rank above others', async (t) => {
  if (!referencePresent) {
    t.comment(REFERENCE_ABSENT)
    return
  }
  const { cohort, knowers, leaked } = readSimulated()
  t.same([knowers.size, leaked.size], [40, 15])
  const { tests } = knownItems.test({ ...cohort, suspectItems: [...leaked] })
  const statistics = tests.map((one) => one?.statistic ?? Number.NaN)
  const ofKnowers = statistics.filter((_, person) => knowers.has(person))
  const ofOthers = statistics.filter((_, person) => !knowers.has(person))
  const above = ofKnowers.flatMap((own) =>
    ofOthers.map((other) => (own > other ? 1 : own === other ? 0.5 : 0)),
  )
  const area = above.reduce<number>((sum, one) => sum + one, 0) / above.length
  const flagged = (level: number, isKnower: boolean) =>
    tests.filter((one, row) => knowers.has(row) === isKnower && (one?.p ?? 1) < level).length
  t.comment(`area under the curve ${area.toFixed(3)}`)
  t.comment(`knowers p < .05, .01, .001: ${[0.05, 0.01, 0.001].map((x) => flagged(x, true))}`)
  t.comment(`others: ${[0.05, 0.01, 0.001].map((x) => flagged(x, false))}`)
  t.ok(area > 0.85, `${area}`)
  t.ok(flagged(0.05, false) <= 16 && flagged(0.001, false) <= 1)
  const wrong = leakList(cohort).items.filter((one) => one.flagged && !leaked.has(one.item))
  t.ok(wrong.length <= 1, `${wrong.length} items wrongly listed`)
})

t.test('p values hold on a real licensure exam, suspect items at random', async (t) => {
  if (!referencePresent) {
    t.comment(REFERENCE_ABSENT)
    return
  }
  const cohort = readLicensure()
  const places = cohort.items.map((_, item) => item)
  const counts = [0, 0, 0]
  let tested = 0
  for (const size of [15, 30, 60, 85]) {
    const order = shuffle(places, seededRandom('licensure', String(size)))
    const { tests } = knownItems.test({ ...cohort, suspectItems: order.slice(0, size) })
    for (const one of tests) {
      if (one === null) continue
      tested += 1
      ;[0.05, 0.01, 0.001].forEach((level, place) => {
        if ((one.p ?? 1) < level) counts[place] = (counts[place] ?? 0) + 1
      })
    }
  }
  t.comment(`${counts} of ${tested} below .05, .01, .001`)
  const shares = counts.map((count) => count / tested)
  t.ok((shares[0] ?? 1) < 0.06 && (shares[1] ?? 1) < 0.014, shares.join())
  t.ok((shares[2] ?? 1) <= knownItems.falseFlagRate.value, shares.join())
  const { times } = signedLikelihoodRatios(cohort, places.slice(0, 85))
  t.notOk(times.every(Number.isNaN))
})
