import { Link } from 'wouter'
import { PageHeading } from '../../parts/page-heading.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { useText } from '../../text.ts'
import { useExplanation } from '../policy-calls.ts'
import { ExplanationCard } from './explanation-card.tsx'

interface Props {
  readonly of: 'attempts' | 'standings'
  readonly id: string
}

/** Why one outcome is as it is. */
export function ExplanationPage({ of, id }: Props) {
  const t = useText()
  const explanation = useExplanation(of, id)
  return (
    <>
      <PageHeading title={t('explanation.title')} lead={t('explanation.lead')} />
      <p>
        <Link href="/policies/outcomes">{t('explanation.others')}</Link>
      </p>
      <QueryView query={explanation}>{(view) => <ExplanationCard explanation={view} />}</QueryView>
    </>
  )
}
