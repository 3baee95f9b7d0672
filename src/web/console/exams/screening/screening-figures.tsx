import type { ScreeningView } from '../../../../domain/settlement/screening-summary.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { Figure, Figures } from '../../parts/figures.tsx'
import { useText } from '../../text.ts'

/** Chance of even one honest attempt in the strong tier of an exam, and share watched by chance. */
const STRONG_BY_CHANCE = 0.05
const WATCHED_BY_CHANCE = 0.01
/** Mean and spread over fewer pairs say nothing about people in general. */
const FEWEST_PAIRS = 100

/** How many attempts call for a look, how many would by chance, and how alike all pairs are. */
export function ScreeningFigures({ view }: { readonly view: ScreeningView }) {
  const t = useText()
  const { number, percent, dateTime } = useFormats()
  const { attempts, fdr, tiers } = view
  const called = tiers.strong + tiers.review
  return (
    <section className="card">
      <h2>{t('screening.heading')}</h2>
      <p>
        {called === 0
          ? t('screening.nothing', { count: attempts })
          : t('screening.called', { count: called, all: number(attempts) })}
      </p>
      <Figures>
        <Figure name={t('screening.attempts')} value={number(attempts)} />
        <Figure
          name={t('screening.tier.strong')}
          value={number(tiers.strong)}
          hint={t('screening.tier.strong.hint', { share: percent(STRONG_BY_CHANCE) })}
        />
        <Figure
          name={t('screening.tier.review')}
          value={number(tiers.review)}
          hint={
            called === 0
              ? t('screening.tier.review.none', { share: percent(fdr) })
              : t('screening.tier.review.hint', {
                  share: percent(fdr),
                  count: number(fdr * called, 1),
                  called: number(called),
                })
          }
        />
        <Figure
          name={t('screening.tier.watch')}
          value={number(tiers.watch)}
          hint={t('screening.tier.watch.hint', {
            share: percent(WATCHED_BY_CHANCE),
            count: number(WATCHED_BY_CHANCE * attempts, 1),
          })}
        />
      </Figures>
      <Pairs pairs={view.pairs} attempts={attempts} />
      <p className="dimmed">{t('screening.at', { time: dateTime(view.screenedAt) })}</p>
    </section>
  )
}

function Pairs({ pairs, attempts }: Pick<ScreeningView, 'pairs' | 'attempts'>) {
  const t = useText()
  const { number } = useFormats()
  if (pairs === null) return <p>{t('screening.pairs.none')}</p>
  const { basis, tested, flagged, mean, deviation } = pairs
  return (
    <>
      <h3>{t('screening.pairs')}</h3>
      <p>
        {t(`screening.pairs.${basis}`, {
          tested: number(tested),
          all: number((attempts * (attempts - 1)) / 2),
          flagged: number(flagged),
          count: flagged,
        })}
      </p>
      {tested < FEWEST_PAIRS && <p className="dimmed">{t('screening.pairs.few')}</p>}
      {tested >= FEWEST_PAIRS && mean !== null && deviation !== null && (
        <p>
          {t('screening.pairs.omega', {
            mean: number(mean, 2),
            deviation: number(deviation, 2),
          })}{' '}
          <span className="dimmed">{t('screening.pairs.omega.hint')}</span>
        </p>
      )}
    </>
  )
}
