import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { NewPerson, Rank } from '../../../domain/organization/person.ts'
import type { Unit } from '../../../domain/organization/unit.ts'
import type { InvitationView, PersonView } from '../../../domain/organization/views.ts'
import { api } from '../../shared/api.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { UnitSelect } from '../parts/unit-select.tsx'
import { useReturnFocus } from '../parts/use-return-focus.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { InvitationNote } from './invitation-note.tsx'
import { BirthYearField, PostField, RankSelect } from './person-fields.tsx'

interface Props {
  readonly units: readonly Unit[]
  readonly unitId: string
  readonly onClose: () => void
}

interface Created {
  readonly person: PersonView
  readonly invitation: InvitationView
}

interface Fields {
  account: string
  name: string
  unitId: string
  post: string
  rank: Rank
  birthYear: number | null
}

const ACCOUNT = /^[a-z0-9][a-z0-9.-]{2,63}$/

function PersonCreated({
  created,
  onClose,
}: {
  readonly created: Created
  readonly onClose: () => void
}) {
  const t = useText()
  const shared = useSharedText()
  return (
    <Stack>
      <p>{t('new-person.created', { name: created.person.name })}</p>
      <InvitationNote invitation={created.invitation} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{shared('common.close')}</Button>
      </Group>
    </Stack>
  )
}

function useNewPerson({ unitId, units }: Omit<Props, 'onClose'>) {
  const t = useText()
  const form = useForm<Fields>({
    initialValues: {
      account: '',
      name: '',
      unitId: unitId || (units[0]?.id ?? ''),
      post: '',
      rank: 'clerk',
      birthYear: null,
    },
    validate: {
      account: (value) => (ACCOUNT.test(value) ? null : t('new-person.account.wrong')),
      name: (value) => (value.trim() === '' ? t('fault.missing') : null),
      unitId: (value) => (value === '' ? t('fault.missing') : null),
    },
  })
  const creating = useChange(
    ({ post, name, ...rest }: Fields) => {
      const person: NewPerson = { ...rest, name: name.trim(), post: post === '' ? null : post }
      return api.post<Created>('/persons', person)
    },
    '/persons',
    '/units',
  )
  return { form, creating }
}

/** Creates a person, then shows the link with which they choose a password. */
export function NewPersonDialog({ onClose, ...place }: Props) {
  useReturnFocus()
  const t = useText()
  const shared = useSharedText()
  const { form, creating } = useNewPerson(place)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.new')}
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      {creating.data !== undefined ? (
        <PersonCreated created={creating.data} onClose={onClose} />
      ) : (
        <form noValidate onSubmit={form.onSubmit((fields) => creating.mutate(fields))}>
          <Stack>
            <TextInput
              label={t('person.name')}
              maxLength={100}
              data-autofocus
              required
              {...form.getInputProps('name')}
            />
            <TextInput
              label={t('person.account')}
              description={t('new-person.account.hint')}
              autoCapitalize="none"
              spellCheck={false}
              required
              {...form.getInputProps('account')}
            />
            <UnitSelect
              label={t('person.unit')}
              units={place.units}
              value={form.values.unitId}
              onChange={(unitId) => form.setFieldValue('unitId', unitId)}
              error={form.errors.unitId === undefined ? undefined : String(form.errors.unitId)}
              required
            />
            <PostField
              value={form.values.post}
              onChange={(post) => form.setFieldValue('post', post)}
            />
            <RankSelect
              value={form.values.rank}
              onChange={(rank) => form.setFieldValue('rank', rank)}
            />
            <BirthYearField
              value={form.values.birthYear}
              onChange={(year) => form.setFieldValue('birthYear', year)}
            />
            {creating.error !== null && <ProblemAlert error={creating.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {shared('common.cancel')}
              </Button>
              <Button type="submit" loading={creating.isPending}>
                {t('new-person.do')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
