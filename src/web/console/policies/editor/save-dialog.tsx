import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PolicyDocument } from '../../../../domain/policy/policy.ts'
import type { PolicyVersionView } from '../../../../domain/policy/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { localFromUtc, utcFromLocal } from '../../exams/local-time.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { tell } from '../../parts/tell.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { ChangesList } from '../changes-list.tsx'
import { addVersion } from '../policy-calls.ts'
import { changesBetween } from '../policy-changes.ts'

interface Props {
  readonly document: PolicyDocument
  /** The version it was written from. */
  readonly from: PolicyVersionView | null
  readonly onClose: () => void
  readonly onSaved: (version: PolicyVersionView) => void
}

const DAY_MS = 86_400_000

/** The begin of tomorrow in the viewer's zone, for the field. */
function tomorrow(): string {
  return `${localFromUtc(new Date(Date.now() + DAY_MS).toISOString()).slice(0, 10)}T00:00`
}

/** Keeps the document as a version: from when, and what it changes; a second person approves. */
export function SaveDialog({ document, from, onClose, onSaved }: Props) {
  const t = useText()
  const say = useLocalized()
  const [at, setAt] = useState(tomorrow)
  const [tried, setTried] = useState(false)
  const effectiveFrom = utcFromLocal(at)
  const saving = useChange(addVersion, '/policies')
  const save = (): void => {
    setTried(true)
    if (effectiveFrom === null) return
    saving.mutate(
      { document, effectiveFrom },
      {
        onSuccess: (version) => {
          tell(t('policies.added', { title: say(version.title), version: version.version }))
          onSaved(version)
        },
      },
    )
  }
  return (
    <ConfirmModal
      opened
      title={t('policy-editor.save.title')}
      confirm={t('policy-editor.save')}
      busy={saving.isPending}
      error={saving.error}
      onClose={onClose}
      onConfirm={save}
    >
      <p>{t('policy-editor.save.consequence')}</p>
      <TextInput
        type="datetime-local"
        label={t('policies.effective')}
        description={t('policies.effective.hint')}
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
        error={tried && effectiveFrom === null ? t('policies.effective.missing') : null}
        required
      />
      {from !== null && (
        <div>
          <h3>{t('policy.changes.since', { version: from.version })}</h3>
          <ChangesList changes={changesBetween(from.document, document)} />
        </div>
      )}
    </ConfirmModal>
  )
}
