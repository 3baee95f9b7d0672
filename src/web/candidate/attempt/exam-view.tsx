import { type ReactElement, useEffect, useState, useSyncExternalStore } from 'react'
import type { Receipt } from '../../../domain/delivery/views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { saveState } from '../journal/save-state.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Note } from '../parts/note.tsx'
import { SignInForm } from '../sign-in/sign-in-form.tsx'
import { useText } from '../text.ts'
import { AwayLine } from './away-line.tsx'
import { ClosingDialog } from './closing-dialog.tsx'
import { ExamTop } from './exam-top.tsx'
import type { OpenAttempt } from './open-attempt.ts'
import { SaveLine } from './save-line.tsx'
import { SubmitDialog } from './submit-dialog.tsx'
import { TimeLeft, useSecondsLeft } from './time-left.tsx'
import { useAnswers } from './use-answers.ts'
import { type Away, useBehavior } from './use-behavior.ts'
import { useClosing } from './use-closing.ts'
import { useNumberKeysSetting } from './use-number-keys.ts'
import { Workspace } from './workspace.tsx'

interface ExamViewProps {
  readonly opened: OpenAttempt
  readonly onClosed: (receipt: Receipt) => void
}

function SignInAgain(props: {
  readonly account: string | null
  readonly onSignedIn: () => void
}): ReactElement {
  const t = useText()
  return (
    <Dialog title={t('sign-in.again')} onClose={null}>
      <p>{t('exam.signed-out')}</p>
      <SignInForm
        {...(props.account === null ? {} : { account: props.account })}
        onSignedIn={props.onSignedIn}
      />
    </Dialog>
  )
}

/** The running exam: form, journal, clock and closing put together. */
export function ExamView({ opened, onClosed }: ExamViewProps): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const { view, journal, time } = opened
  const state = useSyncExternalStore(journal.subscribe, journal.snapshot)
  const secondsLeft = useSecondsLeft(time)
  const { answers, current, answer, mark, go, note } = useAnswers(opened)
  const { closing, submit, turnBack, signedInAgain } = useClosing(
    opened,
    { secondsLeft, journal: state },
    onClosed,
  )
  const [asking, setAsking] = useState(false)
  const [away, setAway] = useState<Away | null>(null)
  const [numberKeys, setNumberKeys] = useNumberKeysSetting()
  useBehavior({
    on: closing === null,
    record: note,
    serverNow: time.serverNow,
    onAway: setAway,
    onOnline: journal.retryNow,
  })
  useEffect(() => note('page-loaded'), [note])
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown means the current one changed
  useEffect(() => note('item-shown'), [note, current])
  const signedOut = state.signedOut || closing?.trouble === 'signed-out'
  return (
    <div className="exam">
      <ExamTop
        title={localized(view.examTitle)}
        numberKeys={numberKeys}
        onNumberKeys={setNumberKeys}
      >
        <TimeLeft seconds={secondsLeft} />
        <SaveLine state={saveState(state)} />
      </ExamTop>
      <Workspace
        form={view.form}
        answers={answers}
        current={current}
        locked={closing !== null || secondsLeft <= 0}
        numberKeys={numberKeys && !asking && !signedOut}
        lines={
          <>
            {!state.kept && <Note tone="warn">{t('exam.not-kept')}</Note>}
            {state.refused.length > 0 && (
              <Note tone="bad">{t('exam.refused', { count: state.refused.length })}</Note>
            )}
            {away !== null && (
              <AwayLine
                key={away.fromMs}
                away={away}
                onExplain={(text) => note('explained', text)}
                onClose={() => setAway(null)}
              />
            )}
          </>
        }
        onGo={go}
        onAnswer={answer}
        onMark={mark}
        onFinish={() => setAsking(true)}
      />
      {asking && closing === null && (
        <SubmitDialog
          form={view.form}
          answers={answers}
          secondsLeft={secondsLeft}
          unsaved={state.unsaved}
          onGo={(index) => {
            setAsking(false)
            go(index)
          }}
          onSubmit={() => {
            setAsking(false)
            submit()
          }}
          onClose={() => setAsking(false)}
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
