import type { ReactElement } from 'react'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { IntervalBar } from './interval-bar.tsx'
import { ownCompetencies, type Result, type Scale, scaleOf } from './levels.ts'
import { useLevelWords } from './use-level-words.ts'

function Bands({
  result,
  scale,
}: {
  readonly result: Result
  readonly scale: Scale
}): ReactElement {
  const localized = useLocalized()
  const ends = result.levels.map(({ cut }, i) => ({
    from: cut === null || i === 0 ? 0 : scale.percent(cut),
    to: scale.percent(result.levels[i + 1]?.cut ?? scale.to),
  }))
  return (
    <div className="bands" aria-hidden="true">
      {result.levels.map((level, i) => (
        <span
          key={level.id}
          className={level.id === result.passingLevel ? 'band passing' : 'band'}
          style={{ width: `${(ends[i]?.to ?? 0) - (ends[i]?.from ?? 0)}%` }}
        >
          {localized(level.name)}
        </span>
      ))}
    </div>
  )
}

function ProfileTable({ result }: { readonly result: Result }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  const { levelLine, intervalLine } = useLevelWords(result)
  return (
    <details className="twin">
      <summary>{t('result.as-table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the screen scrolls by keys */}
      <section className="scroll-x" aria-label={t('result.profile')} tabIndex={0}>
        <table>
          <caption className="unseen">{t('result.profile')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('result.competency')}</th>
              <th scope="col">{t('result.level')}</th>
              <th scope="col">{t('result.estimate')}</th>
              <th scope="col" className="number">
                {t('exam.items')}
              </th>
            </tr>
          </thead>
          <tbody>
            {ownCompetencies(result).map(({ id, name, estimate }) => (
              <tr key={id}>
                <th scope="row">{localized(name)}</th>
                <td>{levelLine(estimate)}</td>
                <td>{estimate.enoughEvidence ? intervalLine(estimate) : '–'}</td>
                <td className="number">{formats.number(estimate.itemCount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="soft small">
        {t('result.cuts')}{' '}
        {formats.list(
          result.levels.flatMap(({ name, cut }) =>
            cut === null
              ? []
              : [t('result.cut', { level: localized(name), cut: formats.number(cut, 1) })],
          ),
        )}
      </p>
    </details>
  )
}

function Intervals({ result }: { readonly result: Result }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const { levelLine, intervalLine } = useLevelWords(result)
  const scale = scaleOf(result)
  const cuts = result.levels.flatMap(({ cut }) => (cut === null ? [] : [cut]))
  const passing = result.levels.find(({ id }) => id === result.passingLevel)?.cut ?? null
  return (
    <ul className="profile">
      {ownCompetencies(result).map(({ id, name, estimate, augmented }) => (
        <li key={id}>
          <p className="profile-name">
            <b>{localized(name)}</b>
            <span>{levelLine(estimate)}</span>
          </p>
          <IntervalBar
            estimate={estimate}
            cuts={cuts}
            passing={passing}
            scale={scale}
            label={`${localized(name)}: ${levelLine(estimate)}${
              estimate.enoughEvidence ? `. ${intervalLine(estimate)}` : ''
            }`}
          />
          {augmented !== null && (
            <p className="soft small">
              {t('result.augmented', { interval: intervalLine({ ...estimate, ...augmented }) })}
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Competencies without a bar of their own, and why; nothing where there are none. */
function NotAlone({
  result,
  why,
}: {
  readonly result: Result
  readonly why: 'total-says-more' | 'too-few-items'
}): ReactElement | null {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  const names = result.competencies
    .filter(({ worth }) => worth === why)
    .map(({ name }) => localized(name))
  if (names.length === 0) return null
  return <p>{t(`result.${why}`, { areas: formats.list(names), count: names.length })}</p>
}

/** Competencies as intervals against the cut lines, with the same as a table. */
export function Profile({ result }: { readonly result: Result }): ReactElement {
  const t = useText()
  return (
    <section className="card pad" aria-labelledby="profile">
      <h2 id="profile">{t('result.profile')}</h2>
      {ownCompetencies(result).length > 0 && (
        <>
          <p className="soft">{t('result.profile-note')}</p>
          <Bands result={result} scale={scaleOf(result)} />
          <Intervals result={result} />
          <ProfileTable result={result} />
        </>
      )}
      <NotAlone result={result} why="total-says-more" />
      <NotAlone result={result} why="too-few-items" />
    </section>
  )
}
