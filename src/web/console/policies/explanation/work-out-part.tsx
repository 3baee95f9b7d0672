import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { PolicyVersionView } from '../../../../domain/policy/views.ts'
import type { LocalizedText } from '../../../../domain/text.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { workOutStandings } from '../policy-calls.ts'
import { type Branch, BranchFields } from '../simulation/branch-fields.tsx'

interface Props {
  readonly versions: readonly PolicyVersionView[]
}

/** Approved policies about persons or units, each once, by the name of its latest version. */
function standingPolicies(versions: readonly PolicyVersionView[]) {
  const rows = versions
    .filter(({ approved, subject }) => approved && subject !== 'attempt')
    .toSorted((one, other) => one.version - other.version)
  return [...new Map<string, LocalizedText>(rows.map(({ policy, title }) => [policy, title]))]
}

/** Works out now how a branch stands, before its period ends by itself. */
export function WorkOutPart({ versions }: Props) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const policies = standingPolicies(versions)
  const [policy, setPolicy] = useState(policies[0]?.[0] ?? '')
  const [branch, setBranch] = useState<Branch>({ unitId: '', year: new Date().getFullYear() })
  const working = useChange(workOutStandings, '/standings')
  if (policies.length === 0) return null
  return (
    <section className="card policy-part" aria-labelledby="work-out">
      <h2 id="work-out">{t('standings.work-out.title')}</h2>
      <p className="dimmed">{t('standings.work-out.lead')}</p>
      <NativeSelect
        className="simulation-version"
        label={t('policies.policy')}
        value={policy}
        onChange={(event) => setPolicy(event.currentTarget.value)}
        data={policies.map(([value, title]) => ({ value, label: say(title) }))}
      />
      <BranchFields branch={branch} onChange={setBranch} />
      <div className="buttons">
        <Button
          onClick={() => working.mutate({ policy, ...branch })}
          loading={working.isPending}
          disabled={branch.unitId === ''}
        >
          {t('standings.work-out')}
        </Button>
      </div>
      <p role="status">
        {working.isPending && t('standings.working-out')}
        {working.isSuccess &&
          t('standings.worked-out', {
            count: working.data.written,
            shown: number(working.data.written),
          })}
      </p>
      {working.isError && <ProblemAlert error={working.error} />}
    </section>
  )
}
