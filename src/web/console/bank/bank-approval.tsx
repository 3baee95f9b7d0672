import { Button } from '@mantine/core'
import { useState } from 'react'
import type { BankVersionChanges } from '../../../domain/bank/bank-version-views.ts'
import type { BankVersionRow } from '../../../domain/scheduling/views.ts'
import { api } from '../../shared/api.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { tell } from '../parts/tell.ts'
import { useApi, useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { BankChanges } from './bank-changes.tsx'
import { NoteField } from './workshop/note-field.tsx'
import { useNote } from './workshop/use-note.ts'

interface Props {
  readonly bank: BankVersionRow
}

/** Whether exams on a bank version may be published, thanks to whom, or what it takes. */
export function BankApprovalPart({ bank }: Props) {
  const t = useText()
  return (
    <section className="bank-approval" aria-label={t('bank.approval.title')}>
      <p>
        <span className={bank.approval === null ? 'badge badge-checking' : 'badge badge-open'}>
          {t(bank.approval === null ? 'bank.approval.none' : `bank.approval.${bank.approval.kind}`)}
        </span>{' '}
        <Story bank={bank} />
      </p>
      {bank.approval !== null && bank.approval.note !== '' && (
        <blockquote>{bank.approval.note}</blockquote>
      )}
      {bank.approval === null && !bank.mine && <Approve bank={bank} />}
    </section>
  )
}

function Story({ bank }: Props) {
  const t = useText()
  const { dateTime } = useFormats()
  const { approval, mine, addedBy } = bank
  const somebody = t('workshop.somebody')
  if (approval !== null) {
    const values = { by: approval.by ?? somebody, at: dateTime(approval.at) }
    return <>{t(`bank.approval.${approval.kind}.story`, values)}</>
  }
  if (mine) return <>{t('bank.approval.mine')}</>
  return <>{t('bank.approval.none.story', { by: addedBy ?? somebody })}</>
}

function Approve({ bank }: Props) {
  const t = useText()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('bank.approve')}</Button>
      {asking && <ApprovalDialog bank={bank} onClose={() => setAsking(false)} />}
    </>
  )
}

/** Names what one vouches for, takes a note, and approves. */
function ApprovalDialog({ bank, onClose }: Props & { readonly onClose: () => void }) {
  const t = useText()
  const say = useLocalized()
  const { note, setNote } = useNote()
  const path = `/banks/${bank.bankVersionId}`
  const changes = useApi<BankVersionChanges>(`${path}/changes`)
  const approving = useChange(
    () => api.post<BankVersionRow>(`${path}/approval`, { note: note.trim() }),
    '/banks',
    '/exams',
  )
  const send = (): void => {
    if (changes.data === undefined) {
      void changes.refetch()
      return
    }
    approving.mutate(undefined, {
      onSuccess: () => {
        onClose()
        tell(t('bank.approved.done'))
      },
    })
  }
  return (
    <ConfirmModal
      opened
      title={t('bank.approve.title')}
      confirm={t('bank.approve')}
      busy={approving.isPending || changes.isFetching}
      error={approving.error ?? changes.error}
      onClose={onClose}
      onConfirm={send}
    >
      <p>{t('bank.approve.vouch', { title: say(bank.title), version: bank.version })}</p>
      {changes.data !== undefined && <BankChanges changes={changes.data} />}
      <NoteField value={note} onChange={setNote} />
    </ConfirmModal>
  )
}
