import { NumberInput, Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import type { ActKind } from './act-target.ts'

/** Minutes that are offered; any other number can be typed. */
const MINUTES = [5, 10, 15, 30] as const
/** As much as one act gives: a day. */
const MOST_MINUTES = 1440
const LONGEST_TEXT = 1000

interface MinutesProps {
  readonly kind: ActKind
  /** Null while another number is wanted and none is typed yet. */
  readonly minutes: number | null
  readonly onChange: (minutes: number | null) => void
  readonly tried: boolean
  readonly disabled: boolean
}

/** How long: one of the usual times, or any. */
export function MinutesField({ kind, minutes, onChange, tried, disabled }: MinutesProps) {
  const t = useText()
  const { duration } = useFormats()
  const [isOther, setOther] = useState(false)
  const choose = (value: string): void => {
    setOther(value === 'other')
    onChange(value === 'other' ? null : Number(value))
  }
  const name = kind === 'pause' ? 'pause' : kind === 'reopen' ? 'reopen' : 'extend'
  return (
    <>
      <Radio.Group
        label={t(`live.minutes.${name}`)}
        value={isOther ? 'other' : String(minutes)}
        onChange={choose}
      >
        <div className="live-minutes">
          {MINUTES.map((each) => (
            <Radio
              key={each}
              value={String(each)}
              label={duration(each * 60)}
              disabled={disabled}
            />
          ))}
          <Radio value="other" label={t('live.minutes.other')} disabled={disabled} />
        </div>
      </Radio.Group>
      {isOther && (
        <NumberInput
          label={t('live.minutes.number')}
          min={1}
          max={MOST_MINUTES}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="blur"
          value={minutes ?? ''}
          onChange={(value) => onChange(minutesOf(value))}
          error={tried && minutes === null ? t('live.minutes.missing') : null}
          disabled={disabled}
          required
        />
      )}
    </>
  )
}

/** Whole minutes of what was typed; null where it is none or too many. */
function minutesOf(value: string | number): number | null {
  const minutes = typeof value === 'number' ? value : Number(value || Number.NaN)
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES ? minutes : null
}

interface TextProps {
  readonly kind: ActKind
  readonly text: string
  readonly onChange: (text: string) => void
  readonly tried: boolean
  readonly disabled: boolean
}

/** The message, or the reason: candidates read both. */
export function ActTextField({ kind, text, onChange, tried, disabled }: TextProps) {
  const t = useText()
  const name = kind === 'message' ? 'message' : 'reason'
  return (
    <Textarea
      label={t(`live.${name}`)}
      description={t(`live.${name}.hint`)}
      autosize
      minRows={2}
      maxLength={LONGEST_TEXT}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={tried && text.trim() === '' ? t(`live.${name}.missing`) : null}
      disabled={disabled}
      required
    />
  )
}
