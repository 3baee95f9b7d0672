import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Unit } from '../../../domain/organization/unit.ts'
import { api } from '../../shared/api.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { useReturnFocus } from '../parts/use-return-focus.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'

export type NameTask =
  | { readonly kind: 'add'; readonly parentId: string }
  | { readonly kind: 'rename'; readonly unit: Unit }

interface Names {
  readonly zh: string
  readonly en: string
}

/** Names a new unit, or an old one anew, in both languages. */
export function UnitNameDialog({
  task,
  onClose,
}: {
  readonly task: NameTask
  readonly onClose: () => void
}) {
  useReturnFocus()
  const t = useText()
  const shared = useSharedText()
  const required = (value: string) => (value.trim() === '' ? t('fault.missing') : null)
  const form = useForm<Names>({
    initialValues:
      task.kind === 'add'
        ? { zh: '', en: '' }
        : { zh: task.unit.name['zh-CN'], en: task.unit.name.en },
    validate: { zh: required, en: required },
  })
  const saving = useChange(
    ({ zh, en }: Names) => {
      const name = { 'zh-CN': zh.trim(), en: en.trim() }
      return task.kind === 'add'
        ? api.post<Unit>('/units', { parentId: task.parentId, name })
        : api.patch<Unit>(`/units/${task.unit.id}`, { name })
    },
    '/units',
    '/persons',
  )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(task.kind === 'add' ? 'unit.add' : 'unit.rename')}
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      <form onSubmit={form.onSubmit((names) => saving.mutate(names, { onSuccess: onClose }))}>
        <Stack>
          <TextInput
            label={t('unit.name-zh')}
            lang="zh-CN"
            data-autofocus
            required
            {...form.getInputProps('zh')}
          />
          <TextInput label={t('unit.name-en')} lang="en" required {...form.getInputProps('en')} />
          {saving.error !== null && <ProblemAlert error={saving.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('common.cancel')}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {shared('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
