import type { PolicyCheckView } from '../../../../domain/policy/views.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useText } from '../../text.ts'
import { Findings } from './findings.tsx'
import type { PlacedFindings } from './place-findings.ts'
import type { useCheck } from './use-check.ts'

interface Props {
  readonly check: ReturnType<typeof useCheck>
  readonly placed: PlacedFindings
}

function Counts({ reply }: { readonly reply: PolicyCheckView }) {
  const t = useText()
  const count = (severity: string): number =>
    reply.findings.filter((finding) => finding.severity === severity).length
  const passing = reply.examples.filter((example) => example?.passes === true).length
  return (
    <>
      <p className="verdict" data-good={reply.usable}>
        {t(reply.usable ? 'policy-editor.usable' : 'policy-editor.not-usable')}
      </p>
      <p>
        {t('policy-editor.counts', { errors: count('error'), warnings: count('warning') })}
        {reply.examples.length > 0 &&
          ` · ${t('policy-editor.examples-pass', { passing, all: reply.examples.length })}`}
      </p>
    </>
  )
}

/** How the document stands by the check, and what is said of it as a whole. */
export function CheckSummary({ check, placed }: Props) {
  const t = useText()
  const { query, outdated } = check
  return (
    <section aria-labelledby="policy-check">
      <h2 id="policy-check">{t('policy-editor.check')}</h2>
      {query.error !== null && <ProblemAlert error={query.error} onRetry={query.refetch} />}
      <div role="status" aria-busy={outdated}>
        {query.data === undefined ? (
          <p>{t('policy-editor.checking')}</p>
        ) : (
          <Counts reply={query.data} />
        )}
      </div>
      <Findings findings={placed.terms} />
    </section>
  )
}
