import { unzipSync, zipSync } from 'fflate'
import type { Picture } from '../item.ts'
import { pictureSize } from './picture-size.ts'

/** A picture and the cell its upper left corner is to lie in, both from 0. */
export interface LaidPicture {
  readonly row: number
  readonly column: number
  readonly picture: Picture
  readonly alt: string
}

const MAIN = 'http://schemas.openxmlformats.org/drawingml/2006/main'
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'
const DRAWING_TYPE = 'application/vnd.openxmlformats-officedocument.drawing+xml'
const SHEET = 'xl/worksheets/sheet1.xml'
const CONTENT_TYPES = '[Content_Types].xml'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
/** Rows with pictures become this high, in points and in pixels of 1/96 inch. */
const ROW_POINTS = 75
const ROW_PIXELS = 100
/** English metric units in a pixel. */
const UNITS = 9525
/** The greatest ST_PositiveCoordinate. */
const MOST_UNITS = 27_273_042_316_900
const UNKNOWN_SIZE = { width: ROW_PIXELS, height: ROW_PIXELS }

/** Whether a workbook can show a picture; Excel has no WebP. */
export function isWorkbookPicture({ mediaType }: Picture): boolean {
  return mediaType !== 'image/webp'
}

/**
 * A workbook without drawings, as written here, with pictures laid over its first sheet: parts and
 * relationships by ECMA-376 part 1, 18.3.1.36 and 20.5. Rows with pictures are made high enough.
 */
export function withPictures(workbook: Uint8Array, laid: readonly LaidPicture[]): Uint8Array {
  if (laid.length === 0) return workbook
  const parts = unzipSync(workbook)
  const textOf = (path: string) => new TextDecoder().decode(parts[path])
  const media = laid.map(({ picture }, index) => ({
    id: `rId${index + 1}`,
    // The content types of these endings are declared in every workbook written here.
    name: `image${index + 1}.${picture.mediaType.slice('image/'.length)}`,
    bytes: Uint8Array.from(atob(picture.base64), (character) => character.charCodeAt(0)),
  }))
  const anchors = laid.map((one, index) => anchorOf(one, index, media[index]?.bytes))
  const texts = {
    [SHEET]: sheetWithDrawing(textOf(SHEET), new Set(laid.map(({ row }) => row))),
    [CONTENT_TYPES]: textOf(CONTENT_TYPES).replace(
      '</Types>',
      `<Override PartName="/xl/drawings/drawing1.xml" ContentType="${DRAWING_TYPE}"/></Types>`,
    ),
    'xl/worksheets/_rels/sheet1.xml.rels': relationships('drawing', [
      { id: 'rId1', target: '../drawings/drawing1.xml' },
    ]),
    'xl/drawings/drawing1.xml':
      `${DECLARATION}<xdr:wsDr xmlns:xdr="${DRAWING}" xmlns:a="${MAIN}" xmlns:r="${RELATIONS}">` +
      `${anchors.join('')}</xdr:wsDr>`,
    'xl/drawings/_rels/drawing1.xml.rels': relationships(
      'image',
      media.map(({ id, name }) => ({ id, target: `../media/${name}` })),
    ),
  }
  const encoder = new TextEncoder()
  const written = Object.entries(texts).map(([path, text]) => [path, encoder.encode(text)])
  const pictures = media.map(({ name, bytes }) => [`xl/media/${name}`, bytes])
  const all = { ...parts, ...Object.fromEntries(written), ...Object.fromEntries(pictures) }
  // The earliest day zip knows, in local time as zip means it: the same bank, the same bytes.
  return zipSync(all, { mtime: new Date(1980, 0, 1) })
}

/** The drawing comes after all else this writer puts into a sheet. */
function sheetWithDrawing(sheet: string, rows: ReadonlySet<number>): string {
  return sheet
    .replace(/<row r="(\d+)"/gu, (whole, row: string) =>
      rows.has(Number(row) - 1) ? `${whole} ht="${ROW_POINTS}" customHeight="1"` : whole,
    )
    .replace('</worksheet>', '<drawing r:id="rId1"/></worksheet>')
}

function relationships(
  kind: 'drawing' | 'image',
  targets: readonly { readonly id: string; readonly target: string }[],
): string {
  const all = targets.map(
    ({ id, target }) => `<Relationship Id="${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`,
  )
  return `${DECLARATION}<Relationships xmlns="${PACKAGE}">${all.join('')}</Relationships>`
}

function anchorOf(
  { row, column, alt }: LaidPicture,
  index: number,
  bytes: Uint8Array | undefined,
): string {
  // A size unknown becomes a square; none is shown higher than its row.
  const { width, height } = (bytes && pictureSize(bytes)) ?? UNKNOWN_SIZE
  const shown = Math.min(ROW_PIXELS, height)
  const [cx, cy] = [(width / height) * shown, shown].map((side) =>
    Math.max(1, Math.min(MOST_UNITS, Math.round(side * UNITS))),
  )
  const place =
    `<xdr:from><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff>` +
    `<xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="${cx}" cy="${cy}"/>`
  const name = `<xdr:cNvPr id="${index + 2}" name="Picture ${index + 1}" descr="${escaped(alt)}"/>`
  return (
    `<xdr:oneCellAnchor>${place}<xdr:pic><xdr:nvPicPr>${name}<xdr:cNvPicPr/></xdr:nvPicPr>` +
    `<xdr:blipFill><a:blip r:embed="rId${index + 1}"/><a:stretch><a:fillRect/></a:stretch>` +
    `</xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm>` +
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>' +
    '</xdr:oneCellAnchor>'
  )
}

/** An attribute's value; what XML has no place for becomes U+FFFD, as in cells. */
function escaped(text: string): string {
  return text
    .replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"\t\n\r]/gu, (character) => `&#${character.charCodeAt(0)};`)
}
