import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import {
  type ActKind,
  type ActTarget,
  type Chosen,
  type Everybody,
  reachedBy,
} from './act-target.ts'
import { useClockWords } from './use-clock-words.ts'

interface Asked {
  readonly kind: ActKind
  /** Null where the act has no time, or none is chosen yet. */
  readonly minutes: number | null
  /** By the clock of the service. */
  readonly nowMs: number
}

/** What an act does to whom, with its numbers, before anybody confirms it. */
export function ActConsequence({ target, ...asked }: Asked & { readonly target: ActTarget }) {
  const ofAll = useAllWords()
  const ofSome = useSomeWords()
  return (
    <p className="note" role="status">
      {target.all ? ofAll(asked, target) : ofSome(asked, target)}
    </p>
  )
}

function useAllWords(): (asked: Asked, target: Everybody) => string {
  const t = useText()
  const { number, duration } = useFormats()
  const clock = useClockWords()
  return ({ kind, minutes, nowMs }, { working, assigned, closesAt, pausedUntil }) => {
    const ms = (minutes ?? 0) * 60_000
    const restMs = pausedUntil === null ? 0 : Math.max(0, Date.parse(pausedUntil) - nowMs)
    // A pause that is running counts once: only what goes beyond it moves the window.
    const addedMs = kind === 'pause' ? Math.max(0, ms - restMs) : ms
    const moved = {
      people: number(working),
      count: working,
      time: duration(ms / 1000),
      closed: clock(closesAt, nowMs),
      closes: clock(Date.parse(closesAt) + addedMs, nowMs),
    }
    // A window that has closed stays closed: only those who are still working have more time.
    const whom = nowMs < Date.parse(closesAt) ? 'all' : 'rest'
    if (kind === 'extend') return t(`live.then.extend.${whom}`, moved)
    if (kind === 'pause') {
      return t(`live.then.pause.${whom}`, { ...moved, until: clock(nowMs + ms, nowMs) })
    }
    if (kind === 'resume') {
      return t('live.then.resume.all', { rest: duration(restMs / 1000) })
    }
    return t('live.then.message.all', { people: number(assigned), count: assigned })
  }
}

function useSomeWords(): (asked: Asked, target: Chosen) => string {
  const t = useText()
  const { duration } = useFormats()
  const clock = useClockWords()
  const whoOf = useWho()
  return ({ kind, minutes, nowMs }, { rows }) => {
    const reached = reachedBy(kind, rows)
    const ms = (minutes ?? 0) * 60_000
    const who = { who: whoOf(reached), count: reached.length }
    const timed = { ...who, time: duration(ms / 1000), until: clock(nowMs + ms, nowMs) }
    const [only] = reached.length === 1 ? reached : []
    if (kind === 'extend' && only?.deadlineAt) {
      const was = Date.parse(only.deadlineAt)
      const ends = { was: clock(was, nowMs), until: clock(was + ms, nowMs) }
      return t('live.then.extend.one', { ...timed, ...ends })
    }
    if (kind === 'resume' || kind === 'message') return t(`live.then.${kind}.some`, who)
    return t(`live.then.${kind}.some`, timed)
  }
}

/** A name where it is one person, their number otherwise. */
export function useWho(): (rows: Chosen['rows']) => string {
  const t = useText()
  const { number } = useFormats()
  return (rows) =>
    rows.length === 1 && rows[0]
      ? rows[0].person.name
      : t('live.people', { count: number(rows.length) })
}
