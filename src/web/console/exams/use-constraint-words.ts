import type { FormConstraints } from '../../../domain/assembly/blueprint.ts'
import type { BankVersionRow } from '../../../domain/scheduling/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

interface Range {
  readonly min?: number
  readonly max?: number
}

/** Tells constraints in sentences, one each, in the viewer's language. */
export function useConstraintWords(bank: BankVersionRow | undefined) {
  const t = useText()
  const say = useLocalized()
  const { list, percent } = useFormats()
  const { rangeText, pointText } = useRangeWords()
  const nameOf = (id: string): string => {
    const found = bank?.competencies.find((competency) => competency.id === id)
    return found ? say(found.name) : id
  }
  const minutes = ({ min, max }: Range): Range => ({
    ...(min === undefined ? {} : { min: min / 60 }),
    ...(max === undefined ? {} : { max: max / 60 }),
  })
  return (constraints: FormConstraints = {}): string[] => {
    const { types, relevantItems, seconds, information, expectedScore } = constraints
    const { stimuli, stimulusItems, include, exclude, exposureCap, overlapLimit } = constraints
    const lines: (string | undefined)[] = [
      ...(types ?? []).map(({ type, competency, ...range }) =>
        competency === undefined
          ? t('words.type', { type: t(`type.${type}`), range: rangeText(range) })
          : t('words.type-in', {
              type: t(`type.${type}`),
              competency: nameOf(competency),
              range: rangeText(range),
            }),
      ),
      relevantItems && t('words.relevance', { range: rangeText(relevantItems) }),
      ...(seconds ?? []).map(({ competencies, ...range }) =>
        competencies === undefined
          ? t('words.time', { range: rangeText(minutes(range)) })
          : t('words.time-of', {
              competencies: list(competencies.map(nameOf)),
              range: rangeText(minutes(range)),
            }),
      ),
      ...(information ?? []).map((point) => t('words.information', pointText(point))),
      ...(expectedScore ?? []).map((point) => t('words.score', pointText(point))),
      stimuli && t('words.stimuli', { range: rangeText(stimuli) }),
      stimulusItems && t('words.stimulus-items', { range: rangeText(stimulusItems) }),
      include && t('words.include', { items: list(include) }),
      exclude && t('words.exclude', { items: list(exclude) }),
      exposureCap === undefined ? undefined : t('words.exposure', { share: percent(exposureCap) }),
      overlapLimit === undefined ? undefined : t('words.overlap', { share: percent(overlapLimit) }),
    ]
    return lines.filter((line) => line !== undefined)
  }
}

function useRangeWords() {
  const t = useText()
  const { number } = useFormats()
  const plain = (value: number): string => number(value, Number.isInteger(value) ? 0 : 2)
  const rangeText = ({ min, max }: Range): string => {
    if (min !== undefined && max !== undefined) {
      return min === max
        ? t('words.exactly', { count: plain(min) })
        : t('words.between', { min: plain(min), max: plain(max) })
    }
    if (max !== undefined) return t('words.at-most', { max: plain(max) })
    return t('words.at-least', { min: plain(min ?? 0) })
  }
  const pointText = ({ theta, ...range }: Range & { readonly theta: number }) => ({
    theta: plain(theta),
    range: rangeText(range),
  })
  return { rangeText, pointText }
}
