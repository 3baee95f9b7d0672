import { type InputHTMLAttributes, type ReactElement, useId, useState } from 'react'
import { useText } from '../text.ts'

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string
  readonly hint?: string | undefined
  readonly fault?: string | null
}

export function Field({ label, hint, fault = null, ...input }: FieldProps): ReactElement {
  const id = useId()
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        {...input}
        id={id}
        aria-invalid={fault !== null || undefined}
        aria-describedby={described || undefined}
      />
      {fault !== null && (
        <p className="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  )
}

/** A password that can be looked at before it is sent. */
export function PasswordField(props: FieldProps): ReactElement {
  const t = useText()
  const [shown, setShown] = useState(false)
  return (
    <div className="password">
      <Field
        {...props}
        type={shown ? 'text' : 'password'}
        autoCapitalize="none"
        spellCheck={false}
      />
      <button
        type="button"
        className="button quiet"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        {t(shown ? 'sign-in.hide-password' : 'sign-in.show-password')}
      </button>
    </div>
  )
}
