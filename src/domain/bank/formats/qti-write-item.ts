import type { LocalizedText } from '../../text.ts'
import { say } from '../finding.ts'
import type { Item, Option } from '../item.ts'
import { toQtiIdentifier } from './qti-identifier.ts'
import { typeClass, UNIT_CLASS } from './qti-interactions.ts'
import { STEM_CLASS } from './qti-item.ts'
import { element, type QtiVersion } from './qti-serialize.ts'
import { writeQtiText } from './qti-text.ts'
import type { XmlElement } from './xml.ts'

const NAMESPACES: Readonly<Record<QtiVersion, Readonly<Record<string, string>>>> = {
  '2.2': {
    xmlns: 'http://www.imsglobal.org/xsd/imsqti_v2p2',
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:schemaLocation':
      'http://www.imsglobal.org/xsd/imsqti_v2p2 ' +
      'http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd',
  },
  '3.0': {
    xmlns: 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0',
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:schemaLocation':
      'http://www.imsglobal.org/xsd/imsqtiasi_v3p0 ' +
      'https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd',
  },
}

/** Attributes every root element of QTI begins with. */
export function namespacesOf(version: QtiVersion): Readonly<Record<string, string>> {
  return NAMESPACES[version]
}

/** What an item's element needs beside the item: paths as seen from its file. */
export interface WrittenItem {
  readonly item: Item
  readonly version: QtiVersion
  readonly stimulusHref: string | null
  readonly pictureHrefs: readonly string[]
}

/** An item as assessment item, both languages beside each other. */
export function writeItem({ item, version, stimulusHref, pictureHrefs }: WrittenItem): XmlElement {
  const pictures = (item.pictures ?? []).map(({ alt }, index) =>
    element('img', { src: pictureHrefs[index] ?? '', alt: alt['zh-CN'] }),
  )
  const stimulus =
    item.stimulus === undefined || stimulusHref === null
      ? []
      : [{ identifier: toQtiIdentifier(item.stimulus), href: stimulusHref }]
  return element(
    'assessmentItem',
    {
      ...namespacesOf(version),
      identifier: toQtiIdentifier(item.id),
      title: item.id,
      adaptive: 'false',
      timeDependent: 'false',
      'xml:lang': 'zh-CN',
    },
    [
      responseDeclaration(item),
      outcome('SCORE', 'float', '0'),
      // Set from the start, so that the rationale is shown whatever was answered.
      outcome('FEEDBACK', 'identifier', 'RATIONALE'),
      ...stimulus.map((attributes) => element('assessmentStimulusRef', attributes)),
      element('itemBody', {}, [
        element('div', { class: STEM_CLASS }, [element('p', {}, writeQtiText(item.stem))]),
        ...pictures.map((picture) => element('p', {}, [picture])),
        interactionOf(item),
      ]),
      responseProcessing(item, version),
      rationaleOf(item, version),
    ],
  )
}

function rationaleOf({ rationale }: Item, version: QtiVersion): XmlElement {
  const content = element('p', {}, writeQtiText(rationale))
  return element(
    'modalFeedback',
    { outcomeIdentifier: 'FEEDBACK', identifier: 'RATIONALE', showHide: 'show' },
    [version === '3.0' ? element('contentBody', {}, [content]) : content],
  )
}

function outcome(identifier: string, baseType: string, value: string): XmlElement {
  return element('outcomeDeclaration', { identifier, cardinality: 'single', baseType }, [
    element('defaultValue', {}, [element('value', {}, [value])]),
  ])
}

/** Cardinality, base type and values of the key. */
function keyOf(item: Item): readonly [string, string, readonly string[]] {
  switch (item.type) {
    case 'single-choice':
      return ['single', 'identifier', [toQtiIdentifier(item.key)]]
    case 'multiple-choice':
      return ['multiple', 'identifier', item.key.map(toQtiIdentifier)]
    case 'true-false':
      return ['single', 'identifier', [String(item.key)]]
    case 'numeric':
      return ['single', 'float', [String(item.key.value)]]
    case 'short-text':
      return ['single', 'string', item.key.accepted.slice(0, 1)]
    case 'ordering':
      return ['ordered', 'identifier', item.key.map(toQtiIdentifier)]
    case 'matching':
      return ['multiple', 'directedPair', item.prompts.map(({ id }) => pairOf(item.key, id))]
  }
}

/** Prompts and options may share ids, identifiers in an interaction may not. */
function pairOf(key: Readonly<Record<string, string>>, prompt: string): string {
  return `prompt-${prompt} option-${key[prompt] ?? ''}`
}

function responseDeclaration(item: Item): XmlElement {
  const [cardinality, baseType, values] = keyOf(item)
  const mapping =
    item.type === 'short-text'
      ? item.key.accepted.map((mapKey) =>
          element('mapEntry', { mapKey, mappedValue: '1', caseSensitive: 'false' }),
        )
      : []
  return element('responseDeclaration', { identifier: 'RESPONSE', cardinality, baseType }, [
    element(
      'correctResponse',
      {},
      values.map((value) => element('value', {}, [value])),
    ),
    ...(mapping.length > 0 ? [element('mapping', { defaultValue: '0' }, mapping)] : []),
  ])
}

const TRUE_FALSE: readonly Option[] = [
  { id: 'true', text: say('正确', 'True') },
  { id: 'false', text: say('错误', 'False') },
]

function choices(options: readonly Option[], fixed = 'false'): XmlElement[] {
  return options.map(({ id, text }) =>
    element('simpleChoice', { identifier: toQtiIdentifier(id), fixed }, writeQtiText(text)),
  )
}

function interactionOf(item: Item): XmlElement {
  const own = { class: typeClass(item.type), responseIdentifier: 'RESPONSE' }
  switch (item.type) {
    case 'single-choice':
      return element(
        'choiceInteraction',
        { ...own, shuffle: 'true', maxChoices: '1' },
        choices(item.options),
      )
    case 'multiple-choice':
      return element(
        'choiceInteraction',
        { ...own, shuffle: 'true', maxChoices: '0' },
        choices(item.options),
      )
    case 'true-false':
      return element(
        'choiceInteraction',
        { ...own, shuffle: 'false', maxChoices: '1' },
        choices(TRUE_FALSE, 'true'),
      )
    case 'ordering':
      return element('orderInteraction', { ...own, shuffle: 'true' }, choices(item.options))
    case 'matching':
      return matchInteraction(item, own)
    case 'numeric':
      return element('p', {}, [
        element('textEntryInteraction', own),
        element('span', { class: UNIT_CLASS }, writeQtiText(item.unit)),
      ])
    case 'short-text':
      return element('p', {}, [element('textEntryInteraction', own)])
  }
}

function matchInteraction(
  item: Extract<Item, { type: 'matching' }>,
  own: Readonly<Record<string, string>>,
): XmlElement {
  const setOf = (side: 'prompt' | 'option', options: readonly Option[]) =>
    element(
      'simpleMatchSet',
      {},
      options.map(({ id, text }: { id: string; text: LocalizedText }) =>
        element(
          'simpleAssociableChoice',
          // An option may belong to several prompts: 0 is no limit.
          { identifier: `${side}-${id}`, matchMax: side === 'prompt' ? '1' : '0' },
          writeQtiText(text),
        ),
      ),
    )
  return element(
    'matchInteraction',
    { ...own, shuffle: 'true', maxAssociations: String(item.prompts.length) },
    [setOf('prompt', item.prompts), setOf('option', item.options)],
  )
}

const TEMPLATES: Readonly<Record<QtiVersion, (name: string) => string>> = {
  '2.2': (name) => `http://www.imsglobal.org/question/qti_v2p2/rptemplates/${name}`,
  '3.0': (name) => `https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/${name}.xml`,
}

/** Standard templates but for numbers, which `match_correct` must not compare. */
function responseProcessing(item: Item, version: QtiVersion): XmlElement {
  if (item.type !== 'numeric') {
    const name = item.type === 'short-text' ? 'map_response' : 'match_correct'
    return element('responseProcessing', { template: TEMPLATES[version](name) })
  }
  const { tolerance } = item.key
  const mode =
    tolerance === 0
      ? { toleranceMode: 'exact' }
      : { toleranceMode: 'absolute', tolerance: `${tolerance} ${tolerance}` }
  const score = (value: string) =>
    element('setOutcomeValue', { identifier: 'SCORE' }, [
      element('baseValue', { baseType: 'float' }, [value]),
    ])
  return element('responseProcessing', {}, [
    element('responseCondition', {}, [
      element('responseIf', {}, [
        element('equal', mode, [
          element('variable', { identifier: 'RESPONSE' }),
          element('correct', { identifier: 'RESPONSE' }),
        ]),
        score('1'),
      ]),
      element('responseElse', {}, [score('0')]),
    ]),
  ])
}
