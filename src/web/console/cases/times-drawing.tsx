import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { XAxis, YAxis } from '../plots/axes.tsx'
import { linearScale, type Scale, ticks } from '../plots/scale.ts'
import { useText } from '../text.ts'

type Answer = CaseView['answers'][number]
/** An answer of an attempt in which times were taken. */
export type TimedAnswer = Omit<Answer, 'expected'> & {
  readonly expected: NonNullable<Answer['expected']>
}

const LEFT = 48
const TIMES = { top: 26, bottom: 250 } as const
const RESIDUALS = { top: 292, bottom: 382 } as const
export const TIMES_HEIGHT = 436
/** Residuals beyond this many SD are drawn at the edge; the table has the figure. */
const FARTHEST = 4
const SECONDS = [1, 2, 5, 10, 20, 60, 120, 300, 600, 1800] as const

/** Beyond the interval that 95 in 100 times lie in; null within, or without a time. */
export function isOutside({ seconds, expected }: TimedAnswer): 'fast' | 'slow' | null {
  if (seconds === null) return null
  if (seconds < expected.low) return 'fast'
  return seconds > expected.high ? 'slow' : null
}

interface Drawn {
  readonly answers: readonly TimedAnswer[]
  readonly x: Scale
  readonly y: Scale
}

function Expected({ answers, x, y }: Drawn) {
  return answers.map(({ position, expected }) => {
    const at = x.at(position)
    return (
      <g key={position}>
        <line
          className="interval expected-interval"
          x1={at}
          x2={at}
          y1={y.at(Math.log(expected.low))}
          y2={y.at(Math.log(expected.high))}
        />
        <line
          className="expected-middle"
          x1={at - 4}
          x2={at + 4}
          y1={y.at(Math.log(expected.seconds))}
          y2={y.at(Math.log(expected.seconds))}
        />
      </g>
    )
  })
}

/** Within the interval a dot; beyond it a triangle that points the way it is off. */
function Observed({ answers, x, y }: Drawn) {
  return answers.map((answer) => {
    const { position, seconds } = answer
    if (seconds === null || seconds <= 0) return null
    const outside = isOutside(answer)
    const place = `translate(${x.at(position)} ${y.at(Math.log(seconds))})`
    return outside === null ? (
      <circle key={position} className="observed" r={4} transform={place} />
    ) : (
      <path
        key={position}
        className="observed-far"
        d={outside === 'fast' ? 'M0 7L6 -4L-6 -4Z' : 'M0 -7L6 4L-6 4Z'}
        transform={place}
      />
    )
  })
}

function Residuals({ answers, x, y }: Drawn) {
  const zero = y.at(0)
  return answers.map(({ position, residual }) => {
    if (residual === null) return null
    const end = y.at(Math.min(Math.max(residual, -FARTHEST), FARTHEST))
    return (
      <line
        key={position}
        className="residual-stem"
        data-far={Math.abs(residual) > 2}
        x1={x.at(position)}
        x2={x.at(position)}
        y1={zero}
        y2={end}
      />
    )
  })
}

/** Expected intervals and observed times on a log scale over their standardized residuals. */
export function TimesDrawing({
  answers,
  width,
}: {
  readonly answers: readonly TimedAnswer[]
  readonly width: number
}) {
  const t = useText()
  const { number } = useFormats()
  const all = answers.flatMap(({ seconds, expected }) => [
    expected.low,
    expected.high,
    ...(seconds !== null && seconds > 0 ? [seconds] : []),
  ])
  const last = Math.max(...answers.map(({ position }) => position))
  const x = linearScale([0.5, last + 0.5], [LEFT, width - 8])
  const domain = [Math.log(Math.min(...all) * 0.9), Math.log(Math.max(...all) * 1.1)] as const
  const y = linearScale(domain, [TIMES.bottom, TIMES.top])
  const residual = linearScale([-FARTHEST, FARTHEST], [RESIDUALS.bottom, RESIDUALS.top])
  const marks = SECONDS.filter((s) => Math.log(s) >= domain[0] && Math.log(s) <= domain[1])
  const positions = ticks(1, last, Math.max(3, Math.floor(width / 70))).filter((at) => at >= 1)
  const whole = positions.filter(Number.isInteger)
  return (
    <>
      <YAxis
        scale={y}
        ticks={marks.map((s) => Math.log(s))}
        label={(log) => number(Math.round(Math.exp(log)))}
        x={LEFT}
        end={width - 8}
        title={t('times.axis')}
      />
      <Expected answers={answers} x={x} y={y} />
      <Observed answers={answers} x={x} y={y} />
      <g transform={`translate(0 ${RESIDUALS.top - 26})`}>
        <text className="axis-title" x={0} y={12}>
          {t('answer.residual')}
        </text>
      </g>
      <YAxis
        scale={residual}
        ticks={[-2, 0, 2]}
        label={(tick) => number(tick)}
        x={LEFT}
        end={width - 8}
        title=""
      />
      <Residuals answers={answers} x={x} y={residual} />
      <XAxis
        scale={x}
        ticks={whole}
        label={(tick) => number(tick)}
        y={RESIDUALS.bottom + 6}
        title={t('times.items')}
      />
    </>
  )
}
