import { say } from '../bank/finding.ts'
import type { AttemptRecord, ItemRecord } from './attempt-record.ts'
import type { Flag } from './flag.ts'
import type { Indicator } from './indicator.ts'
import { chanceAt, contrastCells, scoreContrast } from './times/score-contrast.ts'

/** Standard normal deviate from which somebody should look. */
const FLAG_AT_Z = 2.3263
/** Shorter absences leave no time to find anything. */
const SHORTEST_SECONDS = 5
/** Fewer right answers after absences are no pattern. */
const FEWEST_RIGHT = 3
const FEWEST_ITEMS = 10

/** At least the upper 95 % bounds measured in test/domain/forensics/look-up.test.ts. */
const FALSE_FLAG_RATE = 0.012

const LINES = 10
const ID = 'look-up'
const NAME = say('离开页面后答对难题', 'Right on hard items after leaving the page')
const BASIS = say(
  '以诚实作答的模拟测得，各 10,000 次：三分之一的题被打断，或主要打断难题，题目难度带误差，均与答对与否无关，标记率约 0.9 %；平均每次作答仅一次打断时几乎为零。',
  'Measured on 10,000 simulated honest attempts each: a third of the items interrupted, or hard ones above all, difficulties known with error, unrelated to being right: about 0.9 % flagged; next to none with one interruption an attempt.',
)
const INNOCENT: Flag['innocentExplanations'] = [
  say(
    '考生遇到难题时起身、喝水或闭目思考，屏幕因此锁定。',
    'The candidate paused over hard items, and the screen locked meanwhile.',
  ),
  say(
    '题目附件、计算器或词典须在另一窗口打开，且考试允许。',
    'An attachment, calculator or dictionary that is allowed opens in another window.',
  ),
  say('离开与答对只是碰巧同时发生。', 'The absences and the right answers coincided by chance.'),
]

interface Seen {
  readonly item: ItemRecord
  readonly awaySeconds: number
  /** P(right | theta). */
  readonly chance: number
  readonly slope: number
}

/** Answered items with the time away that counts; those whose journal was not read are left out. */
function seenItems({ items, theta }: AttemptRecord): Seen[] {
  return items.flatMap((item) => {
    if (item.correct === null || item.absence === undefined) return []
    const { discrimination, difficulty, guessing } = item.parameters
    const { chance, slope } = chanceAt(theta, {
      model: 'logistic',
      discrimination,
      locations: [difficulty],
      guessing,
    })
    return [{ item, awaySeconds: item.absence.awayMs / 1000, chance, slope }]
  })
}

function wasAway({ awaySeconds }: Seen): boolean {
  return awaySeconds >= SHORTEST_SECONDS
}

function contrastOf(seen: readonly Seen[]): number | null {
  const cells = contrastCells(seen.length)
  cells.count = seen.length
  seen.forEach((own, at) => {
    cells.chances[at] = own.chance
    cells.slopes[at] = own.slope
    cells.weights[at] = wasAway(own) ? 1 - own.chance : 0
    cells.right[at] = own.item.correct ? 1 : 0
  })
  return scoreContrast(cells)
}

function itemLine({ item, awaySeconds, chance }: Seen): Flag['evidence'][number] {
  const [seconds, percent] = [awaySeconds.toFixed(0), Math.round(100 * chance)]
  return {
    itemId: item.itemId,
    text: say(
      `第 ${item.position} 题：显示期间离开 ${seconds} 秒，随后答对；按其能力答对概率 ${percent} %`,
      `item ${item.position}: ${seconds} s away while it was in view, then right; ability gives it a chance of ${percent} %`,
    ),
  }
}

function examine(record: AttemptRecord): Flag | null {
  // Screen readers, magnifiers and input methods hide pages as a matter of course.
  if (record.accommodated) return null
  const seen = seenItems(record)
  const left = seen.filter(wasAway)
  const right = left.filter(({ item }) => item.correct)
  if (seen.length < FEWEST_ITEMS || right.length < FEWEST_RIGHT) return null
  const z = contrastOf(seen)
  if (z === null || z < FLAG_AT_Z) return null
  const expected = left.reduce((sum, { chance }) => sum + chance, 0).toFixed(1)
  return {
    indicator: ID,
    family: 'behavior',
    name: NAME,
    summary: say(
      `在显示期间离开过页面的 ${left.length} 题中答对 ${right.length} 题，按其能力约可对 ${expected} 题；与独立作答在统计上不一致。`,
      `${right.length} of the ${left.length} items during which the page was left were right, ability gives about ${expected}: statistically inconsistent with independent work.`,
    ),
    statistic: z,
    threshold: FLAG_AT_Z,
    // The normal tail of a few items is a yardstick, not a probability.
    p: null,
    falseFlagRate: { value: FALSE_FLAG_RATE, basis: BASIS },
    weight: 0.5,
    evidence: right
      .toSorted((one, other) => one.chance - other.chance)
      .slice(0, LINES)
      .map(itemLine),
    innocentExplanations: [...INNOCENT],
  }
}

/**
 * Whether leaving the page pays, in one attempt: answers to items during which the page was hidden
 * for at least 5 s (innocent shapes left out) against what ability expects, hard items counting
 * most; see `scoreContrast`. `awayPays` counts all items alike and looks at times; this one asks
 * about hard items. Assumes item parameters. At least ten answered items and three right answers
 * after an absence.
 */
export const lookUp: Indicator = {
  id: ID,
  family: 'behavior',
  name: NAME,
  source:
    'C(alpha) test (Neyman 1959) of score residuals on absences while an item was in view, ' +
    'corrected for estimated ability as in Snijders (2001), brought to a normal deviate by its ' +
    'third moment (Wilson & Hilferty 1931).',
  examine,
}
