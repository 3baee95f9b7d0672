import { type ReactElement, type ReactNode, useEffect, useRef } from 'react'
import type { ResponseValue } from '../../../../domain/bank/response-value.ts'
import type { AttemptView } from '../../../../domain/delivery/views.ts'
import { isAnswered } from '../../items/values.ts'
import type { JournalSnapshot } from '../../journal/journal-types.ts'
import { Note } from '../../parts/note.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useText } from '../../text.ts'
import { focusItem } from '../focus-item.ts'
import { ItemPane } from '../item-pane.tsx'
import { SignInAgain } from '../sign-in-again.tsx'
import { useFocusOnChange } from '../use-focus-on-change.ts'
import { EndDialog } from './end-dialog.tsx'
import { LastPane } from './last-pane.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { NextBar, type NextStep } from './next-bar.tsx'
import { type Leaving, type LeavingProps, useLeaving } from './use-leaving.ts'
import type { NextItemControl } from './use-next-item.ts'

interface AdaptiveWorkspaceProps extends LeavingProps {
  readonly view: AttemptView
  readonly responses: Readonly<Record<string, ResponseValue>>
  readonly secondsLeft: number
  readonly numberKeys: boolean
  readonly lines: ReactNode
  readonly onAnswer: (itemId: string, value: ResponseValue) => void
  readonly onSubmit: () => void
}

function stepOf({ busy, trouble }: NextItemControl, journal: JournalSnapshot): NextStep {
  if (!busy) return 'here'
  const held = journal.pending > 0
  if (trouble === 'unreachable' || (held && journal.failures > 0)) return 'waiting'
  return held ? 'saving' : 'choosing'
}

function Dialogs(props: {
  readonly leaving: Leaving
  readonly place: string
  readonly begun: boolean
  readonly secondsLeft: number
  readonly onSubmit: () => void
}): ReactElement | null {
  const { leaving, place, begun, secondsLeft, onSubmit } = props
  const { asking, setAsking, leave } = leaving
  const close = (): void => setAsking(null)
  if (asking === 'leave') return <LeaveDialog begun={begun} onStay={close} onLeave={leave} />
  if (asking === null) return null
  return (
    <EndDialog
      place={place}
      begun={begun}
      secondsLeft={secondsLeft}
      onSubmit={() => {
        close()
        onSubmit()
      }}
      onClose={close}
    />
  )
}

/** One item after the other, each left for good; the next one follows from the answers. */
export function AdaptiveWorkspace(props: AdaptiveWorkspaceProps): ReactElement {
  const { opened, view, adaptive, responses, journal, secondsLeft, signedOut, onSubmit } = props
  const t = useText()
  const [item] = view.form.items
  const heading = useFocusOnChange(item?.itemId ?? 'ended')
  // These come after the page has opened, when only the exam's title was there for the focus.
  useEffect(() => {
    if (document.activeElement?.matches('.exam-top h1')) focusItem()
  }, [])
  const leaving = useLeaving(props)
  const { next, locked } = leaving
  const value = (item && responses[item.itemId]) ?? null
  // Also what a field hands on while it loses the focus, before the page is drawn again.
  const latest = useRef(value)
  latest.current = value
  const answered = (): boolean => item === undefined || isAnswered(item, latest.current)
  const place = t('adaptive.place', { place: adaptive.position, most: adaptive.mostItems })
  const lines = (
    <>
      {props.lines}
      {leaving.told && <Note tone="warn">{t('adaptive.overtaken')}</Note>}
      {next.error !== null && <ProblemNote error={next.error} />}
    </>
  )
  const signIn = next.trouble === 'signed-out' && !signedOut && (
    <SignInAgain account={opened.account} onSignedIn={next.signedInAgain} />
  )
  if (item === undefined) {
    return (
      <>
        <LastPane heading={heading} lines={lines} locked={locked} onSubmit={onSubmit} />
        {signIn}
      </>
    )
  }
  return (
    <>
      <ItemPane
        item={item}
        stimuli={view.form.stimuli}
        place={place}
        value={value}
        locked={locked}
        numberKeys={props.numberKeys && leaving.asking === null}
        heading={heading}
        lines={lines}
        onAnswer={(given) => {
          latest.current = given
          props.onAnswer(item.itemId, given)
        }}
      />
      <NextBar
        step={stepOf(next, journal)}
        locked={props.locked}
        onFinish={leaving.onFinish}
        onNext={() => leaving.onNext(answered)}
      />
      <Dialogs
        leaving={leaving}
        place={place}
        begun={value !== null}
        secondsLeft={secondsLeft}
        onSubmit={onSubmit}
      />
      {signIn}
    </>
  )
}
