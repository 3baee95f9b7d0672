import { NumberInput } from '@mantine/core'
import { useText } from '../../../text.ts'
import { useUrlState } from '../../../use-url-state.ts'

/** What the route takes at most. */
const MOST_FORMS = 1_000_000
const MOST_SIGHTINGS = 1_000_000_000

/** What a forecast assumes; kept in the address, so that it can be shared. */
export interface Assumptions {
  readonly examsPerYear: number
  readonly formsPerExam: number
  /** Null where only the blueprints' own limits hold. */
  readonly sightings: number | null
}

const DEFAULTS = { year: '2', forms: '100', sightings: '500' } as const

/** A whole number from 1 on; anything else, as from an address typed by hand, is the default. */
function countOf(text: string, otherwise: string, most: number): number {
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= most ? value : Number(otherwise)
}

export function useAssumptions(): Assumptions {
  const [year] = useUrlState('year', DEFAULTS.year)
  const [forms] = useUrlState('forms', DEFAULTS.forms)
  const [sightings] = useUrlState('sightings', DEFAULTS.sightings)
  return {
    examsPerYear: countOf(year, DEFAULTS.year, 1000),
    formsPerExam: countOf(forms, DEFAULTS.forms, MOST_FORMS),
    sightings: sightings === 'none' ? null : countOf(sightings, DEFAULTS.sightings, MOST_SIGHTINGS),
  }
}

/** Exams a year, forms an exam, and when an item counts as used up. */
export function ForecastFields() {
  const t = useText()
  const assumed = useAssumptions()
  const [, setYear] = useUrlState('year', DEFAULTS.year)
  const [, setForms] = useUrlState('forms', DEFAULTS.forms)
  const [, setSightings] = useUrlState('sightings', DEFAULTS.sightings)
  const whole = { min: 1, allowDecimal: false, allowNegative: false, hideControls: true } as const
  return (
    <div className="toolbar forecast-fields">
      <NumberInput
        {...whole}
        label={t('health.year')}
        value={assumed.examsPerYear}
        max={1000}
        onChange={(value) => value !== '' && setYear(String(value))}
      />
      <NumberInput
        {...whole}
        label={t('health.forms')}
        value={assumed.formsPerExam}
        max={MOST_FORMS}
        onChange={(value) => value !== '' && setForms(String(value))}
      />
      <NumberInput
        {...whole}
        label={t('health.limit')}
        placeholder={t('health.limit.none')}
        value={assumed.sightings ?? ''}
        max={MOST_SIGHTINGS}
        onChange={(value) => setSightings(value === '' ? 'none' : String(value))}
      />
    </div>
  )
}
