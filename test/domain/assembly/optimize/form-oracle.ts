import type { Blueprint } from '../../../../src/domain/assembly/blueprint.ts'
import {
  certificateOf,
  measureItem,
  sumOf,
  targetOf,
} from '../../../../src/domain/assembly/parity.ts'
import type { Bank } from '../../../../src/domain/bank/bank.ts'
import type { Item } from '../../../../src/domain/bank/item.ts'
import { parametersOf } from '../../../../src/domain/measurement/item-parameters.ts'
import {
  probabilityCorrect,
  testInformation,
} from '../../../../src/domain/measurement/item-response.ts'

type Form = readonly Item[]
/** What a demand at a pointer says of one form, or of all of them together. */
export interface Rule {
  readonly pointer: string
  /** Names of the items it is about, for enemies. */
  readonly about: string
  readonly one?: (form: Form) => boolean
  readonly all?: (forms: readonly Form[]) => boolean
}

interface Bounds {
  readonly min?: number
  readonly max?: number
}

function bounded(pointer: string, range: Bounds | undefined, of: (form: Form) => number[]): Rule[] {
  const { min, max } = range ?? {}
  const near = 1e-7
  return [
    ...(min === undefined
      ? []
      : [rule(`${pointer}/min`, (form) => of(form).every((value) => value >= min - near))]),
    ...(max === undefined
      ? []
      : [rule(`${pointer}/max`, (form) => of(form).every((value) => value <= max + near))]),
  ]
}

function rule(pointer: string, one: (form: Form) => boolean, about = ''): Rule {
  return { pointer, one, about }
}

const count = (form: Form, holds: (item: Item) => boolean) => [form.filter(holds).length]

/** The demands of a blueprint, read from it without the program. */
export function rulesOf(bank: Bank, blueprint: Blueprint, formCount: number): Rule[] {
  const c = blueprint.constraints ?? {}
  const cut = blueprint.levels.find(({ id }) => id === blueprint.passingLevel)?.cut ?? Number.NaN
  const target = targetOf(bank, blueprint)
  const sums = (form: Form) => sumOf(form.map((item) => measureItem(item, bank, cut)))
  const parity = (form: Form) =>
    certificateOf(sums(form), { target, tolerance: blueprint.tolerance }, 1)
  const perStimulus = (form: Form) =>
    [
      ...Map.groupBy(
        form.filter(({ stimulus }) => stimulus),
        ({ stimulus }) => stimulus,
      ).values(),
    ].map(({ length }) => length)
  const enemyRule = knots(bank).map((ids) =>
    rule(
      '/items',
      (form) =>
        !form.some(
          ({ id, enemies }) => ids.includes(id) && form.some((o) => enemies.includes(o.id)),
        ),
      ids.join(', '),
    ),
  )
  const length = blueprint.cells.reduce((sum, { itemCount }) => sum + itemCount, 0)
  return [
    ...blueprint.cells.map(({ competency, level, itemCount }, index) =>
      rule(
        `/cells/${index}/itemCount`,
        (form) =>
          count(form, (item) => item.competency === competency && item.level === level)[0] ===
          itemCount,
      ),
    ),
    ...enemyRule,
    ...(c.types ?? []).flatMap((range, index) =>
      bounded(`/constraints/types/${index}`, range, (form) =>
        count(
          form,
          ({ type, competency }) =>
            type === range.type && (range.competency ?? competency) === competency,
        ),
      ),
    ),
    ...bounded('/constraints/relevantItems', c.relevantItems, (form) =>
      count(form, ({ posts }) => posts.length === 0 || posts.includes(blueprint.post ?? '')),
    ),
    ...(c.seconds ?? []).flatMap((range, index) =>
      bounded(`/constraints/seconds/${index}`, range, (form) => [
        sums(form.filter(({ competency }) => range.competencies?.includes(competency) ?? true))
          .expectedSeconds,
      ]),
    ),
    ...(c.information ?? []).flatMap((range, index) =>
      bounded(`/constraints/information/${index}`, range, (form) => [
        testInformation(
          range.theta,
          form.map((item) => parametersOf(item).values),
        ),
      ]),
    ),
    ...(c.expectedScore ?? []).flatMap((range, index) =>
      bounded(`/constraints/expectedScore/${index}`, range, (form) => [
        form.reduce((sum, i) => sum + probabilityCorrect(range.theta, parametersOf(i).values), 0),
      ]),
    ),
    ...bounded('/constraints/stimulusItems', c.stimulusItems, perStimulus),
    ...bounded('/constraints/stimuli', c.stimuli, (form) => [perStimulus(form).length]),
    ...(c.include ?? []).map((id, index) =>
      rule(`/constraints/include/${index}`, (form) => form.some((item) => item.id === id)),
    ),
    ...(c.exclude ?? []).map((id, index) =>
      rule(`/constraints/exclude/${index}`, (form) => !form.some((item) => item.id === id)),
    ),
    rule('/tolerance/expectedScore', (form) => parity(form).expectedScore.within),
    rule('/tolerance/informationShare', (form) => parity(form).informationAtCut.within),
    rule('/tolerance/timeShare', (form) => parity(form).expectedSeconds.within),
    ...(c.exposureCap === undefined
      ? []
      : [acrossForms('/constraints/exposureCap', exposed(c.exposureCap, formCount))]),
    ...(c.overlapLimit === undefined
      ? []
      : [acrossForms('/constraints/overlapLimit', overlapping(c.overlapLimit * length + 1e-9))]),
  ]
}

function acrossForms(pointer: string, all: (forms: readonly Form[]) => boolean): Rule {
  return { pointer, all, about: '' }
}

function exposed(cap: number, formCount: number) {
  return (forms: readonly Form[]) =>
    forms
      .flat()
      .every((item) => forms.filter((form) => form.includes(item)).length <= cap * formCount + 1e-9)
}

function overlapping(limit: number) {
  return (forms: readonly Form[]) =>
    forms.every((left, at) =>
      forms.slice(at + 1).every((right) => left.filter((i) => right.includes(i)).length <= limit),
    )
}

/** Ids of items that hang together by enmity. */
function knots(bank: Bank): string[][] {
  let groups: string[][] = []
  for (const { id, enemies } of bank.items) {
    for (const enemy of enemies) {
      const touched = groups.filter((group) => group.includes(id) || group.includes(enemy))
      const joined = [...new Set([...touched.flat(), id, enemy])].sort()
      groups = [...groups.filter((group) => !touched.includes(group)), joined]
    }
  }
  return groups
}

/** Whether any forms keep to the rules: every set of items, then every combination, is tried. */
export function possibleByTrying(
  items: readonly Item[],
  rules: readonly Rule[],
  formCount: number,
): boolean {
  const single = rules.flatMap(({ one }) => one ?? [])
  const across = rules.flatMap(({ all }) => all ?? [])
  const forms: Form[] = []
  for (let code = 0; code < 2 ** items.length; code += 1) {
    const form = items.filter((_, index) => (code >> index) & 1)
    if (single.every((holds) => holds(form))) forms.push(form)
  }
  const extend = (chosen: readonly Form[], from: number): boolean => {
    if (!across.every((holds) => holds(chosen))) return false
    if (chosen.length === formCount) return true
    return forms.some((form, index) => index >= from && extend([...chosen, form], index))
  }
  return extend([], 0)
}
