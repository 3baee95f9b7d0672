import { type Finding, pointerTo, say } from '../../bank/finding.ts'
import type { Blueprint, FormConstraints } from '../blueprint.ts'
import { adaptiveDelivery } from './adaptive-run.ts'

/** Which item comes next follows from answers; what a whole form must keep can't be promised. */
const KEPT: ReadonlySet<string> = new Set<keyof FormConstraints>(['exclude'])

/** Everything in which an adaptive blueprint makes no sense; nothing for other blueprints. */
export function checkAdaptive(blueprint: Blueprint): Finding[] {
  const delivery = adaptiveDelivery(blueprint)
  if (!delivery) return []
  const most = blueprint.cells.reduce((sum, { itemCount }) => sum + itemCount, 0)
  const fewest =
    delivery.fewestItems <= most
      ? []
      : [
          fault(pointerTo('delivery', 'fewestItems'), 'fewest-over-most', [
            `最少 ${delivery.fewestItems} 题，但各格合计只有 ${most} 题`,
            `at least ${delivery.fewestItems} items are asked for, the cells have ${most} in all`,
          ]),
        ]
  const lost = Object.keys(blueprint.constraints ?? {}).filter((name) => !KEPT.has(name))
  return [
    ...fewest,
    ...lost.map((name) =>
      fault(pointerTo('constraints', name), 'not-when-adaptive', [
        '自适应考试由作答决定下一题，不能保证整卷的这项要求：请删除此项',
        'the items of an adaptive exam follow from answers, so this cannot be promised: remove it',
      ]),
    ),
  ]
}

function fault(pointer: string, code: string, [zh, en]: readonly [string, string]): Finding {
  return { pointer, item: null, severity: 'error', code, message: say(zh, en) }
}
