import type { PartnerView } from '../../../domain/review/case-evidence.ts'
import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { useText } from '../text.ts'
import { SideBySide } from './side-by-side.tsx'
import { useProbability } from './use-probability.ts'

type Likeness = NonNullable<PartnerView['likeness']>

function Figures({
  partner,
  likeness,
}: {
  readonly partner: PartnerView
  readonly likeness: Likeness
}) {
  const t = useText()
  const { number } = useFormats()
  const probability = useProbability()
  const { matches, shared, identicalWrong, omega, p, q } = likeness
  return (
    <dl className="flag-figures figures-wide">
      <dt>{t('similar.matches')}</dt>
      <dd>
        {t('similar.of', { count: number(matches), all: number(shared) })}
        {partner.expectedMatches !== null && (
          <span className="dimmed">
            {' '}
            {t('similar.expected', { expected: number(partner.expectedMatches, 1) })}
          </span>
        )}
      </dd>
      <dt>{t('similar.wrong')}</dt>
      <dd>{number(identicalWrong)}</dd>
      <dt>ω</dt>
      <dd>{number(omega, 2)}</dd>
      <dt>{t('similar.p')}</dt>
      <dd>{probability(p)}</dd>
      <dt>{t('flag.q')}</dt>
      <dd>{probability(q)}</dd>
    </dl>
  )
}

/** Who may have taken answers over; never said without that nobody need have. */
function Direction({ likeness }: { readonly likeness: Likeness }) {
  const t = useText()
  const { percent } = useFormats()
  const { copier, copierChance } = likeness
  if (copier === null || copierChance === null) {
    return <p className="dimmed">{t('similar.direction.none')}</p>
  }
  return (
    <p>
      {t(copier === 'this' ? 'similar.direction.this' : 'similar.direction.other', {
        chance: percent(copierChance),
      })}
    </p>
  )
}

function Partner({ view, partner }: { readonly view: CaseView; readonly partner: PartnerView }) {
  const t = useText()
  const { code, number, likeness } = partner
  if (likeness === null) return null
  return (
    <section className="partner" aria-labelledby={`partner-${code}`}>
      <h3 id={`partner-${code}`}>
        {t('similar.partner', { code })}{' '}
        <span className="dimmed">{t('similar.number', { number })}</span>
        {likeness.flagged && <span className="badge">{t('similar.flagged')}</span>}
      </h3>
      <Figures partner={partner} likeness={likeness} />
      <Direction likeness={likeness} />
      {partner.answers === null ? (
        <p className="note">{t('similar.withheld')}</p>
      ) : (
        <SideBySide view={view} code={code} answers={partner.answers} />
      )}
    </section>
  )
}

/** Attempts whose answers are close to this one's, side by side; by letters, never by name. */
export function SimilarPart({
  view,
  partners,
}: {
  readonly view: CaseView
  readonly partners: readonly PartnerView[]
}) {
  const t = useText()
  if (partners.length === 0) return <EmptyNote>{t('similar.empty')}</EmptyNote>
  return (
    <>
      <p className="dimmed measure">{t('similar.hint')}</p>
      {partners.map((partner) => (
        <Partner key={partner.code} view={view} partner={partner} />
      ))}
      <h3>{t('flag.innocent')}</h3>
      <ul className="measure">
        <li>{t('similar.innocent.materials')}</li>
        <li>{t('similar.innocent.tempting')}</li>
        <li>{t('similar.innocent.victim')}</li>
      </ul>
    </>
  )
}
