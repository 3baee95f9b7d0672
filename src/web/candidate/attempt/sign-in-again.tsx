import type { ReactElement } from 'react'
import { Dialog } from '../parts/dialog.tsx'
import { SignInForm } from '../sign-in/sign-in-form.tsx'
import { useText } from '../text.ts'

interface SignInAgainProps {
  readonly account: string | null
  readonly onSignedIn: () => void
}

/** Over the running exam, which goes on where it was. */
export function SignInAgain({ account, onSignedIn }: SignInAgainProps): ReactElement {
  const t = useText()
  return (
    <Dialog title={t('sign-in.again')} onClose={null}>
      <p>{t('exam.signed-out')}</p>
      <SignInForm {...(account === null ? {} : { account })} onSignedIn={onSignedIn} />
    </Dialog>
  )
}
