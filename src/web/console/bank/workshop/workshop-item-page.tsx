import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { WorkshopItemView } from '../../../../domain/bank/workshop-views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { PageHeading } from '../../parts/page-heading.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { ScrollRegion } from '../../parts/scroll-region.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { ItemRecordPart } from './health/item-record.tsx'
import { ItemActs } from './item-acts.tsx'
import { ItemStateBadge } from './item-columns.tsx'
import { ItemFacts } from './item-facts.tsx'
import { ItemHistory } from './item-history.tsx'
import { ItemRevision } from './item-revision.tsx'
import { KeyedSheet } from './item-sheet.tsx'
import { RevisionComparison } from './revision-comparison.tsx'

interface Props {
  readonly program: string
  readonly itemId: string
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="card">
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Findings({ findings }: { readonly findings: WorkshopItemView['findings'] }) {
  const t = useText()
  const say = useLocalized()
  if (findings.length === 0) return null
  const count = t('findings.count', { count: findings.length })
  return (
    <Section title={count}>
      <ScrollRegion label={count} tall>
        <ul className="findings">
          {findings.map(({ pointer, severity, code, message }) => (
            <li key={`${pointer} ${code}`}>
              <span className="badge">{t(`workshop.severity.${severity}`)}</span> {say(message)}
            </li>
          ))}
        </ul>
      </ScrollRegion>
    </Section>
  )
}

function ItemView({
  program,
  view,
}: {
  readonly program: string
  readonly view: WorkshopItemView
}) {
  const t = useText()
  const [editing, setEditing] = useState(false)
  const latest = view.revisions.at(-1)
  if (latest === undefined) return null
  if (editing) {
    return (
      <ItemRevision
        program={program}
        item={latest.content}
        revision={view.revision}
        inUse={view.liveRevision !== null}
        onClose={() => setEditing(false)}
      />
    )
  }
  return (
    <div className="stack">
      <div className="item-acts">
        <ItemActs program={program} view={view} />
        <Button variant="default" onClick={() => setEditing(true)}>
          {t('workshop.edit')}
        </Button>
      </div>
      {view.mine && <p className="note">{t('workshop.mine.hint')}</p>}
      <Findings findings={view.findings} />
      <Section title={t('workshop.revision', { revision: view.revision })}>
        <KeyedSheet item={latest.content} />
        <ItemFacts program={program} view={view} item={latest.content} />
      </Section>
      <Section title={t('health.item')}>
        <ItemRecordPart program={program} itemId={view.itemId} />
      </Section>
      <Section title={t('workshop.revisions')}>
        {/* A new revision is compared with the one before it, whatever was chosen. */}
        <RevisionComparison key={view.revision} revisions={view.revisions} />
      </Section>
      <Section title={t('workshop.history')}>
        <ItemHistory events={view.events} />
      </Section>
    </div>
  )
}

/** One item of a workshop: what it is, how it came to be, and what the viewer can do with it. */
export function WorkshopItemPage({ program, itemId }: Props) {
  const t = useText()
  const view = useApi<WorkshopItemView>(`/workshops/${program}/items/${itemId}`)
  return (
    <>
      <PageHeading
        title={t('item.title', { id: itemId })}
        badges={view.data && <ItemStateBadge item={view.data} />}
      >
        <Link href={`/banks/workshop/${program}`}>{t('workshop.to-list')}</Link>
      </PageHeading>
      <QueryView query={view}>{(reply) => <ItemView program={program} view={reply} />}</QueryView>
    </>
  )
}
