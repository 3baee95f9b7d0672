import { digestOf } from '../domain/digest.ts'
import type { ExamBundle } from '../domain/settlement/exam-bundle.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { type Scope, write } from '../store/scope.ts'
import { getBundle } from '../store/views/bundle.ts'
import type { Deps } from './deps.ts'
import { makeCheckpoint } from './make-checkpoint.ts'

/**
 * An exam's bundle under a checkpoint that has all of its log; that it was taken out, by whom and
 * which, is in the log. @throws Refusal 'window-still-open'
 */
export async function exportBundle(
  deps: Deps,
  actor: string,
  asked: { readonly examId: string; readonly scope: Scope },
): Promise<ExamBundle> {
  const { examId, scope } = asked
  await makeCheckpoint(deps)
  const bundle = await getBundle(deps, scope, { examId, now: deps.now() })
  await write(deps.orm, (em) =>
    appendLog(em, {
      chain: `exam:${examId}`,
      actor,
      act: 'exam-exported',
      subject: examId,
      detail: { seal: digestOf(bundle.seal), checkpoint: bundle.inclusion?.checkpoint.number },
      at: deps.now(),
    }),
  )
  return bundle
}
