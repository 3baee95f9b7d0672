import { LANGUAGES, type Language, type LocalizedText } from '../../text.ts'
import type { Bank } from '../bank.ts'
import type { Item } from '../item.ts'
import { FACTS_ELEMENT } from './qti-package.ts'
import { element, type QtiVersion } from './qti-serialize.ts'
import type { XmlElement } from './xml.ts'

/** A document of the package and what comes with it. */
export interface ManifestEntry {
  readonly kind: 'item' | 'stimulus'
  readonly identifier: string
  readonly path: string
  /** Paths of the pictures it shows. */
  readonly files: readonly string[]
  readonly item: Item | null
  /** Identifiers of the entries it needs. */
  readonly needs: readonly string[]
}

const LOM = 'http://ltsc.ieee.org/xsd/LOM'

/** Namespaces and types as the packaging profiles of QTI 2.2 and 3.0 have them. */
const PROFILES: Readonly<
  Record<
    QtiVersion,
    Readonly<Record<'package' | 'metadata' | 'schema' | 'version' | 'suffix', string>>
  >
> = {
  '2.2': {
    package: 'http://www.imsglobal.org/xsd/imscp_v1p1',
    metadata: 'http://www.imsglobal.org/xsd/imsqti_metadata_v2p2',
    schema: 'QTIv2.2 Package',
    version: '1.0.0',
    suffix: 'xmlv2p2',
  },
  '3.0': {
    package: 'http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1',
    metadata: 'http://www.imsglobal.org/xsd/imsqti_metadata_v3p0',
    schema: 'QTI Package',
    version: '3.0.0',
    suffix: 'xmlv3p0',
  },
}

const INTERACTIONS: Readonly<Record<Item['type'], string>> = {
  'single-choice': 'choiceInteraction',
  'multiple-choice': 'choiceInteraction',
  'true-false': 'choiceInteraction',
  numeric: 'textEntryInteraction',
  'short-text': 'textEntryInteraction',
  ordering: 'orderInteraction',
  matching: 'matchInteraction',
}

/** The manifest of a content package; what QTI has no place for stands in our own element. */
export function writeManifest(
  bank: Bank,
  entries: readonly ManifestEntry[],
  version: QtiVersion,
): XmlElement {
  const profile = PROFILES[version]
  const names = new Map(bank.competencies.map(({ id, name }) => [id, name]))
  return element('manifest', { xmlns: profile.package, identifier: `MANIFEST-${bank.program}` }, [
    element('metadata', {}, [
      element('schema', {}, [profile.schema]),
      element('schemaversion', {}, [profile.version]),
      lom([element('title', {}, wordings(bank.title))]),
    ]),
    element('organizations', {}),
    element(
      'resources',
      {},
      entries.map((entry) =>
        element(
          'resource',
          {
            identifier: entry.identifier,
            type: `imsqti_${entry.kind}_${profile.suffix}`,
            href: entry.path,
          },
          [
            ...(entry.item ? [metadataOf(entry.item, names, profile.metadata)] : []),
            ...[entry.path, ...entry.files].map((href) => element('file', { href })),
            ...entry.needs.map((identifierref) => element('dependency', { identifierref })),
          ],
        ),
      ),
    ),
  ])
}

function lom(general: readonly XmlElement[]): XmlElement {
  return element('lom', { xmlns: LOM }, [element('general', {}, general)])
}

function wordings(text: LocalizedText): XmlElement[] {
  return LANGUAGES.map((language) => element('string', { language }, [text[language]]))
}

function metadataOf(
  item: Item,
  names: ReadonlyMap<string, LocalizedText>,
  namespace: string,
): XmlElement {
  const name = names.get(item.competency)
  return element('metadata', {}, [
    ...(name ? [lom([element('keyword', {}, wordings(name))])] : []),
    element('qtiMetadata', { xmlns: namespace }, [
      element('timeDependent', {}, ['false']),
      element('interactionType', {}, [INTERACTIONS[item.type]]),
    ]),
    factsOf(item),
  ])
}

function factsOf({ competency, level, posts, source }: Item): XmlElement {
  const inBoth = (name: string, text: LocalizedText) =>
    LANGUAGES.map((language: Language) =>
      element(`probity:${name}`, { 'xml:lang': language }, [text[language]]),
    )
  return element(
    `probity:${FACTS_ELEMENT}`,
    {
      'xmlns:probity': 'urn:probity:qti-facts:1',
      competency,
      level,
      posts: posts.join(' '),
      ...(source.url === undefined ? {} : { sourceUrl: source.url }),
    },
    [...inBoth('sourceTitle', source.title), ...inBoth('sourceProvision', source.provision)],
  )
}
