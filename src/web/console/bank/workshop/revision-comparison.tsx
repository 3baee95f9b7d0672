import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { WorkshopItemView } from '../../../../domain/bank/workshop-views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { changedParts } from './changed-parts.ts'
import { KeyedSheet } from './item-sheet.tsx'

type Revision = WorkshopItemView['revisions'][number]

function RevisionSelect(props: {
  readonly label: string
  readonly revisions: readonly Revision[]
  readonly value: number
  readonly onChoose: (revision: number) => void
}) {
  const t = useText()
  const { dateTime } = useFormats()
  return (
    <NativeSelect
      label={props.label}
      value={String(props.value)}
      onChange={(event) => props.onChoose(Number(event.currentTarget.value))}
      data={props.revisions.map(({ revision, author, createdAt }) => ({
        value: String(revision),
        label: t('workshop.revision.choice', {
          revision,
          by: author ?? t('workshop.somebody'),
          at: dateTime(createdAt),
        }),
      }))}
    />
  )
}

/** Two revisions of an item beside each other, and in which parts they differ. */
export function RevisionComparison({ revisions }: { readonly revisions: readonly Revision[] }) {
  const t = useText()
  const { list } = useFormats()
  const [earlierNumber, setEarlier] = useState(Math.max(1, revisions.length - 1))
  const [laterNumber, setLater] = useState(revisions.length)
  const find = (wanted: number) => revisions.find(({ revision }) => revision === wanted)
  const earlier = find(earlierNumber)
  const later = find(laterNumber)
  if (revisions.length < 2 || earlier === undefined || later === undefined) {
    return <p>{t('workshop.revisions.one')}</p>
  }
  const changed = changedParts(earlier.content, later.content)
  return (
    <>
      <p className="note" role="status">
        {changed.length === 0
          ? t('workshop.revisions.same')
          : t('workshop.revisions.differ', {
              parts: list(changed.map((part) => t(`workshop.part.${part}`))),
            })}
      </p>
      <div className="comparison">
        {[earlier, later].map((side, index) => (
          <div key={index === 0 ? 'earlier' : 'later'}>
            <RevisionSelect
              label={t(index === 0 ? 'workshop.revision.earlier' : 'workshop.revision.later')}
              revisions={revisions}
              value={side.revision}
              onChoose={index === 0 ? setEarlier : setLater}
            />
            {side.note !== '' && <p className="dimmed revision-note">{side.note}</p>}
            <KeyedSheet item={side.content} />
          </div>
        ))}
      </div>
    </>
  )
}
