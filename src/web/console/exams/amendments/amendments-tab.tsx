import type { AmendmentRow } from '../../../../domain/scheduling/amendment-views.ts'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import type { BankContent } from '../../bank/bank-content.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { AmendmentCard } from './amendment-card.tsx'
import { ProposalForm } from './proposal-form.tsx'

/** Keys found wrong after publication: what was proposed, by whom, and what came of it. */
export function AmendmentsTab({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const amendments = useApi<{ amendments: AmendmentRow[] }>(`/exams/${exam.id}/amendments`)
  const content = useApi<BankContent>(`/banks/${exam.bank.bankVersionId}/items`)
  return (
    <>
      <p className="lead">{t('amendment.lead')}</p>
      <QueryView query={content}>
        {({ items }) => (
          <>
            <QueryView query={amendments}>
              {(reply) =>
                reply.amendments.length === 0 ? (
                  <EmptyNote>{t('amendment.none')}</EmptyNote>
                ) : (
                  reply.amendments.map((row) => (
                    <AmendmentCard
                      key={row.amendmentId}
                      examId={exam.id}
                      amendment={row}
                      item={items.find(({ id }) => id === row.itemId)}
                    />
                  ))
                )
              }
            </QueryView>
            <ProposalForm examId={exam.id} items={items} />
          </>
        )}
      </QueryView>
    </>
  )
}
