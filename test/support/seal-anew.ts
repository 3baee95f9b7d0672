import { FIRST_PREVIOUS_HASH, hashOf } from '../../src/domain/log-chain.ts'
import { sealedText, sectionsOf } from '../../src/domain/settlement/bundle-seal.ts'
import type { ExamBundle } from '../../src/domain/settlement/exam-bundle.ts'

/** As if whoever signs had exported it so: only what the content says can tell. */
export function sealAnew(bundle: ExamBundle, sign: (text: string) => string): ExamBundle {
  const sections = sectionsOf(bundle)
  return { ...bundle, seal: { sections, signature: sign(sealedText(bundle.examId, sections)) } }
}

/** The log with every hash made anew, as by somebody who rewrites it. */
export function rehash(bundle: ExamBundle): ExamBundle {
  const heads = new Map<string, string>()
  const log = bundle.log.map((entry) => {
    const linked = { ...entry, previousHash: heads.get(entry.chain) ?? FIRST_PREVIOUS_HASH }
    const hash = hashOf(linked)
    heads.set(entry.chain, hash)
    return { ...linked, hash }
  })
  return { ...bundle, log }
}
