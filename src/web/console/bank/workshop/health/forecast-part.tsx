import type { WorkshopHealth } from '../../../../../domain/bank/workshop-health-views.ts'
import { isProblem } from '../../../../shared/api-error.ts'
import { useFormats, useLocalized } from '../../../../shared/use-preferences.ts'
import { DataTable } from '../../../parts/data-table.tsx'
import { EmptyNote } from '../../../parts/empty-note.tsx'
import { QueryView } from '../../../parts/query-view.tsx'
import { useApi } from '../../../queries.ts'
import { useText } from '../../../text.ts'
import { useUrlState } from '../../../use-url-state.ts'
import { useNames } from '../use-names.ts'
import { useCellColumns } from './cell-columns.tsx'
import { byUrgency } from './cell-forecast.ts'
import { type Assumptions, ForecastFields, useAssumptions } from './forecast-fields.tsx'

type BlueprintForecast = WorkshopHealth['blueprints'][number]

interface ForecastProps {
  readonly program: string
  readonly forecast: BlueprintForecast
}

/** In a sentence: how long, and what ends first. */
function useVerdict({ program, forecast }: ForecastProps, assumed: Assumptions): string {
  const t = useText()
  const { number } = useFormats()
  const names = useNames(program)
  const [first] = byUrgency(forecast.cells)
  const exams = first?.examsUntilTooFew ?? null
  if (first === undefined || exams === null) return t('health.verdict.endless')
  const cell = t('health.cell', {
    competency: names.competency(first.competency),
    level: t(`level.${first.level}`),
  })
  if (exams === 0) {
    const { usable, needed } = first
    return t('health.verdict.now', { cell, usable: number(usable), needed: number(needed) })
  }
  return t('health.verdict', {
    year: number(assumed.examsPerYear),
    exams: number(exams),
    years: number(exams / assumed.examsPerYear, exams % assumed.examsPerYear === 0 ? 0 : 1),
    cell,
  })
}

function Forecast({ program, forecast }: ForecastProps) {
  const t = useText()
  const say = useLocalized()
  const { percent } = useFormats()
  const assumed = useAssumptions()
  const verdict = useVerdict({ program, forecast }, assumed)
  const [sorting, setSorting] = useUrlState('cells', 'tooFew')
  const columns = useCellColumns(program, forecast.cells)
  return (
    <section className="health-blueprint">
      <h3>{say(forecast.title)}</h3>
      <p className="health-verdict">{verdict}</p>
      {forecast.exposureCap !== null && (
        <p className="dimmed">{t('health.cap', { share: percent(forecast.exposureCap) })}</p>
      )}
      <DataTable
        caption={t('health.cells.of', { title: say(forecast.title) })}
        columns={columns}
        rows={byUrgency(forecast.cells)}
        rowKey={({ competency, level }) => `${competency} ${level}`}
        sorting={sorting}
        onSort={setSorting}
        stacked
      />
    </section>
  )
}

function Forecasts({
  program,
  health,
}: {
  readonly program: string
  readonly health: WorkshopHealth
}) {
  const t = useText()
  const { number } = useFormats()
  const { version, formCount, blueprints } = health
  return (
    <>
      <p className="dimmed">
        {t('health.basis', { version: number(version), count: formCount })} {t('health.mean')}
      </p>
      {blueprints.length === 0 && <EmptyNote>{t('health.no-blueprint')}</EmptyNote>}
      {blueprints.map((forecast) => (
        <Forecast
          key={`${forecast.title.en} ${forecast.post}`}
          program={program}
          forecast={forecast}
        />
      ))}
    </>
  )
}

/** How long the items of a program's newest bank version will do, by its blueprints. */
export function ForecastPart({ program }: { readonly program: string }) {
  const t = useText()
  const { formsPerExam, sightings } = useAssumptions()
  const limit = sightings === null ? '' : `&sightings=${sightings}`
  const path = `/workshops/${program}/health?forms=${formsPerExam}${limit}`
  const health = useApi<WorkshopHealth>(path, { keep: true })
  if (isProblem(health.error, 'not-found')) {
    return <EmptyNote>{t('health.no-version')}</EmptyNote>
  }
  return (
    <section aria-labelledby="health-forecast">
      <h2 id="health-forecast">{t('health.forecast')}</h2>
      <ForecastFields />
      <QueryView query={health}>
        {(reply) => <Forecasts program={program} health={reply} />}
      </QueryView>
    </section>
  )
}
