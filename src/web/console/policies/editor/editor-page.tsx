import { useSearchParams } from 'wouter'
import { QueryView } from '../../parts/query-view.tsx'
import { useFactDescriptions, usePolicyVersions } from '../policy-calls.ts'
import { PolicyEditor } from './policy-editor.tsx'

/** Writes a new policy, or the next version of one (`?from=`). */
export function EditorPage() {
  const [params] = useSearchParams()
  const policies = usePolicyVersions()
  const facts = useFactDescriptions()
  const from = params.get('from')
  return (
    <QueryView query={policies}>
      {({ policyVersions }) => (
        <QueryView query={facts}>
          {(reply) => (
            <PolicyEditor
              from={policyVersions.find(({ policyVersionId }) => policyVersionId === from) ?? null}
              versions={policyVersions}
              facts={reply.facts}
            />
          )}
        </QueryView>
      )}
    </QueryView>
  )
}
