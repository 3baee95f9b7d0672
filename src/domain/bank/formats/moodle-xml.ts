import { decodeText } from './decode-text.ts'
import type { ForeignBank, ForeignFinding, ForeignItem, ForeignPlace } from './foreign-bank.ts'
import { foreignFinding, wholeFile } from './foreign-finding.ts'
import { itemCounter, type TellProgress } from './import-progress.ts'
import { readTags } from './item-tags.ts'
import { childText, moodleTask } from './moodle-task.ts'
import { moodlePictures, moodleText, textChild } from './moodle-text.ts'
import { categoryName, lossFindings, noLosses } from './rich-text.ts'
import { childrenOf, descendantsOf, parseXml, rawTextOf, type XmlElement } from './xml.ts'

/**
 * Reads Moodle XML. Categories become competencies, general feedback the rationale, tags level and
 * posts; question types without a counterpart are left out with a finding. A document type
 * declaration is refused, so entities of a file are never expanded.
 */
export function readMoodleXml(given: {
  readonly file: string
  readonly bytes: Uint8Array
  readonly onProgress?: TellProgress
}): ForeignBank {
  const fail = (code: string, [zh, en]: readonly [string, string]): ForeignBank => ({
    items: [],
    findings: [foreignFinding(wholeFile(given.file), ['error', code], [zh, en])],
  })
  const text = decodeText(given.bytes)
  if (text === null) return fail('not-text', ['不是文本文件', 'it is no text file'])
  const root = parseXml(text)
  if ('fault' in root) return fail(root.fault, [root.message['zh-CN'], root.message.en])
  if (root.name !== 'quiz') {
    return fail('not-moodle-xml', ['根元素不是 quiz', 'its root element is not quiz'])
  }
  const items: ForeignItem[] = []
  const findings: ForeignFinding[] = []
  let category: string | null = null
  const questions = childrenOf(root, 'question')
  const onQuestion = itemCounter(questions.length, given.onProgress)
  for (const question of questions) {
    onQuestion()
    if (question.attributes['type'] === 'category') {
      const [named] = childrenOf(question, 'category')
      category = childText(question, 'idnumber') || categoryName(textChild(named))
      continue
    }
    const place = { ...wholeFile(given.file), pointer: question.pointer }
    const read = readQuestion(question, place, category)
    findings.push(...read.findings)
    if (read.item) items.push(read.item)
  }
  return { items, findings }
}

function readQuestion(
  question: XmlElement,
  place: ForeignPlace,
  category: string | null,
): { readonly item: ForeignItem | null; readonly findings: readonly ForeignFinding[] } {
  const losses = noLosses()
  const [stem] = childrenOf(question, 'questiontext')
  const asked = moodleTask(question, losses)
  if (!stem || 'refused' in asked) {
    const reason = 'refused' in asked ? asked.refused : (['没有题干', 'it has no stem'] as const)
    return { item: null, findings: [foreignFinding(place, ['error', 'type-not-read'], reason)] }
  }
  const stemText = moodleText(stem, losses)
  const pictures = moodlePictures(stem, losses)
  const [feedback] = childrenOf(question, 'generalfeedback')
  const tags = childrenOf(question, 'tags').flatMap((list) => childrenOf(list, 'tag'))
  const { level, posts, other } = readTags(tags.map((tag) => textChild(tag).trim()))
  const [name] = childrenOf(question, 'name')
  const item: ForeignItem = {
    place,
    id: childText(question, 'idnumber') || textChild(name).trim() || null,
    competency: category,
    level,
    posts,
    stem: stemText,
    rationale: feedback && textChild(feedback) !== '' ? moodleText(feedback, losses) : null,
    source: null,
    stimulus: null,
    task: asked.task,
    pictures,
  }
  const parts = lostParts(question, other)
  const message = [`没有读入：${parts.join('、')}`, `not read: ${parts.join(', ')}`] as const
  const lost = [...asked.lost, ...(parts.length > 0 ? [message] : [])]
  const findings = lost.map((one) => foreignFinding(place, ['lossy', 'part-not-read'], one))
  return { item, findings: [...findings, ...lossFindings(place, losses)] }
}

/** Names of what a question has beyond what is read: penalties, marks, hints, feedback, tags. */
function lostParts(question: XmlElement, tags: readonly string[]): string[] {
  const parts: string[] = []
  if (Number(childText(question, 'penalty') || '0') !== 0) parts.push('penalty')
  if (Number(childText(question, 'defaultgrade') || '1') !== 1) parts.push('defaultgrade')
  if (childrenOf(question, 'hint').length > 0) parts.push('hint')
  const feedback = descendantsOf(question).filter(
    ({ name }) => name.endsWith('feedback') && name !== 'generalfeedback',
  )
  if (feedback.some((one) => rawTextOf(one).trim() !== '')) parts.push('feedback')
  return [...parts, ...tags.map((tag) => `tag ${tag}`)]
}
