import { say } from '../bank/finding.ts'
import type { Item } from '../bank/item.ts'
import { parametersOf } from '../measurement/item-parameters.ts'
import { probabilityCorrect } from '../measurement/item-response.ts'
import type { ItemRemark } from './analysis-views.ts'
import type { ItemAnswer } from './analyzed-attempt.ts'

/** Below this nothing is said about an item's quality (METHODS: fewer allow no item flags). */
const FEWEST_FOR_REMARKS = 30
/** METHODS 2: an item-rest correlation below .10 tells too little. */
const LEAST_CORRELATION = 0.1
const NEARLY_EVERYONE = 0.95
const NEARLY_NOBODY = 0.2
/** A wrong option chosen by fewer than this does nothing. */
const IDLE = 0.02
/** Three standard errors: a false alarm in about 400 items. */
const SURE = 3
const Z = 1.959964

const percent = (share: number): string => `${Math.round(100 * share)}%`

/**
 * What people should look at in an item, the weightiest first, each as a sentence that says what
 * was seen and what to check. Said only where chance is an unlikely explanation.
 */
export function remarksOnItem(item: Item, answers: readonly ItemAnswer[]): ItemRemark[] {
  if (answers.length < FEWEST_FOR_REMARKS) return []
  return [
    ...keyRemarks(item, answers),
    ...correlationRemarks(answers),
    ...shareRemarks(answers),
    ...modelRemarks(item, answers),
    ...idleRemarks(item, answers),
  ]
}

/** Mean and its squared error of the rest scores of some candidates. */
function restOf(answers: readonly ItemAnswer[]) {
  const values = answers.flatMap(({ rest }) => (rest === null ? [] : [rest]))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { count: values.length, mean, error: squares / (values.length - 1) / values.length }
}

/** A wrong option that stronger candidates choose, and clearly stronger ones than the key. */
function keyRemarks(item: Item, answers: readonly ItemAnswer[]): ItemRemark[] {
  if (item.type !== 'single-choice') return []
  const right = restOf(answers.filter(({ response }) => response === item.key))
  const suspects = item.options.flatMap(({ id }, index) => {
    if (id === item.key) return []
    const own = answers.filter(({ response }) => response === id)
    const chosen = restOf(own)
    const share = own.length / answers.length
    const others = restOf(answers.filter(({ response }) => response !== id))
    if (chosen.count < 5 || share < 0.05 || !(chosen.mean > others.mean)) return []
    const fewKeys = right.count < 5
    const z = (chosen.mean - right.mean) / Math.sqrt(chosen.error + right.error)
    return fewKeys || z > Z ? [{ place: index + 1, id, share }] : []
  })
  return suspects.map(({ id, share }) => ({
    code: 'wrong-key',
    text: say(
      `选项 ${id} 有 ${percent(share)} 的人选，而且多是成绩好的人；请核对标准答案 ${item.key} 是否正确。`,
      `Option ${id} was chosen by ${percent(share)}, above all by strong candidates: check ` +
        `whether the key ${item.key} is right.`,
    ),
  }))
}

/** Item-rest correlation with its 95 % interval by Fisher's z. */
function correlationOf(answers: readonly ItemAnswer[]) {
  const pairs = answers.flatMap(({ rest, correct }) =>
    rest === null ? [] : [[correct ? 1 : 0, rest] as const],
  )
  const mean = (of: (pair: readonly [number, number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length
  const [x, y] = [mean(([one]) => one), mean(([, other]) => other)]
  const product = mean(([one, other]) => (one - x) * (other - y))
  const scale = Math.sqrt(mean(([one]) => (one - x) ** 2) * mean(([, other]) => (other - y) ** 2))
  if (!(scale > 0)) return null
  const value = product / scale
  const half = Z / Math.sqrt(pairs.length - 3)
  return { value, high: Math.tanh(Math.atanh(Math.max(-0.999, Math.min(0.999, value))) + half) }
}

function correlationRemarks(answers: readonly ItemAnswer[]): ItemRemark[] {
  const correlation = correlationOf(answers)
  if (correlation === null) return []
  if (correlation.high < 0) {
    return [
      {
        code: 'weak-do-better',
        text: say(
          '成绩差的人反而更常答对；请核对标准答案和题干是否有误。',
          'Weak candidates get it right more often than strong ones: check the key and the wording.',
        ),
      },
    ]
  }
  if (correlation.high >= LEAST_CORRELATION) return []
  return [
    {
      code: 'does-not-tell',
      text: say(
        '答对与否同其他题的成绩几乎无关，这道题区分不出水平高低。',
        'Getting it right has almost nothing to do with the rest: it does not tell who is able.',
      ),
    },
  ]
}

function shareRemarks(answers: readonly ItemAnswer[]): ItemRemark[] {
  const share = answers.filter(({ correct }) => correct).length / answers.length
  if (share > NEARLY_EVERYONE) {
    return [
      {
        code: 'nearly-everyone',
        text: say(
          `${percent(share)} 的人答对，这道题几乎不提供信息。`,
          `${percent(share)} got it right: it tells next to nothing.`,
        ),
      },
    ]
  }
  if (share >= NEARLY_NOBODY) return []
  return [
    {
      code: 'nearly-nobody',
      text: say(
        `只有 ${percent(share)} 的人答对；请看它是否太难、有歧义或答案有误。`,
        `Only ${percent(share)} got it right: see whether it is too hard, unclear or wrongly keyed.`,
      ),
    },
  ]
}

/** Right answers against the sum the model expects at the candidates' abilities. */
function modelRemarks(item: Item, answers: readonly ItemAnswer[]): ItemRemark[] {
  const { values } = parametersOf(item)
  const chances = answers.map(({ theta }) => probabilityCorrect(theta, values))
  const expected = chances.reduce((sum, p) => sum + p, 0)
  const deviation = Math.sqrt(chances.reduce((sum, p) => sum + p * (1 - p), 0))
  const right = answers.filter(({ correct }) => correct).length
  const z = (right - expected) / deviation
  if (!(Math.abs(z) > SURE)) return []
  const [seen, thought] = [right, expected].map((sum) => percent(sum / answers.length))
  return z < 0
    ? [
        {
          code: 'harder-than-thought',
          text: say(
            `比题库设想的难：${seen} 的人答对，预计 ${thought}。`,
            `Harder than the bank thought: ${seen} right, ${thought} expected.`,
          ),
        },
      ]
    : [
        {
          code: 'easier-than-thought',
          text: say(
            `比题库设想的容易：${seen} 的人答对，预计 ${thought}；也可能题目已经流传。`,
            `Easier than the bank thought: ${seen} right, ${thought} expected. It may also be known.`,
          ),
        },
      ]
}

function idleRemarks(item: Item, answers: readonly ItemAnswer[]): ItemRemark[] {
  if (item.type !== 'single-choice' || answers.length < 2 / IDLE) return []
  const idle = item.options
    .filter(({ id }) => id !== item.key)
    .filter(
      ({ id }) => answers.filter(({ response }) => response === id).length < IDLE * answers.length,
    )
    .map(({ id }) => id)
  if (idle.length === 0) return []
  return [
    {
      code: 'idle-option',
      text: say(
        `选项 ${idle.join('、')} 几乎没有人选，可以换成更像样的干扰项。`,
        `Hardly anybody chose ${idle.join(', ')}: a more plausible wrong answer would do more.`,
      ),
    },
  ]
}
