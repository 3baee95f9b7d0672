import type { Bank } from '../bank/bank.ts'
import { type Finding, pointerTo, say } from '../bank/finding.ts'
import type { Item } from '../bank/item.ts'
import type { LocalizedText } from '../text.ts'
import type { Blueprint } from './blueprint.ts'
import { excessOf, type FormLimit, figureOf, limitsOf } from './form-limits.ts'

/** Sums depend on the order of their terms by far less than this. */
const ROUNDING = 1e-6

/**
 * Every constraint of the blueprint that a form of these items breaks: all that concern a single
 * form. Pointers lead into the blueprint, to the constraint. Exposure and overlap are matters of
 * many forms and not looked at here.
 */
export function constraintFaults(
  items: readonly Item[],
  bank: Bank,
  blueprint: Blueprint,
): Finding[] {
  if (!blueprint.constraints) return []
  const form = limitsOf(items, bank, blueprint)
  const all = [...items.keys()]
  const broken = form.limits.flatMap((limit) => {
    const value = figureOf(form, limit, all)
    return excessOf(limit, value) > ROUNDING ? [limitFault(limit, value)] : []
  })
  return [...broken, ...membershipFaults(items, blueprint)]
}

function limitFault(limit: FormLimit, value: number): Finding {
  const { zh, en } = rangeText(limit)
  const is = Math.round(value * 1000) / 1000
  const message = say(
    `${limit.name['zh-CN']}应${zh}，实为 ${is}`,
    `${limit.name.en} should be ${en}, and come to ${is}`,
  )
  return fault('constraint-broken', { pointer: limit.pointer, item: null }, message)
}

/** The range of a limit in words. */
function rangeText({ min, max }: Pick<FormLimit, 'min' | 'max'>): {
  readonly zh: string
  readonly en: string
} {
  const least = Number.isFinite(min) ? [{ zh: `至少为 ${min}`, en: `at least ${min}` }] : []
  const most = Number.isFinite(max) ? [{ zh: `至多为 ${max}`, en: `at most ${max}` }] : []
  const both = [...least, ...most]
  return { zh: both.map(({ zh }) => zh).join('、'), en: both.map(({ en }) => en).join(', ') }
}

function membershipFaults(items: readonly Item[], { constraints }: Blueprint): Finding[] {
  const ids = new Set(items.map(({ id }) => id))
  const missing = (constraints?.include ?? []).flatMap((item, index) => {
    if (ids.has(item)) return []
    const at = { pointer: pointerTo('constraints', 'include', index), item }
    return [fault('include-missing', at, say(`缺少必选题 ${item}`, `${item} must be on the form`))]
  })
  const banned = (constraints?.exclude ?? []).flatMap((item, index) => {
    if (!ids.has(item)) return []
    const at = { pointer: pointerTo('constraints', 'exclude', index), item }
    return [fault('exclude-present', at, say(`含有排除题 ${item}`, `${item} must not be on it`))]
  })
  return [...missing, ...banned]
}

function fault(code: string, at: Pick<Finding, 'pointer' | 'item'>, message: LocalizedText) {
  return { ...at, severity: 'error' as const, code, message }
}
