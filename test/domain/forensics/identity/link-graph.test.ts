import fc from 'fast-check'
import t from 'tap'
import type { AccountLink } from '../../../../src/domain/forensics/identity/judge-pairs.ts'
import { groupLinks } from '../../../../src/domain/forensics/identity/link-graph.ts'
import type { LinkKind } from '../../../../src/domain/forensics/identity/link-weights.ts'

function link(left: number, right: number, kinds: readonly LinkKind[]): AccountLink {
  const evidence = kinds.map((kind) => ({ kind, bits: 3, p: null }))
  return { left, right, evidence, gapMinutes: null, superiorLine: false, samePlace: true, p: 1e-5 }
}

const always = () => true

t.test('places alone make no group, however many, nor does one kind', async (t) => {
  const place = ['device', 'address', 'sequence'] as const
  t.strictSame(groupLinks([link(0, 1, place), link(1, 2, place)], always), [])
  t.strictSame(groupLinks([link(0, 1, ['rhythm'])], always), [])
  t.equal(groupLinks([link(0, 1, ['device', 'rhythm'])], always).length, 1)
  t.equal(groupLinks([link(0, 1, ['answers', 'rhythm'])], always).length, 1)
  t.strictSame(
    groupLinks([link(0, 1, ['device', 'rhythm'])], () => false),
    [],
  )
})

t.test('a ring is tight, a chain is not', async (t) => {
  const kinds = ['device', 'rhythm'] as const
  const chain = [link(4, 7, kinds), link(7, 9, ['address', 'answers'])]
  const [group] = groupLinks(chain, always)
  t.match(group, { accounts: [4, 7, 9], links: [0, 1], bits: 12, tight: false })
  t.strictSame(group?.kinds, ['device', 'address', 'rhythm', 'answers'])
  t.match(groupLinks([...chain, link(4, 9, kinds)], always), [{ tight: true }])
  t.match(groupLinks([link(1, 2, kinds)], always), [{ tight: true }], 'nor can a pair be tighter')
})

t.test('groups part the linked accounts: none in two, linked ones together', async (t) => {
  const pair = fc
    .tuple(fc.nat(30), fc.nat(30))
    .filter(([left, right]) => left !== right)
    .map(([left, right]) =>
      link(Math.min(left, right), Math.max(left, right), ['device', 'rhythm']),
    )
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 40 }), (links) => {
      const groups = groupLinks(links, always)
      const all = groups.flatMap(({ accounts }) => accounts)
      t.equal(new Set(all).size, all.length)
      t.equal(groups.flatMap((group) => group.links).length, links.length)
      for (const { left, right } of links) {
        t.ok(groups.some(({ accounts }) => accounts.includes(left) && accounts.includes(right)))
      }
    }),
    { numRuns: 30 },
  )
})
