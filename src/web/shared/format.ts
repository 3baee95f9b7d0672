import type { Language } from '../../domain/text.ts'

export type TimeValue = string | number | Date

/** Words for a probability, as keys `probability.…` of the shared catalogue. */
export type ProbabilityWord =
  | 'probability.almost-certain'
  | 'probability.very-likely'
  | 'probability.likely'
  | 'probability.even'
  | 'probability.unlikely'
  | 'probability.very-unlikely'

/** The likelihood scale of the IPCC (2010), with `almost certain` from 0.99. */
export function probabilityWord(probability: number): ProbabilityWord {
  if (probability >= 0.99) return 'probability.almost-certain'
  if (probability >= 0.9) return 'probability.very-likely'
  if (probability >= 0.66) return 'probability.likely'
  if (probability >= 0.33) return 'probability.even'
  return probability >= 0.1 ? 'probability.unlikely' : 'probability.very-unlikely'
}

/** A running clock: `41:07`, from an hour on `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = twoDigits(whole % 60)
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`
}

export interface Formats {
  /** `12 Mar 2026, 14:30` */
  readonly dateTime: (value: TimeValue) => string
  readonly date: (value: TimeValue) => string
  /** `10:32:05` */
  readonly time: (value: TimeValue) => string
  /** `10:32` */
  readonly minute: (value: TimeValue) => string
  /** Both ends of a window, the shared parts once. */
  readonly window: (from: TimeValue, to: TimeValue) => string
  /** `1 hour 20 minutes`, `12 seconds` */
  readonly duration: (seconds: number) => string
  readonly number: (value: number, fractionDigits?: number) => string
  /** A share as a percentage: 0.051 is `5.1 %`, 0.999 is `>99 %`. */
  readonly percent: (share: number, fractionDigits?: number) => string
  readonly list: (parts: readonly string[]) => string
}

function durations(language: Language): (seconds: number) => string {
  const unit = (value: number, name: 'hour' | 'minute' | 'second'): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(
      value,
    )
  return (seconds) => {
    const whole = Math.max(0, Math.round(seconds))
    if (whole < 60) return unit(whole, 'second')
    const minutes = Math.floor(whole / 60) % 60
    const hours = Math.floor(whole / 3600)
    const parts = [
      hours > 0 ? unit(hours, 'hour') : '',
      minutes > 0 ? unit(minutes, 'minute') : '',
      hours === 0 && minutes < 5 && whole % 60 > 0 ? unit(whole % 60, 'second') : '',
    ]
    return parts.filter((part) => part !== '').join(' ')
  }
}

/** Every format in one language; the zone is the viewer's own. */
export function formatsIn(language: Language): Formats {
  const dates = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language, { hourCycle: 'h23', ...options })
  const dateTime = dates({ dateStyle: 'medium', timeStyle: 'short' })
  const date = dates({ dateStyle: 'medium' })
  const time = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const minute = dates({ hour: '2-digit', minute: '2-digit' })
  const list = new Intl.ListFormat(language, { style: 'long', type: 'conjunction' })
  const numbers = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
    new Intl.NumberFormat(language, options)
  return {
    dateTime: (value) => dateTime.format(new Date(value)),
    date: (value) => date.format(new Date(value)),
    time: (value) => time.format(new Date(value)),
    minute: (value) => minute.format(new Date(value)),
    window: (from, to) => dateTime.formatRange(new Date(from), new Date(to)),
    duration: durations(language),
    number: (value, fractionDigits = 0) =>
      numbers({
        minimumFractionDigits: fractionDigits,
        maximumFractionDigits: fractionDigits,
      }).format(value),
    percent: (share, fractionDigits = 0) => {
      const say = numbers({ style: 'percent', maximumFractionDigits: fractionDigits })
      // Nothing estimated is certain: what rounds to it is said to be near it.
      const step = 10 ** -(fractionDigits + 2)
      if (share > 0 && share < step / 2) return `<${say.format(step)}`
      if (share < 1 && share >= 1 - step / 2) return `>${say.format(1 - step)}`
      return say.format(share)
    },
    list: (parts) => list.format(parts),
  }
}
