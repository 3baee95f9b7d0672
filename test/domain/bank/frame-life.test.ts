import fc from 'fast-check'
import t from 'tap'
import {
  approveFrame,
  type FrameRevision,
  frameLifeOf,
} from '../../../src/domain/bank/frame-life.ts'
import { Refusal } from '../../../src/domain/refusal.ts'

const frame = (
  revision: number,
  author: string,
  approver: string | null = null,
): FrameRevision => ({ revision, author, approver })

t.test('who approves a frame, and when', async (t) => {
  const refused = (history: readonly FrameRevision[], revision: number, actor: string) => {
    try {
      approveFrame(history, { revision, actor })
      return null
    } catch (error) {
      if (error instanceof Refusal) return error.code
      throw error
    }
  }
  const first = [frame(1, 'ann')]
  t.equal(refused(first, 1, 'ann'), 'second-person-required')
  t.equal(refused(first, 1, 'ben'), null)
  t.equal(refused(first, 2, 'ben'), 'not-found')
  t.equal(refused([], 1, 'ben'), 'not-found')
  const approved = [frame(1, 'ann', 'ben')]
  t.equal(refused(approved, 1, 'ben'), 'already-decided')
  const changed = [...approved, frame(2, 'ben')]
  t.equal(refused(changed, 1, 'ann'), 'already-decided', 'a newer one is proposed')
  t.equal(refused(changed, 2, 'ben'), 'second-person-required', 'even who approved the last one')
  t.equal(refused(changed, 2, 'ann'), null, 'what was approved is nobody’s any more')
  const together = [...changed, frame(3, 'ann')]
  t.equal(refused(together, 3, 'ben'), 'second-person-required', 'both wrote at it')
  t.equal(refused(together, 3, 'ann'), 'second-person-required')
  t.equal(refused(together, 3, 'cat'), null)
  t.strictSame(frameLifeOf(together), {
    revision: 3,
    approvedRevision: 1,
    authors: ['ben', 'ann'],
  })
})

const PEOPLE = ['ann', 'ben', 'cat']
/** Proposals and attempts to approve the latest frame, by anybody. */
const steps = fc.array(
  fc.record({ kind: fc.constantFrom('propose', 'approve'), actor: fc.constantFrom(...PEOPLE) }),
  { maxLength: 30 },
)

t.test('whatever people try, nothing of one hand alone is ever approved', async () => {
  fc.assert(
    fc.property(steps, (tried) => {
      let history: FrameRevision[] = []
      for (const { kind, actor } of tried) {
        const revision = history.length + 1
        if (kind === 'propose') history = [...history, frame(revision, actor)]
        else {
          try {
            history = approveFrame(history, { revision: history.length, actor })
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
          }
        }
      }
      // Told from the outcome alone: between two approvals, the approver wrote nothing.
      let since: string[] = []
      for (const { author, approver } of history) {
        since.push(author)
        if (approver === null) continue
        if (since.includes(approver)) return false
        since = []
      }
      const { approvedRevision } = frameLifeOf(history)
      const last = history.filter(({ approver }) => approver !== null).at(-1)
      return approvedRevision === (last?.revision ?? null)
    }),
  )
})
