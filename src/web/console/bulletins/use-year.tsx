import { NativeSelect } from '@mantine/core'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'

const YEARS_BACK = 4

/** A calendar year kept in the URL: this one, the next, or one of the last four. */
export function useYear(): { readonly year: number; readonly select: React.ReactNode } {
  const t = useText()
  const now = new Date().getFullYear()
  const [asked, setYear] = useUrlState('year', String(now))
  const years = Array.from({ length: YEARS_BACK + 2 }, (_, back) => String(now + 1 - back))
  const year = years.includes(asked) ? asked : String(now)
  return {
    year: Number(year),
    select: (
      <NativeSelect
        className="bulletin-source"
        label={t('target.year')}
        data={years}
        value={year}
        onChange={(event) => setYear(event.currentTarget.value)}
      />
    ),
  }
}
