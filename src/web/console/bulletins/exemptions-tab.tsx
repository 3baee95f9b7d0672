import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ExemptionRegister, ExemptionView } from '../../../domain/settlement/bulletin/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { isRank } from '../people/ranks.ts'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { EndDialog } from './end-dialog.tsx'
import { ExemptDialog } from './exempt-dialog.tsx'

interface Props {
  readonly unitId: string
  readonly mayWrite: boolean
}

/** Whether it holds, or how it came to an end. */
function useStateWords(): (exemption: ExemptionView) => string {
  const t = useText()
  const { dateTime } = useFormats()
  return ({ ended, until, inForce }) => {
    if (ended !== null) {
      const { by, at, reason } = ended
      return t('exempt.ended', { name: by, when: dateTime(at), reason })
    }
    const end =
      until === null ? t('exempt.whole') : t('exempt.until.day', { when: dateTime(until) })
    return `${t(inForce ? 'exempt.holds' : 'exempt.over')} · ${end}`
  }
}

function useColumns(onEnd: ((one: ExemptionView) => void) | null): Column<ExemptionView>[] {
  const t = useText()
  const say = useLocalized()
  const { dateTime } = useFormats()
  const stateOf = useStateWords()
  return [
    {
      key: 'person',
      header: t('exempt.person'),
      heading: true,
      sort: ({ person }) => person.name,
      cell: ({ person }) => (
        <>
          {person.name}
          <div className="dimmed">
            {say(person.unitName)} · {isRank(person.rank) ? t(`rank.${person.rank}`) : person.rank}
          </div>
        </>
      ),
    },
    {
      key: 'exam',
      header: t('exempt.exam'),
      sort: ({ exam }) => say(exam.title),
      cell: ({ exam }) => say(exam.title),
    },
    { key: 'reason', header: t('exempt.reason'), cell: ({ reason }) => reason },
    {
      key: 'at',
      header: t('exempt.at'),
      sort: ({ at }) => at,
      cell: ({ by, at }) => (
        <>
          {dateTime(at)}
          <div className="dimmed">{by}</div>
        </>
      ),
    },
    {
      key: 'state',
      header: t('exempt.state'),
      sort: ({ inForce }) => Number(inForce),
      cell: (one) => (
        <>
          {stateOf(one)}
          {onEnd !== null && one.ended === null && one.inForce && (
            <div>
              <Button variant="default" size="compact-sm" onClick={() => onEnd(one)}>
                {t('exempt.end')}
              </Button>
            </div>
          )}
        </>
      ),
    },
  ]
}

function Register({
  unitId,
  mayWrite,
  register,
}: Props & { readonly register: ExemptionRegister }) {
  const t = useText()
  const say = useLocalized()
  const [creating, setCreating] = useState(false)
  const [ending, setEnding] = useState<ExemptionView | null>(null)
  const [sorting, setSorting] = useUrlState('sort', '-at')
  const columns = useColumns(mayWrite ? setEnding : null)
  const { exemptions, exams } = register
  return (
    <>
      <div className="bulletin-acts">
        {mayWrite && <Button onClick={() => setCreating(true)}>{t('exempt.new')}</Button>}
        {exemptions.length > 0 && (
          <ExportButton
            fileName={`exemptions-${unitId}`}
            header={['person', 'unit', 'exam', 'reason', 'by', 'at', 'until', 'inForce', 'ended']}
            rows={() =>
              exemptions.map(({ person, exam, reason, by, at, until, inForce, ended }) => [
                ...[person.name, say(person.unitName), say(exam.title), reason, by, at],
                ...[until, inForce, ended?.at ?? null],
              ])
            }
          />
        )}
      </div>
      {exemptions.length === 0 ? (
        <EmptyNote>{t('exempt.none')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('bulletin.tab.exemptions')}
          columns={columns}
          rows={exemptions}
          rowKey={({ id }) => id}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
      {creating && (
        <ExemptDialog unitId={unitId} exams={exams} onClose={() => setCreating(false)} />
      )}
      {ending !== null && <EndDialog exemption={ending} onClose={() => setEnding(null)} />}
    </>
  )
}

/** The register of exemptions; administrators add to it and take back. */
export function ExemptionsTab(props: Props) {
  const t = useText()
  const found = useApi<ExemptionRegister>(`/units/${props.unitId}/exemptions`)
  return (
    <>
      <p className="dimmed">{t('exempt.hint')}</p>
      <QueryView query={found}>
        {(register) => <Register {...props} register={register} />}
      </QueryView>
    </>
  )
}
