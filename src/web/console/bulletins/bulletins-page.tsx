import { Tabs } from '@mantine/core'
import type { Role } from '../../../domain/organization/access.ts'
import type { Unit } from '../../../domain/organization/unit.ts'
import type { Me } from '../../../domain/organization/views.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { UnitSelect } from '../parts/unit-select.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { AttendanceTab } from './attendance-tab.tsx'
import { BulletinTab } from './bulletin-tab.tsx'
import { ExemptionsTab } from './exemptions-tab.tsx'
import { GroupsTab } from './groups-tab.tsx'
import { PeopleTab } from './people-tab.tsx'
import { TargetsTab } from './targets-tab.tsx'

interface Props {
  readonly me: Me
}

const TABS = ['people', 'units', 'groups', 'exemptions', 'targets', 'attendance'] as const
type Tab = (typeof TABS)[number]

/** Who may open which part; the service checks every call again. */
const ROLES_OF: Readonly<Record<Tab, readonly Role[]>> = {
  people: ['adviser'],
  units: ['administrator', 'organizer', 'adviser'],
  groups: ['administrator', 'organizer', 'adviser'],
  exemptions: ['administrator', 'organizer'],
  targets: ['administrator', 'organizer', 'adviser'],
  attendance: ['administrator', 'organizer', 'adviser'],
}

/** The roles a person holds over a unit. */
function rolesOver(me: Me, unit: Unit): readonly Role[] {
  return me.grants.filter(({ unitPath }) => unit.path.startsWith(unitPath)).map(({ role }) => role)
}

function Parts({ me, unit }: Props & { readonly unit: Unit }) {
  const t = useText()
  const roles = rolesOver(me, unit)
  const open = TABS.filter((tab) => ROLES_OF[tab].some((role) => roles.includes(role)))
  const first = open[0] ?? 'units'
  const [asked, setTab] = useUrlState('tab', first)
  const tab = open.find((one) => one === asked) ?? first
  const mayWrite = roles.includes('administrator')
  const { id: unitId } = unit
  return (
    <Tabs value={tab} onChange={(value) => setTab(value ?? first)} keepMounted={false}>
      <Tabs.List aria-label={t('bulletin.tabs')}>
        {open.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {t(`bulletin.tab.${one}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab}>
        {tab === 'people' && <PeopleTab unitId={unitId} />}
        {tab === 'units' && <BulletinTab unitId={unitId} />}
        {tab === 'groups' && <GroupsTab unitId={unitId} />}
        {tab === 'exemptions' && <ExemptionsTab unitId={unitId} mayWrite={mayWrite} />}
        {tab === 'targets' && <TargetsTab unitId={unitId} mayWrite={mayWrite} />}
        {tab === 'attendance' && <AttendanceTab unitId={unitId} mayWrite={mayWrite} />}
      </Tabs.Panel>
    </Tabs>
  )
}

function Bulletins({ me, units }: Props & { readonly units: readonly Unit[] }) {
  const t = useText()
  const [first] = units
  const [asked, setUnit] = useUrlState('unit', first?.id ?? '')
  const unit = units.find(({ id }) => id === asked) ?? first
  return (
    <div className="bulletin">
      <PageHeading title={t('section.bulletins')} lead={t('bulletin.lead')} />
      {unit === undefined ? (
        <EmptyNote>{t('bulletin.no-units')}</EmptyNote>
      ) : (
        <>
          <div className="bulletin-unit">
            <UnitSelect
              label={t('bulletin.unit')}
              units={units}
              value={unit.id}
              onChange={setUnit}
            />
          </div>
          <Parts me={me} unit={unit} key={unit.id} />
        </>
      )}
    </div>
  )
}

/** What tiers read about their branch, and what it counts with. */
export function BulletinsPage({ me }: Props) {
  const units = useApi<{ units: Unit[] }>('/units')
  return <QueryView query={units}>{(reply) => <Bulletins me={me} units={reply.units} />}</QueryView>
}
