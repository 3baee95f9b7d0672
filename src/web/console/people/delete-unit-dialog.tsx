import type { Unit } from '../../../domain/organization/unit.ts'
import { api } from '../../shared/api.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'

interface Props {
  readonly unit: Unit
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** Deletes an empty unit; the service refuses any other. */
export function DeleteUnitDialog({ unit, onClose, onDeleted }: Props) {
  const t = useText()
  const say = useLocalized()
  const deleting = useChange(() => api.delete(`/units/${unit.id}`), '/units')
  return (
    <ConfirmModal
      opened
      title={t('unit.delete.title', { name: say(unit.name) })}
      confirm={t('unit.delete')}
      busy={deleting.isPending}
      error={deleting.error}
      onClose={onClose}
      onConfirm={() =>
        deleting.mutate(undefined, {
          onSuccess: () => {
            onDeleted()
            onClose()
          },
        })
      }
    >
      <p>{t('unit.delete.consequence')}</p>
    </ConfirmModal>
  )
}
