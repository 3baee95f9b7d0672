/** What of an internet address tells where somebody is. */
export interface NetworkPlace {
  /** The host; of version 6 the first 64 bits, as browsers change the rest by themselves. */
  readonly address: string
  /** What one organization or provider has: the first 24 bits of version 4, 48 of version 6. */
  readonly network: string
}

/** Reads an address of version 4 or 6, in any of its spellings; anything else stands for itself. */
export function networkOf(text: string): NetworkPlace {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text
  if (/^\d+\.\d+\.\d+\.\d+$/.test(mapped)) {
    return { address: mapped, network: mapped.slice(0, mapped.lastIndexOf('.')) }
  }
  if (!mapped.includes(':')) return { address: mapped, network: mapped }
  const groups = groupsOf(mapped.split('%')[0] ?? '')
  return { address: groups.slice(0, 4).join(':'), network: groups.slice(0, 3).join(':') }
}

function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const list = (part: string) => (part === '' ? [] : part.split(':'))
  const left = list(head)
  const right = list(tail ?? '')
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array.from({ length: gap }, () => '0'), ...right].map((group) =>
    group.toLowerCase().replace(/^0+(?=.)/, ''),
  )
}
