import { NumberInput, Radio } from '@mantine/core'
import { useState } from 'react'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** Shares of the time limit that are offered; any other can be typed. */
const SHARES = [0.25, 0.5, 1] as const
const MOST_PERCENT = 300

interface Props {
  /** Null while another share is wanted and none is typed yet. */
  readonly share: number | null
  readonly onChange: (share: number | null) => void
  readonly tried: boolean
}

/** How much more time: none, one of the usual shares, or any. */
export function ShareField({ share, onChange, tried }: Props) {
  const t = useText()
  const { percent } = useFormats()
  const [isOther, setOther] = useState(share !== null && share !== 0 && !isUsual(share))
  const choose = (value: string): void => {
    setOther(value === 'other')
    onChange(value === 'other' ? null : Number(value))
  }
  return (
    <>
      <Radio.Group
        label={t('arrange.share')}
        value={isOther ? 'other' : String(share)}
        onChange={choose}
      >
        <div className="arrangement-shares">
          <Radio value="0" label={t('arrange.share.none')} />
          {SHARES.map((each) => (
            <Radio key={each} value={String(each)} label={percent(each)} />
          ))}
          <Radio value="other" label={t('arrange.share.other')} />
        </div>
      </Radio.Group>
      {isOther && (
        <NumberInput
          label={t('arrange.share.percent')}
          min={1}
          max={MOST_PERCENT}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="blur"
          value={share === null ? '' : Math.round(share * 100)}
          onChange={(value) => onChange(shareOf(value))}
          error={tried && share === null ? t('arrange.share.wrong') : null}
          required
        />
      )}
    </>
  )
}

const isUsual = (share: number): boolean => SHARES.some((usual) => usual === share)

/** The share that was typed in whole percent; null where it is none or too much. */
function shareOf(value: string | number): number | null {
  const whole = typeof value === 'number' ? value : Number(value || Number.NaN)
  return Number.isInteger(whole) && whole >= 1 && whole <= MOST_PERCENT ? whole / 100 : null
}
