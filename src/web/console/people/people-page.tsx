import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Unit } from '../../../domain/organization/unit.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { NewPersonDialog } from './new-person-dialog.tsx'
import { PersonsPart } from './persons-part.tsx'
import { UnitsPart } from './units-part.tsx'

function People({ units }: { readonly units: readonly Unit[] }) {
  const t = useText()
  const [unitId, setUnitId] = useUrlState('unit', '')
  const [creating, setCreating] = useState(false)
  return (
    <>
      <PageHeading title={t('section.people')} lead={t('people.lead')}>
        <Button onClick={() => setCreating(true)} disabled={units.length === 0}>
          {t('people.new')}
        </Button>
      </PageHeading>
      {units.length === 0 && <EmptyNote>{t('people.no-units')}</EmptyNote>}
      <div className="people">
        <UnitsPart units={units} chosen={unitId} onChoose={setUnitId} />
        <PersonsPart units={units} unitId={unitId} onUnit={setUnitId} />
      </div>
      {creating && (
        <NewPersonDialog units={units} unitId={unitId} onClose={() => setCreating(false)} />
      )}
    </>
  )
}

/** Units as a tree, and the persons in them. */
export function PeoplePage() {
  const units = useApi<{ units: Unit[] }>('/units')
  return <QueryView query={units}>{(reply) => <People units={reply.units} />}</QueryView>
}
