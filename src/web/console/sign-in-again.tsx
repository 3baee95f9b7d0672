import { Button, Modal, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Me, SignedIn } from '../../domain/organization/views.ts'
import { api } from '../shared/api.ts'
import { useSharedText } from '../shared/use-text.ts'
import { ProblemAlert } from './parts/problem-alert.tsx'
import { signedInAgain, useSignInNeeded } from './sign-in-need.ts'
import { useText } from './text.ts'

/** Signs in on top of the page, so that nothing entered on it is lost. */
export function SignInAgain() {
  const t = useText()
  const shared = useSharedText()
  const client = useQueryClient()
  const needed = useSignInNeeded()
  // On the first load there is nothing to keep: the entrance leads to the sign-in page.
  const me = client.getQueryData<Me>(['/me'])
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const signIn = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    try {
      await api.post<SignedIn>('/login', { account: me?.account, password, tokens: 'cookie' })
      setPassword('')
      setError(null)
      signedInAgain()
      await client.invalidateQueries()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <Modal
      opened={needed && me !== undefined}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={shared('sign-in.again')}
    >
      <form onSubmit={(event) => void signIn(event)}>
        <Stack>
          <p>{t('shell.signed-out')}</p>
          {error !== null && <ProblemAlert error={error} />}
          <TextInput
            label={shared('sign-in.account')}
            value={me?.account ?? ''}
            readOnly
            autoComplete="username"
          />
          <PasswordInput
            label={shared('sign-in.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': shared('sign-in.show-password') }}
            data-autofocus
            required
          />
          <Button type="submit" loading={busy}>
            {shared('sign-in.submit')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
