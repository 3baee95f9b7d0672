import { type ReactElement, useState } from 'react'
import type { ExplanationView } from '../../../domain/policy/views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { Facts } from '../parts/facts.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { useLoad } from '../parts/use-load.ts'
import { useText } from '../text.ts'

/** Enough of a digest to compare by eye; the whole one is in one's own data. */
const DIGEST_SHOWN = 12

function Explained({ explanation }: { readonly explanation: ExplanationView }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const { wouldChange, facts, policy, inputDigest, replayed } = explanation
  const read = facts.filter((fact) => fact.read)
  return (
    <>
      {wouldChange.length === 0 ? (
        <p>{t('why.none')}</p>
      ) : (
        <ul className="plain-list">
          {wouldChange.map(({ fact, text }) => (
            <li key={`${fact} ${text.en}`}>{localized(text)}</li>
          ))}
        </ul>
      )}
      {read.length > 0 && (
        <>
          <h3 className="sub">{t('why.facts')}</h3>
          <Facts facts={read.map(({ name, value }) => [localized(name), value])} />
        </>
      )}
      <p className="soft small">
        {t('why.versions', {
          title: localized(policy.title),
          version: policy.version,
          digest: inputDigest.slice(0, DIGEST_SHOWN),
        })}{' '}
        {t(replayed ? 'why.replayed' : 'why.not-replayed')}
      </p>
    </>
  )
}

function Explanation({ path }: { readonly path: string }): ReactElement {
  const loading = useLoad<ExplanationView>(path)
  return (
    <Loaded from={loading} blocks={1}>
      {(explanation) => <Explained explanation={explanation} />}
    </Loaded>
  )
}

/**
 * What the rules went by, and what would have changed the outcome; the explanation of an outcome
 * is read from its path when this is opened.
 */
export function Why({ path }: { readonly path: string }): ReactElement {
  const t = useText()
  const [opened, setOpened] = useState(false)
  return (
    <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{t('why.open')}</summary>
      {opened && <Explanation path={path} />}
    </details>
  )
}
