import { Value } from 'typebox/value'
import type { LocalizedText } from '../../text.ts'
import { say } from '../finding.ts'
import { type Item, ItemParameters, type Option, type Picture, type Source } from '../item.ts'
import type { ForeignFinding, ForeignItem, ForeignTask, ForeignText } from './foreign-bank.ts'
import { foreignFinding } from './foreign-finding.ts'

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u
const NOT_STATED = say('未注明', 'not stated')
const NO_UNIT = say('（无单位）', '(no unit)')
const PICTURE = say('图（无文字说明）', 'Picture (not described)')

/** Ids an item gets from the bank it becomes part of. */
export interface GivenIds {
  readonly id: string
  readonly competency: string
  readonly stimulus: string | null
  /** Items of that bank that must not meet this one. */
  readonly enemies: readonly string[]
  /** The day the import is made, yyyy-mm-dd: when the source was last looked at. */
  readonly today: string
}

/** An item with every gap filled and each filling told; null where it can't be an item. */
export interface FilledItem {
  readonly item: Item | null
  readonly findings: readonly ForeignFinding[]
}

type Tell = (
  kind: readonly [ForeignFinding['severity'], string],
  message: readonly [string, string],
) => void

/** Whether a text can be an id in a bank. */
export function isId(text: string): boolean {
  return ID.test(text)
}

/**
 * A foreign item as an item of ours: what the file leaves open gets a default, and each default is
 * told. A text in one language stands for both; an empty stem, option or key is an error.
 */
export function fillItem(foreign: ForeignItem, ids: GivenIds): FilledItem {
  const findings: ForeignFinding[] = []
  const tell: Tell = (kind, message) => findings.push(foreignFinding(foreign.place, kind, message))
  const text = textFiller(tell)
  const stem = text(foreign.stem, ['题干', 'the stem'])
  const task = filledTask(foreign.task, text, tell)
  if (stem === null || task === null) return { item: null, findings }
  const { level } = foreign
  if (level === null) {
    tell(
      ['note', 'level-assumed'],
      ['没有写明认知层次，按“识记”处理', 'no level given: taken as know'],
    )
  }
  const pictures = filledPictures(foreign, tell)
  // Not yet known to be an item: the check of the whole bank says so.
  const item: Record<string, unknown> = {
    id: ids.id,
    competency: ids.competency,
    level: level ?? 'know',
    posts: filledPosts(foreign, tell),
    stem,
    ...(pictures.length > 0 ? { pictures } : {}),
    rationale: filledRationale(foreign, tell),
    source: filledSource(foreign, ids.today, tell),
    enemies: [...ids.enemies],
    ...filledParameters(foreign, tell),
    ...(ids.stimulus === null ? {} : { stimulus: ids.stimulus }),
    ...task,
  }
  return { item: item as unknown as Item, findings }
}

/** Both languages of a text that must be there; tells once per item that one language is missing. */
function textFiller(tell: Tell) {
  let isTold = false
  return (text: ForeignText, [zh, en]: readonly [string, string]): LocalizedText | null => {
    const filled = bothLanguages(text)
    if (filled === null) {
      tell(['error', 'text-missing'], [`${zh}是空的`, `${en} is empty`])
    } else if (!isTold && isOneLanguage(text)) {
      isTold = true
      tell(
        ['warning', 'one-language'],
        [
          '只有一种语言的文本，两种语言都用它',
          'the texts are in one language, which stands for both',
        ],
      )
    }
    return filled
  }
}

/** A text in both languages, one standing for the other where that is missing; null if both are. */
export function bothLanguages(text: ForeignText | null): LocalizedText | null {
  const zh = cleanText(text?.['zh-CN'] ?? '')
  const en = cleanText(text?.en ?? '')
  return zh === '' && en === '' ? null : say(zh || en, en || zh)
}

function isOneLanguage(text: ForeignText): boolean {
  return (cleanText(text['zh-CN'] ?? '') === '') !== (cleanText(text.en ?? '') === '')
}

/** Without white space at the ends and without what no text has: control characters, half pairs. */
function cleanText(text: string): string {
  return text
    .replace(/\r\n?/gu, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .toWellFormed()
    .trim()
}

type FillText = ReturnType<typeof textFiller>

function filledOptions(
  texts: readonly ForeignText[],
  fill: FillText,
  idOf: (index: number) => string,
): Option[] | null {
  const options = texts.flatMap((text, index) => {
    const id = idOf(index)
    const filled = fill(text, [`选项 ${id}`, `option ${id}`])
    return filled === null ? [] : [{ id, text: filled }]
  })
  return options.length === texts.length ? options : null
}

const letterOf = (index: number) =>
  index < 26 ? String.fromCharCode(65 + index) : `option-${index + 1}`
const numberOf = (index: number) => `P${index + 1}`

/** The part of an item that depends on its type; null, with an error told, if it is not sound. */
function filledTask(task: ForeignTask, fill: FillText, tell: Tell): object | null {
  switch (task.type) {
    case 'true-false':
      return task
    case 'numeric':
      return filledNumeric(task, tell)
    case 'short-text':
      return filledShortText(task, tell)
    case 'matching':
      return filledMatching(task, fill)
    default: {
      const options = filledOptions(task.options, fill, letterOf)
      if (options === null) return null
      const { type } = task
      // A key out of range gets an id no option has, which the check of the bank then names.
      if (type === 'single-choice') return { type, options, key: letterOf(task.key) }
      const key = type === 'ordering' ? options.map(({ id }) => id) : task.key.map(letterOf)
      return { type, options, key }
    }
  }
}

function filledNumeric(task: Extract<ForeignTask, { type: 'numeric' }>, tell: Tell): object | null {
  const { type, value, tolerance } = task
  if (!Number.isFinite(value) || !Number.isFinite(tolerance)) {
    tell(['error', 'number-missing'], ['数值答案不是数', 'the numeric key is no number'])
    return null
  }
  const unit = bothLanguages(task.unit)
  if (unit === null) tell(['note', 'unit-missing'], ['没有写明单位', 'no unit is given'])
  return { type, unit: unit ?? NO_UNIT, key: { value, tolerance } }
}

function filledShortText(
  task: Extract<ForeignTask, { type: 'short-text' }>,
  tell: Tell,
): object | null {
  const accepted = [...new Set(task.accepted.map(cleanText).filter((text) => text !== ''))]
  if (accepted.length > 0) return { type: task.type, key: { accepted } }
  tell(['error', 'key-missing'], ['没有可接受的答案', 'there is no accepted answer'])
  return null
}

function filledMatching(
  task: Extract<ForeignTask, { type: 'matching' }>,
  fill: FillText,
): object | null {
  const prompts = filledOptions(task.prompts, fill, numberOf)
  const options = filledOptions(task.options, fill, letterOf)
  if (prompts === null || options === null) return null
  const pairs = task.key.map((option, index) => [numberOf(index), letterOf(option)])
  return { type: task.type, prompts, options, key: Object.fromEntries(pairs) }
}

function filledPosts({ posts }: ForeignItem, tell: Tell): string[] {
  for (const post of posts.filter((one) => !isId(one))) {
    tell(
      ['lossy', 'post-unusable'],
      [`岗位“${post}”不能作编号，已略去`, `the post "${post}" is no id: left out`],
    )
  }
  return [...new Set(posts.filter(isId))]
}

function filledPictures({ pictures }: ForeignItem, tell: Tell): Picture[] {
  return pictures.map(({ mediaType, base64, alt }) => {
    const text = alt === null ? '' : cleanText(alt)
    if (text === '') {
      tell(
        ['warning', 'picture-not-described'],
        [
          '图没有文字说明，看不见图的人无法作答',
          'a picture has no description for those who cannot see it',
        ],
      )
    }
    return { mediaType, base64, alt: text === '' ? PICTURE : say(text, text) }
  })
}

/** Parameters of a file are taken as what experts judged, since it can't show responses. */
function filledParameters(
  { parameters, place }: ForeignItem,
  tell: Tell,
): { readonly parameters?: NonNullable<Item['parameters']> } {
  if (!parameters) return {}
  if (Value.Check(ItemParameters, parameters)) {
    const note = `${place.file}: given with the item, origin not known`
    return { parameters: { values: parameters, provenance: 'expert-judgement', note } }
  }
  const { discrimination, difficulty, guessing } = parameters
  const shown = `a = ${discrimination}, b = ${difficulty}, c = ${guessing}`
  tell(
    ['lossy', 'parameters-out-of-range'],
    [
      `题目参数超出范围，已略去：${shown}`,
      `the item parameters are out of range and left out: ${shown}`,
    ],
  )
  return {}
}

function filledRationale({ rationale }: ForeignItem, tell: Tell): LocalizedText {
  const filled = bothLanguages(rationale)
  if (filled === null) tell(['note', 'rationale-missing'], ['没有解析', 'no rationale is given'])
  return filled ?? NOT_STATED
}

function filledSource({ source }: ForeignItem, today: string, tell: Tell): Source {
  const title = bothLanguages(source?.title ?? null)
  const provision = bothLanguages(source?.provision ?? null)
  if (title === null || provision === null) {
    tell(
      ['warning', 'citation-missing'],
      ['没有写明依据的条文', 'no provision is cited that the key rests on'],
    )
  }
  const url = source?.url?.trim() ?? ''
  const isUsable = url.startsWith('https://')
  if (url !== '' && !isUsable) {
    tell(
      ['lossy', 'link-unusable'],
      [
        '依据的链接不以 https:// 开头，已略去',
        'the link of the source does not begin with https://: left out',
      ],
    )
  }
  return {
    title: title ?? NOT_STATED,
    provision: provision ?? NOT_STATED,
    ...(isUsable ? { url } : {}),
    checkedOn: today,
  }
}
