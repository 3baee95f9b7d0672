/** Something is wrong with a file somebody gave: exit code 2, with the place. */
export class InputFault extends Error {
  readonly file: string
  /** Line in the file, the header being line 1; null for the file as a whole. */
  readonly row: number | null
  readonly column: string | null

  constructor(
    message: string,
    place: { readonly file: string; readonly row?: number; readonly column?: string },
  ) {
    super(message)
    this.name = 'InputFault'
    this.file = place.file
    this.row = place.row ?? null
    this.column = place.column ?? null
  }
}

/** One line for standard error: file, row and column as far as known, and what is wrong. */
export function faultText({ file, row, column, message }: Readonly<InputFault>): string {
  const place = [
    file,
    ...(row === null ? [] : [`row ${row}`]),
    ...(column === null ? [] : [`column ${column}`]),
  ]
  return `${place.join(', ')}: ${message}`
}
