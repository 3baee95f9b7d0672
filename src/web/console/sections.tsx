import { lazy } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import type { Me } from '../../domain/organization/views.ts'
import { firstSectionFor, type Section, sectionsFor } from './navigation.ts'
import { MyPanels } from './panels/my-panels.tsx'
import { EmptyNote } from './parts/empty-note.tsx'
import { PageHeading } from './parts/page-heading.tsx'
import { useText } from './text.ts'

const ExamsPage = lazy(() =>
  import('./exams/exams-page.tsx').then((m) => ({ default: m.ExamsPage })),
)
const ExamPage = lazy(() => import('./exams/exam-page.tsx').then((m) => ({ default: m.ExamPage })))
const NewExamPage = lazy(() =>
  import('./exams/new-exam-page.tsx').then((m) => ({ default: m.NewExamPage })),
)
const FormPage = lazy(() =>
  import('./exams/form/form-page.tsx').then((m) => ({ default: m.FormPage })),
)
const BanksPage = lazy(() =>
  import('./bank/banks-page.tsx').then((m) => ({ default: m.BanksPage })),
)
const ImportPage = lazy(() =>
  import('./bank/import/import-page.tsx').then((m) => ({ default: m.ImportPage })),
)
const WorkshopsPage = lazy(() =>
  import('./bank/workshop/workshops-page.tsx').then((m) => ({ default: m.WorkshopsPage })),
)
const WorkshopPage = lazy(() =>
  import('./bank/workshop/workshop-page.tsx').then((m) => ({ default: m.WorkshopPage })),
)
const HealthPage = lazy(() =>
  import('./bank/workshop/health/health-page.tsx').then((m) => ({ default: m.HealthPage })),
)
const WorkshopItemPage = lazy(() =>
  import('./bank/workshop/workshop-item-page.tsx').then((m) => ({ default: m.WorkshopItemPage })),
)
const PanelsPage = lazy(() =>
  import('./panels/panels-page.tsx').then((m) => ({ default: m.PanelsPage })),
)
const NewPanelPage = lazy(() =>
  import('./panels/new-panel-page.tsx').then((m) => ({ default: m.NewPanelPage })),
)
const PanelPage = lazy(() =>
  import('./panels/panel-page.tsx').then((m) => ({ default: m.PanelPage })),
)
const RatePage = lazy(() => import('./panels/rate-page.tsx').then((m) => ({ default: m.RatePage })))
const PoliciesSection = lazy(() =>
  import('./policies/policies-section.tsx').then((m) => ({ default: m.PoliciesSection })),
)
const CasesPage = lazy(() =>
  import('./cases/cases-page.tsx').then((m) => ({ default: m.CasesPage })),
)
const CasePage = lazy(() => import('./cases/case-page.tsx').then((m) => ({ default: m.CasePage })))
const AppealsPage = lazy(() =>
  import('./cases/appeals-page.tsx').then((m) => ({ default: m.AppealsPage })),
)
const AppealPage = lazy(() =>
  import('./cases/appeal-page.tsx').then((m) => ({ default: m.AppealPage })),
)
const AccuracyPage = lazy(() =>
  import('./cases/accuracy-page.tsx').then((m) => ({ default: m.AccuracyPage })),
)
const StatisticsPage = lazy(() =>
  import('./cases/statistics-page.tsx').then((m) => ({ default: m.StatisticsPage })),
)
const BulletinsPage = lazy(() =>
  import('./bulletins/bulletins-page.tsx').then((m) => ({ default: m.BulletinsPage })),
)
const TasksPage = lazy(() =>
  import('./tasks/tasks-page.tsx').then((m) => ({ default: m.TasksPage })),
)
const WebhooksPage = lazy(() =>
  import('./webhooks/webhooks-page.tsx').then((m) => ({ default: m.WebhooksPage })),
)
const DeliveriesPage = lazy(() =>
  import('./webhooks/deliveries-page.tsx').then((m) => ({ default: m.DeliveriesPage })),
)
const PeoplePage = lazy(() =>
  import('./people/people-page.tsx').then((m) => ({ default: m.PeoplePage })),
)

function NotHere() {
  const t = useText()
  return (
    <>
      <PageHeading title={t('shell.not-here')} />
      <EmptyNote>{t('shell.not-here.detail')}</EmptyNote>
    </>
  )
}

function NoSection({ me }: { readonly me: Me }) {
  const t = useText()
  return (
    <>
      <PageHeading title={t('shell.no-section', { name: me.name })} />
      <EmptyNote>{t('shell.no-section.detail')}</EmptyNote>
      <MyPanels />
      <p>
        <a href="/">{t('shell.to-candidate')}</a>
      </p>
    </>
  )
}

/** The pages a person's grants open; the first one is where they start, and find their panels. */
export function Sections({ me }: { readonly me: Me }) {
  const first = firstSectionFor(me.grants)
  const hasPanels = sectionsFor(me.grants).includes('panels')
  return (
    <>
      {first !== null && !hasPanels && (
        <Route path={`/${first}`}>
          <MyPanels />
        </Route>
      )}
      <OpenSections me={me} />
    </>
  )
}

function OpenSections({ me }: { readonly me: Me }) {
  const open = sectionsFor(me.grants)
  const first = firstSectionFor(me.grants)
  const has = (section: Section): boolean => open.includes(section)
  return (
    <Switch>
      <Route path="/">
        {first === null ? <NoSection me={me} /> : <Redirect to={`/${first}`} replace />}
      </Route>
      {/* Whoever was invited judges, whatever else they may do. */}
      <Route path="/panels/mine/:panelId">
        {({ panelId }) => <RatePage panelId={panelId} key={panelId} />}
      </Route>
      {first === null && (
        <Route>
          <NoSection me={me} />
        </Route>
      )}
      {has('exams') && <Route path="/exams" component={ExamsPage} />}
      {has('exams') && <Route path="/exams/new" component={NewExamPage} />}
      {has('exams') && (
        <Route path="/exams/:examId">
          {({ examId }) => <ExamPage examId={examId} key={examId} />}
        </Route>
      )}
      {has('exams') && (
        <Route path="/exams/:examId/attempts/:attemptId/form">
          {({ examId, attemptId }) => <FormPage examId={examId} of={{ attemptId }} />}
        </Route>
      )}
      {has('exams') && (
        <Route path="/exams/:examId/sample-forms/:sample">
          {({ examId, sample }) => <FormPage examId={examId} of={{ sample }} />}
        </Route>
      )}
      {has('banks') && <Route path="/banks" component={BanksPage} />}
      {has('banks') && <Route path="/banks/import" component={ImportPage} />}
      {has('banks') && <Route path="/banks/workshop" component={WorkshopsPage} />}
      {has('banks') && (
        <Route path="/banks/workshop/:program">
          {({ program }) => <WorkshopPage program={program} key={program} />}
        </Route>
      )}
      {has('banks') && (
        <Route path="/banks/workshop/:program/health">
          {({ program }) => <HealthPage program={program} key={program} />}
        </Route>
      )}
      {has('banks') && (
        <Route path="/banks/workshop/:program/:itemId">
          {({ program, itemId }) => (
            <WorkshopItemPage program={program} itemId={itemId} key={itemId} />
          )}
        </Route>
      )}
      {has('panels') && (
        <Route path="/panels">
          <PanelsPage mayBegin={has('exams')} />
        </Route>
      )}
      {has('exams') && <Route path="/panels/new" component={NewPanelPage} />}
      {has('panels') && (
        <Route path="/panels/:panelId">
          {({ panelId }) => <PanelPage panelId={panelId} mayRun={has('exams')} key={panelId} />}
        </Route>
      )}
      {has('policies') && <Route path="/policies" component={PoliciesSection} />}
      {has('policies') && <Route path="/policies/*" component={PoliciesSection} />}
      {has('cases') && <Route path="/cases" component={CasesPage} />}
      {has('cases') && <Route path="/cases/appeals" component={AppealsPage} />}
      {has('cases') && (
        <Route path="/cases/appeals/:caseId">
          {({ caseId }) => <AppealPage caseId={caseId} key={caseId} />}
        </Route>
      )}
      {has('cases') && <Route path="/cases/accuracy" component={AccuracyPage} />}
      {has('cases') && <Route path="/cases/statistics" component={StatisticsPage} />}
      {has('cases') && (
        <Route path="/cases/:caseId">
          {({ caseId }) => <CasePage caseId={caseId} key={caseId} />}
        </Route>
      )}
      {has('bulletins') && (
        <Route path="/bulletins">
          <BulletinsPage me={me} />
        </Route>
      )}
      {has('tasks') && <Route path="/tasks" component={TasksPage} />}
      {has('webhooks') && <Route path="/webhooks" component={WebhooksPage} />}
      {has('webhooks') && (
        <Route path="/webhooks/:webhookId">
          {({ webhookId }) => <DeliveriesPage webhookId={webhookId} key={webhookId} />}
        </Route>
      )}
      {has('people') && <Route path="/people" component={PeoplePage} />}
      <Route component={NotHere} />
    </Switch>
  )
}
