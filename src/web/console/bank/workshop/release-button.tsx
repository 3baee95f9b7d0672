import { Button } from '@mantine/core'
import { useState } from 'react'
import type { WorkshopRow } from '../../../../domain/bank/workshop-views.ts'
import type { BankVersionRow } from '../../../../domain/scheduling/views.ts'
import { api } from '../../../shared/api.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { tell } from '../../parts/tell.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'

/** A whole bank is checked before it becomes a version. */
const RELEASE_TIMEOUT_MS = 180_000

/** Makes the items in use the next bank version, after one question. */
export function ReleaseButton({ workshop }: { readonly workshop: WorkshopRow }) {
  const t = useText()
  const { number } = useFormats()
  const { program, inUse } = workshop
  const [asking, setAsking] = useState(false)
  const releasing = useChange(
    () =>
      api.post<BankVersionRow>(
        `/workshops/${program}/release`,
        {},
        { timeoutMs: RELEASE_TIMEOUT_MS },
      ),
    '/banks',
    '/workshops',
  )
  const send = (): void =>
    releasing.mutate(undefined, {
      onSuccess: ({ version }) => {
        setAsking(false)
        tell(t('workshop.released', { version }))
      },
    })
  return (
    <>
      <Button disabled={inUse === 0} onClick={() => setAsking(true)}>
        {t('workshop.release')}
      </Button>
      <ConfirmModal
        opened={asking}
        title={t('workshop.release')}
        confirm={t('workshop.release.do')}
        busy={releasing.isPending}
        error={releasing.error}
        onClose={() => {
          setAsking(false)
          releasing.reset()
        }}
        onConfirm={send}
      >
        <p>{t('workshop.release.consequence', { count: number(inUse) })}</p>
      </ConfirmModal>
    </>
  )
}
