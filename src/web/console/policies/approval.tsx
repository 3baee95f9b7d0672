import { Button } from '@mantine/core'
import { useState } from 'react'
import type { PolicyVersionView } from '../../../domain/policy/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { tell } from '../parts/tell.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { ChangesList } from './changes-list.tsx'
import { approveVersion } from './policy-calls.ts'
import { changesBetween } from './policy-changes.ts'

interface Props {
  readonly row: PolicyVersionView
  /** The version it follows; null for the first. */
  readonly before: PolicyVersionView | null
}

function Question({ row, before }: Props) {
  const t = useText()
  const say = useLocalized()
  const { dateTime } = useFormats()
  return (
    <>
      <p>
        {t('policy.approve.consequence', {
          title: say(row.title),
          version: row.version,
          from: dateTime(row.effectiveFrom),
        })}
      </p>
      {before !== null && (
        <>
          <h3>{t('policy.changes.since', { version: before.version })}</h3>
          <ChangesList changes={changesBetween(before.document, row.document)} />
        </>
      )}
      <p className="dimmed">{t('policy.approve.second', { by: row.createdBy })}</p>
    </>
  )
}

/** Approval by a second person, who sees what changes before saying so. */
export function Approval({ row, before }: Props) {
  const t = useText()
  const [asking, setAsking] = useState(false)
  const approving = useChange(() => approveVersion(row.policyVersionId), '/policies')
  const close = (): void => {
    approving.reset()
    setAsking(false)
  }
  const approve = (): void =>
    approving.mutate(undefined, {
      onSuccess: () => {
        setAsking(false)
        tell(t('policy.approved.done'))
      },
    })
  if (row.mine) return <p className="note">{t('policy.approve.mine')}</p>
  return (
    <div className="note policy-approval">
      <p>{t('policy.approve.lead', { by: row.createdBy })}</p>
      <Button onClick={() => setAsking(true)}>{t('policy.approve')}</Button>
      <ConfirmModal
        opened={asking}
        title={t('policy.approve.title')}
        confirm={t('policy.approve')}
        busy={approving.isPending}
        error={approving.error}
        onClose={close}
        onConfirm={approve}
      >
        <Question row={row} before={before} />
      </ConfirmModal>
    </div>
  )
}
