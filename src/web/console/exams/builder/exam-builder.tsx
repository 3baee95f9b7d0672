import type { Unit } from '../../../../domain/organization/unit.ts'
import type { PolicyVersionView } from '../../../../domain/policy/views.ts'
import type { BankVersionRow, ExamView } from '../../../../domain/scheduling/views.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { PageSkeleton } from '../../parts/skeletons.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { BuilderForm } from './builder-form.tsx'

/** Reads what an exam is built from, then shows the builder. */
export function ExamBuilder({ exam }: { readonly exam: ExamView | null }) {
  const t = useText()
  const units = useApi<{ units: Unit[] }>('/units')
  const banks = useApi<{ bankVersions: BankVersionRow[] }>('/banks')
  const policies = useApi<{ policyVersions: PolicyVersionView[] }>('/policies')
  return (
    <QueryView query={units} skeleton={<PageSkeleton />}>
      {(unitReply) => (
        <QueryView query={banks} skeleton={<PageSkeleton />}>
          {(bankReply) => (
            <QueryView query={policies} skeleton={<PageSkeleton />}>
              {(policyReply) =>
                bankReply.bankVersions.length === 0 ? (
                  <EmptyNote>{t('builder.no-bank')}</EmptyNote>
                ) : (
                  <BuilderForm
                    exam={exam}
                    source={{
                      units: unitReply.units,
                      banks: bankReply.bankVersions,
                      // Rules about persons or units say nothing of an attempt.
                      policies: policyReply.policyVersions.filter(
                        ({ subject }) => subject === 'attempt',
                      ),
                    }}
                  />
                )
              }
            </QueryView>
          )}
        </QueryView>
      )}
    </QueryView>
  )
}
