import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { PanelConclusion, PanelView } from '../../../domain/scheduling/panel-views.ts'
import { api } from '../../shared/api.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { tell } from '../parts/tell.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { ImpactLine } from './impact-line.tsx'

interface Props {
  readonly panel: PanelView
  readonly conclusion: PanelConclusion
  readonly signable: boolean
}

/** Recommended cuts, who stands behind them, and the second person's answer. */
export function ConclusionCard({ panel, conclusion, signable }: Props) {
  const t = useText()
  const say = useLocalized()
  const { number, dateTime } = useFormats()
  const { approved, cuts, reason } = conclusion
  const state = approved === null ? 'open' : approved ? 'signed' : 'returned'
  return (
    <section className="card panel-part panel-conclusion">
      <h2>
        {t('panel.conclusion', { round: conclusion.round })}{' '}
        <span className="badge">{t(`panel.conclusion.${state}`)}</span>
      </h2>
      {cuts.map(({ level, cut, judged, standardError }) => {
        const found = panel.levels.find(({ id }) => id === level)
        return (
          <div key={level}>
            <p>
              <strong>
                {found ? say(found.name) : level}: {number(cut, 3)}
              </strong>{' '}
              {t('panel.conclude.judged', { cut: number(judged, 2) })}
            </p>
            <ImpactLine impact={panel.impact} cut={cut} standardError={standardError} />
          </div>
        )
      })}
      {reason !== '' && <blockquote>{reason}</blockquote>}
      <p className="dimmed">
        {t('panel.concluded.by', {
          by: conclusion.concludedBy,
          at: dateTime(conclusion.concludedAt),
        })}
        {conclusion.decidedAt !== null &&
          ` ${t(approved === true ? 'panel.signed.by' : 'panel.returned.by', {
            by: conclusion.decidedBy ?? '',
            at: dateTime(conclusion.decidedAt),
          })} ${conclusion.note}`}
      </p>
      {approved === null && !signable && <p className="note">{t('panel.sign.other')}</p>}
      {signable && <Signature panel={panel} conclusionId={conclusion.conclusionId} />}
    </section>
  )
}

function Signature({ panel, conclusionId }: { panel: PanelView; conclusionId: string }) {
  const t = useText()
  const [asking, setAsking] = useState<'sign' | 'return' | null>(null)
  const [note, setNote] = useState('')
  const signing = useChange(
    (approved: boolean) =>
      api.post(`/panels/${panel.panelId}/conclusions/${conclusionId}/verdict`, {
        approved,
        note: note.trim(),
      }),
    '/panels',
  )
  const act = asking ?? 'sign'
  const send = (): void =>
    signing.mutate(act === 'sign', {
      onSuccess: () => {
        setAsking(null)
        tell(t('panel.answered'))
      },
    })
  return (
    <>
      <div className="actions">
        <Button onClick={() => setAsking('sign')}>{t('panel.sign')}</Button>
        <Button variant="default" onClick={() => setAsking('return')}>
          {t('panel.return')}
        </Button>
      </div>
      <ConfirmModal
        opened={asking !== null}
        title={t(`panel.${act}`)}
        confirm={t(`panel.${act}`)}
        busy={signing.isPending}
        error={signing.error}
        onClose={() => {
          setAsking(null)
          signing.reset()
        }}
        onConfirm={send}
      >
        <p>{t(`panel.${act}.hint`)}</p>
        <Textarea
          label={t('panel.note')}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </ConfirmModal>
    </>
  )
}
