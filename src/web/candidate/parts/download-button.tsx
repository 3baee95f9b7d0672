import { type ReactElement, type ReactNode, useState } from 'react'
import { openReply } from '../../shared/api.ts'
import { ProblemNote } from './problem-note.tsx'

/** Making everything kept about a person takes a while. */
const TIMEOUT_MS = 120_000
/** The browser has begun to read it long before. */
const KEPT_MS = 60_000

/** The name the service gave the file. */
function nameOf(reply: Response): string {
  const header = reply.headers.get('content-disposition') ?? ''
  return /filename="([^"]+)"/.exec(header)?.[1] ?? 'probity'
}

async function save(path: string): Promise<void> {
  const reply = await openReply('GET', path, undefined, { accept: '*/*', timeoutMs: TIMEOUT_MS })
  const url = URL.createObjectURL(await reply.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = nameOf(reply)
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS)
}

interface DownloadButtonProps {
  /** Below `/api`. */
  readonly path: string
  readonly className?: string
  readonly children: ReactNode
}

/** Saves a file of the service on this device; a sign-in that ran out is renewed first. */
export function DownloadButton(props: DownloadButtonProps): ReactElement {
  const { path, className = 'button', children } = props
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const start = (): void => {
    setBusy(true)
    setError(null)
    save(path).then(
      () => setBusy(false),
      (fault) => {
        setBusy(false)
        setError(fault)
      },
    )
  }
  return (
    <>
      <button type="button" className={className} disabled={busy} onClick={start}>
        {children}
      </button>
      {error !== null && <ProblemNote error={error} />}
    </>
  )
}
