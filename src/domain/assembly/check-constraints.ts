import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import { type Finding, pointerTo, say } from '../bank/finding.ts'
import type { LocalizedText } from '../text.ts'
import type { Blueprint, FormConstraints } from './blueprint.ts'
import { cellKey, includedItems } from './cells.ts'
import { checkExposure, checkOverlap } from './check-exposure.ts'
import { limitsOf } from './form-limits.ts'
import { type TrialDraws, trialDraws } from './trial-draws.ts'

/** Whether the constraints make sense by themselves: names that exist, ranges that are ranges. */
export function checkConstraintNames(blueprint: Blueprint, bank: Bank): Finding[] {
  const { constraints } = blueprint
  if (!constraints) return []
  return [
    ...checkRanges(constraints),
    ...checkCompetencies(constraints, bank),
    ...checkMembers(blueprint, bank),
    ...checkPost(blueprint),
  ]
}

/**
 * Whether forms can be drawn that keep the constraints. Says what can be proven by counting, then
 * draws on trial: constraints that every trial breaks are errors, as is a cap or limit exceeded
 * beyond chance.
 */
export function checkConstraints(blueprint: Blueprint, bank: Bank): Finding[] {
  if (!blueprint.constraints) return []
  const exposure = checkExposure(blueprint, bank)
  const overlap = checkOverlap(blueprint, bank)
  const proven = [...exposure.proven, ...overlap.proven]
  if (proven.some(({ severity }) => severity === 'error')) return proven
  const trials = trialDraws(bank, blueprint)
  return [
    ...proven,
    ...checkTrials(trials, namesOf(blueprint, bank)),
    ...(trials.refused < trials.draws ? [...exposure.tried(trials), ...overlap.tried(trials)] : []),
  ]
}

/** What the limits are called, by their pointer. */
function namesOf(blueprint: Blueprint, bank: Bank): ReadonlyMap<string, LocalizedText> {
  const { limits } = limitsOf([], bank, blueprint)
  return new Map(limits.map(({ pointer, name }) => [pointer, name]))
}

function checkTrials(
  { draws, refused, equivalent, obstacles }: TrialDraws,
  names: ReadonlyMap<string, LocalizedText>,
): Finding[] {
  if (refused > 0) {
    const all = refused === draws
    return obstacles.map(({ pointer, detail }) => ({
      pointer,
      item: null,
      severity: 'error' as const,
      code: all ? 'constraint-infeasible' : 'constraint-too-tight',
      message: say(
        `试抽 ${draws} 份试卷，有 ${refused} 份无法同时满足全部约束，受阻于“${names.get(pointer)?.['zh-CN'] ?? '必选题与互斥题'}”：请放宽约束或补充题目`,
        `${refused} of ${draws} forms drawn on trial could not keep all constraints (${detail}): widen this constraint, or write items for it`,
      ),
    }))
  }
  if (equivalent === draws) return []
  return [
    {
      pointer: '/tolerance',
      item: null,
      severity: 'warning',
      code: 'constraints-against-parity',
      message: say(
        `试抽 ${draws} 份试卷，只有 ${equivalent} 份在等值容差之内：约束与题库的平均水平不一致`,
        `only ${equivalent} of ${draws} forms drawn on trial lie within the tolerance: the constraints pull away from what the bank gives on average`,
      ),
    },
  ]
}

interface Range {
  readonly min?: number
  readonly max?: number
}

function checkRanges(constraints: FormConstraints): Finding[] {
  const { types, seconds, information, expectedScore } = constraints
  const { relevantItems, stimulusItems, stimuli } = constraints
  const lists = Object.entries({ types, seconds, information, expectedScore }).flatMap(
    ([name, ranges]) =>
      (ranges ?? []).map((range: Range, index) => ({
        pointer: pointerTo('constraints', name, index),
        range,
      })),
  )
  const singles = Object.entries({ relevantItems, stimulusItems, stimuli }).flatMap(
    ([name, range]) => (range ? [{ pointer: pointerTo('constraints', name), range }] : []),
  )
  return [...lists, ...singles].flatMap(({ pointer, range: { min = 0, max } }) =>
    max === undefined || min <= max
      ? []
      : [
          error(pointer, 'range-empty', [
            `下限 ${min} 高于上限 ${max}`,
            `the least, ${min}, lies above the most, ${max}`,
          ]),
        ],
  )
}

function checkCompetencies({ types, seconds }: FormConstraints, bank: Bank): Finding[] {
  const known = new Set(bank.competencies.map(({ id }) => id))
  const named = [
    ...(types ?? []).flatMap(({ competency }, index) =>
      competency === undefined
        ? []
        : [{ competency, pointer: pointerTo('constraints', 'types', index, 'competency') }],
    ),
    ...(seconds ?? []).flatMap(({ competencies }, index) =>
      (competencies ?? []).map((competency, place) => ({
        competency,
        pointer: pointerTo('constraints', 'seconds', index, 'competencies', place),
      })),
    ),
  ]
  return named
    .filter(({ competency }) => !known.has(competency))
    .map(({ competency, pointer }) =>
      error(pointer, 'unknown-competency', [
        `题库没有胜任力 ${competency}`,
        `the bank has no competency ${competency}`,
      ]),
    )
}

function checkMembers(blueprint: Blueprint, bank: Bank): Finding[] {
  const { include = [], exclude = [] } = blueprint.constraints ?? {}
  const unknown = Object.entries({ include, exclude }).flatMap(([list, ids]) =>
    ids.flatMap((id, index) =>
      indexOf(bank).items.has(id)
        ? []
        : [
            error(pointerTo('constraints', list, index), 'unknown-item', [
              `题库没有题目 ${id}`,
              `the bank has no item ${id}`,
            ]),
          ],
    ),
  )
  const places = new Map(blueprint.cells.map((cell) => [cellKey(cell), cell.itemCount]))
  const clashes = include.flatMap((id, index) => {
    const item = indexOf(bank).items.get(id)
    if (!item) return []
    const key = cellKey(item)
    const left = places.get(key)
    places.set(key, (left ?? 0) - 1)
    const problem = memberProblem(id, { blueprint, bank, left, key })
    return problem ? [error(pointerTo('constraints', 'include', index), ...problem)] : []
  })
  return [...unknown, ...clashes]
}

type Problem = readonly [code: string, texts: readonly [string, string]]

function memberProblem(
  id: string,
  at: {
    readonly blueprint: Blueprint
    readonly bank: Bank
    readonly left: number | undefined
    readonly key: string
  },
): Problem | null {
  const { blueprint, bank, left, key } = at
  if (blueprint.constraints?.exclude?.includes(id)) {
    return ['included-and-excluded', [`${id} 既必选又排除`, `${id} is both included and excluded`]]
  }
  if (left === undefined) {
    return [
      'include-outside-cells',
      [`蓝图没有 ${key} 这一格`, `no cell asks for ${key}, as ${id} is`],
    ]
  }
  if (left <= 0) {
    const texts = [`${key} 的必选题多于题数`, `more items are included than ${key} takes`] as const
    return ['include-over-count', texts]
  }
  const enemies = [...includedItems(blueprint)].filter((other) =>
    indexOf(bank).items.get(other)?.enemies.includes(id),
  )
  if (enemies.length === 0) return null
  const names = enemies.join(', ')
  return ['included-enemies', [`${id} 与必选题 ${names} 互斥`, `${id} is an enemy of ${names}`]]
}

function checkPost({ post, constraints }: Blueprint): Finding[] {
  if (!constraints?.relevantItems || post !== null) return []
  return [
    error('/constraints/relevantItems', 'relevance-without-post', [
      '蓝图没有指定岗位，无法约束与岗位有关的题数',
      'the blueprint names no post that items could be relevant to',
    ]),
  ]
}

function error(pointer: string, code: string, [zh, en]: readonly [string, string]): Finding {
  return { pointer, item: null, severity: 'error', code, message: say(zh, en) }
}
