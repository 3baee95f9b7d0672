import { keyedForm } from '../domain/assembly/keyed-form.ts'
import type { Principal } from '../domain/organization/access.ts'
import { Refusal } from '../domain/refusal.ts'
import type { ExamFormView } from '../domain/scheduling/form-view.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { type Scope, write } from '../store/scope.ts'
import { getAttemptForm, getExamPlan, isCandidateOf } from '../store/views/exam-form.ts'
import type { Deps } from './deps.ts'

interface Viewer {
  readonly principal: Principal
  readonly scope: Scope
}

/**
 * A candidate's form with its key. The look is in the log before anything is shown.
 * @throws Refusal 'not-found', 'conflict-of-interest' for who sits the exam themselves
 */
export async function showAttemptForm(
  deps: Deps,
  { principal, scope }: Viewer,
  asked: { readonly examId: string; readonly attemptId: string },
): Promise<ExamFormView> {
  await refuseCandidates(deps, principal, asked.examId)
  const view = await getAttemptForm(deps, scope, asked)
  await write(deps.orm, (em) =>
    appendLog(em, {
      chain: `attempt:${asked.attemptId}`,
      actor: principal.personId,
      act: 'form-viewed',
      subject: asked.attemptId,
      detail: { examId: asked.examId },
      at: deps.now(),
    }),
  )
  return view
}

/**
 * One of the forms that a preview draws as an example, whole; nobody sits it.
 * @throws Refusal 'not-found', 'conflict-of-interest', 'blueprint-infeasible'
 */
export async function showSampleForm(
  deps: Deps,
  { principal, scope }: Viewer,
  asked: { readonly examId: string; readonly sample: number },
): Promise<ExamFormView> {
  const { examId, sample } = asked
  await refuseCandidates(deps, principal, examId)
  const { bankVersionId, blueprint } = await getExamPlan(deps.sql, scope, examId)
  const bank = await deps.frozen.bank(bankVersionId)
  const form = await deps.examPlanner.sample({ bank, blueprint }, sample)
  return {
    examId,
    examTitle: blueprint.title,
    timeLimitSeconds: blueprint.timeLimitSeconds,
    attempt: null,
    sample,
    form: keyedForm(form, bank),
  }
}

/** Forms of one exam share items: whoever sits it may see no key of any of them. */
async function refuseCandidates(deps: Deps, viewer: Principal, examId: string): Promise<void> {
  if (!(await isCandidateOf(deps.sql, viewer.personId, examId))) return
  throw new Refusal('conflict-of-interest', 'you are a candidate of this exam yourself')
}
