import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { type Static, type TSchema, Type } from 'typebox'
import Value from 'typebox/value'
import { isSigned } from '../../src/cli/is-signed.ts'
import { FIRST_PREVIOUS_HASH, hashOf, type LogEntry } from '../../src/domain/log-chain.ts'
import {
  type ChainHead,
  Checkpoint,
  ConsistencyProof,
  chainHead,
  checkpointDigest,
  checkpointRunFaults,
  consistencyFaults,
  LogProof,
  leafOfChain,
  proofFaults,
  signedTextOf,
} from '../../src/domain/log-proof.ts'
import {
  consistencyPath,
  EMPTY_ROOT,
  inclusionPath,
  isConsistent,
  leafHash,
  merkleRoot,
  rootFromPath,
  treeLevels,
} from '../../src/domain/merkle-tree.ts'
import { mutantsOf } from '../support/mutants.ts'

/** The test vectors of Certificate Transparency's reference code (merkle_tree_test.cc). */
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const hashed = INPUTS.map((hex) =>
  createHash('sha256')
    .update(Buffer.from(`00${hex}`, 'hex'))
    .digest('hex'),
)

t.test('roots are those of the reference implementation of RFC 9162', async (t) => {
  t.equal(EMPTY_ROOT, createHash('sha256').digest('hex'))
  t.equal(leafHash(''), hashed[0])
  t.equal(leafHash('@ABC'), hashed[5])
  for (const [index, root] of ROOTS.entries()) {
    t.equal(merkleRoot(hashed.slice(0, index + 1)), root)
  }
})

t.test('paths are those of the reference implementation, and no others lead to the root', (t) => {
  // Leaf 5 of 8 and the tree of 6 within that of 8, from the same vectors.
  const levels = treeLevels(hashed)
  t.same(inclusionPath(levels, 5), [
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
  t.same(consistencyPath(hashed, 6), [
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
  t.end()
})

const aLeaf = fc.nat(999_999).map((number) => leafHash(String(number)))

t.test('every leaf is proven where it stands, and nowhere else', async () => {
  fc.assert(
    fc.property(fc.array(aLeaf, { minLength: 1, maxLength: 70 }), fc.nat(), fc.nat(), (...of) => {
      const [leaves, one, other] = of
      const size = leaves.length
      const [index, wrong] = [one % size, other % (size + 2)]
      const path = inclusionPath(treeLevels(leaves), index)
      const leaf = leaves[index] as string
      const root = merkleRoot(leaves)
      const isThere = rootFromPath(leaf, { index, size }, path) === root
      const isElsewhere = rootFromPath(leaf, { index: wrong, size }, path) === root
      const isLonger = rootFromPath(leaf, { index, size }, [...path, root]) === root
      return isThere && isElsewhere === (wrong === index) && !isLonger
    }),
  )
})

t.test('a tree is shown to begin with an older one just where it does', async () => {
  fc.assert(
    fc.property(fc.array(aLeaf, { minLength: 2, maxLength: 70 }), fc.nat(), fc.nat(), (...of) => {
      const [leaves, one, other] = of
      const size = 1 + (one % leaves.length)
      const path = consistencyPath(leaves, size)
      const older = { size, root: merkleRoot(leaves.slice(0, size)) }
      const newer = { size: leaves.length, root: merkleRoot(leaves) }
      const changed = leaves.slice(0, size)
      changed[other % size] = leafHash('changed')
      const bent = { size, root: merkleRoot(changed) }
      return isConsistent(older, newer, path) && !isConsistent(bent, newer, path)
    }),
  )
})

const keys = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

function aChain(chain: string, length: number): LogEntry[] {
  const entries: LogEntry[] = []
  for (let number = 1; number <= length; number += 1) {
    const previousHash = entries.at(-1)?.hash ?? FIRST_PREVIOUS_HASH
    const at = new Date(Date.UTC(2026, 0, number)).toISOString()
    const by = { actor: null, act: 'noted', subject: chain }
    const entry = { chain, number, loggedAt: at, ...by, detail: { number }, previousHash }
    entries.push({ ...entry, hash: hashOf(entry) })
  }
  return entries
}

function aCheckpoint(heads: readonly ChainHead[], before: Checkpoint | null): Checkpoint {
  const content = {
    format: 'probity-log-checkpoint/1' as const,
    number: (before?.number ?? 0) + 1,
    madeAt: new Date(Date.UTC(2026, 1, heads.length)).toISOString(),
    chains: heads.length,
    entries: heads.reduce((sum, { entries }) => sum + entries, 0),
    root: merkleRoot(heads.map(leafOfChain)),
    previous: checkpointDigest(before),
    publicKeyPem: keys.publicKey,
  }
  const text = Buffer.from(signedTextOf(content))
  return { ...content, signature: sign(null, text, keys.privateKey).toString('base64') }
}

const headOf = (chain: string, length: number) =>
  chainHead(
    chain,
    aChain(chain, length).map(({ hash }) => hash),
  )
const heads = [headOf('attempt:1', 4), headOf('attempt:2', 5), headOf('exam:1', 3)]
const later = [
  headOf('attempt:1', 4),
  headOf('attempt:2', 7),
  heads[2],
  headOf('exam:2', 1),
].filter((head) => head !== undefined)
const first = aCheckpoint(heads, null)
const second = aCheckpoint(later, first)

const proof: LogProof = {
  format: 'probity-log-proof/1',
  checkpoint: first,
  inclusion: {
    leaf: heads[1] as ChainHead,
    index: 1,
    path: inclusionPath(treeLevels(heads.map(leafOfChain)), 1),
  },
  entries: aChain('attempt:2', 5).map((entry) => ({
    hash: entry.hash,
    entry: entry.number === 3 ? null : entry,
  })),
}

const consistency: ConsistencyProof = {
  format: 'probity-log-consistency/1',
  older: first,
  newer: second,
  chains: later.map((newer) => {
    const older = heads.find(({ chain }) => chain === newer.chain)
    const leaves = aChain(newer.chain, newer.entries).map(({ hash }) => leafHash(hash))
    const { chain: _, ...known } = older ?? { chain: '', entries: 0, head: '', root: '' }
    return {
      older: older ? known : null,
      newer,
      path: older ? consistencyPath(leaves, older.entries) : [],
    }
  }),
}

t.test('a proof holds, and any change of it is found', async (t) => {
  t.same(proofFaults(proof, isSigned), [])
  let tried = 0
  for (const { mutant, what } of mutantsOf(proof)) {
    // To show less than one may is no lie: the hash still stands for it.
    if (/entries\/\d+\/entry: (null|removed)/.test(what)) continue
    tried += 1
    const faults = faultsIn(LogProof, mutant, (one) => proofFaults(one, isSigned))
    if (faults.length === 0) t.fail(`not found: ${what}`)
  }
  t.ok(tried > 100, `${tried} changes`)
})

t.test('of two checkpoints the newer only adds, and any change is found', async (t) => {
  t.same(consistencyFaults(consistency, isSigned), [])
  for (const { mutant, what } of mutantsOf(consistency)) {
    const faults = faultsIn(ConsistencyProof, mutant, (one) => consistencyFaults(one, isSigned))
    if (faults.length === 0) t.fail(`not found: ${what}`)
  }
})

t.test('a history that was rewritten is found, although everything is signed anew', async (t) => {
  const rewritten = aChain('attempt:2', 7).map((entry, index) =>
    index === 1 ? hashOf({ ...entry, act: 'never' }) : entry.hash,
  )
  const bent = later.map((head) =>
    head.chain === 'attempt:2' ? chainHead('attempt:2', rewritten) : head,
  )
  const chains = consistency.chains.map((one, index) => {
    const newer = bent[index] as ChainHead
    if (newer.chain !== 'attempt:2') return { ...one, newer }
    return { ...one, newer, path: consistencyPath(rewritten.map(leafHash), 5) }
  })
  const faults = consistencyFaults(
    { ...consistency, newer: aCheckpoint(bent, first), chains },
    isSigned,
  )
  t.same(faults, ['attempt:2: its first 5 entries were changed afterwards'])
})

t.test('of published checkpoints none can be left out, exchanged or changed', async (t) => {
  const third = aCheckpoint(later, second)
  const run = [first, second, third]
  t.same(checkpointRunFaults(run, isSigned), [])
  t.same(checkpointRunFaults([second, third], isSigned), [], 'a part says what it can')
  t.match(checkpointRunFaults([first, third], isSigned), [/number 2 was expected/])
  t.match(checkpointRunFaults([second, first], isSigned), [/can't be the first|number 3/])
  for (const { mutant, what } of mutantsOf(run)) {
    // The run may begin and end anywhere: what is missing there, only the outside can tell.
    if (/^\/: (0|2): removed/.test(what)) continue
    const faults = faultsIn(Type.Array(Checkpoint), mutant, (one) =>
      checkpointRunFaults(one, isSigned),
    )
    if (faults.length === 0) t.fail(`not found: ${what}`)
  }
})

/** What is found about a document, its shape included; what breaks the check is found as well. */
function faultsIn<T extends TSchema>(
  shape: T,
  document: unknown,
  check: (document: Static<T>) => readonly string[],
): readonly string[] {
  if (!Value.Check(shape, document)) return ['another shape']
  return check(document)
}
