import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { NewUnitTarget, TargetRow } from '../../../domain/settlement/bulletin/views.ts'
import { api } from '../../shared/api.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { tell } from '../parts/tell.ts'
import { useReturnFocus } from '../parts/use-return-focus.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'

interface Props {
  readonly row: TargetRow
  readonly year: number
  readonly onClose: () => void
}

/** A percentage as typed, as a share; null where it is none. */
function shareOf(text: string): number | null {
  const percent = /^\d{1,3}$/.test(text.trim()) ? Number(text) : Number.NaN
  return percent <= 100 ? percent / 100 : null
}

const typed = (share: number | undefined): string =>
  share === undefined ? '' : String(Math.round(100 * share))

function PercentField(props: {
  readonly label: string
  readonly value: string
  readonly tried: boolean
  readonly onChange: (value: string) => void
}) {
  const t = useText()
  const { label, value, tried, onChange } = props
  return (
    <TextInput
      label={label}
      description={t('target.percent')}
      inputMode="numeric"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={tried && shareOf(value) === null ? t('target.percent.wrong') : null}
      required
    />
  )
}

/** Sets what a unit is to reach in the year. */
export function TargetDialog({ row, year, onClose }: Props) {
  useReturnFocus()
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  const [participation, setParticipation] = useState(typed(row.target?.participation))
  const [share, setShare] = useState(typed(row.target?.shareAtLevel))
  const [tried, setTried] = useState(false)
  const setting = useChange(
    (body: NewUnitTarget) => api.post(`/units/${row.id}/targets`, body),
    '/units/',
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    const [first, second] = [shareOf(participation), shareOf(share)]
    if (first === null || second === null) return
    setting.mutate(
      { year, participation: first, shareAtLevel: second },
      {
        onSuccess: () => {
          tell(t('target.done'))
          onClose()
        },
      },
    )
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('target.set.of', { name: say(row.name), year: String(year) })}
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack>
          <PercentField
            label={t('target.planned')}
            value={participation}
            tried={tried}
            onChange={setParticipation}
          />
          <PercentField
            label={t('target.planned.share')}
            value={share}
            tried={tried}
            onChange={setShare}
          />
          <p className="note">{t('target.consequence')}</p>
          {setting.error !== null && <ProblemAlert error={setting.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('common.cancel')}
            </Button>
            <Button type="submit" loading={setting.isPending}>
              {t('target.set')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
