import t from 'tap'
import { fitModel } from '../../src/domain/measurement/calibration/fit-model.ts'
import { assessFit } from '../../src/domain/measurement/calibration/item-fit.ts'
import { responseMatrix } from '../../src/domain/measurement/calibration/response-matrix.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

interface Expected {
  readonly S_X2: readonly Readonly<Record<string, number>>[]
  readonly infit: readonly Readonly<Record<string, number>>[]
  readonly M2: Readonly<Record<string, number>>
  readonly Q3_max_offdiag: number
  readonly Q3_min: number
}

const FILES = [
  { name: 'lsat7', file: 'lsat7.csv' },
  { name: 'sat12', file: 'sat12_scored_600x32.csv' },
  { name: 'irtoys', file: 'irtoys_scored_472x18.csv' },
]

function fitOf(file: string) {
  const rows = readReferenceTable(`data/${file}`).map(({ person: _, ...row }) =>
    Object.values(row).map(Number),
  )
  const matrix = responseMatrix(rows)
  const items = (rows[0] ?? []).map((_, at) => `I${at + 1}`)
  const fitted = fitModel({ matrix, model: '2pl', tolerance: 1e-7 })
  return assessFit({ matrix, fitted, items })
}

type Pair = readonly [number | null | undefined, number | undefined]

/** NaN, which is within no tolerance, where either is absent. */
function largestDifference(pairs: readonly Pair[]): number {
  const apart = pairs.map(([found, expected]) =>
    Math.abs((found ?? Number.NaN) - (expected ?? Number.NaN)),
  )
  return Math.max(...apart)
}

// mirt stops its calibration at 1e-6 per parameter, so statistics agree to about 1e-3, not more.
const TOLERANCE = 2e-3
const absent = { skip: !referencePresent && REFERENCE_ABSENT }

t.test('item fit, M2 and Q3 agree with mirt 1.45.1', absent, async (t) => {
  const all = readReferenceJson<Record<string, Expected>>('expected/itemfit_M2_Q3.json')
  for (const { name, file } of FILES) {
    const expected = all[name]
    if (!expected) throw new Error(`${name} has no expected results`)
    const found = fitOf(file)
    const agrees = (what: string, pairs: readonly Pair[], tolerance = TOLERANCE) => {
      const apart = largestDifference(pairs)
      t.ok(pairs.length > 0 && apart <= tolerance, `${name}: ${what}, at most ${apart} apart`)
    }
    const groups = found.items.map(({ scoreGroups }) =>
      scoreGroups.statistic === null ? null : scoreGroups,
    )
    const ofItem = (at: number) => expected.S_X2[at] ?? {}
    agrees(
      'S-X2',
      groups.map((own, at) => [own?.statistic, ofItem(at)['S_X2']]),
    )
    agrees(
      'degrees of freedom',
      groups.map((own, at) => [own?.degrees, ofItem(at)['df.S_X2']]),
      0,
    )
    agrees(
      'p of S-X2',
      groups.map((own, at) => [own?.p, ofItem(at)['p.S_X2']]),
      1e-4,
    )
    agrees(
      'RMSEA of S-X2',
      groups.map((own, at) => [own?.rmsea, ofItem(at)['RMSEA.S_X2']]),
      1e-4,
    )
    const columns = { infit: 'infit', infitZ: 'z.infit', outfit: 'outfit', outfitZ: 'z.outfit' }
    for (const [own, theirs] of Object.entries(columns)) {
      agrees(
        own,
        found.items.map((item, at) => [
          item[own as keyof typeof columns],
          expected.infit[at]?.[theirs],
        ]),
        2e-4,
      )
    }
    const { overall, dependence } = found
    if (overall.statistic === null) throw new Error(overall.reason.en)
    agrees('M2', [[overall.statistic, expected.M2['M2']]])
    agrees('degrees of M2', [[overall.degrees, expected.M2['df']]], 0)
    // mirt divides the bounds by N, RMSEA itself by N - 1.
    const factor = Math.sqrt((overall.n - 1) / overall.n)
    const [low, high] = overall.rmseaInterval
    agrees(
      'RMSEA, its interval, SRMSR, CFI',
      [
        [overall.rmsea, expected.M2['RMSEA']],
        [low * factor, expected.M2['RMSEA_5']],
        [high * factor, expected.M2['RMSEA_95']],
        [overall.srmsr, expected.M2['SRMSR']],
        [overall.cfi, expected.M2['CFI']],
      ],
      1e-4,
    )
    agrees(
      'Q3',
      [
        [dependence.greatest, expected.Q3_max_offdiag],
        [dependence.least, expected.Q3_min],
      ],
      3e-4,
    )
  }
})
