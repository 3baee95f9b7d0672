/**
 * Gives the focus to the question at hand, so that whoever works by keyboard or screen reader goes
 * on from there when what had the focus goes away; to the exam's title where no question is there.
 */
export function focusItem(): void {
  const heading =
    document.querySelector<HTMLElement>('.item-row.current .item-place') ??
    document.querySelector<HTMLElement>('main .item-place') ??
    document.querySelector<HTMLElement>('.exam-top h1')
  heading?.focus()
}
