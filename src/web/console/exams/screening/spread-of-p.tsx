import type { ScreeningView } from '../../../../domain/settlement/screening-summary.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

const BAR = 7
const HEIGHT = 36

/** How the p values of one indicator spread, drawn small, with the same in words. */
export function SpreadOfP({
  row,
}: {
  readonly row: Pick<ScreeningView['indicators'][number], 'tested' | 'corrected' | 'histogram'>
}) {
  const t = useText()
  const { number, percent } = useFormats()
  const { tested, corrected, histogram } = row
  const count = histogram.reduce((sum, height) => sum + height, 0)
  if (count === 0) return tested === 0 ? '–' : t('screening.p.none')
  const share = percent((histogram[0] ?? 0) / count)
  const words = t('screening.p.bars', {
    counts: histogram.map((height) => number(height)).join(', '),
    tested: number(count),
    share,
  })
  return (
    <div className="p-spread">
      <Bars histogram={histogram} even={count / histogram.length} words={words} />
      <span className="dimmed">{t('screening.p.small', { share })}</span>
      {corrected && <div>{t('screening.corrected')}</div>}
    </div>
  )
}

interface BarsProps {
  readonly histogram: readonly number[]
  /** Height that all would have if p values spread evenly. */
  readonly even: number
  readonly words: string
}

function Bars({ histogram, even, words }: BarsProps) {
  const width = histogram.length * BAR
  const highest = Math.max(...histogram, even)
  const y = (value: number): number => HEIGHT * (1 - value / highest)
  const bars = histogram.map((height, bin) => ({ height, x: bin * BAR }))
  return (
    <svg className="p-bars" role="img" aria-label={words} width={width} height={HEIGHT + 1}>
      {bars.map(({ height, x }) => (
        <rect key={x} x={x} width={BAR - 1} y={y(height)} height={HEIGHT - y(height)} />
      ))}
      <line x1={0} x2={width} y1={HEIGHT} y2={HEIGHT} />
      <line className="even" x1={0} x2={width} y1={y(even)} y2={y(even)} />
    </svg>
  )
}
