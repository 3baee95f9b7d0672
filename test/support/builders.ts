import fc from 'fast-check'
import type { Blueprint } from '../../src/domain/assembly/blueprint.ts'
import type { Form } from '../../src/domain/assembly/form.ts'
import type { Bank, Competency } from '../../src/domain/bank/bank.ts'
import { COGNITIVE_LEVELS, type CognitiveLevel, type Item } from '../../src/domain/bank/item.ts'
import type { ItemType } from '../../src/domain/bank/item-type.ts'
import type { PolicyFacts } from '../../src/domain/policy/facts.ts'
import type { PolicyDocument, PolicyRule } from '../../src/domain/policy/policy.ts'
import type { LocalizedText } from '../../src/domain/text.ts'

/** A text in both languages. */
export function aText(zh: string, en: string): LocalizedText {
  return { 'zh-CN': zh, en }
}

const common = {
  id: 'I-1',
  competency: 'rules',
  level: 'know' as CognitiveLevel,
  posts: [],
  rationale: aText('条文如此规定。', 'The provision says so.'),
  source: {
    title: aText('某法', 'Some act'),
    provision: aText('第一条', 'Article 1'),
    checkedOn: '2026-01-31',
  },
  enemies: [],
}

function options(count: number): { id: string; text: LocalizedText }[] {
  return Array.from({ length: count }, (_, index) => ({
    id: 'ABCDEFGHIJ'.charAt(index),
    text: aText(`选项${'甲乙丙丁戊己庚辛壬癸'.charAt(index)}`, `Choice ${index + 1}`),
  }))
}

const DEFAULTS: Readonly<Record<ItemType, Readonly<Record<string, unknown>>>> = {
  'single-choice': { options: options(4), key: 'A' },
  'multiple-choice': { options: options(4), key: ['A', 'C'] },
  'true-false': { key: true },
  numeric: { unit: aText('天', 'days'), key: { value: 15, tolerance: 0 } },
  'short-text': { key: { accepted: ['村民会议', "villagers' meeting"] } },
  ordering: { options: options(4), key: ['A', 'B', 'C', 'D'] },
  matching: { prompts: options(3), options: options(4), key: { A: 'B', B: 'C', C: 'A' } },
}

/** A small valid item; single choice with key A of four options unless told otherwise. */
export function anItem(overrides: Readonly<Partial<Item>> = {}): Item {
  const type = overrides.type ?? 'single-choice'
  const id = overrides.id ?? common.id
  const stem = aText(`题目「${id}」怎样办理才对？`, `Which way of handling ${id} is right?`)
  return { ...common, ...DEFAULTS[type], stem, type, ...overrides } as Item
}

/** A competency with texts made of its id. */
export function aCompetency(id: string): Competency {
  return { id, name: aText(`能力${id}`, `Name of ${id}`), description: aText('说明', 'About it') }
}

/** Items of one cell, numbered: `itemsOf('rules', 'know', 3)` gives rules-know-1 to -3. */
export function itemsOf(
  competency: string,
  level: CognitiveLevel,
  count: number,
  overrides: Readonly<Partial<Item>> = {},
): Item[] {
  return Array.from({ length: count }, (_, index) =>
    anItem({ id: `${competency}-${level}-${index + 1}`, competency, level, ...overrides }),
  )
}

/** A valid bank; its competencies, and the one post that needs them all, follow from its items. */
export function aBank(overrides: Readonly<Partial<Bank>> = {}): Bank {
  const items = overrides.items ?? itemsOf('rules', 'know', 12)
  const competencies = [...new Set(items.map(({ competency }) => competency))].map(aCompetency)
  const profile = Object.fromEntries(competencies.map(({ id }) => [id, 1]))
  return {
    format: 'probity-bank/1',
    program: 'sample',
    title: aText('样例题库', 'Sample bank'),
    description: aText('供测试用', 'For tests'),
    competencies,
    posts: [{ id: 'clerk', name: aText('办事员', 'Clerk'), profile }],
    stimuli: [],
    ...overrides,
    items,
  }
}

/** A blueprint of six items of `aBank()` unless told otherwise. */
export function aBlueprint(overrides: Readonly<Partial<Blueprint>> = {}): Blueprint {
  return {
    format: 'probity-blueprint/1',
    title: aText('样例考核', 'Sample exam'),
    post: null,
    cells: [{ competency: 'rules', level: 'know', itemCount: 6 }],
    timeLimitSeconds: 3600,
    levels: [
      { id: 'below', name: aText('未达标', 'Below'), cut: null },
      { id: 'qualified', name: aText('合格', 'Qualified'), cut: 0 },
      { id: 'proficient', name: aText('熟练', 'Proficient'), cut: 1 },
    ],
    passingLevel: 'qualified',
    tolerance: { expectedScore: 0.5, informationShare: 0.2, timeShare: 0.2 },
    ...overrides,
  }
}

/** Facts of a sure pass with nothing against it unless told otherwise. */
export function somePolicyFacts(overrides: Readonly<Partial<PolicyFacts>> = {}): PolicyFacts {
  return {
    level: 'qualified',
    levelProbability: 0.9,
    passed: true,
    passProbability: 0.95,
    theta: 0.8,
    standardError: 0.3,
    enoughEvidence: true,
    competencies: {
      rules: { theta: 0.8, standardError: 0.4, level: 'qualified', enoughEvidence: true },
    },
    caseState: 'none',
    finding: '',
    flagCount: 0,
    post: 'clerk',
    rank: 'staff',
    examProgram: 'sample',
    simulated: false,
    answeredShare: 1,
    ...overrides,
  }
}

/** A rule that always grants a certificate unless told otherwise. */
export function aRule(overrides: Readonly<Partial<PolicyRule>> = {}): PolicyRule {
  const effect = overrides.effect ?? 'grant'
  return {
    id: 'rule',
    title: aText('规则', 'Rule'),
    when: 'true',
    effect,
    reason: aText('理由', 'Reason'),
    ...(effect === 'grant' ? { award: { kind: 'certificate' as const } } : {}),
    ...overrides,
  }
}

/** A policy with one granting rule unless told otherwise. */
export function aPolicy(overrides: Readonly<Partial<PolicyDocument>> = {}): PolicyDocument {
  return {
    format: 'probity-policy/1',
    id: 'sample',
    title: aText('样例规则', 'Sample policy'),
    rules: [aRule()],
    examples: [],
    ...overrides,
  }
}

/** The item ids of a form, in form order. */
export function itemIdsOf(form: Form): string[] {
  return form.items.map(({ item }) => item)
}

/** A generated bank with items of all types, stimuli and enemies, and a blueprint it can fill. */
export interface Planned {
  readonly bank: Bank
  readonly blueprint: Blueprint
}

const ALL_TYPES = Object.keys(DEFAULTS) as ItemType[]

/** Generated item: type, option count, parameters, stimulus; made valid by `anItem`. */
function generatedItem(id: string, cell: { competency: string; level: CognitiveLevel }) {
  return fc
    .record({
      type: fc.constantFrom(...ALL_TYPES),
      difficulty: fc.double({ min: -2, max: 2, noNaN: true }),
      discrimination: fc.double({ min: 0.6, max: 1.8, noNaN: true }),
      stimulus: fc.option(fc.constantFrom('S1', 'S2', 'S3'), { nil: null, freq: 3 }),
      hasParameters: fc.boolean(),
    })
    .map(({ type, difficulty, discrimination, stimulus, hasParameters }) =>
      anItem({
        id,
        ...cell,
        type,
        ...(stimulus === null ? {} : { stimulus }),
        ...(hasParameters
          ? {
              parameters: {
                values: { discrimination, difficulty, guessing: 0.2 },
                provenance: 'expert-judgement' as const,
                note: 'generated',
              },
            }
          : {}),
      }),
    )
}

/** Banks with 1 to 4 cells; `enemyShare` of the items get an enemy in their own cell. */
export function generatedPlans(enemyShare = 0.2): fc.Arbitrary<Planned> {
  const cell = fc.record({
    competency: fc.constantFrom('rules', 'people', 'money'),
    level: fc.constantFrom(...COGNITIVE_LEVELS),
    itemCount: fc.integer({ min: 1, max: 6 }),
    spare: fc.integer({ min: 6, max: 14 }),
  })
  const cells = fc.uniqueArray(cell, {
    minLength: 1,
    maxLength: 4,
    selector: ({ competency, level }) => `${competency}/${level}`,
  })
  return cells.chain((chosen) => {
    const groups = chosen.map(({ competency, level, itemCount, spare }) =>
      fc.tuple(
        ...Array.from({ length: itemCount + spare }, (_, index) =>
          generatedItem(`${competency}-${level}-${index + 1}`, { competency, level }),
        ),
      ),
    )
    return fc
      .tuple(fc.tuple(...groups), fc.integer({ min: 0, max: 1_000_000 }))
      .map(([items, turn]) => {
        const withEnemies = items.flatMap((group) => pairUp(group, enemyShare, turn))
        const blueprint = aBlueprint({
          cells: chosen.map(({ competency, level, itemCount }) => ({
            competency,
            level,
            itemCount,
          })),
        })
        return { bank: aBank({ items: withEnemies, stimuli: sampleStimuli() }), blueprint }
      })
  })
}

/** Makes neighbours enemies, starting somewhere; at most five pairs, so that enough is left. */
function pairUp(items: readonly Item[], share: number, turn: number): Item[] {
  const pairs = Math.min(5, Math.floor((items.length * share) / 2))
  const paired = items.map((item) => ({ ...item }))
  for (let pair = 0; pair < pairs; pair += 1) {
    const left = paired[(turn + 2 * pair) % items.length]
    const right = paired[(turn + 2 * pair + 1) % items.length]
    if (!left || !right || left === right) continue
    left.enemies = [...left.enemies, right.id]
    right.enemies = [...right.enemies, left.id]
  }
  return paired
}

function sampleStimuli(): Bank['stimuli'] {
  return ['S1', 'S2', 'S3'].map((id) => ({
    id,
    title: aText(`材料${id.at(-1)}`, `Text ${id.at(-1)}`),
    text: aText('某村有村民三百人。'.repeat(4), 'A village has three hundred villagers. '),
  }))
}
