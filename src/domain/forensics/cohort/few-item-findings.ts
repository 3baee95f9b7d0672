import { type Finding, say } from '../../bank/finding.ts'

/** Items of one kind that are named; the analysis of the exam has all. */
const NAMED = 3

/** Findings about items, of each kind only the first few and how many more there are. */
export function fewItemFindings(findings: readonly Finding[]): Finding[] {
  const kinds = Map.groupBy(
    findings.filter(({ item }) => item !== null),
    ({ code }) => code,
  )
  const told = [...kinds.values()].flatMap((own) => {
    const more = own.length - NAMED
    const first = own[0]
    if (more <= 0 || !first) return own
    return [...own.slice(0, NAMED), { ...first, item: null, message: others(more) }]
  })
  return [...findings.filter(({ item }) => item === null), ...told]
}

function others(more: number) {
  return say(
    `另有 ${more} 题情况相同；题目分析中列出全部。`,
    `${more} more items are alike; the analysis of items lists all.`,
  )
}
