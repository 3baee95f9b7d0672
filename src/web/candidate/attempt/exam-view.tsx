import { type ReactElement, useState, useSyncExternalStore } from 'react'
import type { Receipt } from '../../../domain/delivery/views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { saveState } from '../journal/save-state.ts'
import { later } from '../parts/later.tsx'
import { ClosingDialog } from './closing-dialog.tsx'
import { CoverMain } from './cover-main.tsx'
import { ExamLines } from './exam-lines.tsx'
import { ExamTop } from './exam-top.tsx'
import type { NewsSnapshot } from './news-store.ts'
import { NoticeSpeaker } from './notice-lines.tsx'
import { NoticeList } from './notice-list.tsx'
import type { OpenAttempt } from './open-attempt.ts'
import { SaveLine } from './save-line.tsx'
import { SignInAgain } from './sign-in-again.tsx'
import { TimeLeft, useSecondsLeft } from './time-left.tsx'
import { useAnswers } from './use-answers.ts'
import { type Away, useBehavior } from './use-behavior.ts'
import { useClosing } from './use-closing.ts'
import { useCover } from './use-cover.ts'
import { useNews } from './use-news.ts'
import { useNumberKeysSetting } from './use-number-keys.ts'
import { usePageTold } from './use-page-told.ts'
import { useRhythm } from './use-rhythm.ts'
import { WholeForm } from './whole-form.tsx'

// Most exams are not adaptive.
const AdaptiveWorkspace = later(() =>
  import('./adaptive/adaptive-workspace.tsx').then((m) => m.AdaptiveWorkspace),
)

interface ExamViewProps {
  readonly opened: OpenAttempt
  readonly onTakeOver: () => void
  readonly onClosed: (receipt: Receipt) => void
}

/** Why there is nothing more to do here, as told by others than the journal. */
function overOf({ state }: NewsSnapshot, ended: boolean): 'deadline' | 'elsewhere' | null {
  if (state === 'submitted') return 'elsewhere'
  return ended || state === 'expired' ? 'deadline' : null
}

/** The running exam: form, journal, clock and closing put together. */
export function ExamView({ opened, onTakeOver, onClosed }: ExamViewProps): ReactElement {
  const localized = useLocalized()
  const { journal, time } = opened
  const state = useSyncExternalStore(journal.subscribe, journal.snapshot)
  const secondsLeft = useSecondsLeft(time)
  const control = useAnswers(opened)
  const { view, note } = control
  const news = useNews(opened)
  const { notices } = news
  const cover = useCover(state, time)
  const [ended, setEnded] = useState(false)
  const { closing, submit, turnBack, signedInAgain } = useClosing(
    opened,
    { secondsLeft, journal: state, over: overOf(news, ended) },
    onClosed,
  )
  const [away, setAway] = useState<Away | null>(null)
  const [numberKeys, setNumberKeys] = useNumberKeysSetting()
  const working = closing === null && cover === null
  useBehavior({
    on: working,
    record: note,
    serverNow: time.serverNow,
    onAway: setAway,
    onOnline: journal.retryNow,
  })
  useRhythm(working && view.measuresRhythm, note)
  usePageTold(note, {
    attemptId: view.attemptId,
    shown: view.form.items[control.current]?.itemId,
  })
  const signedOut = state.signedOut || closing?.trouble === 'signed-out'
  const lines = (
    <ExamLines
      {...{ view, away, note, notices }}
      journal={state}
      onGo={control.go}
      onAwayClosed={() => setAway(null)}
    />
  )
  const page = {
    ...{ secondsLeft, lines, onSubmit: submit },
    numberKeys: numberKeys && !signedOut,
  }
  return (
    <div className="exam">
      <ExamTop
        title={localized(view.examTitle)}
        numberKeys={numberKeys}
        onNumberKeys={setNumberKeys}
        wholeForm={view.adaptive === null}
        leave={<NoticeList notices={notices} />}
      >
        <TimeLeft seconds={secondsLeft} />
        <SaveLine state={saveState(state)} />
      </ExamTop>
      <NoticeSpeaker notices={notices} />
      {cover !== null ? (
        <CoverMain {...{ cover, view, notices, onTakeOver }} journal={state} />
      ) : view.adaptive === null ? (
        <WholeForm
          {...page}
          form={view.form}
          control={control}
          unsaved={state.unsaved}
          closing={closing !== null}
        />
      ) : (
        <AdaptiveWorkspace
          {...{ ...page, opened, view, signedOut }}
          adaptive={view.adaptive}
          responses={control.answers.responses}
          journal={state}
          locked={closing !== null || secondsLeft <= 0}
          onAnswer={control.answer}
          onView={(next) => {
            time.sync(next)
            journal.hearClaim(next.claim)
            opened.keep(next)
            control.show(next)
          }}
          onOver={() => setEnded(true)}
        />
      )}
      {closing !== null && !signedOut && (
        <ClosingDialog closing={closing} journal={state} onTurnBack={turnBack} />
      )}
      {signedOut && (
        <SignInAgain
          account={opened.account}
          onSignedIn={() => {
            signedInAgain()
            journal.retryNow()
          }}
        />
      )}
    </div>
  )
}
