import { type Finding, say } from '../../bank/finding.ts'
import { FEWEST_FOR_COHORT_NULL } from './heavy-tail-null.ts'

function note(code: string, message: Finding['message']): Finding {
  return { pointer: '', item: null, severity: 'note', code, message }
}

/** Why times say nothing: none were recorded. */
export const NO_TIMES: Finding = note(
  'no-times',
  say(
    '没有作答时间，无法分析时间。',
    'No response times were recorded, so they cannot be looked at.',
  ),
)

/** Why looking up cannot be told: scores have no item parameters. */
export const NO_PARAMETERS: Finding = note(
  'no-item-parameters',
  say(
    '没有题目参数，无法判断哪些题本应答错。',
    'There are no item parameters, so nobody can say which items a person should have missed.',
  ),
)

/** Why nobody was tested although there are times. */
export function tooFewTimed(known: number, fewestItems: number): Finding {
  return note(
    'too-few-timed-persons',
    say(
      `只有 ${known} 人有至少 ${fewestItems} 题的可用记录；少于 ${FEWEST_FOR_COHORT_NULL} 人或彼此毫无差异时无法得知何为常态。`,
      `Only ${known} persons have usable records on at least ${fewestItems} items; below ${FEWEST_FOR_COHORT_NULL}, or without any spread, what is usual cannot be known.`,
    ),
  )
}

/** What weakens tests in a small cohort. */
export function smallCohort(known: number): Finding[] {
  if (known >= SMALL_BELOW) return []
  return [
    note(
      'small-cohort',
      say(
        `仅 ${known} 人：p 值按尾部可能较重计算，因此较难达到显著。`,
        `Only ${known} persons: p values allow for heavy tails, so that few can become small.`,
      ),
    ),
  ]
}

/** From here on the data say more of the tail than what was assumed before. */
const SMALL_BELOW = 200
