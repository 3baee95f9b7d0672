import { Link } from 'wouter'
import type { PolicyVersionView } from '../../../domain/policy/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import type { Column } from '../parts/data-table.tsx'
import { useText } from '../text.ts'
import { PolicyStateBadge } from './policy-state-badge.tsx'
import { POLICY_STATE_KEYS } from './policy-states.ts'

/** Columns of the list of policy versions. */
export function usePolicyColumns(): Column<PolicyVersionView>[] {
  const t = useText()
  const say = useLocalized()
  const { dateTime, number } = useFormats()
  return [
    {
      key: 'title',
      header: t('policies.policy'),
      heading: true,
      sort: (row) => `${say(row.title)} ${row.version}`,
      cell: (row) => (
        <>
          <Link href={`/policies/${row.policyVersionId}`}>
            {t('policy.title', { title: say(row.title), version: row.version })}
          </Link>
          <div className="dimmed">{t(`policy.subject.${row.subject}`)}</div>
        </>
      ),
    },
    {
      key: 'state',
      header: t('policies.state'),
      sort: (row) => POLICY_STATE_KEYS.indexOf(row.state),
      cell: (row) => <PolicyStateBadge state={row.state} />,
    },
    {
      key: 'effective',
      header: t('policies.effective'),
      sort: (row) => row.effectiveFrom,
      cell: (row) => dateTime(row.effectiveFrom),
    },
    {
      key: 'by',
      header: t('policies.people'),
      sort: (row) => row.createdBy,
      cell: (row) => (
        <>
          {t('policy.written-by', { by: row.createdBy })}
          {row.approval !== null && (
            <div className="dimmed">{t('policy.approved-by', { by: row.approval.by })}</div>
          )}
        </>
      ),
    },
    {
      key: 'rules',
      header: t('policies.rules'),
      numeric: true,
      sort: (row) => row.rules.length,
      cell: (row) => number(row.rules.length),
    },
    {
      key: 'exams',
      header: t('policies.exams'),
      numeric: true,
      sort: (row) => row.exams.length,
      cell: (row) => number(row.exams.length),
    },
  ]
}
