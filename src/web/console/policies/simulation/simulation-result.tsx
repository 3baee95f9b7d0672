import type { PolicySimulationView } from '../../../../domain/policy/simulation-views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { Figure, Figures } from '../../parts/figures.tsx'
import { IntervalBar } from '../../parts/interval-bar.tsx'
import { PlotTable } from '../../plots/plot-table.tsx'
import { useText } from '../../text.ts'
import { ComparisonTable } from './comparison-table.tsx'

type Comparison = NonNullable<PolicySimulationView['overall']>

interface Props {
  readonly simulation: PolicySimulationView
}

function Overall({ overall }: { readonly overall: Comparison }) {
  const t = useText()
  const { number, percent } = useFormats()
  const figure = (name: string, share: Comparison['before']) => (
    <Figure
      name={name}
      value={t('simulation.of', { count: number(share.count), n: number(overall.n) })}
      hint={
        <>
          <IntervalBar value={share.value} low={share.low} high={share.high} domain={[0, 1]} />
          {t('simulation.share', {
            share: percent(share.value),
            low: percent(share.low),
            high: percent(share.high),
          })}
        </>
      }
    />
  )
  return (
    <Figures>
      {figure(t('simulation.before'), overall.before)}
      {figure(t('simulation.after'), overall.after)}
      {figure(t('simulation.gaining'), overall.gaining)}
      {figure(t('simulation.losing'), overall.losing)}
    </Figures>
  )
}

function Uncertainty({ simulation }: Props) {
  const t = useText()
  const { number } = useFormats()
  const { uncertainty, overall } = simulation
  if (uncertainty === null || overall === null) return null
  const { gaining, losing, granted, borderline, runs } = uncertainty
  const figure = (name: string, { mean, low, high }: typeof gaining) => (
    <Figure
      name={name}
      value={number(mean, 1)}
      hint={
        <>
          <IntervalBar value={mean} low={low} high={high} domain={[0, Math.max(overall.n, 1)]} />
          {t('simulation.expected', { low: number(low, 1), high: number(high, 1) })}
        </>
      }
    />
  )
  return (
    <>
      <h3>{t('simulation.uncertainty')}</h3>
      <p>{t('simulation.uncertainty.lead', { runs: number(runs) })}</p>
      <Figures>
        {figure(t('simulation.gaining'), gaining)}
        {figure(t('simulation.losing'), losing)}
        {figure(t('simulation.granted'), granted)}
        <Figure
          name={t('simulation.borderline')}
          value={number(borderline)}
          hint={t('simulation.borderline.hint')}
        />
      </Figures>
    </>
  )
}

function Awards({ simulation }: Props) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  if (simulation.awards.length === 0) return null
  return (
    <>
      <h3>{t('simulation.awards')}</h3>
      <PlotTable
        caption={t('simulation.awards')}
        header={[
          ...[t('simulation.award'), t('simulation.award.before'), t('simulation.award.after')],
          ...[t('simulation.gained'), t('simulation.lost')],
        ]}
        rows={simulation.awards.map(({ award, before, after, gained, lost }) => [
          say(award),
          ...[before, after, gained, lost].map((count) => number(count)),
        ])}
      />
    </>
  )
}

function Rules({ simulation }: Props) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  return (
    <>
      <h3>{t('simulation.rules')}</h3>
      <PlotTable
        caption={t('simulation.rules')}
        header={[t('simulation.rule'), t('simulation.held'), t('simulation.decided')]}
        rows={simulation.rules.map(({ id, title, held, decided }) => [
          `${say(title)} (${id})`,
          number(held),
          number(decided),
        ])}
      />
    </>
  )
}

/** Who would gain and lose, overall and by group, with what is uncertain about it. */
export function SimulationResult({ simulation }: Props) {
  const t = useText()
  const { number } = useFormats()
  const { overall, errors } = simulation
  if (overall === null) return <p className="note">{t('simulation.too-few')}</p>
  return (
    <section className="simulation-result" aria-label={t('simulation.result')}>
      <Overall overall={overall} />
      {errors > 0 && <p className="wrong">{t('simulation.errors', { count: number(errors) })}</p>}
      <Uncertainty simulation={simulation} />
      <Awards simulation={simulation} />
      <ComparisonTable simulation={simulation} />
      <Rules simulation={simulation} />
    </section>
  )
}
