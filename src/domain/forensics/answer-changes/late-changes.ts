import { say } from '../../bank/finding.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import type { Flag } from '../flag.ts'

const WINDOW_SECONDS = 120
/** Fewer changes close to each other are no burst. */
const FEWEST_IN_BURST = 3
const LATE_SHARE = 0.9

interface Burst {
  readonly count: number
  readonly fromSeconds: number
  readonly toSeconds: number
}

/**
 * When a person's wrong-to-right changes were made: the densest two minutes (a scan statistic,
 * Naus 1965) and the changes of items during which the page was out of sight. No probability is
 * given: a review at the end is honest work and makes bursts as well. Nothing where moments were
 * not recorded or there is no burst.
 */
export function lateChanges(cohort: PreparedCohort, person: number): Flag['evidence'] {
  const turned = turnedRight(cohort, person)
  const moments = turned.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]))
  const burst = densestBurst(moments.sort((one, other) => one - other))
  const away = turned.filter(({ item }) => (cohort.away?.[person]?.[item] ?? 0) > 0).length
  const lines: Flag['evidence'] = []
  if (burst !== null) lines.push(burstLine(burst, moments.length, isLate(cohort, person, burst)))
  if (away > 0) {
    lines.push({
      itemId: null,
      text: say(
        `由错变对的 ${turned.length} 处改动中，有 ${away} 处所在的题目期间页面曾不可见`,
        `${away} of the ${turned.length} changes from wrong to right were on items during which the page was out of sight`,
      ),
    })
  }
  return lines
}

function turnedRight({ changes, scores, items }: PreparedCohort, person: number) {
  return (changes ?? []).filter(
    ({ person: own, item, from, to }) =>
      own === person &&
      from === 0 &&
      (to ?? 0) > 0 &&
      (scores[person * items.length + item] as number) > 0,
  )
}

/** Of ascending moments. */
function densestBurst(moments: readonly number[]): Burst | null {
  let best: Burst | null = null
  let first = 0
  moments.forEach((toSeconds, last) => {
    while (toSeconds - (moments[first] as number) > WINDOW_SECONDS) first += 1
    const count = last - first + 1
    if (count < FEWEST_IN_BURST || count <= (best?.count ?? 0)) return
    best = { count, fromSeconds: moments[first] as number, toSeconds }
  })
  return best
}

/** Whether it began in the last tenth of the time that answers took. */
function isLate({ times }: PreparedCohort, person: number, { fromSeconds }: Burst): boolean {
  let taken = 0
  for (const seconds of times?.[person] ?? []) if (!Number.isNaN(seconds)) taken += seconds
  return taken > 0 && fromSeconds >= LATE_SHARE * taken
}

function burstLine(
  { count, fromSeconds, toSeconds }: Burst,
  total: number,
  late: boolean,
): Flag['evidence'][number] {
  const [from, to] = [clock(fromSeconds), clock(toSeconds)]
  return {
    itemId: null,
    text: say(
      `由错变对的 ${total} 处改动中有 ${count} 处集中在作答计时 ${from} 至 ${to} 之间${late ? '，即作答时间的最后十分之一' : ''}（临近结束的复查也会如此）`,
      `${count} of ${total} changes from wrong to right were made between ${from} and ${to} of working time${late ? ', in the last tenth of the time answers took' : ''} (a review before the end looks alike)`,
    ),
  }
}

function clock(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
