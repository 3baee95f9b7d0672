import { type ReactElement, useEffect, useState, useSyncExternalStore } from 'react'
import type { Receipt } from '../../../domain/delivery/views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { saveState } from '../journal/save-state.ts'
import { later } from '../parts/later.tsx'
import { Note } from '../parts/note.tsx'
import { useText } from '../text.ts'
import { AwayLine } from './away-line.tsx'
import { ClosingDialog } from './closing-dialog.tsx'
import { ExamTop } from './exam-top.tsx'
import type { OpenAttempt } from './open-attempt.ts'
import { SaveLine } from './save-line.tsx'
import { SignInAgain } from './sign-in-again.tsx'
import { TimeLeft, useSecondsLeft } from './time-left.tsx'
import { useAnswers } from './use-answers.ts'
import { type Away, useBehavior } from './use-behavior.ts'
import { useClosing } from './use-closing.ts'
import { useLanguageTold } from './use-language-told.ts'
import { useNumberKeysSetting } from './use-number-keys.ts'
import { WholeForm } from './whole-form.tsx'

// Most exams are not adaptive.
const AdaptiveWorkspace = later(() =>
  import('./adaptive/adaptive-workspace.tsx').then((m) => m.AdaptiveWorkspace),
)

interface ExamViewProps {
  readonly opened: OpenAttempt
  readonly onClosed: (receipt: Receipt) => void
}

/** The running exam: form, journal, clock and closing put together. */
export function ExamView({ opened, onClosed }: ExamViewProps): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const { journal, time } = opened
  const state = useSyncExternalStore(journal.subscribe, journal.snapshot)
  const secondsLeft = useSecondsLeft(time)
  const control = useAnswers(opened)
  const { view, note } = control
  const [over, setOver] = useState(false)
  const { closing, submit, turnBack, signedInAgain } = useClosing(
    opened,
    { secondsLeft, journal: state, over },
    onClosed,
  )
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
  useLanguageTold(note)
  const shown = view.form.items[control.current]?.itemId
  useEffect(() => {
    if (shown !== undefined) note('item-shown')
  }, [note, shown])
  const signedOut = state.signedOut || closing?.trouble === 'signed-out'
  const lines = (
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
      >
        <TimeLeft seconds={secondsLeft} />
        <SaveLine state={saveState(state)} />
      </ExamTop>
      {view.adaptive === null ? (
        <WholeForm
          {...page}
          form={view.form}
          control={control}
          unsaved={state.unsaved}
          closing={closing !== null}
        />
      ) : (
        <AdaptiveWorkspace
          {...page}
          opened={opened}
          view={view}
          adaptive={view.adaptive}
          responses={control.answers.responses}
          journal={state}
          locked={closing !== null || secondsLeft <= 0}
          signedOut={signedOut}
          onAnswer={control.answer}
          onView={(next) => {
            time.sync(next)
            control.show(next)
          }}
          onOver={() => setOver(true)}
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
