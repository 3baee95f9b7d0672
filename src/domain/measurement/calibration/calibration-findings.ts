import { type Finding, say } from '../../bank/finding.ts'
import type { FittedModel } from './fit-model.ts'
import type { CalibratedItem } from './irt-parameters.ts'
import type { CalibratedModel } from './item-models.ts'

/** Persons below which item parameters would be pretended. */
export const FEWEST_PERSONS = 30
/** Persons below which all items share one slope, unless somebody asks for more. */
export const ENOUGH_FOR_SLOPES = 100
/** Persons below which priors take part. */
export const ENOUGH_WITHOUT_PRIORS = 250
const ENOUGH_FOR_GUESSING = 1000

export function tooFew(persons: number): Finding {
  return {
    pointer: '',
    item: null,
    severity: 'error',
    code: 'too-few-persons',
    message: say(
      `只有 ${persons} 人作答，至少需要 ${FEWEST_PERSONS} 人才能估计题目参数；请使用经典统计`,
      `only ${persons} persons answered; item parameters need at least ${FEWEST_PERSONS}: use classical statistics`,
    ),
  }
}

/** What the size of the sample means for how far the parameters can be trusted. */
export function sampleFindings(
  model: CalibratedModel,
  persons: number,
  { isGraded, knowsGuessing }: { readonly isGraded: boolean; readonly knowsGuessing: boolean },
): Finding[] {
  const findings: Finding[] = []
  const add = (code: string, zh: string, en: string) =>
    findings.push({ pointer: '', item: null, severity: 'warning', code, message: say(zh, en) })
  if (persons < ENOUGH_WITHOUT_PRIORS) {
    add(
      'small-sample',
      `只有 ${persons} 人作答，使用了先验信息，参数为暂定值`,
      `only ${persons} persons answered: priors took part, and the parameters are provisional`,
    )
  }
  const isRich = model === '3pl' && !knowsGuessing
  const wantsMore = !isRich || isGraded ? ENOUGH_FOR_SLOPES : ENOUGH_FOR_GUESSING
  if (model !== 'rasch' && model !== '1pl' && persons < wantsMore) {
    add(
      'model-too-rich',
      `${model} 模型建议至少 ${wantsMore} 人，现有 ${persons} 人`,
      `the model ${model} wants at least ${wantsMore} persons, there are ${persons}`,
    )
  }
  return findings
}

export function resultFindings(items: readonly CalibratedItem[], fitted: FittedModel): Finding[] {
  const findings: Finding[] = []
  if (!fitted.converged) {
    findings.push({
      pointer: '',
      item: null,
      severity: 'warning',
      code: 'not-converged',
      message: say('估计未收敛，参数不可靠', 'the estimation did not converge: do not rely on it'),
    })
  }
  for (const { item, a } of items) {
    const told = slopeFinding(item, a)
    if (!told) continue
    const [code, zh, en] = told
    findings.push({ pointer: '', item, severity: 'warning', code, message: say(zh, en) })
  }
  return findings
}

const FLAT_SLOPE = 0.2
const STEEP_SLOPE = 4

function slopeFinding(item: string, a: number): readonly [string, string, string] | null {
  if (a <= 0) {
    return [
      'negative-slope',
      `${item} 区分度为负：水平越高越容易答错，答案可能有误`,
      `${item} discriminates backwards: abler candidates get it wrong, the key may be wrong`,
    ]
  }
  // Under a prior no slope is negative: an item answered against all others ends up flat.
  if (a < FLAT_SLOPE) {
    return [
      'flat-item',
      `${item} 几乎没有区分度：与其他题无关，答案可能有误`,
      `${item} hardly discriminates: it has little to do with the others, the key may be wrong`,
    ]
  }
  if (a <= STEEP_SLOPE) return null
  return [
    'slope-too-high',
    `${item} 区分度 ${a.toFixed(1)} 过高，数据不足以确定`,
    `${item} has a discrimination of ${a.toFixed(1)}: the data do not suffice to tell it`,
  ]
}
