import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { useProbability } from './use-probability.ts'

type Flag = CaseView['flagDetails'][number]

interface FlagShown {
  readonly flag: Flag
  /** What it adds to the weight of evidence; null until the case is decided. */
  readonly share: number | null
}

function FlagFigures({ flag, share }: FlagShown) {
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
      {flag.q != null && (
        <>
          <dt>{t('flag.q')}</dt>
          <dd>{probability(flag.q)}</dd>
        </>
      )}
      <dt>{t('flag.false-rate')}</dt>
      <dd>
        {percent(flag.falseFlagRate.value, 1)}
        <span className="dimmed"> ({say(flag.falseFlagRate.basis)})</span>
      </dd>
      {share !== null && (
        <>
          <dt>{t('flag.weight')}</dt>
          <dd>{number(share, 2)}</dd>
        </>
      )}
    </dl>
  )
}

function FlagItem({ flag, share }: FlagShown) {
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
      <FlagFigures flag={flag} share={share} />
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
export function FlagList({
  flags,
  shares,
  isRetested,
}: {
  readonly flags: readonly Flag[]
  readonly shares: readonly number[]
  readonly isRetested: boolean
}) {
  const t = useText()
  return (
    <aside className="flags" aria-labelledby="flags-title">
      <h2 id="flags-title">{t('flag.title')}</h2>
      <p className="dimmed">{t('flag.hint')}</p>
      {isRetested && <p>{t('retest.flags')}</p>}
      {flags.length === 0 && <p>{t('flag.none')}</p>}
      {flags.map((flag, at) => (
        <FlagItem key={flag.indicator} flag={flag} share={shares[at] ?? null} />
      ))}
    </aside>
  )
}
