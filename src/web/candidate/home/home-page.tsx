import { type ReactElement, useState } from 'react'
import type { MyExam } from '../../../domain/delivery/views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { useLoad } from '../parts/use-load.ts'
import { Link } from '../router.tsx'
import { useText } from '../text.ts'
import { ExamCard } from './exam-card.tsx'
import { Matters } from './matters.tsx'
import { GROUPS, groupExams } from './stages.ts'

/** From this many exams on a search field is worth its place. */
const SEARCH_FROM = 7

function NoExams(): ReactElement {
  const t = useText()
  return (
    <div className="card pad empty">
      <h2>{t('home.empty-title')}</h2>
      <p>{t('home.empty')}</p>
      <Link href="/practice" className="button">
        {t('home.practise')}
      </Link>
    </div>
  )
}

function ExamGroups({ exams }: { readonly exams: readonly MyExam[] }): ReactElement {
  const t = useText()
  const groups = groupExams(exams)
  return (
    <>
      {GROUPS.map((group) => {
        const inGroup = groups.get(group) ?? []
        if (inGroup.length === 0) return null
        return (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{t(`group.${group}`)}</h2>
            <ul className="cards">
              {inGroup.map((exam, i) => (
                <li key={exam.examId}>
                  <ExamCard exam={exam} first={group === 'now' && i === 0} />
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}

function ExamList({ exams }: { readonly exams: readonly MyExam[] }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const [search, setSearch] = useState('')
  if (exams.length === 0) return <NoExams />
  const wanted = search.trim().toLowerCase()
  const found = exams.filter((exam) =>
    `${localized(exam.title)} ${localized(exam.organizer)}`.toLowerCase().includes(wanted),
  )
  return (
    <>
      {exams.length >= SEARCH_FROM && (
        <div className="field search">
          <label htmlFor="search">{t('home.search')}</label>
          <input
            id="search"
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      )}
      <p className="unseen" role="status">
        {wanted !== '' && t('home.found', { count: found.length })}
      </p>
      {found.length === 0 ? <p className="empty">{t('home.none-found')}</p> : null}
      <ExamGroups exams={found} />
    </>
  )
}

export function HomePage(): ReactElement {
  const t = useText()
  const loading = useLoad<{ exams: MyExam[] }>('/my/exams')
  return (
    <Page title={t('nav.exams')}>
      <Matters />
      <Loaded from={loading}>{({ exams }) => <ExamList exams={exams} />}</Loaded>
    </Page>
  )
}
