import { type ReactElement, useState } from 'react'
import type { LoginView, Me } from '../../../domain/organization/views.ts'
import { api } from '../../shared/api.ts'
import { isProblem } from '../../shared/api-error.ts'
import { forgetKeptViews } from '../../shared/kept-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { DownloadButton } from '../parts/download-button.tsx'
import { Facts } from '../parts/facts.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useLoad } from '../parts/use-load.ts'
import { navigate } from '../router.tsx'
import { landingPath } from '../sign-in/landing.ts'
import { useText } from '../text.ts'

interface LoginRowProps {
  readonly login: LoginView
  readonly onRevoked: () => void
}

function LoginRow({ login, onRevoked }: LoginRowProps): ReactElement {
  const t = useText()
  const formats = useFormats()
  const [error, setError] = useState<unknown>(null)
  const revoke = (): void => {
    if (!confirm(t('account.revoke-confirm'))) return
    api.delete(`/logins/${login.id}`).then(() => {
      // The row goes away with what was pressed.
      document.querySelector<HTMLElement>('main h1')?.focus()
      onRevoked()
    }, setError)
  }
  return (
    <li className="row">
      <div>
        <p className="strong">
          {login.client}
          {login.current && <span className="badge open">{t('account.this-device')}</span>}
        </p>
        <p className="soft small">
          {t('account.since', { time: formats.dateTime(login.createdAt) })} ·{' '}
          {t('account.last-used', { time: formats.dateTime(login.lastUsedAt) })}
        </p>
        {error !== null && <ProblemNote error={error} />}
      </div>
      {!login.current && (
        <button type="button" className="button" onClick={revoke}>
          {t('account.revoke')}
          <span className="unseen">: {login.client}</span>
        </button>
      )}
    </li>
  )
}

function SignOut(): ReactElement {
  const t = useText()
  const [error, setError] = useState<unknown>(null)
  const signOut = (): void => {
    const leave = (): void => {
      void forgetKeptViews()
      navigate('/sign-in')
    }
    api.delete('/login').then(leave, (fault) => {
      if (isProblem(fault, 'sign-in-required')) leave()
      else setError(fault)
    })
  }
  return (
    <>
      {error !== null && <ProblemNote error={error} />}
      <button type="button" className="button" onClick={signOut}>
        {t('sign-in.sign-out')}
      </button>
    </>
  )
}

export function AccountPage(): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const me = useLoad<Me>('/me')
  const logins = useLoad<{ logins: LoginView[] }>('/logins')
  return (
    <Page title={t('nav.account')}>
      <Loaded from={me} blocks={1}>
        {(value) => (
          <div className="card pad stack">
            <Facts
              facts={[
                [t('account.name'), value.name],
                [t('sign-in.account'), value.account],
                [t('account.unit'), localized(value.unit.name)],
              ]}
            />
            <div className="actions">
              <SignOut />
              {landingPath(value, null) !== '/' && (
                <a className="button quiet" href="/console/">
                  {t('account.to-console')}
                </a>
              )}
            </div>
          </div>
        )}
      </Loaded>
      <h2>{t('account.logins')}</h2>
      <p className="soft">{t('account.logins-note')}</p>
      <Loaded from={logins} blocks={2}>
        {(value) => (
          <ul className="card rows">
            {value.logins.map((login) => (
              <LoginRow key={login.id} login={login} onRevoked={logins.reload} />
            ))}
          </ul>
        )}
      </Loaded>
      <h2>{t('data.title')}</h2>
      <div className="card pad stack">
        <p>{t('data.note')}</p>
        <div className="actions">
          <DownloadButton path="/my/data">{t('data.get')}</DownloadButton>
        </div>
      </div>
    </Page>
  )
}
