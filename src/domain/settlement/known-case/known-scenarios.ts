import type { Truth } from '../../review/case-source.ts'

/** How the made-up candidate of a known case works; see `playKnownAttempt`. */
export const SCENARIOS = {
  plain: 'clean',
  interrupted: 'clean',
  'phone-call': 'clean',
  'slow-network': 'clean',
  'fast-and-able': 'clean',
  'looked-up': 'misconduct',
  foreknown: 'misconduct',
  'somebody-else': 'misconduct',
} as const satisfies Readonly<Record<string, Truth>>
export type Scenario = keyof typeof SCENARIOS

/** What a candidate of a scenario may say of it; liars explain as often as others do. */
export const STATEMENTS: Readonly<Record<Scenario, readonly string[]>> = {
  plain: [],
  interrupted: ['考试时有群众来窗口办事，我几次离开页面去接待。'],
  'phone-call': ['中途接到单位电话，离开了几分钟，回来后继续答题。'],
  'slow-network': ['办公室网络很不稳定，页面多次提示断线。'],
  'fast-and-able': ['这些内容是我每天的业务，看一眼就知道答案。'],
  'looked-up': ['考试时有群众来窗口办事，我几次离开页面去接待。', '网络不好，页面自己切走了。'],
  foreknown: ['这些内容是我每天的业务，看一眼就知道答案。'],
  'somebody-else': ['中途电脑死机，换了一台电脑继续答。'],
}

/** Shares of what an auditor meets: as much of it clean as not, so that both can be measured. */
export function scenarioOf(chance: number): Scenario {
  const of = (truth: Truth) =>
    (Object.keys(SCENARIOS) as Scenario[]).filter((name) => SCENARIOS[name] === truth)
  const isClean = chance < 0.5
  const names = of(isClean ? 'clean' : 'misconduct')
  const within = isClean ? 2 * chance : 2 * chance - 1
  return names[Math.floor(within * names.length)] as Scenario
}
