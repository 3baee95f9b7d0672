import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Unit } from '../../../domain/organization/unit.ts'
import type { Topic, WebhookInput } from '../../../domain/policy/outbox.ts'
import { api } from '../../shared/api.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { CopyField } from '../parts/copy-field.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { UnitSelect } from '../parts/unit-select.tsx'
import { useReturnFocus } from '../parts/use-return-focus.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'

const TOPIC_KEYS = [
  'award-changed',
  'result-final',
  'case-opened',
  'appeal-overdue',
  'checkpoint-made',
] as const satisfies readonly Topic[]

interface Props {
  readonly units: readonly Unit[]
  readonly onClose: () => void
}

interface Fields {
  url: string
  unitId: string
  topics: Topic[]
}

interface Added {
  readonly secret: string
}

function useNewWebhook(units: readonly Unit[]) {
  const t = useText()
  const form = useForm<Fields>({
    initialValues: { url: '', unitId: units[0]?.id ?? '', topics: [] },
    validate: {
      url: (value) => (URL.parse(value.trim()) ? null : t('webhooks.url.wrong')),
      unitId: (value) => (value === '' ? t('fault.missing') : null),
      topics: (value) => (value.length === 0 ? t('webhooks.topics.missing') : null),
    },
  })
  const adding = useChange(({ url, ...rest }: Fields) => {
    const input: WebhookInput = { url: url.trim(), ...rest }
    return api.post<Added>('/webhooks', input)
  }, '/webhooks')
  return { form, adding }
}

function SecretNote({ secret, onClose }: Added & Pick<Props, 'onClose'>) {
  const t = useText()
  const shared = useSharedText()
  return (
    <Stack>
      <p role="status">{t('webhooks.added')}</p>
      <CopyField label={t('webhooks.secret')} value={secret} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{shared('common.close')}</Button>
      </Group>
    </Stack>
  )
}

type Form = ReturnType<typeof useNewWebhook>['form']

function FieldsPart({ form, units }: { readonly form: Form; readonly units: readonly Unit[] }) {
  const t = useText()
  return (
    <>
      <TextInput
        type="url"
        label={t('webhooks.url')}
        description={t('webhooks.url.hint')}
        placeholder="https://"
        data-autofocus
        required
        {...form.getInputProps('url')}
      />
      <UnitSelect
        label={t('webhooks.unit')}
        units={units}
        value={form.values.unitId}
        onChange={(unitId) => form.setFieldValue('unitId', unitId)}
        error={form.errors.unitId === undefined ? undefined : String(form.errors.unitId)}
        required
      />
      <Checkbox.Group label={t('webhooks.topics')} required {...form.getInputProps('topics')}>
        <Stack gap="xs" mt="xs">
          {TOPIC_KEYS.map((topic) => (
            <Checkbox key={topic} value={topic} label={t(`webhooks.topic.${topic}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </>
  )
}

/** Registers a webhook, then shows its secret, once. */
export function NewWebhookDialog({ units, onClose }: Props) {
  useReturnFocus()
  const t = useText()
  const shared = useSharedText()
  const { form, adding } = useNewWebhook(units)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('webhooks.new')}
      size="lg"
      closeButtonProps={{ 'aria-label': shared('common.close') }}
      closeOnClickOutside={adding.data === undefined}
    >
      {adding.data !== undefined ? (
        <SecretNote secret={adding.data.secret} onClose={onClose} />
      ) : (
        <form noValidate onSubmit={form.onSubmit((fields) => adding.mutate(fields))}>
          <Stack>
            <FieldsPart form={form} units={units} />
            {adding.error !== null && <ProblemAlert error={adding.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {shared('common.cancel')}
              </Button>
              <Button type="submit" loading={adding.isPending}>
                {t('webhooks.add')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
