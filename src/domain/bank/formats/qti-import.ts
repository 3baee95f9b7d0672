import type { LocalizedText } from '../../text.ts'
import { say } from '../finding.ts'
import type { ForeignBank, ForeignFinding, ForeignItem } from './foreign-bank.ts'
import { itemCounter, type TellProgress } from './import-progress.ts'
import { readQtiItem } from './qti-item.ts'
import {
  NO_FACTS,
  type QtiFacts,
  type QtiResource,
  readManifest,
  resolveHref,
} from './qti-package.ts'
import type { Tell } from './qti-response.ts'
import { isZip, openZip } from './safe-zip.ts'
import { decodeXml, parseXml, type XmlElement } from './xml.ts'

/** Everything read so far, of one file that was handed in. */
interface Import {
  /** Name of what was handed in. */
  readonly file: string
  readonly isPackage: boolean
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly items: ForeignItem[]
  readonly findings: ForeignFinding[]
  readonly onProgress: TellProgress | undefined
}

/**
 * Reads QTI 2.1, 2.2 or 3.0: one assessment item, or a content package (zip) with or without
 * manifest. Never throws: what can't be read is told, with the file in the package and the element.
 */
export function readQti(given: {
  readonly file: string
  readonly bytes: Uint8Array
  readonly onProgress?: TellProgress
}): ForeignBank {
  const { file, bytes, onProgress } = given
  const items: ForeignItem[] = []
  const findings: ForeignFinding[] = []
  const container = isZip(bytes) ? openZip(bytes) : null
  if (container && 'fault' in container) {
    return { items, findings: [whole(file, container.fault, container.message)] }
  }
  const files = container ? container.files : new Map([[file, bytes]])
  const isPackage = container !== null
  const reading: Import = { file, isPackage, files, items, findings, onProgress }
  if (container) readPackage(reading)
  else readItemFile(reading, file, NO_FACTS)
  if (items.length === 0 && findings.length === 0) {
    findings.push(whole(file, 'qti-empty', say('没有找到题目', 'no items were found')))
  }
  return { items, findings }
}

function whole(file: string, code: string, message: LocalizedText): ForeignFinding {
  return { severity: 'error', code, message, file, row: null, column: null, pointer: null }
}

function tellerOf({ file, isPackage, findings }: Import, path: string): Tell {
  const place = isPackage ? `${file}!${path}` : file
  return (finding) => findings.push({ ...finding, file: place, row: null, column: null })
}

/** Items by the manifest; every XML file where there is none. */
function readPackage(reading: Import): void {
  const paths = [...reading.files.keys()]
  const manifestPath = paths
    .filter((path) => path === 'imsmanifest.xml' || path.endsWith('/imsmanifest.xml'))
    .sort((left, right) => left.split('/').length - right.split('/').length)[0]
  const manifest = manifestPath === undefined ? null : parseFile(reading, manifestPath)
  if (manifestPath !== undefined && manifest) {
    const resources = readManifest(manifest)
    // Some tools name a document under several resources.
    const byHref = new Map(resources.map((resource) => [resource.type + resource.href, resource]))
    const onResource = itemCounter(byHref.size, reading.onProgress)
    for (const resource of byHref.values()) {
      readResource(reading, resource, manifestPath)
      onResource()
    }
    return
  }
  tellerOf(
    reading,
    'imsmanifest.xml',
  )({
    severity: 'warning',
    code: 'qti-no-manifest',
    pointer: null,
    message: say(
      '包内没有可读的 imsmanifest.xml，逐个读取 XML 文件',
      'there is no readable imsmanifest.xml; every XML file is tried',
    ),
  })
  for (const path of paths) {
    if (/\.xml$/iu.test(path) && path !== manifestPath) readItemFile(reading, path, NO_FACTS)
  }
}

function readResource(reading: Import, resource: QtiResource, manifestPath: string): void {
  const { type, href, pointer, facts } = resource
  const tell = tellerOf(reading, manifestPath)
  if (/^imsqti_(?:test|section|assessment)_/iu.test(type)) {
    tell({
      severity: 'note',
      code: 'qti-test',
      pointer,
      message: say('试卷结构不导入，只导入题目', 'tests and sections are not imported, only items'),
    })
  }
  if (!/^imsqti_(?:apip)?item_/iu.test(type)) {
    if (/^imsqti_xmlv1/iu.test(type)) {
      tell({ severity: 'error', code: 'qti-version', pointer, message: OLD_VERSION })
    }
    return
  }
  const target = resolveHref(href, manifestPath)
  if ('fault' in target || !reading.files.has(target.path)) {
    tell({
      severity: 'error',
      code: 'qti-item-missing',
      pointer,
      message: say(
        `清单指向的题目 ${href} 不在包内，不予读取`,
        `the item ${href} the manifest names is not in the package and is not read`,
      ),
    })
    return
  }
  readItemFile(reading, target.path, facts)
}

const OLD_VERSION = say(
  '这是 QTI 1.x；请用 QTI 2.1、2.2 或 3.0 导出后再导入',
  'this is QTI 1.x; export it as QTI 2.1, 2.2 or 3.0 and try again',
)

/** The root of a file; null and told where it is no document that may be read. */
function parseFile(reading: Import, path: string): XmlElement | null {
  const tell = tellerOf(reading, path)
  const text = decodeXml(reading.files.get(path) ?? new Uint8Array())
  const root =
    text === null
      ? { fault: 'not-text', message: say('不是文本文件', 'this is no text file') }
      : parseXml(text)
  if (!('fault' in root)) return root
  tell({ severity: 'error', code: root.fault, pointer: null, message: root.message })
  return null
}

function readItemFile(reading: Import, path: string, facts: QtiFacts): void {
  const root = parseFile(reading, path)
  if (!root) return
  const tell = tellerOf(reading, path)
  if (root.name !== 'assessmentItem') {
    // A package holds other documents too; only a single file has to be an item.
    if (!reading.isPackage || root.name === 'questestinterop') {
      const message =
        root.name === 'questestinterop'
          ? OLD_VERSION
          : say(`根元素 ${root.name} 不是 assessmentItem`, `${root.name} is no assessmentItem`)
      tell({ severity: 'error', code: 'qti-version', pointer: root.pointer, message })
    }
    return
  }
  if (facts.unused.length > 0) {
    tell({
      severity: 'lossy',
      code: 'qti-keywords',
      pointer: root.pointer,
      message: say(
        `有多个关键词（${facts.unused.join('、')}），无法确定所属能力`,
        `several keywords (${facts.unused.join(', ')}): which one is the competency is not clear`,
      ),
    })
  }
  const { files, file, isPackage, items } = reading
  const place = isPackage ? `${file}!${path}` : file
  const item = readQtiItem(root, { file: place, path, files, facts, tell })
  if (item) items.push(item)
}
