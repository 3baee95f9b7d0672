import type { ReactElement } from 'react'
import { AttemptPage } from './attempt/attempt-page.tsx'
import { HomePage } from './home/home-page.tsx'
import { matchPath } from './match-path.ts'
import { NoticePage } from './notice/notice-page.tsx'
import { later } from './parts/later.tsx'
import { Page } from './parts/page.tsx'
import { ReceiptPage } from './receipt/receipt-page.tsx'
import { Link, usePath } from './router.tsx'
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

// Not needed in an exam, so not part of what everybody loads before one.
const AccountPage = later(() => import('./account/account-page.tsx').then((m) => m.AccountPage))
const AwardsPage = later(() => import('./awards/awards-page.tsx').then((m) => m.AwardsPage))
const InvitationPage = later(() =>
  import('./sign-in/invitation-page.tsx').then((m) => m.InvitationPage),
)
const PracticePage = later(() => import('./practice/practice-page.tsx').then((m) => m.PracticePage))
const ResultPage = later(() => import('./result/result-page.tsx').then((m) => m.ResultPage))

type Place = Readonly<Record<string, string>>

const ROUTES: readonly (readonly [pattern: string, page: (place: Place) => ReactElement])[] = [
  ['/', () => <HomePage />],
  ['/sign-in', () => <SignInPage />],
  ['/invitation/:token', ({ token = '' }) => <InvitationPage token={token} />],
  ['/practice', () => <PracticePage />],
  ['/exams/:id', ({ id = '' }) => <NoticePage examId={id} />],
  ['/attempts/:id', ({ id = '' }) => <AttemptPage key={id} attemptId={id} />],
  ['/attempts/:id/receipt', ({ id = '' }) => <ReceiptPage attemptId={id} />],
  ['/attempts/:id/result', ({ id = '' }) => <ResultPage attemptId={id} />],
  ['/awards', () => <AwardsPage />],
  ['/account', () => <AccountPage />],
]

export function App(): ReactElement {
  const path = usePath()
  for (const [pattern, page] of ROUTES) {
    const place = matchPath(pattern, path)
    if (place !== null) return page(place)
  }
  return <NoPage />
}
