import { Fragment } from 'react'
import type { ExplanationView } from '../../../../domain/policy/views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { EntriesText } from './entries-text.tsx'

interface Props {
  readonly explanation: ExplanationView
}

function Deciding({ explanation }: Props) {
  const t = useText()
  const say = useLocalized()
  const { decidedBy, errors } = explanation
  return (
    <section className="card policy-part" aria-labelledby="deciding">
      <h2 id="deciding">{t('explanation.deciding')}</h2>
      <ol className="policy-rules">
        {decidedBy.map(({ id, title, reason, when }) => (
          <li key={id} className="rule">
            <h3>
              {say(title)} <code className="dimmed">{id}</code>
            </h3>
            <p>{say(reason)}</p>
            {when === null ? (
              <p className="dimmed">{t('explanation.built-in')}</p>
            ) : (
              <code className="cel">{when}</code>
            )}
          </li>
        ))}
      </ol>
      {errors.map(({ rule, message }) => (
        <p key={rule} className="wrong">
          <code>{rule}</code> {message}
        </p>
      ))}
    </section>
  )
}

function WouldChange({ explanation }: Props) {
  const t = useText()
  const say = useLocalized()
  return (
    <section className="card policy-part" aria-labelledby="would-change">
      <h2 id="would-change">{t('explanation.would-change')}</h2>
      {explanation.wouldChange.length === 0 ? (
        <p>{t('explanation.would-change.none')}</p>
      ) : (
        <ul className="would-change">
          {explanation.wouldChange.map((change) => (
            <li key={`${change.fact} ${change.effect} ${change.text.en}`}>
              <span className="badge" data-direction={change.direction}>
                {t(`explanation.direction.${change.direction}`)}
              </span>{' '}
              {say(change.text)}
            </li>
          ))}
        </ul>
      )}
      <p className="dimmed">{t('explanation.would-change.hint')}</p>
    </section>
  )
}

/** A value as people write it; lists and maps stay as they are kept. */
function useValueText(): (value: string) => string {
  const t = useText()
  return (value) => {
    if (value === 'true') return t('explanation.yes')
    if (value === 'false') return t('explanation.no')
    return value === '' ? t('explanation.none') : value
  }
}

function FactsOf({ facts }: { readonly facts: ExplanationView['facts'] }) {
  const say = useLocalized()
  const text = useValueText()
  return (
    <dl className="policy-facts">
      {facts.map(({ id, name, value }) => (
        <Fragment key={id}>
          <dt>
            {say(name)} <code>{id}</code>
          </dt>
          <dd>{value.startsWith('{') ? <EntriesText json={value} /> : text(value)}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

function WentIn({ explanation }: Props) {
  const t = useText()
  const read = explanation.facts.filter((fact) => fact.read)
  const others = explanation.facts.filter((fact) => !fact.read)
  return (
    <section className="card policy-part" aria-labelledby="went-in">
      <h2 id="went-in">{t('explanation.facts')}</h2>
      {read.length > 0 && <h3>{t('explanation.read')}</h3>}
      <FactsOf facts={read} />
      {others.length > 0 && (
        <details>
          <summary>{t('explanation.not-read')}</summary>
          <FactsOf facts={others} />
        </details>
      )}
    </section>
  )
}

function Versions({ explanation }: Props) {
  const t = useText()
  const say = useLocalized()
  const { dateTime } = useFormats()
  const { policy, number, at, inputDigest, replayed } = explanation
  return (
    <section className="card policy-part" aria-labelledby="replay">
      <h2 id="replay">{t('explanation.record')}</h2>
      <p className="verdict" data-good={replayed}>
        {t(replayed ? 'explanation.replayed' : 'explanation.not-replayed')}
      </p>
      <dl className="policy-facts">
        <dt>{t('policies.policy')}</dt>
        <dd>{t('policy.title', { title: say(policy.title), version: policy.version })}</dd>
        <dt>{t('policy.digest')}</dt>
        <dd>
          <code>{policy.digest}</code>
        </dd>
        <dt>{t('explanation.number')}</dt>
        <dd>{at === null ? number : t('explanation.number.at', { number, at: dateTime(at) })}</dd>
        <dt>{t('explanation.input-digest')}</dt>
        <dd>
          <code>{inputDigest}</code>
        </dd>
      </dl>
    </section>
  )
}

/** Why one outcome is as it is: what decided, what would have changed it, what went in. */
export function ExplanationCard({ explanation }: Props) {
  const t = useText()
  const say = useLocalized()
  const { list } = useFormats()
  const { about, effect, awardNames, summary } = explanation
  return (
    <div className="explanation">
      <section className="card policy-part" aria-labelledby="outcome">
        <h2 id="outcome">{say(about)}</h2>
        <p>
          <span className="effect" data-effect={effect}>
            {t(`effect.${effect}`)}
          </span>
          {list(awardNames.map(say))}
        </p>
        <p>{say(summary)}</p>
      </section>
      <Deciding explanation={explanation} />
      <WouldChange explanation={explanation} />
      <WentIn explanation={explanation} />
      <Versions explanation={explanation} />
    </div>
  )
}
