import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Link } from 'wouter'
import type { WorkshopRow } from '../../../../domain/bank/workshop-views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'
import { FramePart } from './frame-part.tsx'
import { ItemList } from './item-list.tsx'
import { STATES } from './item-states.ts'
import { NewItem } from './new-item.tsx'
import { ReleaseButton } from './release-button.tsx'

function Filters({ workshop }: { readonly workshop: WorkshopRow }) {
  const t = useText()
  const shared = useSharedText()
  const [search, setSearch] = useUrlState('search', '')
  const [state, setState] = useUrlState('state', '')
  return (
    <search className="toolbar">
      <TextInput
        label={shared('common.search')}
        placeholder={t('workshop.search.placeholder')}
        value={search}
        maxLength={100}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('workshop.state')}
        value={state}
        onChange={(event) => setState(event.currentTarget.value)}
        data={[
          { value: '', label: t('items.any') },
          ...STATES.map((value) => ({
            value,
            label: t('workshop.state.counted', {
              state: t(`workshop.state.${value}`),
              count: workshop.counts[value],
            }),
          })),
        ]}
      />
    </search>
  )
}

function Workshop({ workshop }: { readonly workshop: WorkshopRow }) {
  const t = useText()
  const say = useLocalized()
  const { program, title } = workshop
  const [search] = useUrlState('search', '')
  const [state] = useUrlState('state', '')
  return (
    <>
      <PageHeading title={say(title)} lead={t('workshop.program.lead')}>
        <Button component={Link} href="/banks/workshop" variant="default">
          {t('workshop.title')}
        </Button>
        <Button component={Link} href={`/banks/workshop/${program}/health`} variant="default">
          {t('health.title')}
        </Button>
        <Button component={Link} href={`/banks/workshop/${program}?write=new`} variant="default">
          {t('workshop.new')}
        </Button>
        <ReleaseButton workshop={workshop} />
      </PageHeading>
      <FramePart program={program} />
      <Filters workshop={workshop} />
      <ItemList program={program} narrowed={{ search, state }} />
    </>
  )
}

/** The items of one program: where each stands, and acts on many at once. */
export function WorkshopPage({ program }: { readonly program: string }) {
  const t = useText()
  const [writing] = useUrlState('write', '')
  const workshops = useApi<{ workshops: WorkshopRow[] }>('/workshops')
  if (writing === 'new') return <NewItem program={program} />
  return (
    <QueryView query={workshops}>
      {(reply) => {
        const workshop = reply.workshops.find((row) => row.program === program)
        if (workshop !== undefined) return <Workshop workshop={workshop} />
        return (
          <>
            <PageHeading title={t('shell.not-here')} />
            <EmptyNote>{t('workshop.empty')}</EmptyNote>
          </>
        )
      }}
    </QueryView>
  )
}
