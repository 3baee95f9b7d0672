import t from 'tap'
import { readSpreadsheet } from '../../../../src/domain/bank/formats/spreadsheet.ts'
import { toBank } from '../../../../src/domain/bank/formats/to-bank.ts'

const HEADER = '序号,编号,题干,答案,互斥题,区分度,难度,猜测'
const DEFAULTS = { program: 'p', title: { 'zh-CN': '题', en: 'T' }, today: '2026-01-02' }

function imported(...lines: readonly string[]) {
  const read = readSpreadsheet(new TextEncoder().encode(lines.join('\n')), 'a.csv')
  return { read, ...toBank(read, DEFAULTS) }
}

/** Findings with a code of these, and where. */
function told(findings: ReturnType<typeof imported>['findings'], pattern: RegExp) {
  return findings
    .filter(({ code }) => pattern.test(code))
    .map(({ severity, code, row, column }) => [severity, code, row, column])
}

t.test('parameters arrive as judged by experts, and say from which file', async (t) => {
  const { bank, findings } = imported(HEADER, '1,A,真,对,,1.25,-0.5,0.2', '2,B,假,错,,,,')
  t.match(bank?.items[0]?.parameters, {
    values: { discrimination: 1.25, difficulty: -0.5, guessing: 0.2 },
    provenance: 'expert-judgement',
    note: /a\.csv/,
  })
  t.equal(bank?.items[1]?.parameters, undefined)
  t.strictSame(told(findings, /column|parameters/), [])
})

t.test('parameters that are none are left out and told, the item stays', async (t) => {
  const { bank, findings } = imported(
    HEADER,
    '1,A,真一,对,,1.25,易,0.2',
    '2,B,真二,对,,1.25,0.5,',
    '3,C,真三,对,,-1,0.5,0.2',
    '4,D,真四,对,,1,0.5,1',
  )
  t.strictSame(
    bank?.items.map(({ id, parameters }) => [id, parameters]),
    ['A', 'B', 'C', 'D'].map((id) => [id, undefined]),
  )
  t.strictSame(told(findings, /^parameters/), [
    ['lossy', 'parameters-unclear', 2, '难度 (G)'],
    ['lossy', 'parameters-unclear', 3, '猜测 (H)'],
    ['lossy', 'parameters-out-of-range', 4, null],
    ['lossy', 'parameters-out-of-range', 5, null],
  ])
})

t.test(
  'difficulty and discrimination alone are classical, and not taken for a and b',
  async (t) => {
    const { read, bank, findings } = imported('题干,答案,区分度,难度', '真,对,0.4,0.65')
    t.equal(read.items[0]?.parameters, undefined)
    t.equal(bank?.items.length, 1)
    t.strictSame(told(findings, /^parameters/), [
      ['lossy', 'parameters-incomplete', null, '区分度 (C)'],
      ['lossy', 'parameters-incomplete', null, '难度 (D)'],
    ])
  },
)

t.test('enemies follow their items to the ids these get', async (t) => {
  const { bank, findings } = imported(
    HEADER,
    '1,第一题,真一,对,"B、第三题",,,',
    '2,B,真二,对,第一题,,,',
    '3,第三题,真三,对,第一题,,,',
  )
  const [first, second, third] = bank?.items ?? []
  t.match(first?.id, /^[A-Za-z0-9]/)
  t.strictSame(first?.enemies, ['B', third?.id])
  t.strictSame(second?.enemies, [first?.id])
  t.strictSame(third?.enemies, [first?.id])
  t.strictSame(told(findings, /enemy/), [])
})

t.test('enemies that are no other item of the bank are a warning, not an error', async (t) => {
  const { bank, findings, skipped } = imported(
    HEADER,
    '1,A,真一,对,"A,B,a-2",,,',
    '2,B,真二,也许,A,,,',
    // Gets the id a-2 by its place; nobody can have meant it by that name.
    '3,,真三,对,,,,',
    '4,D,真四,对,E,,,',
  )
  t.equal(skipped, 1)
  t.strictSame(
    bank?.items.map(({ id, enemies }) => [id, enemies]),
    [
      ['A', []],
      ['a-2', []],
      ['D', []],
    ],
  )
  t.strictSame(told(findings, /enemy/), [
    ['warning', 'enemy-not-known', 2, null],
    ['warning', 'enemy-not-known', 2, null],
    ['warning', 'enemy-not-known', 2, null],
    ['warning', 'enemy-not-known', 5, null],
  ])
})
