import type { ForeignPicture } from './foreign-bank.ts'
import { pictureOf } from './picture-bytes.ts'
import {
  childrenOf,
  decodeXml,
  descendantsOf,
  parseXml,
  rawTextOf,
  type XmlElement,
} from './xml.ts'

type Parts = ReadonlyMap<string, Uint8Array>

/** A picture laid over a sheet, by the cell its upper left corner is in. */
export interface AnchoredPicture {
  /** Sheet row, from 1. */
  readonly row: number
  /** Its part of the container; null where it names none that is there. */
  readonly part: string | null
  readonly bytes: Uint8Array | null
  readonly alt: string | null
}

/** Far above what a picture may have, and far below what hurts. */
const MOST_BYTES = 2_000_000

/** One part may be laid over any number of rows, so that few bytes could become any number. */
const MOST_BYTES_OF_SHEET = 200_000_000

/** The pictures of a sheet by the sheet row they begin in, from 1. */
export type PicturesByRow = ReadonlyMap<number, readonly AnchoredPicture[]>

/**
 * The pictures of each sheet by its name, in the order of the drawing. Follows the relationships
 * of ECMA-376 part 1 from workbook to sheet, drawing and media; what can't be followed is left out.
 */
export function anchoredPictures(parts: Parts): ReadonlyMap<string, PicturesByRow> {
  const workbook = elementOf(parts, 'xl/workbook.xml')
  if (!workbook) return new Map()
  const sheetParts = relationsOf(parts, 'xl/workbook.xml')
  const sheets = descendantsOf(workbook).filter(({ name }) => name === 'sheet')
  return new Map(
    sheets.map(({ attributes }) => {
      const path = sheetParts.get(attributes['id'] ?? '')?.path ?? ''
      const drawings = [...relationsOf(parts, path).values()].filter(({ isDrawing }) => isDrawing)
      const pictures = withinLimit(drawings.flatMap((one) => readDrawing(parts, one.path)))
      return [attributes['name'] ?? '', Map.groupBy(pictures, ({ row }) => row)]
    }),
  )
}

/** A picture of a sheet as one of an item; null where it is none, or too large. */
export function anchoredPictureOf({ bytes, alt }: AnchoredPicture): ForeignPicture | null {
  if (!bytes || bytes.length > MOST_BYTES) return null
  return pictureOf(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')), alt)
}

function withinLimit(pictures: readonly AnchoredPicture[]): AnchoredPicture[] {
  let left = MOST_BYTES_OF_SHEET
  return pictures.map((picture) => {
    left -= picture.bytes?.length ?? 0
    return left < 0 ? { ...picture, bytes: null } : picture
  })
}

function elementOf(parts: Parts, path: string): XmlElement | null {
  const bytes = parts.get(path)
  const text = bytes ? decodeXml(bytes) : null
  const root = text === null ? null : parseXml(text)
  return root === null || 'fault' in root ? null : root
}

interface Relation {
  readonly path: string
  readonly isDrawing: boolean
}

/** Relationships of a part by their ids; those that lead out of the container are left out. */
function relationsOf(parts: Parts, path: string): ReadonlyMap<string, Relation> {
  const slash = path.lastIndexOf('/')
  const relations = elementOf(parts, `${path.slice(0, slash)}/_rels/${path.slice(slash + 1)}.rels`)
  const inside = (relations ? childrenOf(relations, 'Relationship') : []).filter(
    ({ attributes }) => attributes['TargetMode'] !== 'External',
  )
  return new Map(
    inside.map(({ attributes }) => [
      attributes['Id'] ?? '',
      {
        path: resolvePart(attributes['Target'] ?? '', path),
        isDrawing: (attributes['Type'] ?? '').endsWith('/drawing'),
      },
    ]),
  )
}

/** The part a target names; used only to look it up, so that no path leads anywhere else. */
function resolvePart(target: string, from: string): string {
  const path = target.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const segment of target.split('/')) {
    if (segment === '..') path.pop()
    else if (segment !== '' && segment !== '.') path.push(segment)
  }
  return path.join('/')
}

function readDrawing(parts: Parts, path: string): AnchoredPicture[] {
  const drawing = elementOf(parts, path)
  if (!drawing) return []
  const media = relationsOf(parts, path)
  return drawing.children.flatMap((anchor) => {
    if (typeof anchor === 'string' || !/^(?:one|two)CellAnchor$/u.test(anchor.name)) return []
    const row = anchorRow(anchor)
    if (row === null) return []
    const pictures = descendantsOf(anchor).filter(({ name }) => name === 'pic')
    return pictures.map((picture) => ({ row, ...contentOf(picture, parts, media) }))
  })
}

/** The sheet row, from 1, of an anchor's first cell, which the file counts from 0. */
function anchorRow(anchor: XmlElement): number | null {
  const [from] = childrenOf(anchor, 'from')
  const [row] = from ? childrenOf(from, 'row') : []
  const text = row ? rawTextOf(row).trim() : ''
  return /^\d{1,7}$/u.test(text) ? Number(text) + 1 : null
}

function contentOf(
  picture: XmlElement,
  parts: Parts,
  media: ReadonlyMap<string, Relation>,
): Omit<AnchoredPicture, 'row'> {
  const all = descendantsOf(picture)
  const attributeOf = (element: string, attribute: string) =>
    all.find(({ name }) => name === element)?.attributes[attribute]?.trim() ?? ''
  const path = media.get(attributeOf('blip', 'embed'))?.path ?? ''
  const bytes = parts.get(path) ?? null
  return { part: bytes ? path : null, bytes, alt: attributeOf('cNvPr', 'descr') || null }
}
