/** Long enough to have looked at it: what is only scrolled past was not shown. */
const DWELL_MS = 300
const STEPS = [0, 0.25, 0.5, 0.75, 1]

/**
 * Watches which of some elements takes up most of the screen, and tells its place among them
 * once it has done so for a moment; of two alike the first. Nothing is told while none of them
 * is in view. Returns the end of watching.
 */
export function watchMostVisible(
  elements: readonly Element[],
  onShown: (place: number) => void,
): () => void {
  const heights = elements.map(() => 0)
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitingFor: number | null = null
  const settle = (): void => {
    const most = Math.max(...heights)
    const place = most > 0 ? heights.indexOf(most) : null
    if (place === waitingFor) return
    waitingFor = place
    clearTimeout(timer)
    if (place !== null) timer = setTimeout(() => onShown(place), DWELL_MS)
  }
  const observer = new IntersectionObserver(
    (changes) => {
      for (const { target, intersectionRect } of changes) {
        heights[elements.indexOf(target)] = intersectionRect.height
      }
      settle()
    },
    { threshold: STEPS },
  )
  for (const element of elements) observer.observe(element)
  return () => {
    clearTimeout(timer)
    observer.disconnect()
  }
}
