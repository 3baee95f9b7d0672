import type { FormCertificate, ParityCertificate } from '../../../../domain/assembly/form.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { IntervalBar } from '../../parts/interval-bar.tsx'
import { useText } from '../../text.ts'
import { AdaptiveBars } from './adaptive-bars.tsx'

type Comparison = ParityCertificate['expectedScore']

interface MeasureProps {
  readonly name: string
  readonly measure: Comparison
  /** What one shown unit is in units of the certificate: 60 for minutes of seconds. */
  readonly unit?: number
}

/** What the bar spans: the tolerance with as much again at either side, and the value. */
function domainOf({ value, target, tolerance }: Comparison): [number, number] {
  const reach = Math.max(2 * tolerance, 1.2 * Math.abs(value - target), 1e-6)
  return [target - reach, target + reach]
}

function Measure({ name, measure, unit = 1 }: MeasureProps) {
  const t = useText()
  const { number } = useFormats()
  const { value, target, tolerance, within } = measure
  const say = (amount: number): string => number(amount / unit, 2)
  return (
    <li>
      <h3>{name}</h3>
      <IntervalBar
        value={value}
        low={target - tolerance}
        high={target + tolerance}
        cuts={[target]}
        domain={domainOf(measure)}
      />
      <p>
        <strong>{say(value)}</strong>{' '}
        <span className="verdict" data-good={within}>
          {t(within ? 'form.within' : 'form.outside')}
        </span>
        <span className="dimmed measure-target">
          {t('form.target', { target: say(target), tolerance: say(tolerance) })}
        </span>
      </p>
    </li>
  )
}

interface Props {
  readonly certificate: FormCertificate
}

/** The proof that a form is as the blueprint asks: drawn whole, or grown answer by answer. */
export function CertificateBars({ certificate }: Props) {
  return 'kind' in certificate ? (
    <AdaptiveBars certificate={certificate} />
  ) : (
    <ParityBars certificate={certificate} />
  )
}

/** The proof that a form equals its siblings: three measures against target and tolerance. */
function ParityBars({ certificate }: { readonly certificate: ParityCertificate }) {
  const t = useText()
  const { expectedScore, informationAtCut, expectedSeconds, draws, equivalent } = certificate
  return (
    <section className="card certificate">
      <h2>{t('form.certificate')}</h2>
      <p className="verdict" data-good={equivalent}>
        {equivalent ? t('form.equivalent', { draws }) : t('form.not-equivalent', { draws })}
      </p>
      <ul className="plain certificate-bars">
        <Measure name={t('sample.score')} measure={expectedScore} />
        <Measure name={t('form.information-at-cut')} measure={informationAtCut} />
        <Measure name={t('form.minutes')} measure={expectedSeconds} unit={60} />
      </ul>
      <p className="dimmed">{t('form.certificate.hint')}</p>
    </section>
  )
}
