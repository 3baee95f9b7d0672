import { Button } from '@mantine/core'
import { useState } from 'react'
import type {
  WorkshopFrameStanding,
  WorkshopFrameView,
} from '../../../../domain/bank/workshop-frame-views.ts'
import { api } from '../../../shared/api.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { tell } from '../../parts/tell.ts'
import { useApi, useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { FrameReturnButton, FrameReturnStory } from './frame-return.tsx'

/** What stands around the items, while it waits for a second person; nothing once approved. */
export function FramePart({ program }: { readonly program: string }) {
  const { data, error, refetch } = useApi<WorkshopFrameView>(`/workshops/${program}/frame`)
  if (error !== null) return <ProblemAlert error={error} onRetry={refetch} />
  if (data === undefined || data.revision === data.approvedRevision) return null
  return <Waiting frame={data} />
}

function Waiting({ frame }: { readonly frame: WorkshopFrameView }) {
  const t = useText()
  const say = useLocalized()
  const { list, number } = useFormats()
  const [asking, setAsking] = useState(false)
  const { program, revision } = frame
  const approving = useChange(
    () =>
      api.post<WorkshopFrameStanding>(`/workshops/${program}/frame/approval`, {
        revision,
        note: '',
      }),
    '/workshops',
  )
  const send = (): void =>
    approving.mutate(undefined, {
      onSuccess: () => {
        setAsking(false)
        tell(t('workshop.frame.approved'))
      },
    })
  const latest = frame.revisions.at(-1)?.content
  const title = t(frame.returned ? 'workshop.frame.returned.title' : 'workshop.frame.title')
  return (
    <section className="amendment" aria-label={title}>
      <h2>{title}</h2>
      {latest !== undefined && (
        <p>
          {t('workshop.frame.content', {
            title: say(latest.title),
            competencies: list(latest.competencies.map(({ name }) => say(name))),
            posts: number(latest.posts.length),
            stimuli: number(latest.stimuli.length),
          })}
        </p>
      )}
      <FrameReturnStory frame={frame} />
      {!frame.returned && frame.mine && <p className="dimmed">{t('workshop.frame.mine')}</p>}
      {!frame.returned && !frame.mine && (
        <div className="actions">
          <Button onClick={() => setAsking(true)}>{t('workshop.frame.approve')}</Button>
          <FrameReturnButton frame={frame} />
        </div>
      )}
      <ConfirmModal
        opened={asking}
        title={t('workshop.frame.approve')}
        confirm={t('workshop.frame.approve')}
        busy={approving.isPending}
        error={approving.error}
        onClose={() => {
          setAsking(false)
          approving.reset()
        }}
        onConfirm={send}
      >
        <p>{t('workshop.frame.consequence')}</p>
      </ConfirmModal>
    </section>
  )
}
