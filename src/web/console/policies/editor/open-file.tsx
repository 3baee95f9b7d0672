import { ApiProblem } from '../../../shared/api-error.ts'
import { JsonUpload } from '../../parts/json-upload.tsx'
import { useText } from '../../text.ts'
import { type PolicyDraft, readDraft } from './policy-draft.ts'

/** Opens a document that was saved as a file, to write it further. */
export function OpenFile({ onOpen }: { readonly onOpen: (draft: PolicyDraft) => void }) {
  const t = useText()
  const open = (document: unknown): Promise<boolean> => {
    const draft = readDraft(document)
    if (draft === null) {
      const detail = t('policy-editor.open.unreadable')
      const body = { type: '/problems/policy-invalid', errors: [{ pointer: '', detail }] }
      return Promise.reject(new ApiProblem({ status: 422, retryAfterSeconds: null, body }))
    }
    onOpen(draft)
    return Promise.resolve(true)
  }
  return (
    <details className="upload">
      <summary>{t('policy-editor.open')}</summary>
      <JsonUpload
        label={t('policies.upload.file')}
        description={t('policy-editor.open.hint')}
        submit={t('policy-editor.open.do')}
        onSend={open}
      />
    </details>
  )
}
