import { useFormats } from '../../../../shared/use-preferences.ts'
import type { Column } from '../../../parts/data-table.tsx'
import { useText } from '../../../text.ts'
import { COGNITIVE_LEVEL_KEYS } from '../../cognitive-levels.ts'
import { useNames } from '../use-names.ts'
import type { CellForecast } from './cell-forecast.ts'

interface BarProps {
  readonly share: number
  readonly isShort: boolean
}

/** Decoration beside a figure. */
function Bar({ share, isShort }: BarProps) {
  return (
    <span className="share-track" data-over={isShort} aria-hidden="true">
      <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
    </span>
  )
}

/** Columns of a forecast by cells; bars are on one scale down to the longest-lasting cell. */
export function useCellColumns(
  program: string,
  cells: readonly CellForecast[],
): Column<CellForecast>[] {
  const t = useText()
  const { number } = useFormats()
  const names = useNames(program)
  const exams = (count: number | null) => (count === null ? t('health.never') : number(count))
  const longest = Math.max(1, ...cells.map(({ examsUntilTooFew }) => examsUntilTooFew ?? 0))
  const barOf = (count: number | null) => (count === null ? 1 : count / longest)
  return [
    {
      key: 'competency',
      header: t('builder.cell.competency'),
      heading: true,
      sort: ({ competency }) => names.competency(competency),
      cell: ({ competency }) => names.competency(competency),
    },
    {
      key: 'level',
      header: t('builder.cell.level'),
      sort: ({ level }) => COGNITIVE_LEVEL_KEYS.indexOf(level),
      cell: ({ level }) => t(`level.${level}`),
    },
    {
      key: 'tooFew',
      header: t('health.too-few'),
      sort: ({ examsUntilTooFew }) => examsUntilTooFew,
      cell: ({ examsUntilTooFew }) => (
        <span className="bar-cell">
          {examsUntilTooFew === 0 ? t('health.now') : exams(examsUntilTooFew)}
          <Bar share={barOf(examsUntilTooFew)} isShort={examsUntilTooFew === 0} />
        </span>
      ),
    },
    {
      key: 'first',
      header: t('health.first'),
      numeric: true,
      sort: ({ examsUntilFirst }) => examsUntilFirst,
      cell: ({ examsUntilFirst }) =>
        examsUntilFirst === 0 ? t('health.first.already') : exams(examsUntilFirst),
    },
    {
      key: 'usable',
      header: t('health.usable'),
      sort: ({ usable }) => usable,
      cell: ({ usable, total, needed }) => (
        <span className="bar-cell">
          {t('health.usable.of', { usable: number(usable), total: number(total) })}
          <Bar share={total === 0 ? 0 : usable / total} isShort={usable < needed} />
        </span>
      ),
    },
    {
      key: 'needed',
      header: t('health.needed'),
      numeric: true,
      sort: ({ needed }) => needed,
      cell: ({ needed }) => number(needed),
    },
    {
      key: 'gain',
      header: t('health.gain'),
      numeric: true,
      sort: ({ sightingsPerExam }) => sightingsPerExam,
      cell: ({ sightingsPerExam }) =>
        sightingsPerExam === null ? '–' : number(sightingsPerExam, 1),
    },
  ]
}
