import { Button } from '@mantine/core'
import type { LiveBoard } from '../../../../domain/delivery/live-board-views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { Figure, Figures } from '../../parts/figures.tsx'
import { useText } from '../../text.ts'
import type { ActKind } from './act-target.ts'
import { LIVE_STATE_ORDER, totalOf } from './live-states.ts'
import type { LiveLink } from './use-live-board.ts'

/** What is done about everybody at once; whoever pauses all ends it where the pause is told. */
const FOR_ALL = ['extend', 'pause', 'message'] as const satisfies readonly ActKind[]

interface Props {
  readonly board: LiveBoard
  readonly link: LiveLink
  /** Null while it is not known what an act would change, or where it may not be done. */
  readonly onAct: ((kind: ActKind) => void) | null
  /** Whether nobody of the exam lies outside the reader's branches; null: not known yet. */
  readonly coversAll: boolean | null
}

/** How many are in each state, and what can be done about everybody. */
export function LiveNow({ board, link, onAct, coversAll }: Props) {
  const t = useText()
  const { number, time } = useFormats()
  const isEmpty = totalOf(board.counts) === 0
  return (
    <section className="card live-now">
      <h2>{t('live.heading')}</h2>
      {isEmpty ? (
        <EmptyNote>{t('live.empty')}</EmptyNote>
      ) : (
        <Figures>
          {LIVE_STATE_ORDER.map((state) => (
            <Figure
              key={state}
              name={t(`live.state.${state}`)}
              value={number(board.counts[state])}
              hint={t(`live.state.${state}.hint`)}
            />
          ))}
        </Figures>
      )}
      {coversAll === false && <p className="note">{t('live.everybody.not')}</p>}
      {!isEmpty && coversAll !== false && (
        <fieldset className="act-bar">
          <legend className="hidden-text">{t('live.everybody.acts')}</legend>
          <strong>{t('live.everybody')}</strong>
          {FOR_ALL.map((kind) => (
            <Button
              key={kind}
              variant="default"
              disabled={onAct === null}
              onClick={() => onAct?.(kind)}
            >
              {t(`live.act.${kind}`)}
            </Button>
          ))}
        </fieldset>
      )}
      <p className="live-link" data-link={link}>
        {t('live.at', { time: time(board.at) })} ·{' '}
        {/* Only how it is kept up to date is read out: the time would interrupt without end. */}
        <span role="status">{t(`live.link.${link}`)}</span>
      </p>
    </section>
  )
}
