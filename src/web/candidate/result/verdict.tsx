import type { ReactElement } from 'react'
import { probabilityWord } from '../../shared/format.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Note } from '../parts/note.tsx'
import { useText } from '../text.ts'
import { EffortLine } from './effort-line.tsx'
import {
  type Competency,
  levelProbability,
  type NextStep,
  nextStep,
  ownCompetencies,
  type Result,
} from './levels.ts'
import { useLevelWords } from './use-level-words.ts'

/** The score beside the words, never without its interval. */
function ScaleLine({ result }: { readonly result: Result }): ReactElement {
  const t = useText()
  const formats = useFormats()
  const { score, low, high, mean, deviation } = result.scale
  return (
    <p className="soft">
      {t('result.scale', {
        score: formats.number(score),
        low: formats.number(low),
        high: formats.number(high),
        mean: formats.number(mean),
        deviation: formats.number(deviation),
      })}
    </p>
  )
}

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
          <ScaleLine result={result} />
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
      <EffortLine result={result} />
      {provisional && (
        <Note tone="plain" title={t('result.provisional-title')}>
          <p>{t('result.provisional')}</p>
        </Note>
      )}
    </section>
  )
}

/** What the area is about and which rules to read, where there is something to practise. */
function Reading({
  step,
  practice,
}: {
  readonly step: NextStep
  readonly practice: Competency['practice']
}): ReactElement | null {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  if (step !== 'below' && step !== 'near') return null
  return (
    <span className="soft reading">
      {localized(practice.description)}{' '}
      {practice.rules.length > 0 &&
        t('result.read', { rules: formats.list(practice.rules.map(localized)) })}
    </span>
  )
}

/** One step for all competencies that the whole result speaks for. */
function WholeStep({ result }: { readonly result: Result }): ReactElement | null {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  const own = ownCompetencies(result)
  const others = result.competencies.filter((competency) => !own.includes(competency))
  if (others.length === 0) return null
  const step = nextStep(result.overall, result)
  const isLow = step === 'below' || step === 'near'
  const reading = others.filter(({ practice }) => practice.rules.length > 0)
  return (
    <li>
      <b>{formats.list(others.map(({ name }) => localized(name)))}</b>
      <span>
        {step === 'none' ? t('next.none') : t(isLow ? 'next.whole-low' : 'next.whole-high')}
        {isLow && reading.length > 0 && (
          <details className="twin">
            <summary>{t('next.which-rules')}</summary>
            <ul>
              {reading.map(({ id, name, practice }) => (
                <li key={id}>
                  <b>{localized(name)}</b>
                  <span>{formats.list(practice.rules.map(localized))}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </span>
    </li>
  )
}

export function NextSteps({ result }: { readonly result: Result }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  return (
    <section className="card pad" aria-labelledby="next">
      <h2 id="next">{t('result.next')}</h2>
      <ul className="next-steps">
        {ownCompetencies(result).map(({ id, name, estimate, practice }) => (
          <li key={id}>
            <b>{localized(name)}</b>
            <span>
              {t(`next.${nextStep(estimate, result)}`)}
              <Reading step={nextStep(estimate, result)} practice={practice} />
            </span>
          </li>
        ))}
        <WholeStep result={result} />
      </ul>
    </section>
  )
}
