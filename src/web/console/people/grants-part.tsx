import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { Role } from '../../../domain/organization/access.ts'
import type { Unit } from '../../../domain/organization/unit.ts'
import type { PersonView } from '../../../domain/organization/views.ts'
import { api } from '../../shared/api.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { UnitSelect } from '../parts/unit-select.tsx'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'

const ROLE_KEYS = [
  'candidate',
  'policy-officer',
  'adviser',
  'auditor',
  'organizer',
  'administrator',
] as const satisfies readonly Role[]

interface Props {
  readonly person: PersonView
  readonly units: readonly Unit[]
}

function NewGrant({ person, units }: Props) {
  const t = useText()
  const shared = useSharedText()
  const [role, setRole] = useState<Role>('organizer')
  const [unitId, setUnitId] = useState(person.unit.id)
  const granting = useChange(
    () => api.post<PersonView>(`/persons/${person.id}/grants`, { role, unitId }),
    '/persons',
  )
  return (
    <>
      <div className="new-grant">
        <NativeSelect
          label={t('grant.role')}
          data={ROLE_KEYS.map((key) => ({ value: key, label: shared(`role.${key}`) }))}
          value={role}
          onChange={({ currentTarget }) =>
            setRole(ROLE_KEYS.find((key) => key === currentTarget.value) ?? role)
          }
        />
        <UnitSelect label={t('grant.branch')} units={units} value={unitId} onChange={setUnitId} />
        <Button
          variant="default"
          loading={granting.isPending}
          disabled={unitId === ''}
          onClick={() => granting.mutate(undefined)}
        >
          {t('grant.add')}
        </Button>
      </div>
      {granting.error !== null && <ProblemAlert error={granting.error} />}
    </>
  )
}

/** Roles, each with the branch of the tree it covers. */
export function GrantsPart({ person, units }: Props) {
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  const removing = useChange(
    (grantId: string) => api.delete<PersonView>(`/persons/${person.id}/grants/${grantId}`),
    '/persons',
  )
  return (
    <section aria-labelledby="grants-title">
      <h3 id="grants-title">{t('grant.title')}</h3>
      {person.grants.length === 0 && <p className="dimmed">{t('grant.none')}</p>}
      <ul className="grants">
        {person.grants.map(({ id, role, unitName }) => {
          const name = t('grant.name', { role: shared(`role.${role}`), unit: say(unitName) })
          return (
            <li key={id}>
              <span>{name}</span>
              <Button
                variant="subtle"
                loading={removing.isPending && removing.variables === id}
                onClick={() => removing.mutate(id)}
                aria-label={t('grant.remove.what', { grant: name })}
              >
                {t('grant.remove')}
              </Button>
            </li>
          )
        })}
      </ul>
      {removing.error !== null && <ProblemAlert error={removing.error} />}
      <NewGrant person={person} units={units} />
    </section>
  )
}
