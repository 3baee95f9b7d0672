import { type ReactElement, useEffect, useRef } from 'react'
import './formula.css'
import { splitFormulas, type TextPart } from './split-formulas.ts'

type FormulaPart = Extract<TextPart, { readonly kind: 'formula' }>

/** Browsers before MathML (Chromium before 109) would show a heap of letters. */
export function drawsMathMl(): boolean {
  return 'MathMLElement' in globalThis
}

/** As written until it is drawn, and for good where it cannot be. */
function Formula({ part }: { readonly part: FormulaPart }): ReactElement {
  const { tex, display, source } = part
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const element = place.current
    let wanted = element !== null && drawsMathMl()
    if (element !== null) element.textContent = source
    if (wanted) {
      import('./draw-formula.ts').then(
        ({ drawFormula }) => {
          if (!wanted || element === null || !drawFormula(element, tex, { display })) return
          // What is wider than the screen is scrolled by keys, too.
          if (element.scrollWidth > element.clientWidth + 1) element.tabIndex = 0
        },
        () => {
          // Without a network: the source can still be read.
        },
      )
    }
    return () => {
      wanted = false
    }
  }, [tex, display, source])
  return <span ref={place} className={display ? 'formula display' : 'formula'} />
}

/** A text of an item with its formulas as MathML, which screen readers read out. */
export function TextWithFormulas({ text }: { readonly text: string }): ReactElement {
  return (
    <>
      {splitFormulas(text).map((part, place) =>
        part.kind === 'words' ? (
          part.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same formula may stand there twice
          <Formula key={place} part={part} />
        ),
      )}
    </>
  )
}
