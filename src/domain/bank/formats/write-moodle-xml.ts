import type { LocalizedText } from '../../text.ts'
import type { Bank, Competency } from '../bank.ts'
import type { Item } from '../item.ts'
import type { Exported } from './foreign-bank.ts'
import { changedFinding, exportedText, heldItems, stemWithStimulus } from './from-bank.ts'
import { textToHtml } from './html-text.ts'
import { tagsOf } from './item-tags.ts'
import { multilangHtml } from './moodle-text.ts'

const HOLDS = {
  types: [
    'single-choice',
    'multiple-choice',
    'true-false',
    'numeric',
    'short-text',
    'ordering',
    'matching',
  ],
  parts: ['pictures', 'rationale', 'level', 'posts', 'unit'],
} as const

const TYPES: Readonly<Record<Item['type'], string>> = {
  'single-choice': 'multichoice',
  'multiple-choice': 'multichoice',
  'true-false': 'truefalse',
  numeric: 'numerical',
  'short-text': 'shortanswer',
  ordering: 'ordering',
  matching: 'matching',
}

/**
 * Writes a bank as Moodle XML: both languages as multilang spans, competencies as categories,
 * pictures as files, level and posts as tags.
 */
export function writeMoodleXml(bank: Bank): Exported {
  const { items, findings } = heldItems(bank, HOLDS)
  const described = items
    .filter(({ pictures }) => pictures?.some(({ alt }) => alt['zh-CN'] !== alt.en))
    .map((item) =>
      changedFinding(bank, item, ['图的说明只有中文', 'pictures are described in Chinese only']),
    )
  const questions = items.flatMap((item, index) => {
    const isNew = items[index - 1]?.competency !== item.competency
    const competency = bank.competencies.find(({ id }) => id === item.competency)
    return [...(isNew && competency ? [categoryXml(competency)] : []), questionXml(bank, item)]
  })
  const text = ['<?xml version="1.0" encoding="UTF-8"?>', '<quiz>', ...questions, '</quiz>', '']
  return exportedText(text.join('\n'), [...findings, ...described])
}

function categoryXml({ id, name }: Competency): string {
  // A slash would begin a category below.
  const path = `$course$/top/${name['zh-CN'].replaceAll('/', '／')}`
  return [
    '<question type="category">',
    `<category><text>${escaped(path)}</text></category>`,
    `<idnumber>${escaped(id)}</idnumber>`,
    '</question>',
  ].join('\n')
}

function questionXml(bank: Bank, item: Item): string {
  return [
    `<question type="${TYPES[item.type]}">`,
    `<name><text>${escaped(item.id)}</text></name>`,
    stemXml(bank, item),
    element('generalfeedback', htmlOf(item.rationale)),
    '<defaultgrade>1</defaultgrade>',
    '<penalty>0</penalty>',
    '<hidden>0</hidden>',
    `<idnumber>${escaped(item.id)}</idnumber>`,
    ...taskXml(item),
    `<tags>${tagsOf(item)
      .map((tag) => `<tag><text>${escaped(tag)}</text></tag>`)
      .join('')}</tags>`,
    '</question>',
  ].join('\n')
}

function stemXml(bank: Bank, item: Item): string {
  const pictures = (item.pictures ?? []).map((picture, index) => ({
    ...picture,
    name: `${item.id}-${index + 1}.${picture.mediaType.slice('image/'.length)}`,
  }))
  const images = pictures.map(
    ({ name, alt }) =>
      `<img src="@@PLUGINFILE@@/${name}" alt="${textToHtml(alt['zh-CN'].replace(/\s+/gu, ' '))}">`,
  )
  const files = pictures.map(
    ({ name, base64 }) => `<file name="${name}" path="/" encoding="base64">${base64}</file>`,
  )
  const html = htmlOf(stemWithStimulus(bank, item)) + images.join('')
  return `<questiontext format="html"><text>${escaped(html)}</text>${files.join('')}</questiontext>`
}

function taskXml(item: Item): string[] {
  switch (item.type) {
    case 'single-choice':
      return choicesXml(item, true, (id) => (id === item.key ? '100' : '0'))
    case 'multiple-choice': {
      const share = (100 / item.key.length).toFixed(5)
      return choicesXml(item, false, (id) => (item.key.includes(id) ? share : '-100'))
    }
    case 'true-false':
      return [true, false].map((value) =>
        answerXml(value === item.key ? '100' : '0', String(value), 'moodle_auto_format'),
      )
    case 'short-text':
      return [
        '<usecase>0</usecase>',
        ...item.key.accepted.map((text) => answerXml('100', text, 'plain_text')),
      ]
    case 'numeric':
      return numericXml(item)
    case 'ordering':
      return item.key.map((id, index) =>
        answerXml(String(index + 1), htmlOf(textById(item.options, id)), 'html'),
      )
    case 'matching':
      return matchingXml(item)
  }
}

function choicesXml(
  item: Extract<Item, { type: 'single-choice' | 'multiple-choice' }>,
  isSingle: boolean,
  fractionOf: (id: string) => string,
): string[] {
  return [
    `<single>${isSingle}</single>`,
    '<shuffleanswers>true</shuffleanswers>',
    '<answernumbering>ABCD</answernumbering>',
    ...item.options.map(({ id, text }) => answerXml(fractionOf(id), htmlOf(text), 'html')),
  ]
}

function numericXml({ key, unit }: Extract<Item, { type: 'numeric' }>): string[] {
  const name = unit['zh-CN'] === unit.en ? unit.en : `${unit['zh-CN']} / ${unit.en}`
  return [
    `<answer fraction="100" format="plain_text"><text>${key.value}</text>` +
      `<tolerance>${key.tolerance}</tolerance></answer>`,
    '<unitgradingtype>0</unitgradingtype>',
    `<units><unit><multiplier>1</multiplier><unit_name>${escaped(name)}</unit_name></unit></units>`,
  ]
}

function matchingXml({ prompts, options, key }: Extract<Item, { type: 'matching' }>): string[] {
  const pair = (prompt: string, answer: LocalizedText) =>
    `<subquestion format="html"><text>${escaped(prompt)}</text>` +
    `<answer><text>${escaped(htmlOf(answer))}</text></answer></subquestion>`
  const used = new Set(Object.values(key))
  return [
    ...prompts.map(({ id, text }) => pair(htmlOf(text), textById(options, key[id]))),
    ...options.filter(({ id }) => !used.has(id)).map(({ text }) => pair('', text)),
  ]
}

function textById(
  options: readonly { readonly id: string; readonly text: LocalizedText }[],
  wanted: string | undefined,
): LocalizedText {
  return options.find(({ id }) => id === wanted)?.text ?? { 'zh-CN': '', en: '' }
}

function answerXml(fraction: string, text: string, format: string): string {
  return `<answer fraction="${fraction}" format="${format}"><text>${escaped(text)}</text></answer>`
}

function element(name: string, html: string): string {
  return `<${name} format="html"><text>${escaped(html)}</text></${name}>`
}

/** Both languages of a text. */
function htmlOf(text: LocalizedText): string {
  return multilangHtml(textToHtml(text['zh-CN']), textToHtml(text.en))
}

/** Text for XML 1.0, which has no control characters at all. */
function escaped(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
