import type { Estimate } from '../../../domain/measurement/scores.ts'
import { probabilityWord } from '../../shared/format.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { intervalOf, levelProbability, type Result } from './levels.ts'

interface LevelWords {
  readonly levelName: (id: string | null) => string
  /** `very likely Proficient`, or that there is not enough evidence. */
  readonly levelLine: (estimate: Estimate) => string
  readonly intervalLine: (estimate: Estimate) => string
}

/** Estimates of one result in words. */
export function useLevelWords(result: Result): LevelWords {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  const levelName = (id: string | null): string => {
    const level = result.levels.find((candidate) => candidate.id === id)
    return level === undefined ? '' : localized(level.name)
  }
  return {
    levelName,
    levelLine: (estimate) => {
      const probability = levelProbability(estimate)
      if (probability === null) return t('result.not-enough')
      return t('result.level-line', {
        word: t(probabilityWord(probability)),
        level: levelName(estimate.level),
        percent: formats.percent(probability),
      })
    },
    intervalLine: (estimate) => {
      const { low, high } = intervalOf(estimate)
      return t('result.interval-line', {
        theta: formats.number(estimate.theta, 1),
        low: formats.number(low, 1),
        high: formats.number(high, 1),
      })
    },
  }
}
