import { useState } from 'react'
import type { LiveAttempts } from '../../../../domain/delivery/live-attempts.ts'
import type { LiveBoard } from '../../../../domain/delivery/live-board-views.ts'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { ListSkeleton } from '../../parts/skeletons.tsx'
import { useText } from '../../text.ts'
import { ActDialog } from './act-dialog.tsx'
import { ActRecord } from './act-record.tsx'
import type { ActKind, ActTarget, Everybody } from './act-target.ts'
import { LiveNow } from './live-now.tsx'
import { LivePeople } from './live-people.tsx'
import { totalOf, workingOf } from './live-states.ts'
import { LiveTroubleList } from './live-trouble-list.tsx'
import { LiveUnits } from './live-units.tsx'
import { PauseBanner } from './pause-banner.tsx'
import { type LiveLink, useLiveBoard } from './use-live-board.ts'
import { useLivePeople } from './use-live-people.ts'

/** Where everybody is while the exam is open, and what can be done about it. */
export function LiveTab({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const { board, link, error } = useLiveBoard(exam.id)
  return (
    <>
      <p className="lead">{t('live.lead')}</p>
      {board === null && error === null && <ListSkeleton />}
      {error !== null && <ProblemAlert error={error} />}
      {board !== null && <Board exam={exam} board={board} link={link} />}
    </>
  )
}

interface Asked {
  /** What had the focus. */
  readonly opener: Element | null
  readonly kind: ActKind
  readonly target: ActTarget
}

interface BoardProps {
  readonly exam: ExamView
  readonly board: LiveBoard
  readonly link: LiveLink
}

function Board({ exam, board, link }: BoardProps) {
  const people = useLivePeople(exam.id, board.at)
  const [asked, setAsked] = useState<Asked | null>(null)
  const { data } = people.query
  const everybody = data === undefined ? null : everybodyOf(board, data)
  // Whoever covers only some acts on those by name.
  const coversAll = data?.coversAll ?? null
  const ask = (kind: ActKind, target: ActTarget): void =>
    setAsked({ kind, target, opener: document.activeElement })
  const close = (): void => {
    giveFocusBack(asked?.opener ?? null)
    setAsked(null)
  }
  // What was shown at submission is known: nobody goes on after that.
  const reopens = exam.releaseResults !== 'at-submission'
  const isEmpty = totalOf(board.counts) === 0
  return (
    <div className="report">
      {everybody !== null && everybody.pausedUntil !== null && (
        <PauseBanner
          pausedUntil={everybody.pausedUntil}
          serverTime={people.serverTime}
          onResume={coversAll ? () => ask('resume', everybody) : null}
        />
      )}
      <LiveNow
        board={board}
        link={link}
        onAct={everybody && ((kind) => ask(kind, everybody))}
        coversAll={coversAll}
      />
      {!isEmpty && (
        <>
          <LiveTroubleList trouble={board.trouble} onAct={ask} />
          <LiveUnits units={board.units} />
          <LivePeople people={people} units={board.units} reopens={reopens} onAct={ask} />
          <ActRecord examId={exam.id} />
        </>
      )}
      {asked !== null && (
        <ActDialog
          examId={exam.id}
          kind={asked.kind}
          target={asked.target}
          serverTime={people.serverTime}
          onClose={close}
        />
      )}
    </div>
  )
}

/** A button may have gone meanwhile with its row or banner: then the list's heading has it. */
function giveFocusBack(opener: Element | null): void {
  const present = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
  const target = present ? opener : document.getElementById('live-people')
  target?.focus()
}

function everybodyOf(board: LiveBoard, { closesAt, pausedUntil }: LiveAttempts): Everybody {
  return {
    all: true,
    working: workingOf(board.counts),
    assigned: totalOf(board.counts),
    closesAt,
    pausedUntil,
  }
}
