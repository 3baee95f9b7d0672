import type { ReactElement } from 'react'
import type { AttemptNotice } from '../../../domain/delivery/conduct.ts'
import type { AttemptView } from '../../../domain/delivery/views.ts'
import type { JournalSnapshot } from '../journal/journal-types.ts'
import { PauseCover } from './pause-cover.tsx'
import { SupersededCover } from './superseded-cover.tsx'
import type { Cover } from './use-cover.ts'

interface CoverMainProps {
  readonly cover: NonNullable<Cover>
  readonly view: AttemptView
  readonly journal: JournalSnapshot
  readonly notices: readonly AttemptNotice[]
  readonly onTakeOver: () => void
}

/** What stands in place of the questions while nobody is to work on this page. */
export function CoverMain(props: CoverMainProps): ReactElement {
  const { cover, view, journal, notices, onTakeOver } = props
  return cover.kind === 'paused' ? (
    <PauseCover seconds={cover.seconds} notices={notices} />
  ) : (
    <SupersededCover view={view} journal={journal} toldMs={cover.toldMs} onTakeOver={onTakeOver} />
  )
}
