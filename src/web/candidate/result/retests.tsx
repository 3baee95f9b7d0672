import type { ReactElement } from 'react'
import type { OwnRetest } from '../../../domain/review/retest-views.ts'
import type { ResultView } from '../../../domain/settlement/result-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Link } from '../router.tsx'
import { useText } from '../text.ts'
import { SittingBar } from './sitting-bar.tsx'

type Comparison = NonNullable<OwnRetest['comparison']>

const SITTINGS = ['first', 'second'] as const

/** Both scores with their intervals, one above the other on one scale. */
function Sittings({ comparison }: { readonly comparison: Comparison }): ReactElement {
  const t = useText()
  const { number } = useFormats()
  const { first, second } = comparison
  const low = Math.min(first.low, second.low)
  const high = Math.max(first.high, second.high)
  return (
    <ul className="profile">
      {SITTINGS.map((name) => {
        const sitting = comparison[name]
        const line = t('retest.line', {
          score: number(sitting.score),
          low: number(sitting.low),
          high: number(sitting.high),
        })
        return (
          <li key={name}>
            <p className="profile-name">
              <b>{t(`retest.${name}`)}</b>
              <span>{line}</span>
            </p>
            <SittingBar sitting={sitting} from={low} to={high} />
          </li>
        )
      })}
    </ul>
  )
}

function DifferenceLine({ comparison }: { readonly comparison: Comparison }): ReactElement {
  const t = useText()
  const { number } = useFormats()
  const { difference, standardError, differs } = comparison
  const points = Math.abs(Math.round(difference))
  const kind = points === 0 ? 'level' : difference > 0 ? 'higher' : 'lower'
  return (
    <p>
      {t(`retest.${kind}`, { points: number(points), error: number(standardError) })}{' '}
      {t(differs ? 'retest.differs' : 'retest.fits')}
    </p>
  )
}

/** A probability with enough digits to be told from 0. */
function useProbability(): (p: number) => string {
  const { number } = useFormats()
  return (p) => (p < 0.0001 ? `< ${number(0.0001, 4)}` : number(p, 4))
}

/** What counted and what did not, and how likely it is. */
function Counted({ retest }: { readonly retest: OwnRetest }): ReactElement {
  const t = useText()
  const { number } = useFormats()
  const probability = useProbability()
  const { comparison, items, leftOut } = retest
  const { seen, unmeasured } = leftOut
  return (
    <>
      {comparison !== null && (
        <p>
          {t('retest.right', {
            right: comparison.right,
            items,
            expected: number(comparison.expectedRight, 1),
          })}{' '}
          {t('retest.p', {
            p: probability(comparison.p),
            adjusted: probability(comparison.adjusted),
          })}
        </p>
      )}
      {(seen > 0 || unmeasured > 0) && (
        <p className="soft">
          {seen > 0 && t('retest.seen', { seen })}{' '}
          {unmeasured > 0 && t('retest.unmeasured', { unmeasured })}
        </p>
      )}
    </>
  )
}

interface OneRetestProps {
  readonly retest: OwnRetest
  /** Whether this page is about the re-test itself. */
  readonly isItself: boolean
}

function OneRetest({ retest, isItself }: OneRetestProps): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const { gap, comparison, verified } = retest
  const exam = localized(verified.examTitle)
  const other = isItself ? verified.attemptId : retest.retest.attemptId
  return (
    <>
      <p>
        {isItself
          ? t('retest.is-one', { exam })
          : t('retest.of-this', { exam: localized(retest.retest.examTitle) })}{' '}
        {other !== null && (
          <Link href={`/attempts/${other}/result`}>
            {t(isItself ? 'retest.see-first' : 'retest.see-second')}
          </Link>
        )}
      </p>
      {gap !== null && <p>{t(`retest.gap.${gap}`)}</p>}
      {comparison !== null && (
        <>
          <Sittings comparison={comparison} />
          <p className="soft">{t('retest.scores')}</p>
          <DifferenceLine comparison={comparison} />
        </>
      )}
      {gap !== 'absent' && <Counted retest={retest} />}
      {comparison !== null && (
        <>
          <p>{t('retest.luck')}</p>
          <p>{t('retest.means', { exam })}</p>
        </>
      )}
    </>
  )
}

interface RetestsProps {
  readonly attemptId: string
  readonly retests: ResultView['retests']
}

/** An attempt beside its re-tests, or a re-test beside its attempt; nothing where there is none. */
export function Retests({ attemptId, retests }: RetestsProps): ReactElement | null {
  const t = useText()
  if (retests.length === 0) return null
  return (
    <section className="card pad" id="retest" aria-labelledby="retest-title">
      <h2 id="retest-title">{t('retest.title')}</h2>
      {retests.map((retest) => (
        <OneRetest
          key={retest.comparedAt}
          retest={retest}
          isItself={retest.verified.attemptId !== attemptId}
        />
      ))}
    </section>
  )
}
