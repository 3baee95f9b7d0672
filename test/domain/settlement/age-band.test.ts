import t from 'tap'
import { ageBandName, ageBandOf } from '../../../src/domain/settlement/age-band.ts'

t.test('bands are of ten years, open at both ends', async (t) => {
  const cases = [
    [1997, '0'],
    [1996, '30'],
    [1987, '30'],
    [1986, '40'],
    [1977, '40'],
    [1976, '50'],
    [1940, '50'],
  ] as const
  for (const [birthYear, band] of cases) t.equal(ageBandOf(birthYear, 2026), band, `${birthYear}`)
  t.equal(ageBandOf(null, 2026), null)
  t.equal(ageBandName('0').en, 'Under 30')
  t.equal(ageBandName('30').en, '30 to 39')
  t.equal(ageBandName('50').en, '50 and over')
})
