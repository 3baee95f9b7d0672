/**
 * A bank id as QTI identifier: QTI wants a letter or underscore first, where a bank id may begin
 * with a digit, so such an id gets an underscore, which no bank id begins with.
 */
export function toQtiIdentifier(id: string): string {
  return /^\d/u.test(id) ? `_${id}` : id
}

/** The id an identifier stands for: the underscore `toQtiIdentifier` put before a digit goes. */
export function fromQtiIdentifier(identifier: string): string {
  return identifier.replace(/^_(?=\d)/u, '')
}
