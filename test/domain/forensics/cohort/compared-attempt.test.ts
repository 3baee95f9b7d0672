import t from 'tap'
import { comparedAttempts } from '../../../../src/domain/forensics/cohort/compared-attempt.ts'
import { screenData } from '../../../../src/domain/forensics/cohort/screen-data.ts'
import { simulatedData } from '../../../../src/domain/forensics/cohort/simulated-data.ts'
import { MISSING } from '../../../../src/domain/measurement/calibration/response-matrix.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'

const simulated = simulateCohort(
  {
    persons: 220,
    model: '2pl',
    options: { count: 4 },
    items: { count: 40, a: { kind: 'lognormal', mean: 0, sd: 0.3 } },
    missing: { share: 0.03 },
    planted: [{ kind: 'copying-rings', rings: 1, size: 3, items: 0.85 }],
  },
  'compared',
)
const data = simulatedData(simulated)
const screening = await screenData(data, { fdr: 0.05 })
const of = comparedAttempts(screening)
const ring = new Set(simulated.planted.flatMap(({ person, source }) => [person, source]))
const flagged = screening.attempts.filter(({ flags }) => flags.length > 0)

t.test('who is flagged for likeness is shown beside whom they were planted with', async (t) => {
  const found = flagged.filter(
    ({ person, flags }) =>
      ring.has(person) && flags.some(({ indicator }) => indicator === 'similar-answers'),
  )
  t.ok(found.length >= 2, `${found.length} of a ring of three`)
  for (const { person } of found) {
    const { partners } = of(person)
    const [closest] = partners
    t.ok(ring.has((closest?.number ?? 0) - 1), 'the closest is of the ring')
    t.equal(closest?.attemptId, screening.persons[(closest?.number ?? 0) - 1])
    t.ok(partners.length <= 5)
    const ps = partners.map(({ answers }) => answers?.p ?? 1)
    t.same(
      ps,
      ps.toSorted((one, other) => one - other),
      'the most telling first',
    )
  }
})

t.test('chances are of the items both answered, and less than what rings do', async (t) => {
  const { persons, items, options } = data
  const width = items.length
  const answersOf = (person: number) =>
    options?.chosen.subarray(person * width, (person + 1) * width) ?? new Int8Array()
  let compared = 0
  for (const { person } of flagged.filter((one) => ring.has(one.person))) {
    for (const { attemptId, answers } of of(person).partners) {
      if (!answers?.chances) continue
      compared += 1
      const [own, other] = [answersOf(person), answersOf(persons.indexOf(attemptId))]
      const both = items.filter((_, at) => own[at] !== MISSING && other[at] !== MISSING)
      const told = answers.chances.map(({ itemId }) => itemId)
      t.ok(told.every((itemId) => both.includes(itemId)))
      t.equal(told.length, answers.shared)
      t.ok(answers.chances.every(({ chance }) => chance > 0 && chance <= 1))
      const expected = answers.chances.reduce((sum, { chance }) => sum + chance, 0)
      if (answers.flagged) t.ok(answers.matches > expected, 'more alike than chance has it')
    }
  }
  t.ok(compared > 0)
})

t.test('of those without a flag nothing is kept', async (t) => {
  const plain = screening.attempts.filter(({ flags }) => flags.length === 0)
  t.ok(plain.length > 150)
  for (const { person } of plain) t.same(of(person), { partners: [], rhythm: null })
})

t.test('links of accounts join the answers of the same partner', async (t) => {
  const row = flagged.find(({ person }) => of(person).partners.length > 0)?.person ?? 0
  const partner = (of(row).partners[0]?.number ?? 0) - 1
  const other = [...Array(220).keys()].find((one) => one !== row && one !== partner) ?? 0
  const link = (right: number, p: number | null) => ({
    left: row,
    right,
    evidence: [{ kind: 'device' as const, bits: 7, p: null }],
    gapMinutes: 3,
    superiorLine: false,
    samePlace: true,
    p,
    q: p,
  })
  const identity = {
    links: [link(partner, 0.001), link(other, 0.2)],
    groups: [],
    reverifications: [{ account: row, z: 3, p: 0.002 }],
  }
  const found = comparedAttempts({ ...screening, identity })(row)
  const joined = found.partners.filter(({ number }) => number === partner + 1)
  t.equal(joined.length, 1)
  t.match(joined[0], { answers: { shared: Number }, link: { gapMinutes: 3, p: 0.001 } })
  t.notOk(
    found.partners.some(({ number, link }) => number === other + 1 && link !== null),
    'a link that tells nothing is left out',
  )
  t.same(found.rhythm, { z: 3, p: 0.002 })
})
