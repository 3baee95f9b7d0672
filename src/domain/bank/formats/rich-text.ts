import type { ForeignFinding, ForeignPlace, ForeignText } from './foreign-bank.ts'
import { foreignFinding } from './foreign-finding.ts'
import { htmlToText } from './html-text.ts'

/** What became of the marked-up texts of one item. */
export interface Losses {
  readonly elements: Set<string>
  /** Sources of pictures; whoever brings one along takes it out. */
  readonly pictures: Set<string>
}

export function noLosses(): Losses {
  return { elements: new Set(), pictures: new Set() }
}

/** Whether a text has tags or character references, so that it is meant as HTML. */
export function looksLikeHtml(text: string): boolean {
  return /<\/?[a-z][^<>]*>|<!--|&(?:#\d+|#x[\da-f]+|[a-z]+);/iu.test(text)
}

/** A text as it stands or, where it is HTML, what is left of it; losses are noted. */
export function plainText(text: string, isHtml: boolean, losses: Losses): string {
  if (!isHtml) return text
  const read = htmlToText(text)
  for (const element of read.lost) losses.elements.add(element)
  for (const source of read.pictures) losses.pictures.add(source)
  return read.text
}

/** One finding for all markup an item lost, one for its pictures. */
export function lossFindings(place: ForeignPlace, losses: Losses): ForeignFinding[] {
  const findings: ForeignFinding[] = []
  if (losses.elements.size > 0) {
    const names = [...losses.elements].sort().join(', ')
    const message = [
      `这些标记的含义已丢失：${names}`,
      `lost the meaning of markup: ${names}`,
    ] as const
    findings.push(foreignFinding(place, ['lossy', 'markup-lost'], message))
  }
  if (losses.pictures.size > 0) {
    const message = [
      `有 ${losses.pictures.size} 幅图没有读入`,
      `${losses.pictures.size} pictures were not read`,
    ] as const
    findings.push(foreignFinding(place, ['lossy', 'picture-lost'], message))
  }
  return findings
}

/** A category path as the name of a competency: without the parts every file has. */
export function categoryName(path: string | null): string | null {
  const parts = (path ?? '').split('/').map((part) => part.trim())
  const telling = parts.filter((part) => part !== '' && part !== 'top' && !/^\$\w+\$$/u.test(part))
  return telling.length === 0 ? null : telling.join(' / ')
}

/** Texts with each but once, and for every text given where it stands among those. */
export function distinctTexts(texts: readonly ForeignText[]): {
  readonly options: readonly ForeignText[]
  readonly key: readonly number[]
} {
  const places = new Map<string, number>()
  const options: ForeignText[] = []
  const key = texts.map((text) => {
    const name = JSON.stringify([text['zh-CN'], text.en])
    const place = places.get(name) ?? options.length
    if (place === options.length) options.push(text)
    places.set(name, place)
    return place
  })
  return { options, key }
}
