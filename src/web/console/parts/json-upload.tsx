import { Button, FileInput, Stack } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useText } from '../text.ts'
import { ProblemAlert } from './problem-alert.tsx'

interface Props {
  readonly label: string
  readonly description: string
  readonly submit: string
  /** Sends the parsed document, or not (false); what it throws is shown with its findings. */
  readonly onSend: (document: unknown) => Promise<boolean>
  /** Further fields of the form. */
  readonly children?: ReactNode
}

/** Sends a JSON document; if it has faults, lists them and changes nothing. */
export function JsonUpload({ label, description, submit, onSend, children }: Props) {
  const t = useText()
  const [file, setFile] = useState<File | null>(null)
  const [unreadable, setUnreadable] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setError(null)
    setUnreadable(null)
    if (file === null) return setUnreadable(t('upload.no-file'))
    let document: unknown
    try {
      document = JSON.parse(await file.text())
    } catch (fault) {
      return setUnreadable(
        t('upload.not-json', { fault: fault instanceof Error ? fault.message : '' }),
      )
    }
    setBusy(true)
    try {
      if (await onSend(document)) setFile(null)
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <form onSubmit={(event) => void send(event)}>
      <Stack>
        <FileInput
          label={label}
          description={description}
          placeholder={t('upload.choose')}
          accept="application/json,.json"
          value={file}
          onChange={setFile}
          error={unreadable}
          clearable
          clearButtonProps={{ 'aria-label': t('upload.clear') }}
        />
        {children}
        {error !== null && <ProblemAlert error={error} />}
        <div>
          <Button type="submit" loading={busy}>
            {submit}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
