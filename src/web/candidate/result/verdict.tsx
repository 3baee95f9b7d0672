import type { ReactElement } from 'react'
import { probabilityWord } from '../../shared/format.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Note } from '../parts/note.tsx'
import { useText } from '../text.ts'
import { levelProbability, nextStep, type Result } from './levels.ts'
import { useLevelWords } from './use-level-words.ts'

/** The level in words with its probability, before any figure. */
export function Verdict({ result }: { readonly result: Result }): ReactElement {
  const t = useText()
  const formats = useFormats()
  const { levelName } = useLevelWords(result)
  const { overall, passed, passProbability, provisional } = result
  const probability = levelProbability(overall)
  return (
    <section className="card pad verdict" aria-labelledby="verdict">
      <h2 id="verdict" className="unseen">
        {t('result.level')}
      </h2>
      {probability === null ? (
        <>
          <p className="verdict-line">{t('result.not-enough')}</p>
          <p>{t('result.not-enough-why')}</p>
        </>
      ) : (
        <>
          <p className="verdict-line">
            {t('result.verdict', {
              word: t(probabilityWord(probability)),
              level: levelName(overall.level),
            })}
          </p>
          <p>
            {t(passed ? 'result.passed' : 'result.not-passed', {
              level: levelName(result.passingLevel),
              percent: formats.percent(passProbability),
            })}
          </p>
          <ul className="level-shares">
            {overall.levels.map(({ level, probability: share }) => (
              <li key={level}>
                <span>{levelName(level)}</span>
                <span className="share" aria-hidden="true">
                  <span style={{ width: `${share * 100}%` }} />
                </span>
                <span className="number">{formats.percent(share)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {provisional && (
        <Note tone="plain" title={t('result.provisional-title')}>
          <p>{t('result.provisional')}</p>
        </Note>
      )}
    </section>
  )
}

export function NextSteps({ result }: { readonly result: Result }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  return (
    <section className="card pad" aria-labelledby="next">
      <h2 id="next">{t('result.next')}</h2>
      <ul className="next-steps">
        {result.competencies.map(({ id, name, estimate }) => (
          <li key={id}>
            <b>{localized(name)}</b>
            <span>{t(`next.${nextStep(estimate, result)}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
