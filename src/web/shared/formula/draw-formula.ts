import temml from 'temml'
import 'temml/dist/Temml-Local.css'

/** Far more than a formula of an exam needs; what is longer is shown as it was written. */
const LONGEST = 2_000

/**
 * Draws TeX as MathML into an element, node by node: no text of it is ever read as HTML, and
 * commands that link, load or style are not trusted. False, and nothing drawn, where it is not
 * TeX that can be read.
 */
export function drawFormula(
  element: HTMLElement,
  tex: string,
  { display }: { readonly display: boolean },
): boolean {
  if (tex.length > LONGEST) return false
  try {
    const math = document.createElement('span')
    temml.render(tex, math, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      strict: false,
      maxSize: [20, 100],
      maxExpand: 200,
    })
    element.replaceChildren(...math.childNodes)
    return true
  } catch {
    return false
  }
}
