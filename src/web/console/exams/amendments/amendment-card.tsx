import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Item } from '../../../../domain/bank/item.ts'
import type {
  AmendmentEffect,
  AmendmentRow,
} from '../../../../domain/scheduling/amendment-views.ts'
import { api } from '../../../shared/api.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { ItemKey } from '../../bank/item-key.tsx'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { Figure, Figures } from '../../parts/figures.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { tell } from '../../parts/tell.ts'
import { useApi, useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { lineOf } from './answer-text.ts'

interface Props {
  readonly examId: string
  readonly amendment: AmendmentRow
  readonly item: Item | undefined
}

/** One proposal: which key, why, whom it helps or costs, and the second person's answer. */
export function AmendmentCard({ examId, amendment, item }: Props) {
  const t = useText()
  const say = useLocalized()
  const { dateTime } = useFormats()
  const { change, state } = amendment
  const answer = change.kind === 'void' ? '' : lineOf(change.response)
  return (
    <section className="amendment" aria-label={t('amendment.one', { item: amendment.itemId })}>
      <h3>
        {t('amendment.one', { item: amendment.itemId })}{' '}
        <span className="badge">{t(`amendment.state.${state}`)}</span>
      </h3>
      {item !== undefined && (
        <>
          <p>{say(item.stem)}</p>
          <ItemKey item={item} />
        </>
      )}
      <p>
        <strong>{t(`amendment.kind.${change.kind}`)}</strong> {answer}
      </p>
      <p>{amendment.reason}</p>
      <p className="dimmed">
        {t('amendment.proposed', {
          by: amendment.proposedBy,
          at: dateTime(amendment.proposedAt),
        })}
        {amendment.decidedAt !== null &&
          ` ${t('amendment.decided', {
            by: amendment.decidedBy ?? '',
            at: dateTime(amendment.decidedAt),
          })} ${amendment.note}`}
      </p>
      {state === 'proposed' && <Verdict examId={examId} amendmentId={amendment.amendmentId} />}
    </section>
  )
}

function Verdict({ examId, amendmentId }: { examId: string; amendmentId: string }) {
  const t = useText()
  const { number } = useFormats()
  const path = `/exams/${examId}/amendments/${amendmentId}`
  const effect = useApi<AmendmentEffect>(`${path}/effect`)
  const [asking, setAsking] = useState<'approve' | 'reject' | null>(null)
  const [note, setNote] = useState('')
  const deciding = useChange(
    (approved: boolean) => api.post(`${path}/verdict`, { approved, note: note.trim() }),
    `/exams/${examId}`,
  )
  const send = (): void =>
    deciding.mutate(asking === 'approve', {
      onSuccess: () => {
        setAsking(null)
        tell(t('amendment.saved'))
      },
    })
  return (
    <>
      <QueryView query={effect}>
        {(found) => (
          <Figures>
            <Figure name={t('amendment.attempts')} value={number(found.attempts)} />
            <Figure name={t('amendment.become-right')} value={number(found.becomeRight)} />
            <Figure name={t('amendment.become-wrong')} value={number(found.becomeWrong)} />
            <Figure name={t('amendment.now-pass')} value={number(found.nowPass)} />
            <Figure name={t('amendment.now-fail')} value={number(found.nowFail)} />
          </Figures>
        )}
      </QueryView>
      <div className="actions">
        <Button onClick={() => setAsking('approve')}>{t('amendment.approve')}</Button>
        <Button variant="default" onClick={() => setAsking('reject')}>
          {t('amendment.reject')}
        </Button>
      </div>
      <ConfirmModal
        opened={asking !== null}
        title={t(asking === 'reject' ? 'amendment.reject' : 'amendment.approve')}
        confirm={t(asking === 'reject' ? 'amendment.reject' : 'amendment.approve')}
        busy={deciding.isPending}
        error={deciding.error}
        onClose={() => {
          setAsking(null)
          deciding.reset()
        }}
        onConfirm={send}
      >
        <p>{t(asking === 'reject' ? 'amendment.reject.hint' : 'amendment.approve.hint')}</p>
        <Textarea
          label={t('amendment.note')}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </ConfirmModal>
    </>
  )
}
