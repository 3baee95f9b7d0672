import { Button, Drawer, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Rank } from '../../../domain/organization/person.ts'
import type { Unit } from '../../../domain/organization/unit.ts'
import type { PersonView } from '../../../domain/organization/views.ts'
import { api } from '../../shared/api.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { tell } from '../parts/tell.ts'
import { UnitSelect } from '../parts/unit-select.tsx'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { AccessPart } from './access-part.tsx'
import { AccommodationPart } from './accommodation-part.tsx'
import { GrantsPart } from './grants-part.tsx'
import { BirthYearField, PostField, RankSelect } from './person-fields.tsx'

interface Props {
  readonly person: PersonView
  readonly units: readonly Unit[]
  readonly onClose: () => void
}

interface Fields {
  name: string
  unitId: string
  post: string
  rank: Rank
  birthYear: number | null
}

function PersonForm({ person, units }: Omit<Props, 'onClose'>) {
  const t = useText()
  const shared = useSharedText()
  const form = useForm<Fields>({
    initialValues: {
      name: person.name,
      unitId: person.unit.id,
      post: person.post ?? '',
      rank: person.rank,
      birthYear: person.birthYear ?? null,
    },
    validate: { name: (value) => (value.trim() === '' ? t('fault.missing') : null) },
  })
  const saving = useChange(
    ({ post, ...rest }: Fields) =>
      api.patch<PersonView>(`/persons/${person.id}`, { ...rest, post: post === '' ? null : post }),
    '/persons',
    '/units',
  )
  return (
    <form
      onSubmit={form.onSubmit((fields) =>
        saving.mutate(fields, {
          onSuccess: () => {
            form.resetDirty()
            tell(t('person.saved'))
          },
        }),
      )}
    >
      <Stack>
        <TextInput
          label={t('person.name')}
          maxLength={100}
          required
          {...form.getInputProps('name')}
        />
        <UnitSelect
          label={t('person.unit')}
          units={units}
          value={form.values.unitId}
          onChange={(unitId) => form.setFieldValue('unitId', unitId)}
          required
        />
        <PostField value={form.values.post} onChange={(post) => form.setFieldValue('post', post)} />
        <RankSelect
          value={form.values.rank}
          onChange={(rank) => form.setFieldValue('rank', rank)}
        />
        <BirthYearField
          value={form.values.birthYear}
          onChange={(year) => form.setFieldValue('birthYear', year)}
        />
        {saving.error !== null && <ProblemAlert error={saving.error} />}
        <div>
          <Button type="submit" loading={saving.isPending} disabled={!form.isDirty()}>
            {shared('common.save')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

/** One person: place, roles, arrangements for exams and sign-in. */
export function PersonDrawer({ person, units, onClose }: Props) {
  const shared = useSharedText()
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={
        <>
          {person.name} <span className="dimmed">{person.account}</span>
          {person.simulated && <SimulatedBadge />}
        </>
      }
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      <div className="person">
        <PersonForm person={person} units={units} />
        <GrantsPart person={person} units={units} />
        <AccommodationPart person={person} />
        <AccessPart person={person} />
      </div>
    </Drawer>
  )
}
