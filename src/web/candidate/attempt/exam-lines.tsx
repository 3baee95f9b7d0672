import type { ReactElement } from 'react'
import type { AttemptNotice } from '../../../domain/delivery/conduct.ts'
import type { AttemptView } from '../../../domain/delivery/views.ts'
import type { JournalSnapshot } from '../journal/journal-types.ts'
import { Note } from '../parts/note.tsx'
import { useText } from '../text.ts'
import { AwayLine } from './away-line.tsx'
import { NoticeLines } from './notice-lines.tsx'
import { SetAsideLine } from './set-aside-line.tsx'
import type { Note as Record } from './use-answers.ts'
import type { Away } from './use-behavior.ts'
import { usePutAway } from './use-put-away.ts'

interface ExamLinesProps {
  readonly view: AttemptView
  readonly journal: JournalSnapshot
  readonly notices: readonly AttemptNotice[]
  readonly away: Away | null
  readonly note: Record
  readonly onGo: (index: number) => void
  readonly onAwayClosed: () => void
}

/** Between the top bar and the question: what the person should know and may put away. */
export function ExamLines(props: ExamLinesProps): ReactElement {
  const { view, journal, notices, away, note, onGo, onAwayClosed } = props
  const t = useText()
  const putAway = usePutAway(view.attemptId)
  const setAside = `set-aside ${view.setAside.join(' ')}`
  return (
    <>
      {journal.onlyHere && <Note tone="warn">{t('exam.not-kept')}</Note>}
      {journal.refused.length > 0 && (
        <Note tone="bad">{t('exam.refused', { count: journal.refused.length })}</Note>
      )}
      <NoticeLines notices={notices} putAway={putAway} />
      {!putAway.has(setAside) && (
        <SetAsideLine
          form={view.form}
          itemIds={view.setAside}
          onGo={view.adaptive === null ? onGo : null}
          onClose={() => putAway.add(setAside)}
        />
      )}
      {away !== null && (
        <AwayLine
          key={away.fromMs}
          away={away}
          onExplain={(text) => note('explained', { text })}
          onClose={onAwayClosed}
        />
      )}
    </>
  )
}
