import type { Language } from '../../text.ts'
import { say } from '../finding.ts'
import type { ForeignItem, ForeignPicture } from './foreign-bank.ts'
import { resolveHref } from './qti-package.ts'
import { readPictures } from './qti-pictures.ts'
import type { Tell } from './qti-response.ts'
import { detectLanguage, isBlank, languageOf, readQtiText } from './qti-text.ts'
import {
  childrenOf,
  decodeXml,
  descendantsOf,
  hasClass,
  parseXml,
  rawTextOf,
  type XmlElement,
} from './xml.ts'

/** Where stimuli are looked for, and whom to tell. */
interface Holder {
  readonly path: string
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly tell: Tell
}

/** Our writer's title of a stimulus, in both languages. */
export const TITLE_CLASS = 'probity-title'
/** Our writer's text of a stimulus. */
export const TEXT_CLASS = 'probity-stimulus'

/** What an item shares with others. */
interface ReadStimulus {
  readonly stimulus: ForeignItem['stimulus']
  readonly pictures: readonly ForeignPicture[]
}

const NONE: ReadStimulus = { stimulus: null, pictures: [] }

/** The stimulus an item refers to, from the package; the first, where there are several. */
export function readStimulus(item: XmlElement, holder: Holder, language: Language): ReadStimulus {
  const [reference, ...others] = childrenOf(item, 'assessmentStimulusRef')
  if (!reference) return NONE
  const lose = (zh: string, en: string) => {
    const { pointer } = others[0] ?? reference
    holder.tell({ severity: 'lossy', code: 'qti-stimulus', pointer, message: say(zh, en) })
    return NONE
  }
  if (others.length > 0) {
    lose('一题只能有一个材料，只取第一个', 'an item has one stimulus here; the first is taken')
  }
  const href = reference.attributes['href'] ?? ''
  const target = resolveHref(href, holder.path)
  const bytes = 'path' in target ? holder.files.get(target.path) : undefined
  if ('fault' in target || !bytes) {
    return lose(`包内没有材料 ${href}`, `the stimulus ${href} is not in the package`)
  }
  const text = decodeXml(bytes)
  const root = text === null ? null : parseXml(text)
  if (root === null) return lose(`材料 ${href} 不是文本`, `the stimulus ${href} is no text`)
  if ('fault' in root) {
    return lose(
      `材料 ${href}：${root.message['zh-CN']}`,
      `the stimulus ${href}: ${root.message.en}`,
    )
  }
  return (
    readStimulusDocument(root, { ...holder, path: target.path, language }) ??
    lose(`材料 ${href} 没有文字`, `the stimulus ${href} has no text`)
  )
}

function readStimulusDocument(
  root: XmlElement,
  given: Holder & { readonly language: Language },
): ReadStimulus | null {
  const [body] = childrenOf(root, 'stimulusBody')
  if (!body) return null
  const declared = languageOf(root.attributes['xml:lang'])
  const language =
    declared ?? (rawTextOf(body).trim() ? detectLanguage(rawTextOf(body)) : given.language)
  const elements = descendantsOf(body)
  const ownTitle = elements.find((element) => hasClass(element, TITLE_CLASS))
  const ownText = elements.find((element) => hasClass(element, TEXT_CLASS))
  const { text, lost } = readQtiText((ownText ?? body).children, language)
  if (isBlank(text)) return null
  if (lost.length > 0) {
    given.tell({
      severity: 'lossy',
      code: 'qti-markup',
      pointer: body.pointer,
      message: say(
        `材料只保留文字，以下标记不保留：${lost.join('、')}`,
        `only the text of the stimulus is kept, this markup is lost: ${lost.join(', ')}`,
      ),
    })
  }
  const title = (root.attributes['title'] ?? '').trim()
  const plainTitle =
    title === '' ? null : { 'zh-CN': null, en: null, [detectLanguage(title)]: title }
  return {
    stimulus: {
      title: ownTitle ? readQtiText(ownTitle.children, language).text : plainTitle,
      text,
    },
    pictures: readPictures(body, given),
  }
}
