import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { DecisionForm } from './decision-form.tsx'

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
          {t('decision.waiting', { count: view.decisions, needed: view.decisionsNeeded })}
        </p>
      )}
      {view.decisionDetails.length > 0 && <Decisions view={view} />}
      {view.mayDecide && <DecisionForm view={view} />}
      {!view.mayDecide && view.state === 'open' && !waiting && (
        <p className="note">{t('decision.not-mine')}</p>
      )}
    </section>
  )
}
