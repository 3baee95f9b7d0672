import { Refusal } from '../refusal.ts'

/** One wording of a program's frame: competencies, posts, stimuli, title. */
export interface FrameRevision {
  readonly revision: number
  readonly author: string
  /** Who approved it; null while nobody has. */
  readonly approver: string | null
  /** Who sent it back; null while nobody has. */
  readonly returner: string | null
}

/** What a frame's history, from the oldest revision to the newest, amounts to. */
export interface FrameLife {
  /** The latest revision; 0 before the first. */
  readonly revision: number
  /** The revision that releases use; null before the first approval. */
  readonly approvedRevision: number | null
  /** Whether the latest revision was sent back: it is never approved, only a newer one may be. */
  readonly returned: boolean
  /** Who wrote a revision since the last approved one: none of them may approve. */
  readonly authors: readonly string[]
}

/** Where a program's frame stands. */
export function frameLifeOf(history: readonly FrameRevision[]): FrameLife {
  const approved = history.findLastIndex(({ approver }) => approver !== null)
  return {
    revision: history.at(-1)?.revision ?? 0,
    approvedRevision: history[approved]?.revision ?? null,
    returned: (history.at(-1)?.returner ?? null) !== null,
    authors: [...new Set(history.slice(approved + 1).map(({ author }) => author))],
  }
}

/**
 * The history with the latest revision approved. Whoever wrote at the frame since it was last
 * approved stays an author of what came after: a small change by another makes no second person.
 * @throws Refusal 'not-found', 'already-decided' or 'second-person-required'
 */
export function approveFrame(
  history: readonly FrameRevision[],
  asked: { readonly revision: number; readonly actor: string },
): FrameRevision[] {
  const { revision, actor } = asked
  refuseDecided(history, revision)
  if (frameLifeOf(history).authors.includes(actor)) {
    throw new Refusal('second-person-required', 'somebody else must approve what you wrote')
  }
  return history.map((one) => (one.revision === revision ? { ...one, approver: actor } : one))
}

/**
 * The history with the latest revision sent back; its authors may take it back themselves.
 * @throws Refusal 'not-found', 'already-decided' or 'invalid-input' for a note that says nothing
 */
export function returnFrame(
  history: readonly FrameRevision[],
  asked: { readonly revision: number; readonly actor: string; readonly note: string },
): FrameRevision[] {
  const { revision, actor, note } = asked
  if (note.trim() === '') throw new Refusal('invalid-input', 'say why in a note')
  refuseDecided(history, revision)
  return history.map((one) => (one.revision === revision ? { ...one, returner: actor } : one))
}

function refuseDecided(history: readonly FrameRevision[], asked: number): void {
  const { revision, approvedRevision, returned } = frameLifeOf(history)
  if (!history.some((one) => one.revision === asked)) {
    throw new Refusal('not-found', 'no such revision of this frame')
  }
  if (asked !== revision) {
    throw new Refusal('already-decided', `revision ${revision} is newer; decide on that one`)
  }
  if (asked === approvedRevision) throw new Refusal('already-decided', 'this frame is approved')
  if (returned) {
    throw new Refusal('already-decided', 'this frame was sent back; a new one must be proposed')
  }
}
