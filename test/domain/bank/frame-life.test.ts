import fc from 'fast-check'
import t from 'tap'
import {
  approveFrame,
  type FrameRevision,
  frameLifeOf,
  returnFrame,
} from '../../../src/domain/bank/frame-life.ts'
import { Refusal } from '../../../src/domain/refusal.ts'

const frame = (
  revision: number,
  author: string,
  approver: string | null = null,
): FrameRevision => ({ revision, author, approver, returner: null })

function codeOf(act: () => unknown): string | null {
  try {
    act()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

t.test('who approves a frame, and when', async (t) => {
  const refused = (history: readonly FrameRevision[], revision: number, actor: string) =>
    codeOf(() => approveFrame(history, { revision, actor }))
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
    returned: false,
    authors: ['ben', 'ann'],
  })
})

t.test('who sends a frame back, and what comes after', async (t) => {
  const refused = (
    history: readonly FrameRevision[],
    revision: number,
    note = 'a post is missing',
  ) => codeOf(() => returnFrame(history, { revision, actor: 'ben', note }))
  const first = [frame(1, 'ann')]
  t.equal(refused(first, 1, ' \n'), 'invalid-input', 'it says why')
  t.equal(refused(first, 2), 'not-found')
  t.equal(refused([frame(1, 'ann', 'cat')], 1), 'already-decided')
  t.equal(refused([...first, frame(2, 'ann')], 1), 'already-decided', 'a newer one is proposed')
  t.equal(refused([frame(1, 'ben')], 1), null, 'what one wrote oneself may be taken back')
  const back = returnFrame(first, { revision: 1, actor: 'ben', note: 'a post is missing' })
  t.match(frameLifeOf(back), { returned: true, approvedRevision: null })
  t.equal(refused(back, 1), 'already-decided')
  t.equal(
    codeOf(() => approveFrame(back, { revision: 1, actor: 'cat' })),
    'already-decided',
  )
  const again = [...back, frame(2, 'cat')]
  t.match(frameLifeOf(again), { returned: false, authors: ['ann', 'cat'] })
  t.equal(
    codeOf(() => approveFrame(again, { revision: 2, actor: 'ann' })),
    'second-person-required',
    'whose frame was sent back still wrote at it',
  )
  t.equal(
    codeOf(() => approveFrame(again, { revision: 2, actor: 'ben' })),
    null,
  )
})

const PEOPLE = ['ann', 'ben', 'cat']
/** Proposals and attempts to approve or return the latest frame, by anybody. */
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('propose', 'approve', 'return'),
    actor: fc.constantFrom(...PEOPLE),
  }),
  { maxLength: 30 },
)

t.test('whatever people try, nothing of one hand or sent back is ever approved', async () => {
  fc.assert(
    fc.property(steps, (tried) => {
      let history: FrameRevision[] = []
      for (const { kind, actor } of tried) {
        const revision = history.length + 1
        if (kind === 'propose') history = [...history, frame(revision, actor)]
        else {
          try {
            const asked = { revision: history.length, actor, note: 'why' }
            const act = kind === 'approve' ? approveFrame : returnFrame
            history = act(history, asked)
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
          }
        }
      }
      // Told from the outcome alone: between two approvals, the approver wrote nothing.
      let since: string[] = []
      for (const { author, approver, returner } of history) {
        since.push(author)
        if (approver === null) continue
        if (returner !== null) return false
        if (since.includes(approver)) return false
        since = []
      }
      const { approvedRevision } = frameLifeOf(history)
      const last = history.filter(({ approver }) => approver !== null).at(-1)
      return approvedRevision === (last?.revision ?? null)
    }),
  )
})
