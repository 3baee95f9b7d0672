import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

interface Props {
  readonly label: string
  /** Whether it is held to a height, below which the content scrolls. */
  readonly tall?: boolean
  readonly children: ReactNode
}

/** Scrolls where the content is too wide or too tall, and can then be reached by keyboard. */
export function ScrollRegion({ label, tall = false, children }: Props) {
  const region = useRef<HTMLElement>(null)
  const [wide, setWide] = useState(false)
  const [long, setLong] = useState(false)
  const look = useCallback((): void => {
    const element = region.current
    if (element === null) return
    setWide(element.scrollWidth > element.clientWidth + 1)
    setLong(element.scrollHeight > element.clientHeight + 1)
  }, [])
  // Content that was exchanged is seen at once, not only when something changes its size.
  useLayoutEffect(look)
  useEffect(() => {
    const element = region.current
    if (element === null) return
    const observer = new ResizeObserver(look)
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    return () => observer.disconnect()
  }, [look])
  return (
    <section
      ref={region}
      className="scroll-region"
      data-wide={wide}
      data-tall={tall}
      aria-label={label}
      {...(wide || (tall && long) ? { tabIndex: 0 } : {})}
    >
      {children}
    </section>
  )
}
