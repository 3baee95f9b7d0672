import type { Language, LocalizedText } from '../../text.ts'
import { say } from '../finding.ts'
import type { ForeignTask, ForeignText } from './foreign-bank.ts'
import {
  findResponse,
  type QtiResponse,
  readTolerance,
  rightResponses,
  type Tell,
} from './qti-response.ts'
import { isBlank, readQtiText } from './qti-text.ts'
import { childrenOf, descendantsOf, hasClass, isPicture, type XmlElement } from './xml.ts'

/** What reading an interaction needs besides itself. */
interface Reading {
  readonly item: XmlElement
  readonly interaction: XmlElement
  readonly response: QtiResponse
  readonly right: readonly string[]
  readonly language: Language
  readonly tell: Tell
}

type Reader = (reading: Reading) => ForeignTask | null

const READERS: Readonly<Record<string, Reader>> = {
  choiceInteraction: (reading) => readChoice(reading, 'simpleChoice'),
  inlineChoiceInteraction: (reading) => readChoice(reading, 'inlineChoice'),
  orderInteraction: readOrder,
  matchInteraction: readMatch,
  associateInteraction: readAssociate,
  textEntryInteraction: readTextEntry,
}

/** The class our writer gives an interaction, so that its type survives. */
export function typeClass(type: ForeignTask['type']): string {
  return `probity-${type}`
}

/** Marks the unit our writer puts after the blank for a number. */
export const UNIT_CLASS = 'probity-unit'

/**
 * What an interaction asks and its key; null where it can't be an item here, which is told as an
 * error.
 */
export function readInteraction(given: {
  readonly item: XmlElement
  readonly interaction: XmlElement
  readonly language: Language
  readonly tell: Tell
}): ForeignTask | null {
  const { item, interaction, tell } = given
  const reader = READERS[interaction.name]
  if (!reader) {
    return refuse(
      given,
      'qti-interaction-unsupported',
      say(`题型 ${interaction.name} 没有对应的题型`, `${interaction.name} has no place here`),
    )
  }
  const response = findResponse(item, interaction.attributes['responseIdentifier'])
  const right = response ? rightResponses(response, tell) : []
  if (!response || right.length === 0) {
    return refuse(given, 'qti-no-key', say('没有声明正确答案', 'no correct response is declared'))
  }
  return reader({ ...given, response, right })
}

function refuse(
  { interaction, tell }: Pick<Reading, 'interaction' | 'tell'>,
  code: string,
  message: LocalizedText,
): null {
  tell({ severity: 'error', code, pointer: interaction.pointer, message })
  return null
}

function refuseKey(reading: Reading): null {
  return refuse(
    reading,
    'qti-key-unfit',
    say(
      `声明的正确答案（${reading.right.join('，')}）与选项不符`,
      `the declared correct response (${reading.right.join(', ')}) does not fit the choices`,
    ),
  )
}

/** Choices of an interaction or match set, by identifier; null and told if one has no text. */
function readChoices(
  elements: readonly XmlElement[],
  reading: Reading,
): { identifiers: string[]; texts: ForeignText[] } | null {
  const texts = elements.map((element) => {
    const { text, lost } = readQtiText(element.children, reading.language)
    if (lost.length > 0) tellLost(lost, element.pointer, reading.tell)
    if (descendantsOf(element).some(isPicture)) tellMovedPicture(element, reading.tell)
    if (isBlank(text)) tellNoText(element, reading.tell)
    return text
  })
  const identifiers = elements.map(({ attributes }) => attributes['identifier'] ?? '')
  if (new Set(identifiers).size < identifiers.length || elements.length < 2) {
    return refuse(
      reading,
      'qti-choices',
      say('选项少于两个，或标识重复', 'there are fewer than two choices, or identifiers repeat'),
    )
  }
  return texts.some(isBlank) ? null : { identifiers, texts }
}

/** Tells of elements plain text can't carry. */
export function tellLost(lost: readonly string[], pointer: string, tell: Tell): void {
  tell({
    severity: 'lossy',
    code: 'qti-markup',
    pointer,
    message: say(
      `只保留文字，以下标记不保留：${lost.join('、')}`,
      `only text is kept, this markup is lost: ${lost.join(', ')}`,
    ),
  })
}

function tellMovedPicture({ pointer }: XmlElement, tell: Tell): void {
  tell({
    severity: 'lossy',
    code: 'qti-choice-picture',
    pointer,
    message: say('选项里的图片移到题干之下', 'a picture in a choice is moved below the stem'),
  })
}

function tellNoText(element: XmlElement, tell: Tell): void {
  tell({
    severity: 'error',
    code: 'qti-choice-without-text',
    pointer: element.pointer,
    message: say(
      '选项没有文字，只有文字选项可以导入',
      'a choice has no text, only text can be read',
    ),
  })
}

function readChoice(reading: Reading, name: string): ForeignTask | null {
  const { interaction, right, response, tell } = reading
  const choices = readChoices(childrenOf(interaction, name), reading)
  if (!choices) return null
  const { identifiers, texts } = choices
  const truth = truthOf(reading, texts)
  const keys = right.map((identifier) => identifiers.indexOf(identifier))
  const [key] = keys
  if (key === undefined || keys.includes(-1)) return refuseKey(reading)
  if (response.cardinality === 'multiple') {
    return { type: 'multiple-choice', options: texts, key: keys }
  }
  if (keys.length > 1) {
    tell({
      severity: 'warning',
      code: 'qti-several-keys',
      pointer: response.pointer,
      message: say(
        '单选题声明了多个正确答案，只取第一个',
        'a single choice has several correct responses; the first is taken',
      ),
    })
  }
  if (truth) return { type: 'true-false', key: truth[key] ?? false }
  return { type: 'single-choice', options: texts, key }
}

const TRUE_WORDS = new Set(['true', 't', 'right', 'correct', '对', '正确', '真', '√', '✓'])
const FALSE_WORDS = new Set(['false', 'f', 'wrong', 'incorrect', '错', '错误', '假', '×', '✗'])

/** For each of two choices whether it says "true"; null if they say anything else. */
function truthOf(reading: Reading, texts: readonly ForeignText[]): boolean[] | null {
  const { interaction, response } = reading
  if (texts.length !== 2 || response.cardinality !== 'single') return null
  if (hasClass(interaction, typeClass('single-choice'))) return null
  const says = texts.map((text) => {
    const words = [text['zh-CN'], text.en]
      .filter((word) => word !== null)
      .map((word) =>
        word
          .trim()
          .toLowerCase()
          .replace(/[.。]$/u, ''),
      )
    if (words.every((word) => TRUE_WORDS.has(word))) return true
    return words.every((word) => FALSE_WORDS.has(word)) ? false : null
  })
  const truth = says.filter((said) => said !== null)
  return truth.length === 2 && truth[0] !== truth[1] ? truth : null
}

function readOrder(reading: Reading): ForeignTask | null {
  const choices = readChoices(childrenOf(reading.interaction, 'simpleChoice'), reading)
  if (!choices) return null
  const { identifiers, texts } = choices
  const { right } = reading
  const ordered = right.map((identifier) => texts[identifiers.indexOf(identifier)])
  const options = ordered.filter((text) => text !== undefined)
  const isWhole = right.length === identifiers.length && new Set(right).size === right.length
  return isWhole && options.length === right.length
    ? { type: 'ordering', options }
    : refuseKey(reading)
}

/** Pairs of the key, as identifiers. */
function pairsOf({ right }: Reading): [string, string][] {
  return right.map((pair) => {
    const [first = '', second = ''] = pair.split(/\s+/u)
    return [first, second]
  })
}

function readMatch(reading: Reading): ForeignTask | null {
  const [first, second] = childrenOf(reading.interaction, 'simpleMatchSet').map((set) =>
    readChoices(childrenOf(set, 'simpleAssociableChoice'), reading),
  )
  if (!first || !second) return null
  const pairs = pairsOf(reading)
  const forward = keyOf(first.identifiers, second.identifiers, pairs)
  if (forward)
    return { type: 'matching', prompts: first.texts, options: second.texts, key: forward }
  // Some tools put what is matched second, with spare choices first.
  const swapped = pairs.map(([left, right]): [string, string] => [right, left])
  const backward = keyOf(second.identifiers, first.identifiers, swapped)
  return backward
    ? { type: 'matching', prompts: second.texts, options: first.texts, key: backward }
    : refuseKey(reading)
}

/** For each prompt the index of its option; null unless each has exactly one. */
function keyOf(
  prompts: readonly string[],
  options: readonly string[],
  pairs: readonly (readonly [string, string])[],
): number[] | null {
  const key = prompts.map((prompt) => {
    const own = pairs.filter(([left]) => left === prompt)
    return own.length === 1 ? options.indexOf(own[0]?.[1] ?? '') : -1
  })
  return pairs.length === prompts.length && !key.includes(-1) ? key : null
}

/** Pairs have no direction there; here the first of each becomes the prompt. */
function readAssociate(reading: Reading): ForeignTask | null {
  const choices = readChoices(childrenOf(reading.interaction, 'simpleAssociableChoice'), reading)
  if (!choices) return null
  const { identifiers, texts } = choices
  const pairs = pairsOf(reading)
  const used = pairs.flat()
  if (new Set(used).size < used.length || pairs.length < 2) return refuseKey(reading)
  const lefts = pairs.map(([left]) => left)
  const rights = identifiers.filter((identifier) => !lefts.includes(identifier))
  const key = keyOf(lefts, rights, pairs)
  const textsOf = (chosen: readonly string[]) =>
    chosen
      .map((identifier) => texts[identifiers.indexOf(identifier)])
      .filter((text) => text !== undefined)
  const prompts = textsOf(lefts)
  if (!key || prompts.length < lefts.length) return refuseKey(reading)
  reading.tell({
    severity: 'lossy',
    code: 'qti-pairs-directed',
    pointer: reading.interaction.pointer,
    message: say(
      '任意配对改为左右匹配：每对的第一项成为题项',
      'free pairing becomes matching of two sides: the first of each pair is the prompt',
    ),
  })
  return { type: 'matching', prompts, options: textsOf(rights), key }
}

function readTextEntry(reading: Reading): ForeignTask | null {
  const { item, response, right, tell } = reading
  if (response.cardinality !== 'single') return refuseKey(reading)
  if (response.baseType === 'string') {
    const written = response.mapped.filter(({ worth }) => worth > 0).map(({ key }) => key)
    // The correct response is one of the mapped ones as a rule, not always.
    const accepted = [...right.filter((text) => !written.includes(text)), ...written]
    const wordings = accepted.filter((text) => text.trim() !== '')
    return wordings.length > 0 ? { type: 'short-text', accepted: wordings } : refuseKey(reading)
  }
  if (response.baseType !== 'float' && response.baseType !== 'integer') return refuseKey(reading)
  const value = Number(right[0])
  if (right.length > 1 || right[0] === '' || !Number.isFinite(value)) return refuseKey(reading)
  const tolerance = readTolerance(item, value, tell)
  const unit = descendantsOf(item).find((element) => hasClass(element, UNIT_CLASS))
  return {
    type: 'numeric',
    value,
    tolerance,
    unit: unit ? readQtiText(unit.children, reading.language).text : null,
  }
}
