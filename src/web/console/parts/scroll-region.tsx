import { type ReactNode, useEffect, useRef, useState } from 'react'

interface Props {
  readonly label: string
  readonly children: ReactNode
}

/** Scrolls sideways where the content is too wide, and can then be reached by keyboard. */
export function ScrollRegion({ label, children }: Props) {
  const region = useRef<HTMLElement>(null)
  const [wide, setWide] = useState(false)
  useEffect(() => {
    const element = region.current
    if (element === null) return
    const look = (): void => setWide(element.scrollWidth > element.clientWidth + 1)
    const observer = new ResizeObserver(look)
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    return () => observer.disconnect()
  }, [])
  return (
    <section
      ref={region}
      className="scroll-region"
      data-wide={wide}
      aria-label={label}
      {...(wide ? { tabIndex: 0 } : {})}
    >
      {children}
    </section>
  )
}
