import type { ReactElement } from 'react'
import { forgetViewsOfOthers } from '../offline/kept-view.ts'
import { Page } from '../parts/page.tsx'
import { navigate, useQuery } from '../router.tsx'
import { useText } from '../text.ts'
import { landingPath } from './landing.ts'
import { SignInForm } from './sign-in-form.tsx'

/** Goes on within this bundle, or over to the console's. */
export function land(path: string): void {
  if (path.startsWith('/console')) location.assign(path)
  else navigate(path, { replace: true })
}

export function SignInPage(): ReactElement {
  const t = useText()
  const next = useQuery('next')
  return (
    <Page title={t('sign-in.title')} lead={t('sign-in.lead')} signedIn={false} narrow>
      <div className="card pad">
        <SignInForm
          onSignedIn={({ me }) => {
            // Whoever used this device before may have left without signing out.
            void forgetViewsOfOthers(me.account).catch(() => {})
            land(landingPath(me, next))
          }}
        />
      </div>
      <p className="small soft">{t('sign-in.no-account')}</p>
    </Page>
  )
}
