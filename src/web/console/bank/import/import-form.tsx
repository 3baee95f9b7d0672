import { Button, FileInput, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type {
  BankFile,
  BankImport,
  ReadFormat,
} from '../../../../domain/bank/formats/bank-import.ts'
import { api } from '../../../shared/api.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useText } from '../../text.ts'
import { base64Of } from './base64-of.ts'

const FORMATS = [
  'auto',
  'xlsx',
  'csv',
  'moodle-xml',
  'gift',
  'aiken',
  'qti',
  'probity-json',
] as const satisfies readonly ReadFormat[]
const PROGRAM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const READING_TIMEOUT_MS = 150_000

interface Props {
  readonly onRead: (read: BankImport | null) => void
}

interface Fields {
  readonly file: File | null
  readonly format: ReadFormat
  readonly program: string
  readonly title: string
}

/** The faults of the fields, by field; empty when the file can be sent. */
function useFaults(fields: Fields): Partial<Record<'file' | 'program' | 'title', string>> {
  const t = useText()
  return {
    ...(fields.file === null ? { file: t('import.no-file') } : {}),
    ...(PROGRAM.test(fields.program) ? {} : { program: t('import.program.fault') }),
    ...(fields.title.trim() === '' ? { title: t('import.name.fault') } : {}),
  }
}

function useReading(fields: Fields, onRead: Props['onRead']) {
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const read = async (file: File): Promise<void> => {
    setBusy(true)
    setError(null)
    onRead(null)
    const title = fields.title.trim()
    try {
      const asked: BankFile = {
        file: file.name,
        base64: await base64Of(file),
        format: fields.format,
        program: fields.program,
        title: { 'zh-CN': title, en: title },
      }
      const options = { timeoutMs: READING_TIMEOUT_MS }
      onRead(await api.post<BankImport>('/banks/readings', asked, options))
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return { read, error, busy }
}

/** Which file, in which format, into which program. */
export function ImportForm({ onRead }: Props) {
  const t = useText()
  const [fields, setFields] = useState<Fields>({
    file: null,
    format: 'auto',
    program: '',
    title: '',
  })
  const [tried, setTried] = useState(false)
  const faults = useFaults(fields)
  const { read, error, busy } = useReading(fields, onRead)
  const set = (change: Partial<Fields>): void => setFields({ ...fields, ...change })
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (fields.file !== null && Object.keys(faults).length === 0) void read(fields.file)
  }
  const shown = tried ? faults : {}
  return (
    <form onSubmit={send} className="import-form">
      <Stack>
        <FileInput
          label={t('import.file')}
          description={t('import.file.hint')}
          placeholder={t('import.choose')}
          value={fields.file}
          onChange={(file) => set({ file })}
          error={shown.file}
          clearable
          clearButtonProps={{ 'aria-label': t('upload.clear') }}
        />
        <NativeSelect
          label={t('import.format')}
          value={fields.format}
          onChange={(event) => set({ format: event.currentTarget.value as ReadFormat })}
          data={FORMATS.map((value) => ({ value, label: t(`import.format.${value}`) }))}
        />
        <TextInput
          label={t('import.program')}
          description={t('import.program.hint')}
          value={fields.program}
          onChange={(event) => set({ program: event.currentTarget.value.trim() })}
          error={shown.program}
        />
        <TextInput
          label={t('import.name')}
          value={fields.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
          error={shown.title}
        />
        {error !== null && <ProblemAlert error={error} />}
        <div>
          <Button type="submit" loading={busy}>
            {t('import.read')}
          </Button>
          <span className="dimmed" role="status">
            {busy ? ` ${t('import.reading')}` : ''}
          </span>
        </div>
      </Stack>
    </form>
  )
}
