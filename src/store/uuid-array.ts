/** Ids as one parameter for `any(?::uuid[])`: entity managers would write a list of parameters. */
export function uuidArray(ids: readonly string[]): string {
  return `{${ids.join(',')}}`
}
