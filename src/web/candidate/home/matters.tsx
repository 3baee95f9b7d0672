import type { ReactElement } from 'react'
import type { Matter } from '../../../domain/review/my-review.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Icon } from '../parts/icon.tsx'
import { useLoad } from '../parts/use-load.ts'
import { Link } from '../router.tsx'
import { type CandidateTranslate, useText } from '../text.ts'

/** What can be answered now; the rest is news. */
const NEEDS: ReadonlySet<Matter['kind']> = new Set(['open', 'may-appeal'])
const needsMe = ({ kind, stated }: Matter): boolean => NEEDS.has(kind) && !stated

function wordsOf(
  matter: Matter,
  say: {
    readonly t: CandidateTranslate
    readonly until: string
    readonly finding: string
  },
): string {
  const { t, until, finding } = say
  switch (matter.kind) {
    case 'open':
      return t(matter.stated ? 'matter.open-stated' : 'matter.open', { until })
    case 'may-appeal':
      return t('matter.may-appeal', { finding, until })
    case 'appealed':
      return t('matter.appealed', { until })
    case 'found':
      return t('matter.found', { finding })
    case 'heard':
      return t('matter.heard', { finding })
  }
}

const ACTS = { open: 'matter.say', 'may-appeal': 'matter.appeal' } as const

function MatterLine({ matter }: { readonly matter: Matter }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  const until = matter.until === null ? '' : formats.dateTime(matter.until)
  const finding = matter.finding === null ? '' : localized(matter.finding)
  const act = needsMe(matter) && (matter.kind === 'open' || matter.kind === 'may-appeal')
  return (
    <li>
      <p>
        <strong>{localized(matter.examTitle)}</strong>
      </p>
      <p>{wordsOf(matter, { t, until, finding })}</p>
      <Link
        className={act ? 'button primary' : 'button'}
        href={`/attempts/${matter.attemptId}/result#review`}
      >
        {t(act ? ACTS[matter.kind as keyof typeof ACTS] : 'matter.see')}
        <span className="unseen">: {localized(matter.examTitle)}</span>
      </Link>
    </li>
  )
}

/** Reviews, findings and appeals that concern me, those that wait for me first. */
export function Matters(): ReactElement | null {
  const t = useText()
  const { load } = useLoad<{ matters: Matter[] }>('/my/matters')
  if (load.state !== 'loaded' || load.value.matters.length === 0) return null
  const { matters } = load.value
  const mine = matters.filter(needsMe)
  return (
    <section className="card pad matters" aria-labelledby="matters">
      <h2 id="matters" className="matters-title">
        <Icon name={mine.length > 0 ? 'warning' : 'info'} />
        {t(mine.length > 0 ? 'matter.title' : 'matter.news')}
      </h2>
      <ul>
        {[...mine, ...matters.filter((matter) => !needsMe(matter))].map((matter) => (
          <MatterLine key={`${matter.attemptId} ${matter.kind}`} matter={matter} />
        ))}
      </ul>
    </section>
  )
}
