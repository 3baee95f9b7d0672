import type { ReactElement } from 'react'
import { Link, Route, Switch } from 'wouter'
import { AccountPage } from './account/account-page.tsx'
import { AttemptPage } from './attempt/attempt-page.tsx'
import { AwardsPage } from './awards/awards-page.tsx'
import { HomePage } from './home/home-page.tsx'
import { NoticePage } from './notice/notice-page.tsx'
import { Page } from './parts/page.tsx'
import { PracticePage } from './practice/practice-page.tsx'
import { ReceiptPage } from './receipt/receipt-page.tsx'
import { ResultPage } from './result/result-page.tsx'
import { InvitationPage } from './sign-in/invitation-page.tsx'
import { SignInPage } from './sign-in/sign-in-page.tsx'
import { useText } from './text.ts'

function NoPage(): ReactElement {
  const t = useText()
  return (
    <Page title={t('no-page.title')} lead={t('no-page.lead')} signedIn={false} narrow>
      <Link href="/" className="button primary">
        {t('closing.home')}
      </Link>
    </Page>
  )
}

export function App(): ReactElement {
  return (
    <Switch>
      <Route path="/">
        <HomePage />
      </Route>
      <Route path="/sign-in">
        <SignInPage />
      </Route>
      <Route path="/invitation/:token">{({ token }) => <InvitationPage token={token} />}</Route>
      <Route path="/practice">
        <PracticePage />
      </Route>
      <Route path="/exams/:examId">{({ examId }) => <NoticePage examId={examId} />}</Route>
      <Route path="/attempts/:attemptId">
        {({ attemptId }) => <AttemptPage key={attemptId} attemptId={attemptId} />}
      </Route>
      <Route path="/attempts/:attemptId/receipt">
        {({ attemptId }) => <ReceiptPage attemptId={attemptId} />}
      </Route>
      <Route path="/attempts/:attemptId/result">
        {({ attemptId }) => <ResultPage attemptId={attemptId} />}
      </Route>
      <Route path="/awards">
        <AwardsPage />
      </Route>
      <Route path="/account">
        <AccountPage />
      </Route>
      <Route>
        <NoPage />
      </Route>
    </Switch>
  )
}
