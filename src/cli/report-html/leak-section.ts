import type { CohortScreening } from '../../domain/forensics/cohort/screening.ts'
import { probabilityText } from '../../domain/forensics/fusion/flag-of.ts'
import { dataTable } from './data-table.ts'
import { html, type Markup } from './markup.ts'
import type { Tell } from './tell.ts'

/** Items shown when nothing is flagged, so that one sees how far they are from it. */
const FEW = 5
const MOST = 40

/** Items that look known outside: easier and faster than they should be, in a part of the persons. */
export function leakSection({ itemResults }: CohortScreening, tell: Tell): Markup {
  const tested = itemResults.flatMap((one) => (one.leak ? [{ ...one, leak: one.leak }] : []))
  if (tested.length === 0) return html``
  const title = tell('可能外泄的题目', 'Items that may be known outside')
  const flagged = tested.filter(({ leak }) => leak.flagged)
  const shown = tested
    .toSorted((left, right) => (left.leak.p ?? 1) - (right.leak.p ?? 1))
    .slice(0, flagged.length === 0 ? FEW : Math.min(MOST, flagged.length))
  const said =
    flagged.length === 0
      ? tell(
          `${tested.length} 题中没有一题达到标记标准；下面是最接近的几题。`,
          `None of ${tested.length} items is flagged; these come nearest.`,
        )
      : tell(
          `${tested.length} 题中 ${flagged.length} 题被标记。请核实这些题是否曾在培训、资料或往年考试中公开。`,
          `${flagged.length} of ${tested.length} items are flagged. Find out whether they were seen in training, in materials or in an earlier exam.`,
        )
  const head = [
    tell('题目', 'item'),
    tell('统计量', 'statistic'),
    'p',
    'q',
    tell('答得更好（标准差）', 'better (SD)'),
    tell('用时之比', 'time, as a share'),
    tell('比题库参数易', 'easier than in the bank'),
    tell('标记', 'flag'),
  ]
  const rows = shown.map(({ item, leak }) => [
    item,
    leak.statistic,
    html`${leak.p === null ? '–' : probabilityText(leak.p)}`,
    html`${leak.q === null ? '–' : probabilityText(leak.q)}`,
    leak.easinessShift,
    leak.timeFactor,
    leak.drop,
    html`${leak.flagged ? tell('是', 'yes') : '–'}`,
  ])
  return html`<h2>${title}</h2><p>${said}</p>${dataTable({ caption: title, head, rows })}`
}
