import { Value } from 'typebox/value'
import { type Finding, pointerTo, say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import { drawnName } from './draw-value.ts'
import { Scenario } from './scenario.ts'
import { schemaFaults } from './schema-faults.ts'

interface Fault {
  readonly pointer: string
  readonly message: LocalizedText
}

/**
 * Whether a document is a scenario that can be simulated: its shape, and whether its parts fit
 * together. Errors carry a pointer into the document; with any the scenario is null.
 */
export function checkScenario(document: unknown): {
  readonly scenario: Scenario | null
  readonly findings: readonly Finding[]
} {
  const shape = schemaFaults(Scenario, document)
  const scenario = Value.Check(Scenario, document) ? document : null
  if (!scenario && shape.length === 0) {
    throw new Error('the scenario does not fit its schema, but nothing was found')
  }
  const faults = scenario ? partFaults(scenario) : shape
  return {
    scenario: faults.length === 0 ? scenario : null,
    findings: faults.map(({ pointer, message }) => ({
      pointer,
      item: null,
      severity: 'error',
      code: scenario ? 'parts-do-not-fit' : 'not-a-scenario',
      message,
    })),
  }
}

function partFaults(scenario: Scenario): Fault[] {
  const own = itemFaults(scenario)
  return [
    ...own,
    ...rangeFaults(scenario),
    ...groupFaults(scenario),
    ...formFaults(scenario),
    ...timeFaults(scenario),
    ...(own.length > 0 ? [] : nameFaults(scenario)),
    ...teamFaults(scenario),
  ]
}

const isGraded = ({ model }: Scenario) => model === 'grm' || model === 'gpcm'

function itemFaults(scenario: Scenario): Fault[] {
  const { items, model } = scenario
  if (!Array.isArray(items)) return []
  const seen = new Set<string>()
  return items.flatMap((own, place) => {
    const at = (member: string) => pointerTo('items', place, member)
    const faults: Fault[] = []
    const add = (member: string, zh: string, en: string) =>
      faults.push({ pointer: at(member), message: say(zh, en) })
    if (seen.has(own.item)) add('item', `题目 ${own.item} 重复`, `${own.item} is there twice`)
    if (own.item.toLowerCase() === 'person') {
      add('item', '题目不能名为 person', 'an item can not be named person')
    }
    seen.add(own.item)
    if (own.steps && !isGraded(scenario)) {
      add('steps', `${model} 模型没有步骤`, `the model ${model} has no steps`)
    }
    if (own.b === undefined && !own.steps) add('b', '缺少难度', 'is missing')
    if (own.c && model !== '3pl') {
      add('c', `${model} 模型没有猜测参数`, `the model ${model} has no guessing`)
    }
    const falls = own.steps?.some((step, index, all) => index > 0 && step <= (all[index - 1] ?? 0))
    if (model === 'grm' && falls) add('steps', '步骤须递增', 'the steps must rise')
    const isCommon = model === 'rasch' || model === '1pl'
    if (isCommon && own.a !== items[0]?.a) {
      add('a', `${model} 模型的区分度须全部相同`, `the model ${model} has one slope for all items`)
    }
    return faults
  })
}

/** What is drawn must not be able to leave what the model allows. */
function rangeFaults({ items, model, times }: Scenario): Fault[] {
  const drawn = Array.isArray(items) ? null : items
  const places = [
    ['/items/a', drawn?.a],
    ['/items/b', drawn?.b],
    ['/items/c', drawn?.c],
    ['/times/alpha', times?.alpha],
    ['/times/beta', times?.beta],
  ] as const
  const faults: Fault[] = []
  for (const [pointer, own] of places) {
    if (typeof own === 'object' && own.kind === 'uniform' && own.min > own.max) {
      faults.push({ pointer, message: say('min 大于 max', 'min is above max') })
    }
    const isSlope = pointer === '/items/a' || pointer === '/times/alpha'
    if (isSlope && typeof own === 'number' && own <= 0) {
      faults.push({ pointer, message: say('须大于 0', 'must be above 0') })
    }
  }
  if ((model === 'rasch' || model === '1pl') && typeof drawn?.a === 'object') {
    const message = say(
      `${model} 模型的区分度须为一个数`,
      `the model ${model} has one slope for all items: give a number`,
    )
    faults.push({ pointer: '/items/a', message })
  }
  if (drawn?.c !== undefined && model !== '3pl') {
    const message = say(`${model} 模型没有猜测参数`, `the model ${model} has no guessing`)
    faults.push({ pointer: '/items/c', message })
  }
  return faults
}

function groupFaults({ ability, dif = [] }: Scenario): Fault[] {
  const groups = ability?.groups
  const faults: Fault[] = []
  const total = (groups ?? []).reduce((sum, { share }) => sum + share, 0)
  if (groups && Math.abs(total - 1) > 1e-9) {
    const message = say(
      `各组比例之和为 ${total}，应为 1`,
      `the shares of the groups sum to ${total}, not to 1`,
    )
    faults.push({ pointer: '/ability/groups', message })
  }
  if (groups && (ability.mean !== undefined || ability.sd !== undefined)) {
    const message = say(
      '有分组时均值和标准差由各组给出',
      'where there are groups, they have the means and standard deviations',
    )
    faults.push({ pointer: '/ability', message })
  }
  const names = groups?.map(({ group }) => group) ?? ['all']
  names.forEach((group, place) => {
    if (names.indexOf(group) === place) return
    const pointer = pointerTo('ability', 'groups', place, 'group')
    faults.push({ pointer, message: say(`组 ${group} 重复`, `the group ${group} is there twice`) })
  })
  dif.forEach(({ group }, place) => {
    if (names.includes(group)) return
    const message = say(`没有组 ${group}`, `there is no group ${group}, only ${names.join(', ')}`)
    faults.push({ pointer: pointerTo('dif', place, 'group'), message })
  })
  return faults
}

function formFaults(scenario: Scenario): Fault[] {
  const { forms, options, items } = scenario
  const count = Array.isArray(items) ? items.length : items.count
  const faults: Fault[] = []
  if (typeof forms === 'object' && forms.itemsPerPerson > count) {
    const message = say(`只有 ${count} 道题`, `there are only ${count} items`)
    faults.push({ pointer: '/forms/itemsPerPerson', message })
  }
  if (options && isGraded(scenario)) {
    const message = say(
      '分步计分的题目没有选项',
      'items with graded scores have no options; leave this out',
    )
    faults.push({ pointer: '/options', message })
  }
  return faults
}

function timeFaults({ times, missing, changes, planted = [] }: Scenario): Fault[] {
  if (times) return []
  const message = say('需要 times', 'needs times: add them to the scenario')
  return [
    ...(missing?.timeLimitSeconds === undefined
      ? []
      : [{ pointer: '/missing/timeLimitSeconds', message }]),
    ...(changes ? [{ pointer: '/changes', message }] : []),
    ...planted.flatMap(({ kind }, place) =>
      kind === 'speed-change' || kind === 'tampered-answers'
        ? [{ pointer: pointerTo('planted', place, 'kind'), message }]
        : [],
    ),
  ]
}

/** Items that are named and are not there. */
function nameFaults({ items, dif = [], drift = [], planted = [] }: Scenario): Fault[] {
  const count = Array.isArray(items) ? 0 : items.count
  const names = new Set(
    Array.isArray(items)
      ? items.map(({ item }) => item)
      : Array.from({ length: count }, (_, at) => drawnName(at, count)),
  )
  const check = (name: string, pointer: string): Fault[] => {
    if (names.has(name)) return []
    const [first = ''] = names
    const message = say(
      `没有题目 ${name}（题目名如 ${first}）`,
      `there is no item ${name}; items are named like ${first}`,
    )
    return [{ pointer, message }]
  }
  return [
    ...dif.flatMap(({ item }, place) => check(item, pointerTo('dif', place, 'item'))),
    ...drift.flatMap(({ item }, place) => check(item, pointerTo('drift', place, 'item'))),
    ...planted.flatMap((plant, place) => {
      if (plant.kind !== 'preknowledge' || !Array.isArray(plant.items)) return []
      return plant.items.flatMap((item, at) =>
        check(item, pointerTo('planted', place, 'items', at)),
      )
    }),
  ]
}

/** Pairs and rings that are more than the persons there are. */
function teamFaults({ persons, planted = [] }: Scenario): Fault[] {
  return planted.flatMap((plant, place) => {
    const isPairs = plant.kind === 'copying-pairs'
    const isRings = plant.kind === 'copying-rings'
    const wanted = isPairs ? 2 * plant.pairs : isRings ? plant.rings * plant.size : 0
    if (wanted <= persons) return []
    const message = say(
      `需要 ${wanted} 人，只有 ${persons} 人`,
      `takes ${wanted} persons, there are ${persons}`,
    )
    return [{ pointer: pointerTo('planted', place, isPairs ? 'pairs' : 'rings'), message }]
  })
}
