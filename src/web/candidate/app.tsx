import type { ReactElement } from 'react'
import { HomePage } from './home/home-page.tsx'
import { matchPath } from './match-path.ts'
import { NoticePage } from './notice/notice-page.tsx'
import { later } from './parts/later.tsx'
import { Page } from './parts/page.tsx'
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

// Each in a file of its own: a phone on a slow line sees the first page before the rest is there.
const AttemptPage = later(() => import('./attempt/attempt-page.tsx').then((m) => m.AttemptPage))
const ReceiptPage = later(() => import('./receipt/receipt-page.tsx').then((m) => m.ReceiptPage))
const AccountPage = later(() => import('./account/account-page.tsx').then((m) => m.AccountPage))
const AwardsPage = later(() => import('./awards/awards-page.tsx').then((m) => m.AwardsPage))
const CertificatePage = later(() =>
  import('./certificate/certificate-page.tsx').then((m) => m.CertificatePage),
)
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
  ['/certificates/:code', ({ code = '' }) => <CertificatePage code={code} />],
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
