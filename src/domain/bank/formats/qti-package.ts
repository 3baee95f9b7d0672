import { COGNITIVE_LEVELS, type CognitiveLevel } from '../item.ts'
import type { ForeignItem } from './foreign-bank.ts'
import { readQtiText, trimmedTextOf, VERBATIM } from './qti-text.ts'
import { childrenOf, descendantsOf, type XmlElement } from './xml.ts'

/** What a manifest says about an item beside where it is. */
export type QtiFacts = Pick<ForeignItem, 'competency' | 'level' | 'posts' | 'source'> & {
  /** Keywords met where it is not clear which one names the competency. */
  readonly unused: readonly string[]
}

/** A resource of the package. */
export interface QtiResource {
  readonly type: string
  readonly href: string
  readonly pointer: string
  readonly facts: QtiFacts
}

/** Local name of the element in which our writer keeps what QTI has no place for. */
export const FACTS_ELEMENT = 'itemFacts'

export const NO_FACTS: QtiFacts = {
  competency: null,
  level: null,
  posts: [],
  source: null,
  unused: [],
}

/** The resources a manifest names, `xml:base` applied. */
export function readManifest(manifest: XmlElement): QtiResource[] {
  const base = manifest.attributes['xml:base'] ?? ''
  return childrenOf(manifest, 'resources').flatMap((resources) =>
    childrenOf(resources, 'resource').map((resource) => ({
      type: resource.attributes['type'] ?? '',
      href:
        base +
        (resources.attributes['xml:base'] ?? '') +
        (resource.attributes['xml:base'] ?? '') +
        (resource.attributes['href'] ?? childrenOf(resource, 'file')[0]?.attributes['href'] ?? ''),
      pointer: resource.pointer,
      facts: readFacts(resource),
    })),
  )
}

function readFacts(resource: XmlElement): QtiFacts {
  const elements = childrenOf(resource, 'metadata').flatMap(descendantsOf)
  const own = elements.find(({ name }) => name === FACTS_ELEMENT)
  if (own) return readOwnFacts(own)
  const taxa = elements
    .filter(({ name, children }) => name === 'taxon' && children.length > 0)
    .flatMap((taxon) => childrenOf(taxon, 'entry').map(firstWording))
  const keywords = elements.filter(({ name }) => name === 'keyword').map(firstWording)
  const named = [...new Set(taxa.length > 0 ? taxa.slice(-1) : keywords)].filter(
    (name) => name !== '',
  )
  const [competency] = named
  return competency !== undefined && named.length === 1
    ? { ...NO_FACTS, competency }
    : { ...NO_FACTS, unused: named }
}

/** LOM gives a name once per language; the first stands for all. */
function firstWording(element: XmlElement): string {
  const wording = element.children.find((child): child is XmlElement => typeof child !== 'string')
  return trimmedTextOf(wording ?? element)
}

function readOwnFacts({ attributes, children }: XmlElement): QtiFacts {
  const textOf = (name: string) => {
    const elements = children.filter(
      (child): child is XmlElement => typeof child !== 'string' && child.name === name,
    )
    const verbatim = elements.map((element) => ({
      ...element,
      attributes: { ...element.attributes, class: VERBATIM },
    }))
    return elements.length > 0 ? readQtiText(verbatim, 'zh-CN').text : null
  }
  const title = textOf('sourceTitle')
  const level = COGNITIVE_LEVELS.find((known) => known === attributes['level'])
  return {
    competency: attributes['competency'] ?? null,
    level: (level ?? null) satisfies CognitiveLevel | null,
    posts: (attributes['posts'] ?? '').split(' ').filter((post) => post !== ''),
    source: title && {
      title,
      provision: textOf('sourceProvision'),
      url: attributes['sourceUrl'] ?? null,
    },
    unused: [],
  }
}

/** Why a reference can't be followed: it leads to the network or out of the package. */
export type HrefFault = 'remote' | 'outside'

/** The path in the package an `href` means, seen from a file in it; queries and fragments go. */
export function resolveHref(href: string, from: string): { path: string } | { fault: HrefFault } {
  const bare = decodeHref(href.replace(/[?#].*$/u, '')).replaceAll('\\', '/')
  if (/^[a-z][a-z0-9+.-]*:/iu.test(bare) || bare.startsWith('//')) return { fault: 'remote' }
  if (bare.startsWith('/')) return { fault: 'outside' }
  const path: string[] = from.split('/').slice(0, -1)
  for (const part of bare.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') path.push(part)
    else if (path.pop() === undefined) return { fault: 'outside' }
  }
  return { path: path.join('/') }
}

function decodeHref(href: string): string {
  try {
    return decodeURIComponent(href)
  } catch {
    // A lone percent sign: the name is meant as it stands.
    return href
  }
}
