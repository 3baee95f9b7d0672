import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PolicyVersionRow } from '../../../domain/scheduling/views.ts'
import { api } from '../../shared/api.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { utcFromLocal } from '../exams/local-time.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { JsonUpload } from '../parts/json-upload.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { tell } from '../parts/tell.ts'
import { useApi, useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { PolicyVersion } from './policy-version.tsx'

function PolicyUpload() {
  const t = useText()
  const say = useLocalized()
  const [from, setFrom] = useState('')
  const [tried, setTried] = useState(false)
  const effectiveFrom = utcFromLocal(from)
  const sending = useChange(
    (policy: { readonly document: unknown; readonly effectiveFrom: string }) =>
      api.post<PolicyVersionRow>('/policies', policy),
    '/policies',
  )
  const send = async (document: unknown): Promise<boolean> => {
    setTried(true)
    if (effectiveFrom === null) return false
    const row = await sending.mutateAsync({ document, effectiveFrom })
    tell(t('policies.uploaded', { title: say(row.title), version: row.version }))
    return true
  }
  return (
    <details className="upload">
      <summary>{t('policies.upload')}</summary>
      <JsonUpload
        label={t('policies.upload.file')}
        description={t('policies.upload.hint')}
        submit={t('policies.upload.do')}
        onSend={send}
      >
        <TextInput
          type="datetime-local"
          label={t('policies.effective')}
          description={t('policies.effective.hint')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          error={tried && effectiveFrom === null ? t('policies.effective.missing') : null}
          required
        />
      </JsonUpload>
    </details>
  )
}

/** Policy versions: the rules from results to awards, and who approved them. */
export function PoliciesPage() {
  const t = useText()
  const policies = useApi<{ policyVersions: PolicyVersionRow[] }>('/policies')
  return (
    <>
      <PageHeading title={t('section.policies')} lead={t('policies.lead')} />
      <PolicyUpload />
      <QueryView query={policies}>
        {({ policyVersions }) =>
          policyVersions.length === 0 ? (
            <EmptyNote>{t('policies.empty')}</EmptyNote>
          ) : (
            policyVersions.map((row) => <PolicyVersion key={row.policyVersionId} row={row} />)
          )
        }
      </QueryView>
    </>
  )
}
