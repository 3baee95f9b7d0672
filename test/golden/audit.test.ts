import t from 'tap'
import { auditResponses } from '../../src/domain/measurement/audit/audit-responses.ts'
import {
  alphaOf,
  observe,
  restCorrelations,
} from '../../src/domain/measurement/audit/observed-figures.ts'
import { responseMatrix } from '../../src/domain/measurement/calibration/response-matrix.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

interface Classical {
  readonly alpha_raw_cov: number
}

const SKIP = referencePresent ? {} : { skip: REFERENCE_ABSENT }

const SETS = [
  { data: 'hci_scored_651', expected: 'hci', items: /^Item/ },
  { data: 'lsat7', expected: 'lsat7', items: /^Item/ },
  { data: 'credential_form1_scores', expected: 'cred1', items: /^i/ },
] as const

function rowsOf(data: string, wanted: RegExp) {
  const table = readReferenceTable(`data/${data}.csv`)
  const items = Object.keys(table[0] ?? {}).filter((name) => wanted.test(name))
  return {
    items,
    rows: table.map((row) =>
      items.map((name) => (/^[01]$/.test(row[name] ?? '') ? Number(row[name]) : null)),
    ),
  }
}

t.test('alpha and item correlations agree with psych', SKIP, async (t) => {
  for (const { data, expected, items: names } of SETS) {
    const { rows } = rowsOf(data, names)
    const matrix = responseMatrix(rows)
    const observed = observe(matrix)
    const { alpha_raw_cov: alpha } = readReferenceJson<Classical>(`expected/ctt_${expected}.json`)
    const { value, low, high } = alphaOf(observed)
    t.ok(Math.abs(value - alpha) < 1e-9, `alpha of ${expected}: ${value} for ${alpha}`)
    t.ok(low < alpha && alpha < high)
    const items = readReferenceTable(`expected/ctt_${expected}_items.csv`)
    restCorrelations(matrix, observed).forEach((correlation, item) => {
      const wanted = Number(items[item]?.['point_biserial_corrected'])
      t.ok(Math.abs((correlation ?? Number.NaN) - wanted) < 1e-6, `${expected} item ${item + 1}`)
    })
  }
})

t.test('a real licensure exam is meaningful, with a cut near its middle', SKIP, async (t) => {
  const { items, rows } = rowsOf('credential_form1_scores', /^i/)
  const audit = auditResponses({ items, rows, cuts: [0] })
  t.equal('verdict' in audit && audit.verdict, 'meaningful')
})
