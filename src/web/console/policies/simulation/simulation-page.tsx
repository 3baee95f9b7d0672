import { NativeSelect } from '@mantine/core'
import type { PolicyVersionView } from '../../../../domain/policy/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'
import { usePolicyVersions } from '../policy-calls.ts'
import { SimulationPart } from './simulation-part.tsx'

function Chosen({ versions }: { readonly versions: readonly PolicyVersionView[] }) {
  const t = useText()
  const say = useLocalized()
  const first = versions.find(({ state }) => state === 'awaiting-approval') ?? versions[0]
  const [chosen, choose] = useUrlState('version', first?.policyVersionId ?? '')
  const version = versions.find(({ policyVersionId }) => policyVersionId === chosen)
  if (first === undefined) return <EmptyNote>{t('policies.empty')}</EmptyNote>
  return (
    <>
      <NativeSelect
        className="simulation-version"
        label={t('simulation.version')}
        value={chosen}
        onChange={(event) => choose(event.currentTarget.value)}
        data={versions.map((row) => ({
          value: row.policyVersionId,
          label: `${t('policy.title', { title: say(row.title), version: row.version })} · ${t(`policy.state.${row.state}`)}`,
        }))}
      />
      {version !== undefined && (
        <SimulationPart key={chosen} document={version.document} versions={versions} />
      )}
    </>
  )
}

/** What a version would mean for past results, before it takes effect. */
export function SimulationPage() {
  const t = useText()
  const policies = usePolicyVersions()
  return (
    <>
      <PageHeading title={t('policies.simulate')} lead={t('simulation.page.lead')} />
      <QueryView query={policies}>
        {({ policyVersions }) => <Chosen versions={policyVersions} />}
      </QueryView>
    </>
  )
}
