import { type Finding, say } from '../../bank/finding.ts'
import { benjaminiHochberg } from '../../benjamini-hochberg.ts'
import { type Random, seededRandom } from '../../random.ts'
import type { LocalizedText } from '../../text.ts'
import { byDigest } from '../cohort/by-digest.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import { oncePerCohort } from '../cohort/once-per-cohort.ts'
import { cellResiduals } from './cell-residuals.ts'
import { crossFittedShifts } from './cross-fitted-shifts.ts'
import { type EasinessDrop, easinessDrops } from './easiness-drops.ts'
import type { ItemShift } from './item-shifts.ts'
import { upperTail } from './signed-likelihood-ratio.ts'

/** False discovery rate over the items. */
const FLAG_AT_Q = 0.05
/** Below, no minority can be told from chance. */
const FEWEST_PERSONS = 100
const FEWEST_ITEMS = 10
/** Easier and faster must not contradict each other: one-sided 5 %. */
const CONTRADICTS_AT = -1.645

/** What the answers and times of a cohort say of one item. */
export interface LeakedItem {
  readonly item: number
  /** z of those who do better on the other items that look leaked; null where not testable. */
  readonly statistic: number | null
  readonly p: number | null
  readonly q: number | null
  readonly flagged: boolean
  /** Standard deviations by which they did better than persons of like ability. */
  readonly easinessShift: number | null
  /** Their time as a share of that of persons of like speed; null without times. */
  readonly timeFactor: number | null
  /** Easier by how much on the scale of theta than the parameters given; null without any. */
  readonly drop: number | null
  readonly evidence: LocalizedText | null
}

export interface LeakList {
  /** By column. */
  readonly items: readonly LeakedItem[]
  readonly findings: readonly Finding[]
}

/**
 * Items that became easy and fast. Within the cohort: a minority is looked for that is better and
 * faster on some items than on the others (`findKnowingClass`); each item is then tested on those
 * who stand out on the other items, with everything found on other persons (`itemShifts`).
 * Ability and speed are estimated once more without the items found, so that knowing many items
 * does not pass for ability. Against parameters that were given: `easinessDrops`; the smaller p of
 * the two counts, doubled. Flagged at a false discovery rate of 5 % (Benjamini & Hochberg 1995).
 * Assumes that honest strength in an area is spread alike in both directions. Smallest sample: 100
 * persons and 10 items with parameters. Development over time within the exam window is not
 * looked at: a cohort does not say when persons sat. `rows` restricts the persons used.
 */
export function leakList(
  cohort: PreparedCohort,
  { random = seededRandom('leak list'), rows = byDigest(cohort.persons) }: LeakListOptions = {},
): LeakList {
  const drops = easinessDrops(cohort, rows)
  const refusal = refusalOf(cohort, rows)
  const shifts = refusal ? null : shiftsOf(cohort, rows, random)
  const places = cohort.items.map((_, item) => ({
    shift: shifts?.[item] ?? null,
    drop: drops?.[item] ?? null,
  }))
  const ps = places.map(probabilityOf)
  const qs = benjaminiHochberg(ps)
  const items = places.map(({ shift, drop }, item) => {
    const [p, q] = [ps[item] ?? null, qs[item] ?? null]
    const timeFactor = timeFactorOf(cohort, item, shift)
    return {
      item,
      statistic: shift?.z ?? drop?.z ?? null,
      p,
      q,
      flagged: q !== null && q <= FLAG_AT_Q,
      easinessShift: shift?.easy ?? null,
      timeFactor,
      drop: drop?.shift ?? null,
      evidence: evidenceOf(shift, drop, timeFactor),
    }
  })
  return { items, findings: [...(refusal ? [refusal] : []), ...notesOf(cohort, items)] }
}

export interface LeakListOptions {
  /** Divides persons for cross-fitting. */
  readonly random?: Random
  /** In an order that does not depend on the one persons come in. */
  readonly rows?: Int32Array
}

const residualsOfAll = oncePerCohort((cohort) => cellResiduals(cohort, new Set()))

function shiftsOf(cohort: PreparedCohort, rows: Int32Array, random: Random) {
  const itemCount = cohort.items.length
  const residuals = residualsOfAll(cohort)
  const first = residuals && crossFittedShifts(residuals, rows, { itemCount, random })
  if (!first) return null
  const qs = benjaminiHochberg(first.map((shift) => probabilityOf({ shift, drop: null })))
  const found = new Set(qs.flatMap((q, item) => (q !== null && q <= FLAG_AT_Q ? [item] : [])))
  // With fewer left, ability and speed would be little but chance.
  if (found.size === 0 || itemCount - found.size < FEWEST_ITEMS) return first
  const purified = cellResiduals(cohort, found)
  return purified && crossFittedShifts(purified, rows, { itemCount, random })
}

function probabilityOf({
  shift,
  drop,
}: {
  readonly shift: ItemShift | null
  readonly drop: EasinessDrop | null
}): number | null {
  const within = shift && (contradicts(shift) ? 1 : upperTail(shift.z))
  if (within === null || drop === null) return within ?? drop?.p ?? null
  return Math.min(1, 2 * Math.min(within, drop.p))
}

/** Fast but wrong is guessing, right but slow is looking up; neither is knowing. */
function contradicts({ easy, fast, persons }: ItemShift): boolean {
  return Math.min(easy, fast ?? easy) * Math.sqrt(persons) < CONTRADICTS_AT
}

function timeFactorOf({ timeFit }: PreparedCohort, item: number, shift: ItemShift | null) {
  const own = timeFit?.items[item]
  if (!own || !shift || shift.fast === null) return null
  return Math.exp(-shift.fast / own.timeDiscrimination)
}

function evidenceOf(
  shift: ItemShift | null,
  drop: EasinessDrop | null,
  timeFactor: number | null,
): LocalizedText | null {
  const parts: LocalizedText[] = []
  if (shift) {
    const [count, better] = [shift.persons, shift.easy.toFixed(2)]
    parts.push(
      say(
        `在其他可疑题上表现突出的 ${count} 人，本题得分比同等能力者高 ${better} 个标准差`,
        `the ${count} persons who stand out on the other suspect items did ${better} SD better here than persons of like ability`,
      ),
    )
  }
  if (timeFactor !== null) {
    const share = Math.round(100 * timeFactor)
    parts.push(
      say(`用时约为同等速度者的 ${share} %`, `in about ${share} % of the time of like persons`),
    )
  }
  if (drop) {
    const shifted = drop.shift.toFixed(2)
    parts.push(
      say(
        `与题库参数相比易了 ${shifted}（能力量尺），z = ${drop.z.toFixed(2)}`,
        `easier by ${shifted} on the ability scale than the bank says, z = ${drop.z.toFixed(2)}`,
      ),
    )
  }
  if (parts.length === 0) return null
  return say(parts.map((part) => part['zh-CN']).join('；'), parts.map(({ en }) => en).join('; '))
}

function refusalOf({ items, abilities }: PreparedCohort, rows: Int32Array): Finding | null {
  if (abilities && rows.length >= FEWEST_PERSONS && items.length >= FEWEST_ITEMS) return null
  return {
    pointer: '',
    item: null,
    severity: 'note',
    code: 'leak-list-too-small',
    message: say(
      `未查找泄露题：至少需要 ${FEWEST_PERSONS} 人、${FEWEST_ITEMS} 题及题目参数（现有 ${rows.length} 人、${items.length} 题）。`,
      `Leaked items were not looked for: that takes at least ${FEWEST_PERSONS} persons, ${FEWEST_ITEMS} items and item parameters (here ${rows.length} persons, ${items.length} items).`,
    ),
  }
}

function notesOf({ times, abilities }: PreparedCohort, items: readonly LeakedItem[]): Finding[] {
  const findings: Finding[] = []
  const note = (code: string, message: LocalizedText) =>
    findings.push({ pointer: '', item: null, severity: 'note', code, message })
  if (abilities && !times) {
    note(
      'leak-list-without-times',
      say(
        '没有作答时间，泄露题只凭得分判断，把握明显较小。',
        'No response times: leaked items were looked for by scores alone, which finds much less.',
      ),
    )
  }
  if (items.some(({ flagged }) => flagged)) {
    note(
      'leak-list-areas',
      say(
        '请核对可疑题是否恰好属于同一胜任力、同一教材或同一次培训：这也可能是正当的共同原因；题目分组不在数据中，未作检查。',
        'Check whether the suspect items share a competency, a textbook or a training: that may be a legitimate common cause. Groups of items are not in the data and were not looked at.',
      ),
    )
  }
  return findings
}
