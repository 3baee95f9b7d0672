import { Button, Tabs } from '@mantine/core'
import { Link } from 'wouter'
import type { CaseView } from '../../../domain/review/views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { PageSkeleton } from '../parts/skeletons.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { AnswersTable } from './answers-table.tsx'
import { CaseFacts } from './case-facts.tsx'
import { CaseTimeline } from './case-timeline.tsx'
import { DecisionPart } from './decision-part.tsx'
import { FlagList } from './flag-list.tsx'
import { IdentityPart } from './identity-part.tsx'
import { RetestPart } from './retest-part.tsx'
import { SimilarPart } from './similar-part.tsx'
import { Statements } from './statements.tsx'
import { TimesPart } from './times-part.tsx'

function Evidence({ view }: { readonly view: CaseView }) {
  const t = useText()
  const [tab, setTab] = useUrlState('tab', 'answers')
  const hasRetests = view.retests.length > 0
  const alike = view.partners.filter(({ likeness }) => likeness !== null)
  return (
    <Tabs
      className="case-tabs"
      value={tab}
      onChange={(value) => setTab(value ?? 'answers')}
      keepMounted={false}
    >
      <Tabs.List aria-label={t('case.tabs')}>
        <Tabs.Tab value="answers">{t('case.tab.answers')}</Tabs.Tab>
        <Tabs.Tab value="times">{t('case.tab.times')}</Tabs.Tab>
        <Tabs.Tab value="similar">{t('case.tab.similar', { count: alike.length })}</Tabs.Tab>
        <Tabs.Tab value="identity">{t('case.tab.identity')}</Tabs.Tab>
        {hasRetests && (
          <Tabs.Tab value="retest">{t('case.tab.retest', { count: view.retests.length })}</Tabs.Tab>
        )}
        <Tabs.Tab value="statement">
          {t('case.tab.statement', { count: view.statements.length })}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="answers">
        <AnswersTable view={view} />
      </Tabs.Panel>
      <Tabs.Panel value="times">
        <TimesPart view={view} />
      </Tabs.Panel>
      <Tabs.Panel value="similar">
        <SimilarPart view={view} partners={alike} />
      </Tabs.Panel>
      <Tabs.Panel value="identity">
        <IdentityPart view={view} />
      </Tabs.Panel>
      {hasRetests && (
        <Tabs.Panel value="retest">
          <RetestPart retests={view.retests} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="statement">
        <Statements statements={view.statements} />
      </Tabs.Panel>
    </Tabs>
  )
}

function Case({ view }: { readonly view: CaseView }) {
  const t = useText()
  const say = useLocalized()
  return (
    <>
      <p className="crumb">
        <Link href="/cases">{t('case.back')}</Link>
      </p>
      <PageHeading
        title={t('case.title', { code: view.code })}
        badges={view.simulated ? <SimulatedBadge /> : undefined}
        lead={say(view.examTitle)}
      >
        <Button component="a" href="#decision-title" variant="default">
          {t('case.to-decision')}
        </Button>
      </PageHeading>
      <CaseFacts view={view} />
      <div className="case">
        <CaseTimeline view={view} />
        <FlagList
          flags={view.flagDetails}
          shares={view.flagShares}
          isRetested={view.retests.length > 0}
        />
      </div>
      <Evidence view={view} />
      <DecisionPart view={view} />
    </>
  )
}

/** One case, blinded: who it is about is not on the page, because it is not in the reply. */
export function CasePage({ caseId }: { readonly caseId: string }) {
  const view = useApi<CaseView>(`/cases/${caseId}`)
  return (
    <QueryView query={view} skeleton={<PageSkeleton />}>
      {(reply) => <Case view={reply} />}
    </QueryView>
  )
}
