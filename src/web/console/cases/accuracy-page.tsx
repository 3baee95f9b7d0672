import type { MyAccuracy } from '../../../domain/review/statistics-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { Figure, Figures } from '../parts/figures.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { AgreementPart, KnownPart, OverturnedPart } from './review-figures.tsx'
import { ReviewPages } from './review-pages.tsx'

function Accuracy({ mine }: { readonly mine: MyAccuracy }) {
  const t = useText()
  const { number, percent } = useFormats()
  return (
    <>
      <p className="measure">{t('review.accuracy.made-up', { share: percent(mine.knownShare) })}</p>
      <Figures>
        <Figure name={t('review.decisions')} value={number(mine.decisions)} />
      </Figures>
      <KnownPart known={mine.known} />
      <AgreementPart agreement={mine.agreement} />
      <OverturnedPart overturned={mine.overturned} />
    </>
  )
}

/** An auditor's own decisions held against what is known; nobody else's page. */
export function AccuracyPage() {
  const t = useText()
  const mine = useApi<MyAccuracy>('/review/my-accuracy')
  return (
    <>
      <PageHeading title={t('cases.tab.mine')} lead={t('review.accuracy.lead')} />
      <ReviewPages />
      <QueryView query={mine}>{(reply) => <Accuracy mine={reply} />}</QueryView>
    </>
  )
}
