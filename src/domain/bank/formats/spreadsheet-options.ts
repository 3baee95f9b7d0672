/** Where an option begins, and where its text does. */
interface Marker {
  readonly start: number
  readonly textStart: number
}

/** `(A)`, `A、`, `A.`, `A:` and `A)`, also full width; at a line's start `A ` will do. */
function markerPattern(letter: string, where: 'line' | 'space' | 'anywhere'): RegExp {
  const wide = String.fromCharCode(letter.charCodeAt(0) + 0xfee0)
  const both = `[${letter}${wide}]`
  const marked = `(?:[(（【]\\s*${both}\\s*[)）】]|${both}\\s*[、.．,，:：)）])`
  const before = { line: '(?:^|\\n)\\s*', space: '[\\s;；,，。|]', anywhere: '(?<![A-Za-z0-9])' }
  const form = where === 'line' ? `(?:${marked}|${both}[ \\t\u3000])` : marked
  return new RegExp(`${before[where]}(?<mark>${form})[、.．:：\\s]*`, 'g')
}

/** The first marker of a letter from a place on: at a line's start rather than after a space. */
function findMarker(text: string, letter: string, from: number): Marker | null {
  for (const where of ['line', 'space', 'anywhere'] as const) {
    const pattern = markerPattern(letter, where)
    pattern.lastIndex = from
    const found = pattern.exec(text)
    if (found) return { start: found.index, textStart: found.index + found[0].length }
  }
  return null
}

function markersOf(text: string, letters: string): Marker[] {
  const first = findMarker(text, letters.charAt(0), 0)
  if (!first || text.slice(0, first.start).trim() !== '') return []
  const markers = [first]
  for (const letter of letters.slice(1)) {
    const next = findMarker(text, letter, markers.at(-1)?.textStart ?? 0)
    if (!next) break
    markers.push(next)
  }
  return markers
}

/**
 * The options in one cell: lettered from A (`A、…`, `A. …`, `A．…`, `(A) …`; letters full width or
 * small) on lines of their own or run on; without letters, a line each, or parted by | or ；.
 */
export function splitOptions(text: string): string[] {
  for (const letters of ['ABCDEFGHIJ', 'abcdefghij']) {
    const markers = markersOf(text, letters)
    if (markers.length < 2) continue
    return markers.map(({ textStart }, index) =>
      text
        .slice(textStart, markers[index + 1]?.start)
        .trim()
        .replace(/[;；|]$/, ''),
    )
  }
  const parts = /\n/.test(text) ? text.split('\n') : text.split(/[|｜；]/)
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
