import { type Zippable, zipSync } from 'fflate'
import type { LocalizedText } from '../../text.ts'
import type { Bank, Stimulus } from '../bank.ts'
import { pointerTo, say } from '../finding.ts'
import type { Item, Picture } from '../item.ts'
import type { Exported, ForeignFinding } from './foreign-bank.ts'
import { toQtiIdentifier } from './qti-identifier.ts'
import {
  element,
  hasForbiddenCharacters,
  type QtiVersion,
  qtiFile,
  xmlFile,
} from './qti-serialize.ts'
import { TEXT_CLASS, TITLE_CLASS } from './qti-stimulus.ts'
import { writeQtiText } from './qti-text.ts'
import { namespacesOf, writeItem } from './qti-write-item.ts'
import { type ManifestEntry, writeManifest } from './qti-write-manifest.ts'
import type { XmlElement } from './xml.ts'

/** A picture, a document or the manifest, by its path in the package. */
type Files = Record<string, Uint8Array>

/**
 * A bank as QTI content package (zip) with one assessment item per item, both languages beside each
 * other; the same bank gives the same bytes. Numbers in file names keep ids apart that differ in
 * case only.
 */
export function writeQti(bank: Bank, version: QtiVersion): Exported {
  const files: Files = {}
  const stimuli = new Map(
    bank.stimuli.map((stimulus, index): [string, ManifestEntry] => {
      const path = `stimuli/${index + 1}-${stimulus.id}.xml`
      files[path] = qtiFile(writeStimulus(stimulus, version), version)
      const identifier = `stimulus-${stimulus.id}`
      return [stimulus.id, { kind: 'stimulus', identifier, path, files: [], item: null, needs: [] }]
    }),
  )
  const items = bank.items.map((item, index): ManifestEntry => {
    const stimulus = stimuli.get(item.stimulus ?? '')
    const pictures = writePictures(item.pictures ?? [], index + 1, files)
    const path = `items/${index + 1}-${item.id}.xml`
    const root = writeItem({
      item,
      version,
      stimulusHref: stimulus ? `../${stimulus.path}` : null,
      pictureHrefs: pictures.map((picture) => `../${picture}`),
    })
    files[path] = qtiFile(root, version)
    const needs = stimulus ? [stimulus.identifier] : []
    return { kind: 'item', identifier: `item-${item.id}`, path, files: pictures, item, needs }
  })
  const manifest = writeManifest(bank, [...items, ...stimuli.values()], version)
  // By local fields, which are what a zip records, so that time zones make no difference.
  const mtime = new Date(1980, 0, 1)
  const zippable: Zippable = { 'imsmanifest.xml': xmlFile(manifest), ...files }
  return { bytes: zipSync(zippable, { mtime }), findings: lossesOf(bank) }
}

function writeStimulus({ id, title, text }: Stimulus, version: QtiVersion): XmlElement {
  return element(
    'assessmentStimulus',
    {
      ...namespacesOf(version),
      identifier: toQtiIdentifier(id),
      title: title['zh-CN'],
      'xml:lang': 'zh-CN',
    },
    [
      element('stimulusBody', {}, [
        element('p', { class: TITLE_CLASS }, writeQtiText(title)),
        element('p', { class: TEXT_CLASS }, writeQtiText(text)),
      ]),
    ],
  )
}

/** Puts an item's pictures among the files; their paths. */
function writePictures(pictures: readonly Picture[], number: number, files: Files): string[] {
  return pictures.map(({ mediaType, base64 }, index) => {
    const path = `pictures/${number}-${index + 1}.${mediaType.replace('image/', '')}`
    files[path] = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    return path
  })
}

/** What of an item has no place, as one finding for all items it is true of. */
const LOSSES: readonly {
  readonly code: string
  readonly field: string
  readonly what: LocalizedText
  readonly isIn: (item: Item) => boolean
}[] = [
  {
    code: 'qti-no-parameters',
    field: 'parameters',
    what: say('题目参数', 'item parameters'),
    isIn: ({ parameters, timeParameters }) => (parameters ?? timeParameters) !== undefined,
  },
  {
    code: 'qti-no-enemies',
    field: 'enemies',
    what: say('互斥关系', 'enemies'),
    isIn: ({ enemies }) => enemies.length > 0,
  },
  {
    code: 'qti-no-checked-date',
    field: 'source',
    what: say('依据的核对日期', 'the day the source was checked'),
    isIn: () => true,
  },
  {
    code: 'qti-no-second-alt',
    field: 'pictures',
    what: say('图片的英文说明', "the pictures' English description"),
    isIn: ({ pictures = [] }) => pictures.some(({ alt }) => alt.en !== alt['zh-CN']),
  },
]

function lossesOf(bank: Bank): ForeignFinding[] {
  const lossy = (code: string, pointer: string, message: LocalizedText): ForeignFinding => ({
    ...{ severity: 'lossy', code, pointer, message },
    ...{ file: 'bank.json', row: null, column: null },
  })
  const losses = LOSSES.flatMap(({ code, field, what, isIn }) => {
    const first = bank.items.findIndex(isIn)
    if (first < 0) return []
    const count = bank.items.filter(isIn).length
    const message = say(
      `${count} 道题：${what['zh-CN']}不写入 QTI`,
      `${count} items: ${what.en} is not written to QTI`,
    )
    return [lossy(code, pointerTo('items', first, field), message)]
  })
  const garbled = bank.items.flatMap((item, index) =>
    [...stringsIn(item), ...stringsIn(bank.stimuli.filter(({ id }) => id === item.stimulus))].some(
      hasForbiddenCharacters,
    )
      ? [
          lossy(
            'qti-forbidden-characters',
            pointerTo('items', index),
            say('含有 XML 不允许的字符，已替换', 'characters XML has no place for are replaced'),
          ),
        ]
      : [],
  )
  const frame = lossy(
    'qti-no-frame',
    '',
    say(
      '岗位、能力说明和题库说明不写入 QTI',
      'posts and the descriptions of bank and competencies are not written to QTI',
    ),
  )
  return [frame, ...losses, ...garbled]
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}
