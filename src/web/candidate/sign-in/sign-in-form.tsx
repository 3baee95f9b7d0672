import { type FormEvent, type ReactElement, useState } from 'react'
import type { SignedIn } from '../../../domain/organization/views.ts'
import { api } from '../../shared/api.ts'
import { Field, PasswordField } from '../parts/field.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useText } from '../text.ts'

interface SignInFormProps {
  /** Set where only this person may go on, as in the middle of an exam. */
  readonly account?: string
  readonly onSignedIn: (signedIn: SignedIn) => void
}

export function SignInForm({ account, onSignedIn }: SignInFormProps): ReactElement {
  const t = useText()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    try {
      const signedIn = await api.post<SignedIn>('/login', {
        account: String(form.get('account')).trim().toLowerCase(),
        password: String(form.get('password')),
        tokens: 'cookie',
      })
      onSignedIn(signedIn)
    } catch (fault) {
      setError(fault)
    }
    setBusy(false)
  }
  return (
    <form onSubmit={submit} className="stack">
      {error !== null && <ProblemNote error={error} />}
      <Field
        label={t('sign-in.account')}
        name="account"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        defaultValue={account}
        readOnly={account !== undefined}
      />
      <PasswordField
        label={t('sign-in.password')}
        name="password"
        autoComplete="current-password"
        required
      />
      <button type="submit" className="button primary wide" aria-disabled={busy || undefined}>
        {t(busy ? 'sign-in.submitting' : 'sign-in.submit')}
      </button>
    </form>
  )
}
