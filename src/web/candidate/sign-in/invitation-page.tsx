import { type FormEvent, type ReactElement, useState } from 'react'
import type { SignedIn } from '../../../domain/organization/views.ts'
import { api } from '../../shared/api.ts'
import { ApiProblem } from '../../shared/api-error.ts'
import { Field, PasswordField } from '../parts/field.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useLoad } from '../parts/use-load.ts'
import { useText } from '../text.ts'
import { landingPath } from './landing.ts'
import { land } from './sign-in-page.tsx'

interface Invitation {
  readonly name: string
  readonly account: string
  readonly administrator: boolean
}

const ACCOUNT_PATTERN = '[a-z0-9][a-z0-9.\\-]{2,63}'
const PASSWORD_LENGTH = 12

function NameFields({ invitation }: { readonly invitation: Invitation }): ReactElement {
  const t = useText()
  if (!invitation.administrator) {
    // Password managers need to know whose password it is.
    return (
      <Field
        label={t('sign-in.account')}
        name="account"
        autoComplete="username"
        readOnly
        defaultValue={invitation.account}
      />
    )
  }
  return (
    <>
      <Field
        label={t('invitation.name')}
        name="name"
        autoComplete="name"
        required
        maxLength={100}
        defaultValue={invitation.name}
      />
      <Field
        label={t('sign-in.account')}
        hint={t('invitation.account-hint')}
        name="account"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        pattern={ACCOUNT_PATTERN}
        title={t('invitation.account-hint')}
        defaultValue={invitation.account}
      />
    </>
  )
}

function InvitationForm(props: {
  readonly token: string
  readonly invitation: Invitation
}): ReactElement {
  const { token, invitation } = props
  const t = useText()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const form = new FormData(event.currentTarget)
    const text = (name: string): string => String(form.get(name) ?? '').trim()
    const named = { account: text('account'), name: text('name') }
    setBusy(true)
    setError(null)
    try {
      const { me } = await api.post<SignedIn>(`/invitations/${encodeURIComponent(token)}`, {
        password: String(form.get('password')),
        ...(invitation.administrator ? named : {}),
      })
      land(landingPath(me, null))
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit} className="stack">
      {error !== null && <ProblemNote error={error} />}
      <NameFields invitation={invitation} />
      <PasswordField
        label={t('invitation.password')}
        hint={t('invitation.password-hint', { length: PASSWORD_LENGTH })}
        name="password"
        autoComplete="new-password"
        required
        minLength={PASSWORD_LENGTH}
        maxLength={200}
      />
      <button type="submit" className="button primary wide" aria-disabled={busy || undefined}>
        {t(busy ? 'invitation.submitting' : 'invitation.submit')}
      </button>
    </form>
  )
}

export function InvitationPage({ token }: { readonly token: string }): ReactElement {
  const t = useText()
  const loading = useLoad<Invitation>(`/invitations/${encodeURIComponent(token)}`)
  const { load, reload } = loading
  const gone = load.state === 'failed' && load.error instanceof ApiProblem
  const invitation = load.state === 'loaded' ? load.value : null
  const title = invitation?.administrator
    ? t('invitation.title-first')
    : invitation
      ? t('invitation.title', { name: invitation.name })
      : t('invitation.title-plain')
  return (
    <Page
      title={title}
      {...(invitation?.administrator ? { lead: t('invitation.lead-first') } : {})}
      signedIn={false}
      narrow
    >
      {gone ? (
        <>
          <ProblemNote error={load.error} onRetry={reload} />
          <p>
            <a href="/sign-in">{t('invitation.have-password')}</a>
          </p>
        </>
      ) : (
        <Loaded from={loading} blocks={1}>
          {(value) => (
            <div className="card pad">
              <InvitationForm token={token} invitation={value} />
            </div>
          )}
        </Loaded>
      )}
    </Page>
  )
}
