import type { Language } from '../../text.ts'
import { say } from '../finding.ts'
import type { ForeignItem, ForeignText } from './foreign-bank.ts'
import { fromQtiIdentifier } from './qti-identifier.ts'
import { readInteraction, tellLost } from './qti-interactions.ts'
import type { QtiFacts } from './qti-package.ts'
import { readPictures } from './qti-pictures.ts'
import { type Tell, tellCustomScoring } from './qti-response.ts'
import { readStimulus } from './qti-stimulus.ts'
import { detectLanguage, isBlank, languageOf, readQtiText } from './qti-text.ts'
import {
  childrenOf,
  descendantsOf,
  hasClass,
  isPicture,
  rawTextOf,
  type XmlElement,
  type XmlNode,
} from './xml.ts'

/** A file of the package being read, or the one file there is. */
export interface QtiFile {
  /** As told in findings: `package.zip!items/x.xml`. */
  readonly file: string
  /** Path in the package. */
  readonly path: string
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly facts: QtiFacts
  readonly tell: Tell
}

/** Our writer's stem, beside which nothing else in the body is one. */
export const STEM_CLASS = 'probity-stem'

/** Content for others than the candidate, or that comes and goes while answering. */
const LEFT_OUT = new Set(
  `rubricBlock feedbackInline feedbackBlock templateInline templateBlock printedVariable include
  infoControl endAttemptInteraction positionObjectStage`.split(/\s+/u),
)

/** An assessment item; null where it can't be an item here, which is told as an error. */
export function readQtiItem(root: XmlElement, given: QtiFile): ForeignItem | null {
  const { tell, facts, file } = given
  const body = childrenOf(root, 'itemBody').map((element) => prune(element, tell))[0]
  const interaction = findInteraction(root, body, tell)
  if (!body || !interaction) return null
  const language = languageOfItem(root, body, tell)
  const task = readInteraction({ item: root, interaction, language, tell })
  const stimulus = readStimulus(root, given, language)
  const pictures = [...stimulus.pictures, ...readPictures(body, given)]
  const stem = readStem({
    root,
    body,
    interaction,
    language,
    tell,
    hasPictures: pictures.length > 0,
  })
  if (!task || !stem) return null
  tellCustomScoring(root, tell)
  const { competency, level, posts, source } = facts
  return {
    place: { file, row: null, column: null, pointer: root.pointer },
    id: fromQtiIdentifier(root.attributes['identifier'] ?? '') || null,
    competency,
    level,
    posts,
    source,
    stem,
    rationale: readRationale(root, language, tell),
    stimulus: stimulus.stimulus,
    task,
    pictures,
  }
}

/** An element without what is not for the candidate, since that may give the key away. */
function prune(element: XmlElement, tell: Tell): XmlElement {
  const children = element.children.flatMap((child): XmlNode[] => {
    if (typeof child === 'string') return [child]
    if (!LEFT_OUT.has(child.name)) return [prune(child, tell)]
    tellLost([child.name], child.pointer, tell)
    return []
  })
  return { ...element, children }
}

/** The one interaction of an item; null and told where there is none, or more, or it adapts. */
function findInteraction(
  root: XmlElement,
  body: XmlElement | undefined,
  tell: Tell,
): XmlElement | null {
  const refuse = (code: string, zh: string, en: string) => {
    tell({ severity: 'error', code, pointer: root.pointer, message: say(zh, en) })
    return null
  }
  if (!body) return refuse('qti-no-body', '没有题目正文（itemBody）', 'there is no item body')
  if (root.attributes['adaptive'] === 'true') {
    return refuse('qti-adaptive', '自适应题（adaptive）不能导入', 'adaptive items cannot be read')
  }
  const isTemplate = ['templateDeclaration', 'templateProcessing'].some(
    (name) => childrenOf(root, name).length > 0,
  )
  if (isTemplate) {
    return refuse(
      'qti-template',
      '模板题（数值由程序生成）不能导入',
      'template items, whose values a program draws, cannot be read',
    )
  }
  const interactions = descendantsOf(body).filter(
    ({ name }) => name.endsWith('Interaction') && !LEFT_OUT.has(name),
  )
  const [interaction] = interactions
  if (!interaction) return refuse('qti-no-interaction', '没有作答区', 'there is nothing to answer')
  if (interactions.length === 1) return interaction
  return refuse(
    'qti-several-interactions',
    `一题含 ${interactions.length} 个作答区，请拆成单独的题`,
    `the item has ${interactions.length} interactions; split it into items of one each`,
  )
}

/** The declared language, unless the script of the body shows that the declaration is wrong. */
function languageOfItem(root: XmlElement, body: XmlElement, tell: Tell): Language {
  const declared = languageOf(root.attributes['xml:lang'])
  const unmarked = (node: XmlNode): string => {
    if (typeof node === 'string') return node
    return node.attributes['xml:lang'] === undefined ? node.children.map(unmarked).join(' ') : ''
  }
  const tag = root.attributes['xml:lang']
  const seen = detectLanguage(body.children.map(unmarked).join(' '))
  if (declared === null) return seen
  if (declared === 'zh-CN' || seen === 'en') return declared
  tell({
    severity: 'note',
    code: 'qti-language',
    pointer: root.pointer,
    message: say(
      `声明的语言是 ${tag}，但正文是汉字，按中文导入`,
      `the declared language is ${tag}, yet the text is in Han script: read as Chinese`,
    ),
  })
  return seen
}

function readStem(given: {
  readonly root: XmlElement
  readonly body: XmlElement
  readonly interaction: XmlElement
  readonly language: Language
  readonly tell: Tell
  readonly hasPictures: boolean
}): ForeignText | null {
  const { root, body, interaction, language, tell, hasPictures } = given
  const own = descendantsOf(body).find((element) => hasClass(element, STEM_CLASS))
  const nodes = own ? own.children : stemNodes(body, interaction)
  const { text, lost } = readQtiText(nodes, language)
  if (lost.length > 0) tellLost(lost, body.pointer, tell)
  if (!isBlank(text)) return text
  const title = (root.attributes['title'] ?? '').trim()
  const isUsable = hasPictures && title !== ''
  tell({
    severity: isUsable ? 'warning' : 'error',
    code: 'qti-no-stem',
    pointer: body.pointer,
    message: isUsable
      ? say(
          '题干只有图片，以标题作为题干',
          'the stem is a picture only; the title stands in for it',
        )
      : say('没有题干文字', 'there is no stem'),
  })
  return isUsable ? { 'zh-CN': null, en: null, [detectLanguage(title)]: title } : null
}

/** The body with the interaction replaced by its prompt, or by a blank where it stands in text. */
function stemNodes(parent: XmlElement, interaction: XmlElement): XmlNode[] {
  return parent.children.flatMap((child): XmlNode[] => {
    if (typeof child === 'string') return [child]
    if (child === interaction) return promptOf(parent, interaction)
    return [{ ...child, children: stemNodes(child, interaction) }]
  })
}

function promptOf(parent: XmlElement, interaction: XmlElement): XmlNode[] {
  const isInline = ['textEntryInteraction', 'inlineChoiceInteraction'].includes(interaction.name)
  if (!isInline) {
    return childrenOf(interaction, 'prompt')
  }
  const around = parent.children.filter((child) => child !== interaction).map(rawTextOf)
  return parent.name !== 'itemBody' && around.join('').trim() !== '' ? ['____'] : []
}

/**
 * Feedback that is shown whatever was answered (its identifier is the default of its outcome) is
 * the rationale; so is a single one that depends on the answer, and that is told.
 */
function readRationale(root: XmlElement, language: Language, tell: Tell): ForeignText | null {
  const feedback = childrenOf(root, 'modalFeedback')
  const always = feedback.filter((element) => isAlwaysShown(root, element))
  const taken = always.length > 0 ? always : feedback.length === 1 ? feedback : []
  const left = feedback.find((element) => !taken.includes(element))
  const conditional = left ?? taken.find((element) => !always.includes(element))
  if (conditional) {
    tell({
      severity: 'lossy',
      code: 'qti-feedback',
      pointer: conditional.pointer,
      message: left
        ? say('随作答而变的反馈不导入', 'feedback that depends on the answer is not imported')
        : say(
            '反馈原本随作答而定，现作为解析',
            'the feedback depended on the answer; it is read as the rationale',
          ),
    })
  }
  const { text, lost } = readQtiText(taken, language)
  const pictures = taken
    .flatMap(descendantsOf)
    .filter(isPicture)
    .map(({ name }) => name)
  if (lost.length + pictures.length > 0) tellLost([...lost, ...pictures], root.pointer, tell)
  return isBlank(text) ? null : text
}

function isAlwaysShown(root: XmlElement, { attributes }: XmlElement): boolean {
  const outcome = childrenOf(root, 'outcomeDeclaration').find(
    (declaration) => declaration.attributes['identifier'] === attributes['outcomeIdentifier'],
  )
  const value = outcome
    ? childrenOf(outcome, 'defaultValue').map(rawTextOf).join('').trim()
    : undefined
  const isSet = descendantsOf(root).some(
    ({ name, attributes: { identifier } }) =>
      name === 'setOutcomeValue' && identifier === attributes['outcomeIdentifier'],
  )
  return !isSet && value === attributes['identifier'] && attributes['showHide'] !== 'hide'
}
