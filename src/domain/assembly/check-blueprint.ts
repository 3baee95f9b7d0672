import type { Bank } from '../bank/bank.ts'
import { type Finding, pointerTo, say } from '../bank/finding.ts'
import { adaptiveDelivery } from './adaptive/adaptive-run.ts'
import { checkAdaptive } from './adaptive/check-adaptive.ts'
import type { Blueprint } from './blueprint.ts'
import { cellKey } from './cells.ts'
import { checkConstraintNames, checkConstraints } from './check-constraints.ts'
import { checkFixedForms } from './check-fixed-forms.ts'
import { type Feasibility, feasibilityOf } from './feasibility.ts'
import { fixedFormsOf } from './fixed-forms.ts'
import { jobRelevance, RELEVANCE_WANTED } from './job-relevance.ts'
import { targetOf } from './parity.ts'

/**
 * Whether a blueprint makes sense and the bank can satisfy it; if not, the smallest repair. For
 * forms that are drawn one by one constraints are tried out as well; whoever assembles forms
 * together learns from the optimization whether they can be kept. Forms that the blueprint holds
 * must obey it.
 */
export function checkBlueprint(
  blueprint: Blueprint,
  bank: Bank,
  forms: 'drawn' | 'assembled' = 'drawn',
): { readonly findings: Finding[] } {
  const form = [
    ...checkLevels(blueprint),
    ...checkNames(blueprint, bank),
    ...checkConstraintNames(blueprint, bank),
    ...checkAdaptive(blueprint),
  ]
  const cellsNamedOnce = new Set(blueprint.cells.map(cellKey)).size === blueprint.cells.length
  const supply = cellsNamedOnce ? checkSupply(blueprint, feasibilityOf(bank, blueprint)) : []
  const relevance = checkRelevance(blueprint, bank)
  const hasErrors = [...form, ...supply].some(({ severity }) => severity === 'error')
  const time = hasErrors ? [] : checkTime(blueprint, bank)
  const shared = forms === 'drawn' ? checkFixedForms(blueprint, bank, !hasErrors) : []
  const tries =
    forms === 'drawn' && !hasErrors && !fixedFormsOf(blueprint) && !adaptiveDelivery(blueprint)
  const constraints = tries ? checkConstraints(blueprint, bank) : []
  return { findings: [...form, ...supply, ...relevance, ...time, ...constraints, ...shared] }
}

/**
 * What keeps forms from being assembled for a blueprint, which need hold none yet. A lack of items
 * is left to the optimization, which explains it better.
 */
export function assemblyFaults(blueprint: Blueprint, bank: Bank): Finding[] {
  return checkBlueprint(blueprint, bank, 'assembled').findings.filter(
    ({ severity, code }) => severity === 'error' && code !== 'cell-infeasible',
  )
}

function checkLevels({ levels, passingLevel }: Blueprint): Finding[] {
  const findings: Finding[] = []
  if (levels[0] && levels[0].cut !== null) {
    findings.push(
      finding('error', '/levels/0/cut', 'lowest-level-has-cut', [
        '最低等级不能有分数线',
        'the lowest level has no cut score',
      ]),
    )
  }
  levels.forEach(({ id, cut }, index) => {
    const pointer = pointerTo('levels', index)
    if (levels.findIndex((level) => level.id === id) !== index) {
      findings.push(
        finding('error', `${pointer}/id`, 'level-twice', [
          `等级 ${id} 出现两次`,
          `level ${id} is named twice`,
        ]),
      )
    }
    const before = levels[index - 1]?.cut ?? Number.NEGATIVE_INFINITY
    if (index > 0 && (cut === null || cut <= before)) {
      findings.push(
        finding('error', `${pointer}/cut`, 'cuts-do-not-rise', [
          `等级 ${id} 的分数线必须高于前一等级`,
          `the cut score of level ${id} must lie above the one before`,
        ]),
      )
    }
  })
  const passing = levels.find(({ id }) => id === passingLevel)
  if (!passing || passing.cut === null) {
    findings.push(
      finding('error', '/passingLevel', 'no-passing-cut', [
        `合格等级 ${passingLevel} 不存在或没有分数线`,
        `the passing level ${passingLevel} does not exist or has no cut score`,
      ]),
    )
  }
  return findings
}

function checkNames(blueprint: Blueprint, bank: Bank): Finding[] {
  const findings: Finding[] = []
  const competencies = new Set(bank.competencies.map(({ id }) => id))
  const keys = blueprint.cells.map(cellKey)
  blueprint.cells.forEach((cell, index) => {
    const pointer = pointerTo('cells', index)
    if (keys.indexOf(cellKey(cell)) !== index) {
      findings.push(
        finding('error', pointer, 'cell-twice', [
          `${cellKey(cell)} 出现两次，请合并`,
          `${cellKey(cell)} is named twice: put the counts together`,
        ]),
      )
    }
    if (!competencies.has(cell.competency)) {
      findings.push(
        finding('error', `${pointer}/competency`, 'unknown-competency', [
          `题库没有胜任力 ${cell.competency}`,
          `the bank has no competency ${cell.competency}`,
        ]),
      )
    }
  })
  if (blueprint.post !== null && !bank.posts.some(({ id }) => id === blueprint.post)) {
    findings.push(
      finding('error', '/post', 'unknown-post', [
        `题库没有岗位 ${blueprint.post}`,
        `the bank has no post ${blueprint.post}`,
      ]),
    )
  }
  return findings
}

function checkSupply(blueprint: Blueprint, feasibility: Feasibility): Finding[] {
  const { verdict, missing, cells } = feasibility
  if (verdict === 'feasible') return []
  const proven = verdict === 'infeasible'
  return blueprint.cells.flatMap((cell, index) => {
    const lacking = missing[index] ?? 0
    const supply = cells[index]
    if (lacking === 0 || !supply) return []
    const key = cellKey(cell)
    const reach = cell.itemCount - lacking
    const lower =
      reach > 0
        ? { zh: `或把题数减到 ${reach}`, en: `or lower the count to ${reach}` }
        : { zh: '或去掉这一格', en: 'or drop the cell' }
    const blocked =
      supply.eligible > reach
        ? { zh: '（互斥题不能同卷）', en: ' (enemies may not meet)' }
        : { zh: '', en: '' }
    const message: readonly [string, string] = [
      `${key} 需要 ${cell.itemCount} 题，题库有 ${supply.eligible} 题，同卷可用 ${reach} 题${blocked.zh}：请再编写 ${lacking} 题，${lower.zh}`,
      `${key} needs ${cell.itemCount} items, the bank has ${supply.eligible}, one form can use ${reach}${blocked.en}: write ${lacking} more for ${key}, ${lower.en}`,
    ]
    return finding(
      proven ? 'error' : 'warning',
      pointerTo('cells', index, 'itemCount'),
      proven ? 'cell-infeasible' : 'feasibility-unproven',
      message,
    )
  })
}

function checkRelevance(blueprint: Blueprint, bank: Bank): Finding[] {
  const relevance = jobRelevance(bank, blueprint)
  if (relevance === null || relevance >= RELEVANCE_WANTED) return []
  const percent = Math.round(relevance * 100)
  return [
    finding('warning', '/post', 'job-relevance-low', [
      `预计只有 ${percent}% 的题与岗位 ${blueprint.post} 有关；考核内容与工作脱节`,
      `only ${percent} % of the items are expected to be relevant to the post ${blueprint.post}: the exam asks what the job does not need`,
    ]),
  ]
}

function checkTime(blueprint: Blueprint, bank: Bank): Finding[] {
  const { expectedSeconds } = targetOf(bank, blueprint)
  if (expectedSeconds <= blueprint.timeLimitSeconds) return []
  const minutes = Math.ceil(expectedSeconds / 60)
  return [
    finding('warning', '/timeLimitSeconds', 'time-limit-short', [
      `一般考生预计需要 ${minutes} 分钟，超过时限`,
      `an average candidate is expected to need ${minutes} minutes, more than the limit`,
    ]),
  ]
}

function finding(
  severity: Finding['severity'],
  pointer: string,
  code: string,
  [zh, en]: readonly [string, string],
): Finding {
  return { pointer, item: null, severity, code, message: say(zh, en) }
}
