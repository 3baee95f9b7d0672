/**
 * The same work, but a call that comes while an earlier one is under way does nothing: what is
 * due once a minute and takes longer must not fill every hand there is, and keep other work
 * waiting. In memory, so that nothing stays held after a crash.
 */
export function onceAtATime(work: () => Promise<void>): () => Promise<void> {
  let isUnderWay = false
  return async () => {
    if (isUnderWay) return
    isUnderWay = true
    try {
      await work()
    } finally {
      isUnderWay = false
    }
  }
}
