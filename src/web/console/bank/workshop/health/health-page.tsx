import { Link } from 'wouter'
import { PageHeading } from '../../../parts/page-heading.tsx'
import { useText } from '../../../text.ts'
import { ForecastPart } from './forecast-part.tsx'
import { RecordsPart } from './records-part.tsx'

/** How long the items of a program will do, and how they did so far. */
export function HealthPage({ program }: { readonly program: string }) {
  const t = useText()
  return (
    <>
      <PageHeading title={t('health.title')} lead={t('health.lead', { program })}>
        <Link href={`/banks/workshop/${program}`}>{t('workshop.to-list')}</Link>
      </PageHeading>
      <ForecastPart program={program} />
      <RecordsPart program={program} />
    </>
  )
}
