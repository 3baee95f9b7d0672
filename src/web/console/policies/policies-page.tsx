import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Link } from 'wouter'
import type { PolicyVersionView } from '../../../domain/policy/views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { usePolicyVersions } from './policy-calls.ts'
import { usePolicyColumns } from './policy-columns.tsx'
import { POLICY_STATE_KEYS } from './policy-states.ts'
import { SUBJECT_KEYS } from './subjects.ts'

interface Filter {
  readonly search: string
  readonly state: string
  readonly subject: string
}

/** The versions that fit a search (in any language, and in ids) and two filters. */
function fitting(
  versions: readonly PolicyVersionView[],
  { search, state, subject }: Filter,
): PolicyVersionView[] {
  const wanted = search.trim().toLowerCase()
  return versions.filter(
    (version) =>
      (state === 'all' || version.state === state) &&
      (subject === 'all' || version.subject === subject) &&
      [version.policy, version.createdBy, ...Object.values(version.title)].some((text) =>
        text.toLowerCase().includes(wanted),
      ),
  )
}

function VersionsExport({ shown }: { readonly shown: readonly PolicyVersionView[] }) {
  const say = useLocalized()
  return (
    <ExportButton
      fileName="policies"
      header={[
        ...['policy', 'version', 'title', 'subject', 'state', 'effectiveFrom'],
        ...['createdBy', 'approvedBy', 'approvedAt', 'rules', 'exams', 'digest'],
      ]}
      rows={() =>
        shown.map((row) => [
          ...[row.policy, row.version, say(row.title), row.subject, row.state, row.effectiveFrom],
          ...[row.createdBy, row.approval?.by ?? null, row.approval?.at ?? null],
          ...[row.rules.length, row.exams.length, row.digest],
        ])
      }
    />
  )
}

function useFilter() {
  const [search, setSearch] = useUrlState('search', '')
  const [state, setState] = useUrlState('state', 'all')
  const [subject, setSubject] = useUrlState('subject', 'all')
  return { search, setSearch, state, setState, subject, setSubject }
}

function PoliciesList({ versions }: { readonly versions: readonly PolicyVersionView[] }) {
  const t = useText()
  const shared = useSharedText()
  const { setSearch, setState, setSubject, ...filter } = useFilter()
  const [sorting, setSorting] = useUrlState('sort', '-effective')
  const columns = usePolicyColumns()
  const shown = fitting(versions, filter)
  if (versions.length === 0) return <EmptyNote>{t('policies.empty')}</EmptyNote>
  return (
    <>
      <search className="toolbar">
        <TextInput
          label={shared('common.search')}
          placeholder={t('policies.search.placeholder')}
          value={filter.search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('policies.state')}
          value={filter.state}
          onChange={(event) => setState(event.currentTarget.value)}
          data={[
            { value: 'all', label: t('policies.all') },
            ...POLICY_STATE_KEYS.map((key) => ({ value: key, label: t(`policy.state.${key}`) })),
          ]}
        />
        <NativeSelect
          label={t('policies.subject')}
          value={filter.subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          data={[
            { value: 'all', label: t('policies.all') },
            ...SUBJECT_KEYS.map((key) => ({ value: key, label: t(`policy.subject.${key}`) })),
          ]}
        />
        <VersionsExport shown={shown} />
      </search>
      <p className="count" role="status">
        {t('policies.count', { shown: shown.length, all: versions.length })}
      </p>
      {shown.length === 0 ? (
        <EmptyNote>{t('list.nothing-fits')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('section.policies')}
          columns={columns}
          rows={shown}
          rowKey={(row) => row.policyVersionId}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
    </>
  )
}

/** Policy versions: where each stands, from when it is in effect, and what uses it. */
export function PoliciesPage() {
  const t = useText()
  const policies = usePolicyVersions()
  return (
    <>
      <PageHeading title={t('section.policies')} lead={t('policies.lead')}>
        <Button component={Link} href="/policies/outcomes" variant="default">
          {t('policies.explain')}
        </Button>
        <Button component={Link} href="/policies/simulation" variant="default">
          {t('policies.simulate')}
        </Button>
        <Button component={Link} href="/policies/new">
          {t('policies.new')}
        </Button>
      </PageHeading>
      <QueryView query={policies}>
        {({ policyVersions }) => <PoliciesList versions={policyVersions} />}
      </QueryView>
    </>
  )
}
