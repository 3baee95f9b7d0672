/** The cut in a number field; null while it is empty or half typed, such as a lone minus. */
export function cutOfField(value: number | string | undefined): number | null {
  if (value === undefined || value === '') return null
  return Number.isFinite(Number(value)) ? Number(value) : null
}
