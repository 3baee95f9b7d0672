/** Hexadecimal digits read of a digest: 48 bits, which a number holds exactly. */
const DIGITS = 12

/**
 * A digest (hexadecimal) read as a fraction from 0 to below 1, evenly spread: a lot falls where it
 * lies below a share.
 */
export function fractionOf(digestHex: string): number {
  return Number.parseInt(digestHex.slice(0, DIGITS), 16) / 16 ** DIGITS
}
