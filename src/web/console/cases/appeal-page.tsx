import { Button } from '@mantine/core'
import { Link } from 'wouter'
import type { AppealView } from '../../../domain/review/appeal-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { Figure, Figures } from '../parts/figures.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { PageSkeleton } from '../parts/skeletons.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { AppealForm } from './appeal-form.tsx'
import { DueDate } from './due-date.tsx'
import { Statements } from './statements.tsx'

function FirstDecisions({ appeal }: { readonly appeal: AppealView }) {
  const say = useLocalized()
  const { dateTime } = useFormats()
  return (
    <ol className="decisions">
      {appeal.decisions.map(({ finding, reason, note, at }) => (
        <li key={`${at} ${note}`}>
          <strong>{say(finding.name)}</strong> · {say(reason)}
          <p className="dimmed">{dateTime(at)}</p>
          <p>{note}</p>
        </li>
      ))}
    </ol>
  )
}

function Outcome({ appeal }: { readonly appeal: AppealView }) {
  const t = useText()
  const say = useLocalized()
  const { dateTime } = useFormats()
  const { decision, mayDecide } = appeal
  if (decision === null) {
    return mayDecide ? (
      <AppealForm appeal={appeal} />
    ) : (
      <p className="note">{t('appeal.not-mine')}</p>
    )
  }
  return (
    <>
      <p className="verdict" data-good="true">
        {t(decision.upheld ? 'appeal.upheld' : 'appeal.replaced', {
          finding: say(decision.finding.name),
        })}
      </p>
      <p>
        {say(decision.reason)}{' '}
        <span className="dimmed">
          {decision.mine && `${t('decision.mine')}, `}
          {dateTime(decision.at)}
        </span>
      </p>
      <blockquote className="quoted">{decision.explanation}</blockquote>
    </>
  )
}

function Appeal({ appeal }: { readonly appeal: AppealView }) {
  const t = useText()
  const say = useLocalized()
  const { date } = useFormats()
  return (
    <>
      <p className="crumb">
        <Link href="/cases/appeals">{t('appeal.back')}</Link>
      </p>
      <PageHeading
        title={t('appeal.title', { code: appeal.code })}
        badges={appeal.simulated ? <SimulatedBadge /> : undefined}
        lead={say(appeal.examTitle)}
      >
        <Button component={Link} href={`/cases/${appeal.caseId}`} variant="default">
          {t('appeal.evidence.open')}
        </Button>
      </PageHeading>
      <Figures>
        <Figure name={t('appeals.finding')} value={say(appeal.finding.name)} />
        <Figure name={t('appeals.filed')} value={date(appeal.filedAt)} />
        <Figure
          name={t('cases.due')}
          value={<DueDate dueAt={appeal.dueAt} isOpen={appeal.state === 'open'} />}
        />
      </Figures>
      <h2>{t('appeal.grounds')}</h2>
      <blockquote className="quoted">{appeal.grounds}</blockquote>
      <h2>{t('appeal.first-decisions')}</h2>
      {appeal.decisions.length === 0 ? (
        <EmptyNote>{t('review.none-yet')}</EmptyNote>
      ) : (
        <FirstDecisions appeal={appeal} />
      )}
      <h2>{t('appeal.statements')}</h2>
      <Statements statements={appeal.statements} empty={t('appeal.statements.empty')} />
      <section className="card decision" aria-labelledby="appeal-decision">
        <h2 id="appeal-decision">{t('appeal.decide')}</h2>
        <Outcome appeal={appeal} />
      </section>
    </>
  )
}

/** One appeal: what was found, what the candidate says against it, and what holds from now on. */
export function AppealPage({ caseId }: { readonly caseId: string }) {
  const appeal = useApi<AppealView>(`/cases/${caseId}/appeal`)
  return (
    <QueryView query={appeal} skeleton={<PageSkeleton />}>
      {(reply) => <Appeal appeal={reply} />}
    </QueryView>
  )
}
