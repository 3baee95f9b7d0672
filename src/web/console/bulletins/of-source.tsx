import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Bulletin, BulletinSource } from '../../../domain/settlement/bulletin/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'

/** What a source is asked for by. */
function queryOf(source: BulletinSource): string {
  return source.kind === 'exam'
    ? `examId=${source.examId}`
    : `program=${encodeURIComponent(source.program)}&half=${source.half}`
}

function useSourceName(): (source: BulletinSource) => string {
  const t = useText()
  const say = useLocalized()
  const { date } = useFormats()
  return (source) => {
    const title = say(source.title)
    if (source.kind === 'exam') return `${title} · ${date(source.closedAt)}`
    const [year = '', half] = source.half.split('-')
    return t(half === '1' ? 'bulletin.half.1' : 'bulletin.half.2', {
      ...{ title, year, exams: source.exams },
    })
  }
}

interface Props {
  readonly unitId: string
  readonly children: (bulletin: Bulletin, path: string) => ReactNode
}

function Chosen({ unitId, sources, children }: Props & { readonly sources: BulletinSource[] }) {
  const t = useText()
  const nameOf = useSourceName()
  const [first] = sources
  const [asked, setAsked] = useUrlState('of', first ? queryOf(first) : '')
  const chosen = sources.find((source) => queryOf(source) === asked) ?? first
  const path = chosen ? `/units/${unitId}/bulletin?${queryOf(chosen)}` : null
  const bulletin = useApi<Bulletin>(path)
  if (chosen === undefined || path === null) return <EmptyNote>{t('bulletin.none')}</EmptyNote>
  return (
    <>
      <NativeSelect
        className="bulletin-source"
        label={t('bulletin.of')}
        data={sources.map((source) => ({ value: queryOf(source), label: nameOf(source) }))}
        value={queryOf(chosen)}
        onChange={(event) => setAsked(event.currentTarget.value)}
      />
      <h2 className="print-only">{nameOf(chosen)}</h2>
      <p className="bulletin-state">
        {chosen.simulated && <SimulatedBadge />}
        {!chosen.isFinal && <span className="dimmed">{t('bulletin.provisional')}</span>}
      </p>
      <QueryView query={bulletin}>{(reply) => children(reply, path)}</QueryView>
    </>
  )
}

/** Lets an exam or a half-year be chosen, and shows its bulletin. */
export function OfSource({ unitId, children }: Props) {
  const found = useApi<{ sources: BulletinSource[] }>(`/units/${unitId}/bulletin-sources`)
  return (
    <QueryView query={found}>
      {({ sources }) => (
        <Chosen unitId={unitId} sources={sources}>
          {children}
        </Chosen>
      )}
    </QueryView>
  )
}
