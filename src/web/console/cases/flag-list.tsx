import type { Flag } from '../../../domain/forensics/flag.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** A probability with enough digits to be told from 0. */
function useProbability(): (p: number) => string {
  const { number } = useFormats()
  return (p) => (p < 0.0001 ? `< ${number(0.0001, 4)}` : number(p, 4))
}

function FlagFigures({ flag }: { readonly flag: Flag }) {
  const t = useText()
  const say = useLocalized()
  const { number, percent } = useFormats()
  const probability = useProbability()
  return (
    <dl className="flag-figures">
      <dt>{t('flag.statistic')}</dt>
      <dd>{number(flag.statistic, 2)}</dd>
      <dt>{t('flag.threshold')}</dt>
      <dd>{number(flag.threshold, 2)}</dd>
      <dt>{t('flag.p')}</dt>
      <dd>{flag.p === null ? t('flag.p.none') : probability(flag.p)}</dd>
      <dt>{t('flag.false-rate')}</dt>
      <dd>
        {percent(flag.falseFlagRate.value, 1)}
        <span className="dimmed"> ({say(flag.falseFlagRate.basis)})</span>
      </dd>
      <dt>{t('flag.weight')}</dt>
      <dd>{number(flag.weight, 1)}</dd>
    </dl>
  )
}

function FlagItem({ flag }: { readonly flag: Flag }) {
  const t = useText()
  const say = useLocalized()
  return (
    <details className="flag">
      <summary>
        <span className="flag-head">
          <strong>{say(flag.name)}</strong>
          <span className="family">{t(`family.${flag.family}`)}</span>
        </span>
        <span className="flag-summary">{say(flag.summary)}</span>
      </summary>
      <FlagFigures flag={flag} />
      <h3>{t('flag.evidence')}</h3>
      <ul>
        {flag.evidence.map(({ itemId, text }) => (
          <li key={`${itemId} ${text.en}`}>{say(text)}</li>
        ))}
      </ul>
      <h3>{t('flag.innocent')}</h3>
      <ul>
        {flag.innocentExplanations.map((text) => (
          <li key={text.en}>{say(text)}</li>
        ))}
      </ul>
    </details>
  )
}

/** The flags of a case, each folded to one sentence. */
export function FlagList({ flags }: { readonly flags: readonly Flag[] }) {
  const t = useText()
  return (
    <aside className="flags" aria-labelledby="flags-title">
      <h2 id="flags-title">{t('flag.title')}</h2>
      <p className="dimmed">{t('flag.hint')}</p>
      {flags.map((flag) => (
        <FlagItem key={flag.indicator} flag={flag} />
      ))}
    </aside>
  )
}
