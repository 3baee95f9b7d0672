import { say } from '../finding.ts'
import type { ForeignFinding } from './foreign-bank.ts'
import { trimmedTextOf } from './qti-text.ts'
import { childrenOf, descendantsOf, rawTextOf, type XmlElement } from './xml.ts'

/** Takes what there is to tell; the file is known to whoever made it. */
export type Tell = (
  finding: Pick<ForeignFinding, 'severity' | 'code' | 'message' | 'pointer'>,
) => void

/** One entry of a mapping: a response and what it is worth. */
interface Mapped {
  readonly key: string
  readonly worth: number
}

/** What an item declares about one response. */
export interface QtiResponse {
  readonly cardinality: string
  readonly baseType: string
  /** Values as they stand, in order. */
  readonly correct: readonly string[]
  readonly mapped: readonly Mapped[]
  readonly pointer: string
}

/** The declaration of a response; null where the item has none of that identifier. */
export function findResponse(item: XmlElement, identifier: string | undefined): QtiResponse | null {
  const declaration = childrenOf(item, 'responseDeclaration').find(
    ({ attributes }) => attributes['identifier'] === identifier,
  )
  if (!declaration) return null
  const { cardinality = 'single', baseType = 'identifier' } = declaration.attributes
  const correct = childrenOf(declaration, 'correctResponse')
    .flatMap((element) => childrenOf(element, 'value'))
    .map(baseType === 'string' ? rawTextOf : trimmedTextOf)
  const mapped = childrenOf(declaration, 'mapping')
    .flatMap((element) => childrenOf(element, 'mapEntry'))
    .map(({ attributes }) => ({
      key: attributes['mapKey'] ?? '',
      worth: Number(attributes['mappedValue']),
    }))
  return { cardinality, baseType, correct, mapped, pointer: declaration.pointer }
}

/**
 * The responses that are right: those declared correct, else those the mapping gives points for.
 * Points that differ are told, since every item here is right or wrong.
 */
export function rightResponses(response: QtiResponse, tell: Tell): readonly string[] {
  const { correct, mapped, pointer } = response
  const worthy = mapped.filter(({ worth }) => worth > 0)
  const most = Math.max(...worthy.map(({ worth }) => worth))
  const isPartial =
    worthy.some(({ worth }) => worth < most) || mapped.some(({ worth }) => worth < 0)
  const addsUp = response.cardinality === 'multiple' && worthy.length > 1
  if (isPartial || addsUp) {
    tell({
      severity: 'lossy',
      code: 'qti-partial-credit',
      pointer,
      message: say(
        '映射表给部分得分；此处每题只有对错，部分得分不保留',
        'the mapping gives partial credit; here an item is right or wrong, so that is dropped',
      ),
    })
  }
  if (correct.length > 0) return correct
  if (response.cardinality === 'multiple') return worthy.map(({ key }) => key)
  return worthy.filter(({ worth }) => worth === most).map(({ key }) => key)
}

/** Elements of response processing that come to the same as comparing with the key. */
const PLAIN_PROCESSING = new Set(
  `responseCondition responseIf responseElse match isNull not variable correct setOutcomeValue
  baseValue equal stringMatch mapResponse and`.split(/\s+/u),
)

/** Tells of response processing that does more than compare with the key. */
export function tellCustomScoring(item: XmlElement, tell: Tell): void {
  for (const processing of childrenOf(item, 'responseProcessing')) {
    const unread = descendantsOf(processing).filter(({ name }) => !PLAIN_PROCESSING.has(name))
    if (unread.length === 0) continue
    const names = [...new Set(unread.map(({ name }) => name))].join(', ')
    tell({
      severity: 'lossy',
      code: 'qti-custom-scoring',
      pointer: processing.pointer,
      message: say(
        `自定评分规则（${names}）不导入；以声明的正确答案为准`,
        `custom scoring (${names}) is not imported; the declared correct response is the key`,
      ),
    })
  }
}

/**
 * How far from the key a number may be, by `equal` in response processing (QTI 2.2 information
 * model, 7.6: absolute is key ± t, relative is key ± key · t / 100). Where the two sides differ
 * the smaller counts, and that is told.
 */
export function readTolerance(item: XmlElement, value: number, tell: Tell): number {
  const equals = childrenOf(item, 'responseProcessing')
    .flatMap(descendantsOf)
    .filter(({ name }) => name === 'equal')
  const toleranceOf = (equal: XmlElement) => equal.attributes['tolerance']
  const equal = equals.find((element) => toleranceOf(element) !== undefined)
  const mode = equal?.attributes['toleranceMode'] ?? 'exact'
  if (!equal || mode === 'exact') {
    if (equals.length === 0) tellNoTolerance(item, tell)
    return 0
  }
  const sides = (toleranceOf(equal) ?? '').trim().split(/\s+/u).map(Number)
  const scale = mode === 'relative' ? Math.abs(value) / 100 : 1
  const smallest = Math.min(...sides)
  if (!Number.isFinite(smallest) || smallest < 0) {
    tell({
      severity: 'lossy',
      code: 'qti-tolerance',
      pointer: equal.pointer,
      message: say('误差范围不是数，按 0 处理', 'the tolerance is no number, 0 is used'),
    })
    return 0
  }
  if (sides.some((side) => side !== smallest)) {
    tell({
      severity: 'lossy',
      code: 'qti-tolerance',
      pointer: equal.pointer,
      message: say(
        '上下误差不同，两边都按较小的一边处理',
        'the tolerance differs between the sides; the smaller is used for both',
      ),
    })
  }
  return smallest * scale
}

function tellNoTolerance(item: XmlElement, tell: Tell): void {
  tell({
    severity: 'note',
    code: 'qti-no-tolerance',
    pointer: item.pointer,
    message: say('没有给出误差范围，按 0 处理', 'no tolerance is given, 0 is used'),
  })
}
