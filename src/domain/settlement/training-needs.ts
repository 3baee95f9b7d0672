import { say } from '../bank/finding.ts'
import type { LocalizedText } from '../text.ts'
import type { GapCell, GapGroup, GapMap } from './gap-views.ts'

type Shown = NonNullable<GapCell['shown']>
type Need = GapMap['training'][number]

/**
 * What to train: cells that are surely and clearly below what is required, the greatest gap first,
 * each in a sentence with its uncertainty.
 */
export function trainingNeeds(
  map: Pick<GapMap, 'required' | 'competencies' | 'groups'>,
): GapMap['training'] {
  const { required } = map
  if (required === null) return []
  const names = new Map(map.competencies.map(({ id, name }) => [id, name]))
  const needs = map.groups.flatMap((group) =>
    group.cells.flatMap(({ competency, shown }) => {
      const name = names.get(competency)
      if (shown?.standing !== 'gap' || name === undefined) return []
      const sentence = sentenceOf({ group, shown, competency: name, required })
      const need: Need = { group: group.id, competency, sentence }
      return [{ need, gap: required.cut - shown.mean.value }]
    }),
  )
  return needs.sort((left, right) => right.gap - left.gap).map(({ need }) => need)
}

function sentenceOf(about: {
  readonly group: GapGroup
  readonly shown: Shown
  readonly competency: LocalizedText
  readonly required: NonNullable<GapMap['required']>
}): LocalizedText {
  const { group, shown, competency, required } = about
  const { mean, share, count } = shown
  const gap = (value: number) => (required.cut - value).toFixed(1)
  const percent = (value: number) => `${Math.round(100 * value)}%`
  const reach = share ?? { value: 0, low: 0, high: 1 }
  const range = { from: gap(mean.high), to: gap(mean.low) }
  return say(
    `${group.name['zh-CN']}：培训“${competency['zh-CN']}”。平均水平比“${required.name['zh-CN']}”的` +
      `要求低 ${gap(mean.value)} 个标准差（95% 区间 ${range.from} 至 ${range.to}）；${count} 人中达到要求的` +
      `约占 ${percent(reach.value)}（${percent(reach.low)} 至 ${percent(reach.high)}）。`,
    `${group.name.en}: train “${competency.en}”. On average ${gap(mean.value)} standard deviations ` +
      `below “${required.name.en}” (95 % interval ${range.from} to ${range.to}); about ` +
      `${percent(reach.value)} of ${count} persons reach it ` +
      `(${percent(reach.low)} to ${percent(reach.high)}).`,
  )
}
