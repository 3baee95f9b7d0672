import type { CaseQueue } from '../../../domain/review/queue-views.ts'
import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { DecisionForm } from './decision-form.tsx'
import { NEAR_LIMIT } from './workload-note.tsx'

function useChoiceNames(view: CaseView) {
  const say = useLocalized()
  return {
    findingName: (finding: string): string => {
      const choice = view.choices.find((candidate) => candidate.finding === finding)
      return choice ? say(choice.name) : finding
    },
    reasonName: (code: string): string => {
      const reason = view.choices
        .flatMap((choice) => choice.reasons)
        .find((candidate) => candidate.code === code)
      return reason ? say(reason.name) : code
    },
  }
}

function Decisions({ view }: { readonly view: CaseView }) {
  const t = useText()
  const { dateTime } = useFormats()
  const { findingName, reasonName } = useChoiceNames(view)
  return (
    <ol className="decisions">
      {view.decisionDetails.map((decision) => (
        <li key={`${decision.by} ${decision.at}`}>
          <strong>{findingName(decision.finding)}</strong> · {reasonName(decision.reasonCode)}
          <p className="dimmed">
            {decision.mine ? t('decision.mine') : decision.by}, {dateTime(decision.at)}
          </p>
          <p>{decision.note}</p>
        </li>
      ))}
    </ol>
  )
}

/** The form, unless the day's decisions are used up; near that it says so. */
function MyDecision({ view }: { readonly view: CaseView }) {
  const t = useText()
  const { dateTime, number } = useFormats()
  const queue = useApi<CaseQueue>('/cases?state=open')
  const workload = queue.data?.workload
  const left = workload ? workload.dayLimit - workload.decidedToday : null
  const at = workload ? dateTime(workload.dayEndsAt) : ''
  if (left !== null && left <= 0) return <p className="note">{t('decision.rest', { at })}</p>
  return (
    <>
      {left !== null && left <= NEAR_LIMIT && (
        <p className="note">{t('cases.rest.near', { left: number(left), at })}</p>
      )}
      <DecisionForm view={view} />
    </>
  )
}

/** The decision: mine to make, waiting for another one, or all of them once it is settled. */
export function DecisionPart({ view }: { readonly view: CaseView }) {
  const t = useText()
  const { findingName } = useChoiceNames(view)
  const waiting = view.state === 'open' && view.mine === 'decided'
  return (
    <section className="card decision" aria-labelledby="decision-title">
      <h2 id="decision-title">{t('decision.title')}</h2>
      {view.finding !== null && (
        <p className="verdict" data-good="true">
          {t('decision.settled', { finding: findingName(view.finding) })}
        </p>
      )}
      {waiting && (
        <p className="note" role="status">
          {t('decision.waiting', { needed: view.decisionsNeeded })}
        </p>
      )}
      {view.decisionDetails.length > 0 && <Decisions view={view} />}
      {view.mayDecide && <MyDecision view={view} />}
      {!view.mayDecide && view.state === 'open' && !waiting && (
        <p className="note">{t(view.mine === 'none' ? 'decision.no-seat' : 'decision.not-mine')}</p>
      )}
    </section>
  )
}
