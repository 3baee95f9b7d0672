import { type Static, Type } from 'typebox'
import { FINDINGS } from '../review/decision.ts'
import type { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const

export const CompetencyFacts = Type.Object(
  {
    theta: Type.Number(),
    standardError: Type.Number(),
    /** Most probable performance level; empty where the evidence names none. */
    level: Type.String(),
    enoughEvidence: Type.Boolean(),
  },
  closed,
)
export type CompetencyFacts = Static<typeof CompetencyFacts>

/** Everything a policy rule may look at, for one settled attempt. */
export const PolicyFacts = Type.Object(
  {
    level: Type.String(),
    levelProbability: Type.Number({ minimum: 0, maximum: 1 }),
    passed: Type.Boolean(),
    passProbability: Type.Number({ minimum: 0, maximum: 1 }),
    theta: Type.Number(),
    standardError: Type.Number({ minimum: 0 }),
    enoughEvidence: Type.Boolean(),
    competencies: Type.Record(Type.String(), CompetencyFacts),
    caseState: Type.Union([Type.Literal('none'), Type.Literal('open'), Type.Literal('decided')]),
    finding: Type.Enum(['', ...FINDINGS]),
    flagCount: Type.Integer({ minimum: 0 }),
    post: Type.String(),
    rank: Type.String(),
    examProgram: Type.String(),
    simulated: Type.Boolean(),
    answeredShare: Type.Number({ minimum: 0, maximum: 1 }),
  },
  closed,
)
export type PolicyFacts = Static<typeof PolicyFacts>

/** A fact as the editor and the reference page show it; `type` is its CEL type. */
export interface FactDescription {
  readonly type: 'string' | 'double' | 'bool' | 'int' | 'map<string, CompetencyFacts>'
  readonly description: LocalizedText
}

export const FACT_DESCRIPTIONS: Readonly<Record<keyof PolicyFacts, FactDescription>> = {
  level: {
    type: 'string',
    description: {
      'zh-CN': '可能性最大的等级的编号；证据不足时为空',
      en: 'Id of the most probable performance level; empty when the evidence names none',
    },
  },
  levelProbability: {
    type: 'double',
    description: { 'zh-CN': '该等级的概率，0 到 1', en: 'Probability of that level, 0 to 1' },
  },
  passed: {
    type: 'bool',
    description: {
      'zh-CN': '能力估计达到合格分数线',
      en: 'Whether the ability estimate reaches the passing cut score',
    },
  },
  passProbability: {
    type: 'double',
    description: {
      'zh-CN': '真实能力达到合格线的概率，0 到 1',
      en: 'Probability that the true ability is at or above the passing cut, 0 to 1',
    },
  },
  theta: {
    type: 'double',
    description: {
      'zh-CN': '能力估计值（均值 0，标准差 1 的量尺）',
      en: 'Ability estimate on the scale with mean 0 and standard deviation 1',
    },
  },
  standardError: {
    type: 'double',
    description: { 'zh-CN': '能力估计的标准误', en: 'Standard error of the ability estimate' },
  },
  enoughEvidence: {
    type: 'bool',
    description: {
      'zh-CN': '作答证据足以确定等级',
      en: 'Whether the answers are enough to name a level',
    },
  },
  competencies: {
    type: 'map<string, CompetencyFacts>',
    description: {
      'zh-CN':
        '各胜任力的结果，按编号取用，如 competencies["civil-code"].theta；含 theta、standardError、level、enoughEvidence。先用 "civil-code" in competencies 判断是否存在',
      en: 'Results per competency by id, as competencies["civil-code"].theta; with theta, standardError, level, enoughEvidence. Ask "civil-code" in competencies first',
    },
  },
  caseState: {
    type: 'string',
    description: {
      'zh-CN': '核查状态：none 无、open 核查中、decided 已决定',
      en: 'Review case: none, open or decided',
    },
  },
  finding: {
    type: 'string',
    description: {
      'zh-CN': `核查结论：${FINDINGS.join('、')}；没有时为空`,
      en: `What auditors found: ${FINDINGS.join(', ')}; empty when there is nothing`,
    },
  },
  flagCount: {
    type: 'int',
    description: {
      'zh-CN': '提示的数量；提示只供人工查看，不是结论',
      en: 'Number of flags; a flag asks a person to look, it is never a verdict',
    },
  },
  post: { type: 'string', description: { 'zh-CN': '岗位编号', en: "Id of the candidate's post" } },
  rank: { type: 'string', description: { 'zh-CN': '职级', en: "The candidate's rank" } },
  examProgram: {
    type: 'string',
    description: { 'zh-CN': '题库项目编号', en: 'Id of the program whose bank was used' },
  },
  simulated: {
    type: 'bool',
    description: { 'zh-CN': '是否为模拟考核', en: 'Whether the exam is a simulation' },
  },
  answeredShare: {
    type: 'double',
    description: { 'zh-CN': '已作答题目的比例，0 到 1', en: 'Share of items answered, 0 to 1' },
  },
}
