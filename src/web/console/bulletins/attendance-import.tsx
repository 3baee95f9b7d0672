import { Button, FileInput } from '@mantine/core'
import { useState } from 'react'
import type { AttendanceImport } from '../../../domain/settlement/bulletin/views.ts'
import { api } from '../../shared/api.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { tell } from '../parts/tell.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'

const MOST_FAULTS = 50

/** The text of a file as office programs write it; null where it is none. */
function textOf(bytes: ArrayBuffer): string | null {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      return text.includes('\0') ? null : text
    } catch {
      // Not in this encoding; the next one is tried.
    }
  }
  return null
}

function Faults({ faults }: Pick<AttendanceImport, 'faults'>) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  return (
    <div role="alert">
      <p>{t('attend.faults', { count: number(faults.length) })}</p>
      <ul>
        {faults.slice(0, MOST_FAULTS).map(({ row, column, message }) => (
          <li key={`${row} ${column} ${message.en}`}>
            {column === null
              ? t('attend.fault.row', { row: String(row), message: say(message) })
              : t('attend.fault', { row: String(row), column, message: say(message) })}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Reads a list, shows what it would do, and records it only when told to. */
export function AttendanceImportPart({ unitId }: { readonly unitId: string }) {
  const t = useText()
  const { number } = useFormats()
  const [csv, setCsv] = useState('')
  const [unread, setUnread] = useState(false)
  const path = `/units/${unitId}/attendance`
  const checking = useChange((text: string) =>
    api.post<AttendanceImport>(path, { csv: text, isTrial: true }),
  )
  const recording = useChange(
    () => api.post<AttendanceImport>(path, { csv, isTrial: false }),
    '/units/',
  )
  const choose = async (file: File | null): Promise<void> => {
    checking.reset()
    const text = file === null ? '' : textOf(await file.arrayBuffer())
    setUnread(text === null || (file !== null && text === ''))
    setCsv(text ?? '')
    if (text) checking.mutate(text)
  }
  const found = checking.data
  const changed = found ? found.rows - found.unchanged : 0
  const record = (): void =>
    recording.mutate(undefined, {
      onSuccess: ({ recorded }) => {
        tell(t('attend.recorded', { count: recorded }))
        checking.mutate(csv)
      },
    })
  return (
    <section className="attendance-import">
      <h3>{t('attend.import')}</h3>
      <p className="dimmed">{t('attend.import.hint')}</p>
      <FileInput
        label={t('attend.file')}
        accept=".csv,text/csv,text/plain"
        onChange={(file) => void choose(file)}
        error={unread ? t('attend.file.unread') : null}
      />
      {checking.error !== null && <ProblemAlert error={checking.error} />}
      {recording.error !== null && <ProblemAlert error={recording.error} />}
      {found && found.faults.length > 0 && <Faults faults={found.faults} />}
      {found && found.faults.length === 0 && (
        <>
          <p>
            {t('attend.check', {
              ...{ rows: number(found.rows), changed: number(changed) },
              unchanged: number(found.unchanged),
            })}
          </p>
          <Button onClick={record} loading={recording.isPending} disabled={changed === 0}>
            {t('attend.record', { count: number(changed) })}
          </Button>
        </>
      )}
    </section>
  )
}
