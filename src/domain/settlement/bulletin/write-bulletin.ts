import { utils, write } from '@e965/xlsx'
import { say } from '../../bank/finding.ts'
import { toCsv } from '../../bank/formats/spreadsheet-write.ts'
import type { Language, LocalizedText } from '../../text.ts'
import { type Bulletin, type BulletinUnit, RATES, type RateGroup, type RateKind } from './views.ts'

type Cell = string | number | null
type Sheet = readonly (readonly Cell[])[]

const UNIT_HEADER = [
  say('单位', 'Unit'),
  say('应参加', 'Assigned'),
  say('免考', 'Exempt'),
  say('已参加', 'Sat'),
  say('未参加', 'Missing'),
  say('参加率', 'Participation'),
  say('有成绩人数', 'Persons with results'),
  say('平均水平', 'Mean'),
  say('平均水平下限', 'Mean, low'),
  say('平均水平上限', 'Mean, high'),
  say('达标比例', 'Share at level'),
  say('达标比例下限', 'Share, low'),
  say('达标比例上限', 'Share, high'),
  say('名次自', 'Rank from'),
  say('名次至', 'Rank to'),
  say('不分先后组', 'Tie group'),
  say('值得留意', 'To look at'),
]
const GROUP_HEADER = [
  say('分组', 'Grouping'),
  say('组别', 'Group'),
  say('项目', 'What'),
  say('人（次）数', 'Count'),
  say('总数', 'Of'),
  say('比例', 'Rate'),
  say('下限', 'Low'),
  say('上限', 'High'),
  say('与其他人之差', 'Gap to others'),
  say('差的下限', 'Gap, low'),
  say('差的上限', 'Gap, high'),
]
const GROUPING_NAMES: Readonly<Record<RateGroup['grouping'], LocalizedText>> = {
  rank: say('职级', 'Rank'),
  post: say('岗位', 'Post'),
  age: say('年龄段', 'Age band'),
}
const RATE_NAMES: Readonly<Record<RateKind, LocalizedText>> = {
  assigned: say('被安排考试', 'Assigned'),
  noticed: say('按时得到通知', 'Told in time'),
  sat: say('参加', 'Sat'),
  flagged: say('有提示', 'Flagged'),
  case: say('进入审核', 'Became a case'),
  awarded: say('获得奖励', 'Got the award'),
}
const HIDDEN = say('人数太少，不显示', 'too few to be told')

/**
 * A bulletin as a file: a workbook with units and groups on a sheet each, or both as one CSV with
 * an empty line between. Numbers stay numbers in a workbook, and no text becomes a formula.
 */
export function writeBulletin(
  bulletin: Bulletin,
  format: 'csv' | 'xlsx',
  language: Language,
): Uint8Array {
  const units: Sheet = [
    UNIT_HEADER.map((text) => text[language]),
    ...[bulletin.whole, ...bulletin.units].map((unit) => unitRow(unit, language)),
  ]
  const groups: Sheet = [
    GROUP_HEADER.map((text) => text[language]),
    ...bulletin.groups.flatMap((group) => groupRows(group, language)),
  ]
  if (format === 'csv') return toCsv(withText([...units, [], ...groups]))
  const book = utils.book_new()
  const names = [say('单位', 'Units'), say('分组', 'Groups')]
  for (const [index, rows] of [units, groups].entries()) {
    const sheet = utils.aoa_to_sheet(rows.map((row) => [...row]))
    utils.book_append_sheet(book, sheet, names[index]?.[language])
  }
  const written: ArrayBuffer = write(book, {
    ...{ type: 'array', bookType: 'xlsx', compression: true, bookSST: true },
  })
  return new Uint8Array(written)
}

function withText(sheet: Sheet): string[][] {
  return sheet.map((row) => row.map((cell) => (cell === null ? '' : String(cell))))
}

const ends = (interval: { value: number; low: number; high: number } | null): Cell[] =>
  interval === null
    ? [null, null, null]
    : [round(interval.value), round(interval.low), round(interval.high)]
const round = (value: number) => Math.round(value * 1e4) / 1e4

function unitRow(unit: BulletinUnit, language: Language): Cell[] {
  const { name, participation, ability, rank, group, marks } = unit
  const counts = participation && [
    ...[participation.assigned, participation.exempt, participation.sat, participation.missing],
    participation.share === null ? null : round(participation.share),
  ]
  return [
    name[language],
    ...(counts ?? [HIDDEN[language], null, null, null, null]),
    ability?.count ?? null,
    ...ends(ability?.mean ?? null),
    ...ends(ability?.share ?? null),
    ...[rank?.from ?? null, rank?.to ?? null, group],
    marks.map(({ sentence }) => sentence[language]).join(' '),
  ]
}

function groupRows({ grouping, name, rates }: RateGroup, language: Language): Cell[][] {
  return RATES.flatMap((kind) => {
    const told = rates[kind]
    if (told === null) return []
    const head = [GROUPING_NAMES[grouping][language], name[language], RATE_NAMES[kind][language]]
    return [[...head, told.count, told.of, ...ends(told.rate), ...ends(told.gap)]]
  })
}
